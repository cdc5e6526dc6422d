"""Files that are sent as a body: larger than other bodies may be, and read as they come."""

from io import BytesIO
from typing import Any, BinaryIO

from django.conf import settings
from rest_framework.parsers import BaseParser
from rest_framework.request import Request

from generation.errors import UploadTooLarge

_READ_AT_ONCE = 65_536


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


def may_be_unread(request: Request) -> bool:
    """Tell whether so much was sent that, where it is refused, some of it may not have been read."""
    return int(request.META.get("CONTENT_LENGTH") or 0) > _READ_AT_ONCE
