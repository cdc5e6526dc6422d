"""Files that are sent with a form: on the disk, and no larger than is allowed, before anybody looks at them."""

from typing import Any

from django.conf import settings
from django.core.files.uploadhandler import StopUpload, TemporaryFileUploadHandler


class LimitedUploadHandler(TemporaryFileUploadHandler):
    """Takes files of MAX_IMPORT_BYTES together at most; what is more is read and dropped, and the files are gone."""

    _left = 0

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Begin a file."""
        self._left = self._left or settings.MAX_IMPORT_BYTES
        super().new_file(*args, **kwargs)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Write a piece of the file."""
        self._left -= len(raw_data)
        if self._left <= 0:
            self.file.close()
            raise StopUpload(connection_reset=False)
        super().receive_data_chunk(raw_data, start)
