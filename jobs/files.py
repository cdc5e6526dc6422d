"""The files of jobs, in Django's storage of that name: a folder, or a bucket that many machines reach.

A storage raises OSError for whatever goes wrong with it.
"""

import os
from collections.abc import Iterable, Iterator
from contextlib import closing
from errno import ENOSPC
from hashlib import sha256
from pathlib import Path
from shutil import disk_usage
from typing import IO
from uuid import UUID

from django.conf import settings
from django.core.files import File
from django.core.files.storage import Storage, storages

from generation.windows import Window
from schemas_cache.whole_files import scratch_file, write_whole

_CHUNK_BYTES = 2**20


class Digest:
    """Counts the bytes that pass through, and hashes them."""

    def __init__(self) -> None:
        self.size = 0
        self._hash = sha256()

    def of(self, chunks: Iterable[bytes]) -> Iterator[bytes]:
        """Yield the chunks."""
        for chunk in chunks:
            self.size += len(chunk)
            self._hash.update(chunk)
            yield chunk

    @property
    def sha256(self) -> str:
        """Return the digest of all that has passed, in hexadecimal."""
        return self._hash.hexdigest()


def storage() -> Storage:
    """Return where the files are kept."""
    return storages["jobs"]


def part_name(job: UUID, number: int) -> str:
    """Return the name of a part's file in the storage."""
    return f"{job}/{number:05d}"


def keep(name: str, chunks: Iterable[bytes]) -> Digest:
    """Write a file, which stands under its name when it is complete and never before. Raises OSError."""
    digest = Digest()
    path = _path(name)
    if path is None:
        _send(name, digest.of(chunks))
    else:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, _while_room(path.parent, digest.of(chunks)))
    return digest


def _while_room(folder: Path, chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Yield the chunks as long as the disk has room for others too, such as the database. Raises OSError."""
    for chunk in chunks:
        if disk_usage(folder).free < settings.JOB_SPARE_BYTES:
            raise OSError(ENOSPC, os.strerror(ENOSPC))
        yield chunk


def _path(name: str) -> Path | None:
    """Return where a file of this name is on this machine; None where the storage is elsewhere."""
    try:
        return Path(storage().path(name))
    except NotImplementedError:
        return None


def _send(name: str, chunks: Iterable[bytes]) -> None:
    """Write a file here first: a store takes it whole, or not at all."""
    scratch = settings.JOB_SCRATCH
    scratch.mkdir(parents=True, exist_ok=True)
    with scratch_file(scratch) as path:
        with path.open("wb") as written:
            written.writelines(_while_room(scratch, chunks))
        with path.open("rb") as opened:
            storage().save(name, File(opened))


def are_there(names: Iterable[str]) -> bool:
    """Tell whether all of these files are there, as far as this machine knows: of a bucket, nobody asks."""
    return all(path is None or path.exists() for path in map(_path, names))


def read(names: Iterable[str]) -> Iterator[bytes]:
    """Yield the bytes of files, one after the other. Raises FileNotFoundError."""
    for name in names:
        with closing(storage().open(name)) as opened:
            while chunk := opened.read(_CHUNK_BYTES):
                yield chunk


def opened(names: Iterable[str]) -> Iterator[IO[bytes]]:
    """Yield open files, each of which is closed before the next. Raises FileNotFoundError."""
    for name in names:
        with closing(storage().open(name)) as file:
            yield file


def read_window(name: str, window: Window) -> Iterator[bytes]:
    """Yield some bytes of a file. Raises FileNotFoundError."""
    with closing(storage().open(name)) as opened:
        opened.seek(window.start)
        left = window.size
        while left and (chunk := opened.read(min(left, _CHUNK_BYTES))):
            left -= len(chunk)
            yield chunk
    if left:
        raise FileNotFoundError(f"{name} is shorter than it was")


def drop(job: UUID) -> None:
    """Remove all files of a job; those that are gone already do not matter. Raises OSError."""
    of = storage()
    try:
        _, names = of.listdir(str(job))
    except FileNotFoundError:
        return
    for name in names:
        of.delete(f"{job}/{name}")
    if _path(str(job)) is not None:  # a bucket has no folders
        of.delete(str(job))


def link(name: str, *, file_name: str, content_type: str, seconds: int) -> str | None:
    """Return an address at which anybody takes a file for so many seconds; None where only this service reads it."""
    of = storage()
    if not hasattr(of, "link"):
        return None
    return str(of.link(name, file_name=file_name, content_type=content_type, seconds=seconds))
