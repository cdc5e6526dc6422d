"""A bucket of an S3-compatible store, which the workers on many machines and the server reach.

Its errors are OSError, as those of a folder are, and its files are read as they come, never as a whole.
"""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http import HTTPStatus
from io import SEEK_CUR, SEEK_END, SEEK_SET, BufferedReader, RawIOBase
from typing import Any

from boto3.exceptions import Boto3Error
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from django.core.files import File
from storages.backends.s3 import S3Storage
from urllib3.exceptions import HTTPError

_BUFFER_BYTES = 2**20
_ATTEMPTS = 3  # to go on reading where a connection broke
_PATIENCE = Config(
    connect_timeout=10,
    read_timeout=60,
    retries={"mode": "standard", "max_attempts": 5},
    signature_version="s3v4",
    request_checksum_calculation="when_required",  # the newer ones are unknown to most stores that are not Amazon's
    response_checksum_validation="when_required",
)

logger = logging.getLogger(__name__)


class Bucket(S3Storage):  # type: ignore[misc]  # it ships no types
    """Files in a bucket: the newest is what stands under a name."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options, file_overwrite=True, querystring_auth=True, client_config=_PATIENCE)
        if self.endpoint_url:  # the name of a bucket is no host there, as it is at Amazon's
            self.client_config = _PATIENCE.merge(Config(s3={"addressing_style": "path"}))

    def link(self, name: str, *, file_name: str, content_type: str, seconds: int) -> str:
        """Return an address at which anybody takes a file for so many seconds, as a download of that name."""
        said = {
            "ResponseContentDisposition": f'attachment; filename="{file_name}"',
            "ResponseContentType": content_type,
        }
        with _as_os_error():
            return str(self.url(name, parameters=said, expire=seconds))

    def delete(self, name: str) -> None:
        """Remove a file; one that is gone already does not matter. Raises OSError."""
        with _as_os_error():
            super().delete(name)

    def listdir(self, path: str) -> tuple[list[str], list[str]]:
        """Return what folders and files stand below a path. Raises OSError."""
        with _as_os_error():
            folders, files = super().listdir(path)
            return folders, files

    def _save(self, name: str, content: Any) -> str:
        with _as_os_error():
            return str(super()._save(name, content))

    def _open(self, name: str, mode: str = "rb") -> File:  # type: ignore[type-arg]  # of bytes
        if mode != "rb":
            raise ValueError("files are written as a whole, by save")
        with _as_os_error():
            found = self.bucket.Object(self._normalize_name(name))
            size = found.content_length

        def fetch(start: int) -> Any:
            return found.get(Range=f"bytes={start}-")["Body"]

        return File(BufferedReader(Download(fetch, size), _BUFFER_BYTES), name=name)


class Download(RawIOBase):
    """A file of `size` bytes that `fetch` begins to send from any of them on; a broken connection is taken up again."""

    def __init__(self, fetch: Callable[[int], Any], size: int) -> None:
        self._fetch = fetch
        self._size = size
        self._place = 0
        self._body: Any = None

    def readable(self) -> bool:
        """Tell that it is there to be read."""
        return True

    def seekable(self) -> bool:
        """Tell that it is read from wherever one likes, by another request."""
        return True

    def tell(self) -> int:
        """Return the place that is read next."""
        return self._place

    def seek(self, offset: int, whence: int = SEEK_SET, /) -> int:
        """Go to another place."""
        place = offset + {SEEK_SET: 0, SEEK_CUR: self._place, SEEK_END: self._size}[whence]
        if place != self._place:
            self._hang_up()
        self._place = max(0, place)
        return self._place

    def readinto(self, buffer: Any, /) -> int:
        """Read as much as there is room for, or what is left. Raises OSError."""
        wanted = min(len(buffer), self._size - self._place)
        if wanted <= 0:
            return 0
        with _as_os_error():
            read = self._read(wanted)
        buffer[: len(read)] = read
        self._place += len(read)
        return len(read)

    def close(self) -> None:
        """Let go of the connection."""
        self._hang_up()
        super().close()

    def _read(self, wanted: int) -> bytes:
        """Return some of the bytes at the place, and not none of them."""
        for attempt in range(1, _ATTEMPTS + 1):
            try:
                self._body = self._body or self._fetch(self._place)
                if read := bytes(self._body.read(wanted)):
                    return read
            except (BotoCoreError, HTTPError):
                if attempt == _ATTEMPTS:
                    raise
            self._hang_up()
        raise OSError("the file in the bucket is shorter than it was")

    def _hang_up(self) -> None:
        body, self._body = self._body, None
        if body is not None:
            with suppress(BotoCoreError, HTTPError):
                body.close()


@contextmanager
def _as_os_error() -> Iterator[None]:
    """Say what went wrong in a bucket as it would be said of a folder, and no more: its answers are for the log."""
    try:
        yield
    except ClientError as error:
        logger.warning("a bucket refuses", exc_info=error)
        status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode")
        if status == HTTPStatus.NOT_FOUND:
            raise FileNotFoundError("there is no such file in the bucket") from error
        raise OSError("the bucket refuses it") from error
    except (BotoCoreError, Boto3Error, HTTPError) as error:
        logger.warning("a bucket cannot be used", exc_info=error)
        raise OSError("the bucket cannot be used") from error
