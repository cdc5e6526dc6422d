import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from fcntl import LOCK_EX, flock
from pathlib import Path
from stat import S_IMODE
from threading import Thread

import pytest

from schemas_cache import whole_files
from schemas_cache.whole_files import scratch_file, write_whole
from tests.servers import ROOT

LEFT_OVER = ".0123456789abcdef.unfinished"


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_file_is_made(tmp_path: Path) -> None:
    write_whole(tmp_path / "new", [b"a", b"b"])
    assert (names(tmp_path), (tmp_path / "new").read_bytes()) == (["new"], b"ab")


def test_a_file_in_the_current_folder_is_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    write_whole(Path("new"), [b"a"])
    assert names(tmp_path) == ["new"]


def test_a_file_with_the_longest_name_is_made(tmp_path: Path) -> None:
    write_whole(tmp_path / ("n" * 255), [b"a"])
    assert names(tmp_path) == ["n" * 255]


def test_a_new_file_has_the_mode_of_any_new_file(tmp_path: Path) -> None:
    (tmp_path / "usual").touch()
    write_whole(tmp_path / "new", [b"a"])
    assert (tmp_path / "new").stat().st_mode == (tmp_path / "usual").stat().st_mode


def test_a_file_that_is_replaced_leaves_its_mode(tmp_path: Path) -> None:
    path = tmp_path / "old"
    path.write_bytes(b"before")
    path.chmod(0o640)
    write_whole(path, [b"after"])
    assert (path.read_bytes(), S_IMODE(path.stat().st_mode)) == (b"after", 0o640)


def test_a_failure_leaves_what_was_there(tmp_path: Path) -> None:
    def failing() -> Iterator[bytes]:
        yield b"half"
        raise KeyError

    path = tmp_path / "old"
    path.write_bytes(b"before")
    with pytest.raises(KeyError):
        write_whole(path, failing())
    assert (names(tmp_path), path.read_bytes()) == (["old"], b"before")


def test_the_file_and_then_its_name_reach_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    synced: list[tuple[bool, bool]] = []

    def watch(descriptor: int) -> None:
        synced.append((Path(f"/proc/self/fd/{descriptor}").resolve() == tmp_path, (tmp_path / "new").exists()))

    monkeypatch.setattr(os, "fsync", watch)
    write_whole(tmp_path / "new", [b"a"])
    assert synced == [(False, False), (True, True)]


@pytest.mark.parametrize("before", [[], ["target"]], ids=["dangling", "there"])
def test_a_link_is_replaced_and_what_it_leads_to_stays(tmp_path: Path, before: list[str]) -> None:
    for name in before:
        (tmp_path / name).write_bytes(b"other")
    (tmp_path / "link").symlink_to("target")
    write_whole(tmp_path / "link", [b"a"])
    assert names(tmp_path) == ["link", *before]
    assert ((tmp_path / "link").is_symlink(), (tmp_path / "link").read_bytes()) == (False, b"a")
    assert [(tmp_path / name).read_bytes() for name in before] == [b"other"] * len(before)


def test_a_link_in_place_of_the_unfinished_file_is_not_followed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(whole_files, "token_hex", lambda _: "0123456789abcdef")
    (tmp_path / LEFT_OVER).symlink_to("target")
    with pytest.raises(FileExistsError):
        write_whole(tmp_path / "new", [b"a"])
    assert names(tmp_path) == [LEFT_OVER]


@pytest.mark.parametrize("through_a_link", [False, True])
def test_a_pipe_is_written_to(tmp_path: Path, *, through_a_link: bool) -> None:
    pipe, link = tmp_path / "pipe", tmp_path / "link"
    os.mkfifo(pipe)
    link.symlink_to("pipe")
    writer = Thread(target=write_whole, args=(link if through_a_link else pipe, [b"a", b"b"]), daemon=True)
    writer.start()
    assert (pipe.read_bytes(), pipe.is_fifo(), link.is_symlink()) == (b"ab", True, True)
    writer.join()


def test_what_stands_beside_devices_is_written_to_wherever_it_leads(tmp_path: Path) -> None:
    program = "from pathlib import Path; from schemas_cache.whole_files import write_whole as w; w(Path('/dev/stdout'), [b'a'])"
    with (tmp_path / "out").open("wb") as out:
        subprocess.run([sys.executable, "-c", program], cwd=ROOT, stdout=out, check=True)
    assert ((tmp_path / "out").read_bytes(), Path("/dev/stdout").is_symlink()) == (b"a", True)


def test_what_a_killed_process_left_is_swept_and_what_others_work_on_is_not(tmp_path: Path) -> None:
    held = tmp_path / ".fedcba9876543210.unfinished"
    others = [tmp_path / ".unfinished", tmp_path / "notes.unfinished", tmp_path / f"a{LEFT_OVER}"]
    for path in (tmp_path / LEFT_OVER, held, *others):
        path.touch()
    with held.open("rb") as file:
        flock(file, LOCK_EX)
        write_whole(tmp_path / "new", [b"a"])
        assert names(tmp_path) == sorted([held.name, "new", *(path.name for path in others)])


def test_a_left_over_that_is_no_file_stays(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / LEFT_OVER)
    write_whole(tmp_path / "new", [b"a"])
    assert names(tmp_path) == [LEFT_OVER, "new"]


def test_a_process_that_is_killed_leaves_what_was_there(tmp_path: Path) -> None:
    path = tmp_path / "old"
    path.write_bytes(b"before")
    program = f"""
import os, signal
from pathlib import Path
from schemas_cache.whole_files import scratch_file, write_whole
def chunks():
    yield b"half" * 100_000
    os.kill(os.getpid(), signal.SIGKILL)
write_whole(Path({str(path)!r}), chunks())
"""
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, check=False)
    assert (done.returncode, path.read_bytes(), len(names(tmp_path))) == (-signal.SIGKILL, b"before", 2)
    write_whole(path, [b"after"])
    assert (names(tmp_path), path.read_bytes()) == (["old"], b"after")


def test_who_is_swept_before_the_lock_begins_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    holds = iter([False, True])
    monkeypatch.setattr(whole_files, "_hold", lambda *_: next(holds))
    write_whole(tmp_path / "new", [b"a"])
    assert (names(tmp_path), (tmp_path / "new").read_bytes()) == (["new"], b"a")


def test_a_scratch_file_is_gone_afterwards_and_so_are_those_of_the_killed(tmp_path: Path) -> None:
    left = tmp_path / ".0123456789abcdef.unfinished"
    left.touch()
    with scratch_file(tmp_path) as path:
        path.write_bytes(b"half")
        during = list(tmp_path.iterdir())

    assert during == [path]
    assert list(tmp_path.iterdir()) == []
