"""The folder in which the processes of one installation keep their figures: where it is, who lives in it, what is left.

The files of processes that have ended are added up in one, so that their counts stay and their number does not grow.
Whoever reads, or makes a file, holds the folder's lock with others; whoever adds up holds it alone.
"""

import fcntl
import json
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path
from stat import S_ISDIR
from tempfile import NamedTemporaryFile
from time import monotonic, sleep, time

from watching.books import SUFFIX, Key, make_file, read

MEMORY = Path("/dev/shm")  # noqa: S108 - a folder in it is made for its owner alone
_PREFIX = "dataset-figures"
_LOCK, _ENDED, _OF = "lock", "ended.json", "of"
_PATIENCE = 1.0  # seconds for the lock, which is held for milliseconds
_PAUSE = 0.005
_FORGOTTEN_AFTER = 3600.0  # seconds without a process, for a folder in memory that nobody may come back to

Figures = dict[Key, float]


def usual_folder(data_dir: Path, memory: Path = MEMORY) -> Path:
    """Return the folder of the installation that keeps its data here: in memory, or else beside them."""
    if not (memory.is_dir() and os.access(memory, os.W_OK)):
        return data_dir / "figures"
    return memory / f"{_PREFIX}-{os.getuid()}-{sha256(os.fsencode(data_dir)).hexdigest()[:16]}"


def open_file(folder: Path, data_dir: Path) -> int:
    """Return the descriptor of a new file in the folder, which is made if there is none, and tidied.

    Raises OSError, also for a folder in memory that belongs to somebody else.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    _check_owner(folder)
    _sweep_others(folder)
    with _locked(folder, fcntl.LOCK_EX):
        if not (folder / _OF).exists():
            (folder / _OF).write_text(str(data_dir), "utf-8")
        _add_up(folder)
        return make_file(folder)


def read_folder(folder: Path, *, but: int | None = None) -> tuple[Figures, list[Figures]]:
    """Return what those counted that have ended, all together, and what each of the living has.

    One file is left out, by its inode. Raises OSError.
    """
    with _locked(folder, fcntl.LOCK_SH):
        return _read(folder, but)


def _read(folder: Path, but: int | None = None) -> tuple[Figures, list[Figures]]:
    ended, added_up = _read_ended(folder)
    living = []
    for path in folder.glob(f"*{SUFFIX}"):
        if path.name in added_up or path.stat().st_ino == but:
            continue
        figures, is_alive = read(path)
        if is_alive:
            living.append(figures)
        else:
            _add(ended, figures)
    return ended, living


def _add_up(folder: Path) -> None:
    """Put the files of those who have ended into the one; if there is no room for it, they stay as they are."""
    ended, added_up = _read_ended(folder)
    dead = []
    for path in folder.glob(f"*{SUFFIX}"):
        if path.name not in added_up:
            figures, is_alive = read(path)
            if is_alive:
                continue
            _add(ended, figures)
        dead.append(path)
    if dead and _keep_ended(folder, ended, [path.name for path in dead]):
        for path in dead:
            path.unlink(missing_ok=True)


def _read_ended(folder: Path) -> tuple[Figures, set[str]]:
    """Return what those counted that have ended, and which files are in that, though they may still be there."""
    try:
        document = json.loads((folder / _ENDED).read_bytes())
        return {(name, tuple(labels)): value for name, labels, value in document["figures"]}, set(document["files"])
    except (FileNotFoundError, ValueError):  # the latter of a disk that lost what was written
        return {}, set()


def _keep_ended(folder: Path, figures: Mapping[Key, float], files: list[str]) -> bool:
    """Write the one file anew, whole or not at all; tell whether that was done."""
    told = [[name, labels, value] for (name, labels), value in figures.items()]
    try:
        with NamedTemporaryFile("w", encoding="utf-8", dir=folder, delete=False) as file:
            try:
                json.dump({"figures": told, "files": files}, file)
                file.flush()
                Path(file.name).replace(folder / _ENDED)
            except OSError:
                Path(file.name).unlink(missing_ok=True)
                raise
    except OSError:
        return False
    return True


def _add(figures: Figures, more: Mapping[Key, float]) -> None:
    for key, value in more.items():
        figures[key] = figures.get(key, 0.0) + value


def _check_owner(folder: Path) -> None:
    """Refuse a folder in memory, where everybody may make one, that another user has made, or a link."""
    found = folder.lstat()
    if folder.parent == MEMORY and not (S_ISDIR(found.st_mode) and found.st_uid == os.getuid()):
        raise PermissionError(f"{folder} belongs to somebody else")


def _sweep_others(mine: Path) -> None:
    """Remove the folders in memory of installations that have ended, and are gone or have rested for long."""
    if mine.parent != MEMORY:
        return
    for folder in MEMORY.glob(f"{_PREFIX}-{os.getuid()}-*"):
        if folder != mine:
            with suppress(OSError), _locked(folder, fcntl.LOCK_EX):
                if _is_left(folder):
                    shutil.rmtree(folder)


def _is_left(folder: Path) -> bool:
    if _read(folder)[1]:
        return False
    is_gone = not Path((folder / _OF).read_text("utf-8")).exists()
    latest = max(path.stat().st_mtime for path in folder.iterdir())
    return is_gone or time() - latest > _FORGOTTEN_AFTER


@contextmanager
def _locked(folder: Path, how: int) -> Iterator[None]:
    """Hold the folder's lock. Raises OSError where somebody holds it for long."""
    file = os.open(folder / _LOCK, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        _lock(file, how)
        yield
    finally:
        fcntl.flock(file, fcntl.LOCK_UN)  # also for a process that was forked meanwhile, which has it open, too
        os.close(file)


def _lock(file: int, how: int) -> None:
    until = monotonic() + _PATIENCE
    while True:
        try:
            fcntl.flock(file, how | fcntl.LOCK_NB)
        except BlockingIOError:
            if monotonic() > until:
                raise
            sleep(_PAUSE)
        else:
            return
