"""What tells whoever takes bytes that they are all there, and the right ones (RFC 9530)."""

from base64 import b64encode
from collections.abc import Callable, Iterator
from hashlib import sha256


def digest_field(data: bytes) -> str:
    """Return the value of a field such as Repr-Digest for these bytes."""
    return _field(sha256(data).digest())


def digested(chunks: Iterator[bytes], tell: Callable[[str], None]) -> Iterator[bytes]:
    """Yield the chunks, and tell the field's value for all of them when the last one has been taken."""
    digest = sha256()
    for chunk in chunks:
        digest.update(chunk)
        yield chunk
    tell(_field(digest.digest()))


def _field(digest: bytes) -> str:
    return f"sha-256=:{b64encode(digest).decode('ascii')}:"
