"""Files that are complete as soon as they stand under their names, also when the machine fails the moment after."""

import os
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from fcntl import LOCK_EX, LOCK_NB, flock
from pathlib import Path
from secrets import token_hex
from stat import S_IMODE, S_ISLNK, S_ISREG

_UNFINISHED = re.compile(r"\.[0-9a-f]{16}\.unfinished")
_NEW = os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
_FOUND = os.O_RDWR | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
_DEVICES, _PROCESSES = Path("/dev"), Path("/proc")


def write_whole(path: Path, chunks: Iterable[bytes]) -> None:
    """Write a file under another name in its folder first; a file that is replaced leaves its mode behind.

    A link to a file is replaced, not followed. What is no file, such as a pipe or a device, is written to as it is,
    also through a link. What killed processes left unfinished in the folder is removed. Raises OSError.
    """
    if _is_written_to(path):
        with path.open("wb") as opened:
            opened.writelines(chunks)
    else:
        _sweep(path.parent)
        _replace(path, chunks)


@contextmanager
def scratch_file(folder: Path) -> Iterator[Path]:
    """Make an empty file in a folder that is gone afterwards, or later when this process is killed. Raises OSError."""
    _sweep(folder)
    with _unfinished(folder) as (_, path):
        yield path


def _is_written_to(path: Path) -> bool:
    """Tell whether there is something, and no file; what stands beside devices, as /dev/stdout does, is none."""
    folder = path.parent.resolve()
    if folder == _DEVICES or folder.is_relative_to(_PROCESSES):
        return True
    return path.exists() and not path.is_file()


def _replace(path: Path, chunks: Iterable[bytes]) -> None:
    with _unfinished(path.parent) as (descriptor, unfinished):
        with open(descriptor, "wb", closefd=False) as file:
            file.writelines(chunks)
        if (mode := _mode_of(path)) is not None:
            os.fchmod(descriptor, mode)
        os.fsync(descriptor)
        unfinished.replace(path)
        _sync_folder(path.parent)


def _mode_of(path: Path) -> int | None:
    """Return the mode of the file that stands there; None when none does, or a link."""
    try:
        mode = path.lstat().st_mode
    except FileNotFoundError:
        return None
    return None if S_ISLNK(mode) else S_IMODE(mode)


@contextmanager
def _unfinished(folder: Path) -> Iterator[tuple[int, Path]]:
    """Make a file that is locked as long as it is worked on, and gone afterwards unless it was renamed."""
    path = folder / f".{token_hex(8)}.unfinished"
    descriptor = os.open(path, _NEW, 0o666)  # less what the umask takes away
    try:
        if not _hold(descriptor, path):  # who sweeps was faster than the lock
            with _unfinished(folder) as other:
                yield other
        else:
            yield descriptor, path
    finally:
        path.unlink(missing_ok=True)
        os.close(descriptor)


def _hold(descriptor: int, path: Path) -> bool:
    """Lock a file; tell whether it still has its name. Where files cannot be locked, nobody sweeps either."""
    try:
        flock(descriptor, LOCK_EX | LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        return True
    return path.exists()


def _sweep(folder: Path) -> None:
    """Remove the unfinished files that nobody holds."""
    for name in os.listdir(folder):  # noqa: PTH208 - names are matched, and most folders have many others
        if _UNFINISHED.fullmatch(name):
            with suppress(OSError):  # held, gone meanwhile, or somebody else's
                _remove_unheld(folder / name)


def _remove_unheld(path: Path) -> None:
    descriptor = os.open(path, _FOUND)
    try:
        if S_ISREG(os.fstat(descriptor).st_mode):
            flock(descriptor, LOCK_EX | LOCK_NB)
            path.unlink()
    finally:
        os.close(descriptor)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
