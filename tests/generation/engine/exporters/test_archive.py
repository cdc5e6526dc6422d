import io
from collections.abc import Iterator
from zipfile import ZipFile

import pytest

from generation.engine.exporters.archive import Archive


def zipped(*, of_any_size: bool = False) -> bytes:
    archive = Archive()
    begun = archive.add("a", b"first")
    return begun + b"".join(archive.stream("b", [b"x" * 9, b"y"], of_any_size=of_any_size)) + archive.close()


@pytest.mark.parametrize("of_any_size", [False, True])
def test_files_come_back(of_any_size: bool) -> None:  # noqa: FBT001  # what is tried
    with ZipFile(io.BytesIO(zipped(of_any_size=of_any_size))) as archive:
        assert {name: archive.read(name) for name in archive.namelist()} == {"a": b"first", "b": b"x" * 9 + b"y"}
        assert archive.testzip() is None


def test_bytes_are_handed_on_before_all_is_there() -> None:
    taken: list[int] = []

    def chunks() -> Iterator[bytes]:
        for number in range(50):
            taken.append(number)
            yield bytes(range(256)) * 4096

    next(Archive().stream("a", chunks()))
    assert len(taken) < 3


def test_only_a_file_of_any_size_needs_a_reader_that_knows_such() -> None:
    with ZipFile(io.BytesIO(zipped())) as small, ZipFile(io.BytesIO(zipped(of_any_size=True))) as large:
        assert (small.getinfo("b").extract_version, large.getinfo("b").extract_version) == (20, 45)
