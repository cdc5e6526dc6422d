"""Compressed streams are read back by others' programs, chunk by chunk, and are never whole when they broke."""

import gzip
import io
import zlib
from collections.abc import Iterator

import pyarrow as pa
import pytest

from generation.codings import coded

CHUNKS = [b"name,age\n", b"Ann,31\n" * 2000, b"", b"\x00\xff" * 500]
CODINGS = ["gzip", "zstd"]


def plain(data: bytes, coding: str) -> bytes:
    if coding == "gzip":
        return gzip.decompress(data)
    return bytes(pa.CompressedInputStream(io.BytesIO(data), "zstd").read())


@pytest.mark.parametrize("coding", CODINGS)
@pytest.mark.parametrize("chunks", [CHUNKS, [], [b""]])
def test_what_is_read_back_is_what_was_written(coding: str, chunks: list[bytes]) -> None:
    assert plain(b"".join(coded(iter(chunks), coding)), coding) == b"".join(chunks)


def test_without_a_coding_chunks_stay_as_they_are() -> None:
    assert list(coded(iter(CHUNKS), "")) == CHUNKS


def test_each_chunk_can_be_read_before_the_next_one_is_made() -> None:
    decompressor = zlib.decompressobj(wbits=31)
    stream = coded(iter(CHUNKS[:2]), "gzip")
    assert [decompressor.decompress(next(stream)) for _ in range(2)] == CHUNKS[:2]


def test_so_it_can_with_zstd() -> None:
    stream = coded(iter([b"a" * 10, b"b"]), "zstd")
    first = next(stream)
    assert pa.CompressedInputStream(io.BytesIO(first), "zstd").read(10) == b"a" * 10


@pytest.mark.parametrize("coding", CODINGS)
def test_the_same_chunks_have_the_same_bytes(coding: str) -> None:
    assert list(coded(iter(CHUNKS), coding)) == list(coded(iter(CHUNKS), coding))


def _broken() -> Iterator[bytes]:
    yield b"a\n"
    raise ValueError


@pytest.mark.parametrize("coding", CODINGS)
def test_a_failure_leaves_a_stream_without_an_end(coding: str) -> None:
    stream = coded(_broken(), coding)
    come = next(stream)
    with pytest.raises(ValueError, match=r"^$"):
        next(stream)
    with pytest.raises((EOFError, OSError)):
        plain(come, coding)
