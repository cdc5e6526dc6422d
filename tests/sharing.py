"""What is made once for all processes that run tests side by side."""

import fcntl
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from os import environ
from pathlib import Path

import pytest


def together(factory: pytest.TempPathFactory) -> Path:
    """Return the folder that all processes of this run have in common."""
    own = factory.getbasetemp()
    return own.parent if "PYTEST_XDIST_WORKER" in environ else own


@contextmanager
def alone(place: Path) -> Iterator[None]:
    """Keep out whoever else comes here."""
    with place.with_suffix(".alone").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def once(folder: Path, make: Callable[[Path], object]) -> Path:
    """Return a folder that whoever comes first has filled; `make` is given one of another name."""
    with alone(folder):
        if not folder.exists():
            new = folder.with_suffix(".new")
            shutil.rmtree(new, ignore_errors=True)
            new.mkdir()
            make(new)
            new.rename(folder)
    return folder


@contextmanager
def used(place: Path, begin: Callable[[], str], end: Callable[[str], None]) -> Iterator[str]:
    """Yield what `begin` said to the first who came; the last who leaves, or was killed, ends it."""
    kept = place.with_suffix(".kept")
    with place.with_suffix(".users").open("w") as users:
        with alone(place):
            fcntl.flock(users, fcntl.LOCK_SH)
            if not kept.exists():
                kept.write_text(begin(), "utf-8")
        try:
            yield kept.read_text("utf-8")
        finally:
            with alone(place), suppress(BlockingIOError):
                fcntl.flock(users, fcntl.LOCK_UN)
                fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
                end(kept.read_text("utf-8"))
                kept.unlink()
