"""A ZIP archive that is handed on while it is written: with no clock and no machine in it."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from generation.engine.exporters.sink import Sink

if TYPE_CHECKING:
    from zipfile import ZipInfo

_UNIX = 3
_READABLE = 0o644 << 16


class Archive:
    """An archive that is being written; every method returns the bytes that are ready by it."""

    def __init__(self) -> None:
        from zipfile import ZipFile  # noqa: PLC0415  # who makes no archive need not wait for it

        self._sink = Sink()
        self._zip = ZipFile(self._sink, "w")

    def add(self, name: str, content: bytes) -> bytes:
        """Write a file at once."""
        self._zip.writestr(_entry(name), content)
        return self._sink.take()

    def stream(self, name: str, chunks: Iterable[bytes], *, of_any_size: bool = False) -> Iterator[bytes]:
        """Write a file piece by piece. One `of_any_size` may have more than 2 GiB, and is not read by everything."""
        with self._zip.open(_entry(name), "w", force_zip64=of_any_size) as file:
            for chunk in chunks:
                file.write(chunk)
                if ready := self._sink.take():
                    yield ready
        yield self._sink.take()

    def close(self) -> bytes:
        """Write what ends the archive."""
        self._zip.close()
        return self._sink.take()


def _entry(name: str) -> "ZipInfo":
    """Return what is said of a file: made long ago, by no machine in particular, for all to read."""
    from zipfile import ZIP_DEFLATED, ZipInfo  # noqa: PLC0415  # as above

    entry = ZipInfo(name)
    entry.compress_type, entry.create_system, entry.external_attr = ZIP_DEFLATED, _UNIX, _READABLE
    return entry
