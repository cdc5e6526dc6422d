"""What can be wrong with a request before any work is done, and the words that name the kinds of refusal.

InvalidRequest   a field is missing, unknown, of another type or out of its bounds
UnknownFormat    a link ends in a format that there is not
WindowEmpty      a range is asked for of which there is nothing
ClientLeft       who asked is not there any more
UploadTooLarge   a file has more bytes than are accepted
FormTooLarge     what a form sends has, too
NothingImported  every entry of a file is bad, or one is where all or nothing was asked for
"""

import errno
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from typing import Any


class ErrorType(StrEnum):
    """The kinds of refusal that clients tell apart."""

    VALIDATION = "validation"
    RATE_LIMIT = "rate_limit"
    GENERATION_FAILURE = "generation_failure"
    API_FAILURE = "api_failure"
    NOT_FOUND = "not_found"
    PERMISSION = "permission"


class InvalidRequest(Exception):
    """A field is missing, unknown, of another type or out of its bounds; `provided` is None when it is missing."""

    def __init__(self, message: str, *, field: str, provided: Any = None) -> None:
        super().__init__(message)
        self.field = field
        self.provided = provided


class UnknownFormat(Exception):
    """A link ends in a format that there is not."""

    def __init__(self, name: str, known: Iterable[str]) -> None:
        super().__init__(f"There is no format {name!r:.40}; there is {', '.join(known)}")


class WindowEmpty(Exception):
    """A range is asked for of which there is nothing; there are `size` rows or bytes."""

    def __init__(self, size: int, unit: str) -> None:
        super().__init__(f"There are {size} {unit}, and none of them in this range")
        self.size = size
        self.unit = unit


class ClientLeft(ConnectionResetError):
    """Who asked is not there any more: what is being made for them is of no use."""

    def __init__(self) -> None:
        super().__init__(errno.ECONNRESET, "the client has left")


class UploadTooLarge(Exception):
    """A file has more bytes than are accepted."""


class FormTooLarge(UploadTooLarge):
    """What a form sends has more bytes than are accepted."""


class NothingImported(Exception):
    """Every entry of a file is bad, or one is where all or nothing was asked for; `refused` tells place and reason."""

    def __init__(self, refused: Sequence[Mapping[str, Any]]) -> None:
        entries = "1 entry is" if len(refused) == 1 else f"{len(refused)} entries are"
        super().__init__(f"Nothing was taken in: {entries} refused")
        self.refused = refused
