import os
from collections.abc import Iterator
from pathlib import Path
from stat import S_IMODE
from threading import Thread

import pytest

from schemas_cache.whole_files import write_whole


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_file_is_made(tmp_path: Path) -> None:
    write_whole(tmp_path / "new", [b"a", b"b"])
    assert (names(tmp_path), (tmp_path / "new").read_bytes()) == (["new"], b"ab")


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


@pytest.mark.parametrize("before", [[], ["target"]], ids=["dangling", "there"])
def test_a_link_stays_one(tmp_path: Path, before: list[str]) -> None:
    for name in before:
        (tmp_path / name).touch()
    (tmp_path / "link").symlink_to("target")
    write_whole(tmp_path / "link", [b"a"])
    assert ((tmp_path / "link").is_symlink(), (tmp_path / "target").read_bytes()) == (True, b"a")


def test_a_pipe_is_written_to(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    writer = Thread(target=write_whole, args=(pipe, [b"a", b"b"]), daemon=True)
    writer.start()
    assert (pipe.read_bytes(), pipe.is_fifo()) == (b"ab", True)
    writer.join()
