"""Files that are sent as a body: larger than other bodies may be, and read as they come."""

from contextlib import suppress
from io import BytesIO
from typing import Any, BinaryIO

from django.conf import settings
from django.http import UnreadablePostError
from rest_framework.parsers import BaseParser
from rest_framework.request import Request

from generation.errors import UploadTooLarge

_DRAINED_BYTES = 100_000_000
_CHUNK_BYTES = 65_536


class FileParser(BaseParser):
    """Hands over the body as a stream, unread."""

    media_type = "application/json"

    def parse(self, stream: Any, *_: Any, **__: Any) -> Any:
        """Return the stream. Raises UploadTooLarge when it says that it has more bytes than are accepted."""
        length = int(stream.META.get("CONTENT_LENGTH") or 0)
        if length > settings.MAX_IMPORT_BYTES:
            raise UploadTooLarge(f"The file must not have more than {settings.MAX_IMPORT_BYTES} bytes")
        return stream


def uploaded(request: Request) -> BinaryIO:
    """Return the file that a request brings: empty when it brings none. Raises UploadTooLarge."""
    stream: Any = request.data
    return stream or BytesIO()


def drain(request: Any) -> None:
    """Read on for a while: to close a connection with unread bytes in it resets it, and the client never sees why."""
    with suppress(UnreadablePostError):
        for _ in range(_DRAINED_BYTES // _CHUNK_BYTES):
            if not request.read(_CHUNK_BYTES):
                return
