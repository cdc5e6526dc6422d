"""Where a library writes a file whose bytes are wanted piece by piece."""

import io
from typing import Any


class Sink(io.RawIOBase):
    """A file that can only be written, from its beginning to its end; `take` hands on what came in since the last time.

    So a file of any size needs no more memory than the pieces in which its library writes it.
    """

    def __init__(self) -> None:
        super().__init__()
        self._pieces: list[bytes] = []
        self._written = 0

    def writable(self) -> bool:
        """Say that it is."""
        return True

    def write(self, data: Any) -> int:
        """Take in bytes, or what has them."""
        piece = bytes(data)
        self._pieces.append(piece)
        self._written += len(piece)
        return len(piece)

    def tell(self) -> int:
        """Return how many bytes have been written."""
        return self._written

    def take(self) -> bytes:
        """Return the bytes that were written since they were last taken."""
        taken = b"".join(self._pieces)
        self._pieces.clear()
        return taken
