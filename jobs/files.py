"""The files of jobs, in Django's storage of that name: a folder, or a bucket that many machines reach."""

from collections.abc import Iterable, Iterator
from contextlib import closing
from hashlib import sha256
from pathlib import Path
from typing import IO, Any
from uuid import UUID

from django.conf import settings
from django.core.files import File
from django.core.files.storage import Storage, storages

from jobs.windows import Window
from schemas_cache.whole_files import write_whole

_CHUNK_BYTES = 2**20


class _Finished(File):  # type: ignore[type-arg]  # of bytes
    """A file on this machine's disk that a storage on the same disk may simply rename."""

    def __init__(self, path: Path, opened: IO[bytes]) -> None:
        super().__init__(opened, name=path.name)
        self._path = path

    def temporary_file_path(self) -> str:
        """Return where it is; Django's storage of files looks for this method."""
        return str(self._path)


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
    scratch = Path(settings.JOB_SCRATCH)
    scratch.mkdir(parents=True, exist_ok=True)
    path = scratch / name.replace("/", "-")
    write_whole(path, digest.of(chunks))
    try:
        with path.open("rb") as opened:
            storage().save(name, _Finished(path, opened))
    finally:
        path.unlink(missing_ok=True)
    return digest


def read(names: Iterable[str]) -> Iterator[bytes]:
    """Yield the bytes of files, one after the other. Raises FileNotFoundError."""
    for name in names:
        with closing(storage().open(name)) as opened:
            while chunk := opened.read(_CHUNK_BYTES):
                yield chunk


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
    """Remove all files of a job; those that are gone already do not matter."""
    try:
        _, names = storage().listdir(str(job))
    except FileNotFoundError:
        return
    for name in names:
        storage().delete(f"{job}/{name}")
    _drop_folder(storage(), str(job))


def _drop_folder(of: Any, name: str) -> None:
    if isinstance(getattr(of, "location", None), str) and Path(of.location).is_absolute():
        of.delete(name)  # a bucket has no folders
