"""What a process counts, in a file of its own that others read: nothing is lost with it, however it ends.

The file is written, never mapped, so that a full disk or a file that somebody cut is an error and no end of the
process, which then goes on counting by itself and tries again. Who lives has a lock on its file; names are drawn, for
processes of several machines may have the same number.
"""

import fcntl
import json
import os
from array import array
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from secrets import token_hex
from threading import Lock
from time import monotonic

SUFFIX = ".figures"
SLOTS = 4096  # figures that one process keeps; a bound for what labels could add up to
VALUES_BYTES = 8 * SLOTS
_GRAIN = 2**20  # parts of one
_LOOK_SECONDS = 5.0  # between two looks whether the file is still there, and two attempts to make one

Key = tuple[str, tuple[str, ...]]  # the figure's name, and the values of its labels
Change = tuple[Key, float]


class Book:
    """The figures of this process. `open_file` makes its file, locked, and returns its descriptor; it may fail."""

    def __init__(self, open_file: Callable[[], int]) -> None:
        self._open_file = open_file
        self._lock = Lock()
        self._slots: dict[Key, int] = {}
        self._values = array("d", bytes(VALUES_BYTES))
        self._lines = bytearray()
        self._told_lines = 0  # bytes of them that the file has
        self._file: int | None = None
        self._is_behind = False  # the file has not all of it
        self._look_at = float("-inf")

    def add(self, changes: Iterable[Change]) -> None:
        """Add to figures, together."""
        with self._lock:
            slots = []
            for key, amount in changes:
                slot = self._slot(key)
                if slot is not None:
                    self._values[slot] += _exact(amount)
                    slots.append(slot)
            if slots:
                self._write(min(slots), max(slots) + 1)

    def put(self, key: Key, value: float) -> None:
        """Set a figure."""
        with self._lock:
            slot = self._slot(key)
            if slot is not None:
                self._values[slot] = value
                self._write(slot, slot + 1)

    def figures(self) -> dict[Key, float]:
        """Return what this process has counted."""
        with self._lock:
            return {key: self._values[slot] for key, slot in self._slots.items()}

    @property
    def inode(self) -> int | None:
        """Return by which the file is known among others, or None where there is none."""
        with self._lock:
            return None if self._file is None else os.fstat(self._file).st_ino

    def close(self) -> None:
        """Let go of the file, which stays; also what a process that was forked has of its parent's."""
        if self._file is not None:
            os.close(self._file)
            self._file = None

    def _slot(self, key: Key) -> int | None:
        slot = self._slots.get(key)
        if slot is None and len(self._slots) < SLOTS:
            slot = self._slots[key] = len(self._slots)
            self._lines += json.dumps([key[0], *key[1]]).encode() + b"\n"
        return slot

    def _write(self, first: int, end: int) -> None:
        """Write these figures, or all of them where the file has not all of the others."""
        if monotonic() >= self._look_at:
            self._look()
        if self._file is None or self._is_behind:
            return
        try:
            self._write_lines(self._file)
            os.pwrite(self._file, memoryview(self._values)[first:end], 8 * first)
        except OSError:
            self._is_behind = True  # and the file stays: left alone, it would be taken for that of one who has ended

    def _write_lines(self, file: int) -> None:
        if self._told_lines < len(self._lines):
            with memoryview(self._lines) as lines:
                self._told_lines += os.pwrite(file, lines[self._told_lines :], VALUES_BYTES + self._told_lines)

    def _look(self) -> None:
        """Have a file with all figures, unless it is there: somebody may have cleaned up, or made room."""
        self._look_at = monotonic() + _LOOK_SECONDS
        with suppress(OSError):
            if self._file is None or not os.fstat(self._file).st_nlink:
                self.close()
                self._file = self._open_file()
                self._told_lines = 0
                self._is_behind = True
            if self._is_behind:
                self._write_lines(self._file)
                os.pwrite(self._file, self._values, 0)
                self._is_behind = False


def _exact(amount: float) -> float:
    """Return an amount to about a millionth, such that sums are the same in whatever order they are made.

    Prometheus takes a figure that is the least bit smaller than before for one that began anew.
    """
    return round(amount * _GRAIN) / _GRAIN


def make_file(folder: Path) -> int:
    """Return the descriptor of a new file in the folder, with all its room, and locked as long as somebody has it.

    Raises OSError, and leaves nothing behind then.
    """
    path = folder / f"{token_hex(12)}{SUFFIX}"
    file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        os.posix_fallocate(file, 0, 2 * VALUES_BYTES)  # for keys, too
        os.pwrite(file, bytes(VALUES_BYTES), 0)
    except OSError:
        os.close(file)
        path.unlink(missing_ok=True)
        raise
    return file


def read(path: Path) -> tuple[dict[Key, float], bool]:
    """Return the figures in a file, and whether the process lives that writes it. Raises OSError."""
    with path.open("rb") as file:
        is_alive = not _locks(file.fileno())
        data = file.read()
    values = array("d", data[:VALUES_BYTES])
    return dict(zip(_keys(data[VALUES_BYTES:]), values, strict=False)), is_alive


def _locks(file: int) -> bool:
    """Tell whether nobody has the lock of a file; it is let go of when the file is closed."""
    try:
        fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _keys(data: bytes) -> Iterator[Key]:
    """Return the keys; a line whose end is not written yet is none, and zeros are room for more."""
    for line in data.partition(b"\0")[0].split(b"\n")[:-1]:
        name, *labels = json.loads(line)
        yield name, tuple(labels)
