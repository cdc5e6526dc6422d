"""How bodies are read: JSON, strictly."""

import json
import re
from collections.abc import Iterable, Mapping
from typing import IO, Any, NoReturn

from django.conf import settings
from rest_framework.exceptions import APIException, ParseError
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.parsers import BaseParser
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request

_DEEPEST = 16
_MOST_DIGITS = 100
_TOKEN = re.compile(r'"(?:[^"\\]++|\\.)*+"?|[\[{]|[\]}]', re.DOTALL)  # a string is taken whole, closed or not
_UNFIT_TEXT = re.compile(r"[\x00\ud800-\udfff]")


class BodyTooLarge(APIException):
    """The body has more bytes than are accepted."""

    status_code = 413
    default_detail = "The request body is too large"


class BodyCompressed(APIException):
    """The body is compressed, which could make it a thousand times as large when it is read."""

    status_code = 415
    default_detail = "The request body must not be compressed: send it without Content-Encoding"


class StrictJSONParser(BaseParser):
    """Reads what every JSON reader would understand alike, and refuses the rest.

    Refused: other encodings than UTF-8, keys that occur twice, NaN and infinities, numbers out of range, nesting deeper
    than any request needs, and texts with a NUL or half a surrogate pair, which no database stores.
    """

    media_type = "application/json"

    def parse(self, stream: IO[bytes], *_: Any, **__: Any) -> Any:
        """Return the decoded body. Raises ParseError or BodyTooLarge."""
        body = stream.read(settings.MAX_BODY_BYTES + 1)
        if len(body) > settings.MAX_BODY_BYTES:
            raise BodyTooLarge(f"The request body must not have more than {settings.MAX_BODY_BYTES} bytes")
        try:
            return _decoded(body.decode("utf-8"))
        except ValueError as error:
            raise ParseError(f"The request body is not valid JSON: {_reason(error)}") from error


class AlwaysJSON(BaseContentNegotiation):
    """Answers alike whatever the request's Accept says: refusals are JSON, and a format is asked for by its name."""

    def select_parser(self, request: Request, parsers: Iterable[BaseParser]) -> BaseParser | None:
        """Return the parser for the request's Content-Type, or None. Raises BodyCompressed."""
        if request.headers.get("Content-Encoding", "identity").strip().lower() != "identity":
            raise BodyCompressed
        media_type = request.content_type.partition(";")[0].strip().lower()
        return next((parser for parser in parsers if parser.media_type == media_type), None)

    def select_renderer(self, _: Request, renderers: Iterable[BaseRenderer], *__: Any) -> tuple[BaseRenderer, str]:
        """Return the first renderer."""
        renderer = next(iter(renderers))
        return renderer, str(renderer.media_type)


def _decoded(text: str) -> Any:
    _refuse_deep(text)
    document = json.loads(
        text, object_pairs_hook=_object, parse_int=_integer, parse_float=_float, parse_constant=_no_constant
    )
    _refuse_unfit(document)
    return document


def _refuse_deep(text: str) -> None:
    depth = 0
    for token in _TOKEN.finditer(text):
        depth += {"[": 1, "{": 1, "]": -1, "}": -1}.get(token[0], 0)
        if depth > _DEEPEST:
            raise ValueError(f"it is nested deeper than {_DEEPEST} levels")


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    document = dict(pairs)
    if len(document) < len(pairs):
        raise ValueError("a key occurs twice in one object")
    return document


def _integer(text: str) -> int:
    if len(text) > _MOST_DIGITS:
        raise ValueError("a number has too many digits")
    return int(text)


def _float(text: str) -> float:
    number = float(text)
    if number in (float("inf"), float("-inf")):
        raise ValueError("a number is out of range")
    return number


def _no_constant(_: str) -> NoReturn:
    raise ValueError("NaN and Infinity are not JSON")


def _refuse_unfit(document: Any) -> None:
    parts = [document]
    while parts:
        part = parts.pop()
        if isinstance(part, str) and _UNFIT_TEXT.search(part):
            raise ValueError("a text holds a NUL or half a surrogate pair")
        if isinstance(part, Mapping):
            parts += [*part.keys(), *part.values()]
        elif isinstance(part, list):
            parts += part


def _reason(error: ValueError) -> str:
    if isinstance(error, UnicodeDecodeError):
        return "it is not UTF-8"
    if isinstance(error, json.JSONDecodeError):
        return f"{error.msg} (line {error.lineno}, column {error.colno})"
    return str(error)
