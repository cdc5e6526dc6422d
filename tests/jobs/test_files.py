from hashlib import sha256
from io import BytesIO
from pathlib import Path
from shutil import disk_usage
from typing import Any, ClassVar
from uuid import uuid4

import pytest
from django.core.files import File
from django.core.files.storage import Storage
from pytest_django.fixtures import Settings

from jobs import files

JOB = uuid4()
NAME = files.part_name(JOB, 3)


class Bucket(Storage):
    """Keeps files where no path leads."""

    kept: ClassVar[dict[str, bytes]] = {}

    def exists(self, name: str) -> bool:  # noqa: ARG002 - its signature; a file that is there is replaced
        return False

    def listdir(self, path: str) -> tuple[list[str], list[str]]:
        return [], [name.removeprefix(f"{path}/") for name in self.kept if name.startswith(f"{path}/")]

    def delete(self, name: str) -> None:
        self.kept.pop(name, None)

    def _save(self, name: str, content: File) -> str:  # type: ignore[type-arg]  # of bytes
        self.kept[name] = content.read()
        return name

    def _open(self, name: str, mode: str = "rb") -> File:  # type: ignore[type-arg]  # noqa: ARG002 - as above
        if name not in self.kept:
            raise FileNotFoundError(name)
        return File(BytesIO(self.kept[name]), name)


@pytest.fixture(params=["a folder", "a bucket"])
def place(request: pytest.FixtureRequest, settings: Settings, tmp_path: Path) -> str:
    """Keep files on this machine, or elsewhere."""
    if request.param == "a bucket":
        settings.STORAGES = settings.STORAGES | {"jobs": {"BACKEND": "tests.jobs.test_files.Bucket"}}
        settings.JOB_SCRATCH = tmp_path / "scratch"
    return str(request.param)


@pytest.mark.usefixtures("place")
def test_a_file_is_read_as_it_was_written() -> None:
    digest = files.keep(NAME, iter([b"one", b"", b"two"]))

    assert (digest.size, digest.sha256) == (6, sha256(b"onetwo").hexdigest())
    assert b"".join(files.read([NAME, NAME])) == b"onetwoonetwo"


@pytest.mark.usefixtures("place")
def test_a_file_takes_the_place_of_the_one_before() -> None:
    files.keep(NAME, [b"a longer one"])
    files.keep(NAME, [b"short"])

    assert b"".join(files.read([NAME])) == b"short"


@pytest.mark.usefixtures("place")
def test_what_breaks_in_the_middle_leaves_the_file_before_and_nothing_else(tmp_path: Path) -> None:
    def broken() -> Any:
        yield b"half"
        raise OSError("no room")

    files.keep(NAME, [b"whole"])
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(OSError, match="no room"):
        files.keep(NAME, broken())

    assert b"".join(files.read([NAME])) == b"whole"
    assert [path for path in tmp_path.rglob("*") if path not in before and path.is_file()] == []


@pytest.mark.usefixtures("place")
def test_room_is_left_on_the_disk_for_others(settings: Settings, tmp_path: Path) -> None:
    settings.JOB_SPARE_BYTES = disk_usage(tmp_path).total
    with pytest.raises(OSError, match="No space left on device"):
        files.keep(NAME, [b"rows"])

    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


@pytest.mark.usefixtures("place")
def test_all_files_of_one_job_are_removed() -> None:
    other = files.part_name(uuid4(), 0)
    for name in (NAME, files.part_name(JOB, 4), other):
        files.keep(name, [b"rows"])
    files.drop(JOB)
    files.drop(JOB)

    assert b"".join(files.read([other])) == b"rows"
    with pytest.raises(FileNotFoundError):
        list(files.read([NAME]))


def test_nothing_is_left_of_a_jobs_folder(folder: Path) -> None:
    files.keep(NAME, [b"rows"])
    (folder / str(JOB) / ".0123456789abcdef.unfinished").touch()
    files.drop(JOB)

    assert list(folder.iterdir()) == []


def test_the_next_file_sweeps_what_killed_workers_left_in_its_folder(folder: Path) -> None:
    left = folder / str(JOB) / ".0123456789abcdef.unfinished"
    left.parent.mkdir()
    left.touch()
    files.keep(NAME, [b"rows"])

    assert [path.name for path in left.parent.iterdir()] == ["00003"]
