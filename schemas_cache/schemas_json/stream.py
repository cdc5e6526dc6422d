"""How schemas.json is read from a file of any size and any origin: entry by entry, in bounded memory."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import blake2b
from typing import IO, Any, NoReturn

import ijson

from schemas_cache.errors import DocumentMalformed

DEEPEST = 32  # levels; a document of ours has eight
LONGEST_TEXT = 1_000_000  # bytes
LARGEST_ENTRY = 20_000_000  # characters, where each value counts as so many more:
_WEIGHT = 50
_PIECE = 65_536  # bytes
_SHOWN = 80  # characters of a key

_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_LONGEST_ESCAPE = 12  # bytes: a surrogate pair
_ESCAPE = re.compile(rb"\\(?:u[dD][89abAB]..\\u[dD][c-fC-F]..|(u[dD][89a-fA-F]..)|.|$)", re.DOTALL)

_Event = tuple[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where in a file something is: the entry, counted from 1, its key (shortened), and the line where it begins.

    Entry 0 is the document as a whole.
    """

    entry: int
    key: str
    line: int
    column: str | None = None
    position: int | None = None

    def __str__(self) -> str:
        if not self.entry:
            return "the document"
        column = "" if self.column is None else f", column {self.column!r}"
        position = "" if self.position is None else f", character {self.position + 1}"
        return f"entry {self.entry} {self.key!r}, line {self.line}{column}{position}"


@dataclass(frozen=True, slots=True, kw_only=True)
class RawEntry:
    """An entry as it stands in the file: `fault` is why it cannot be taken, whatever `body` says, or empty."""

    place: Place
    key: str
    body: Any
    fault: str = ""


class DocumentStream:
    """A document, read once: iterate over its entries. `read` is how many bytes of it have been read so far.

    Raises DocumentMalformed, which names the line, as soon as it turns out to be no such document, also after entries.
    """

    def __init__(self, file: IO[bytes]) -> None:
        self._source = _Source(file)
        self._events = self._parsed()
        self._depth = 0
        self._left = 0
        self._fault = ""
        self._within = ""
        self.strange_keys: list[str] = []

    @property
    def read(self) -> int:
        """Return how many bytes of the file have been read."""
        return self._source.offset

    def __iter__(self) -> Iterator[RawEntry]:
        """Yield the entries, in the order of the file."""
        if next(self._events)[0] != "start_map":
            self._refuse_document()
        keys: set[str] = set()
        for event, key in self._events:
            if event == "end_map":
                break
            if key in keys:
                self._refuse(f"the key {key!r:.80} occurs twice")
            keys.add(key)
            yield from self._part(key)
        for _ in self._events:  # what follows the end is refused by the parser
            pass
        if "schemas" not in keys:
            self._refuse_document()

    def _part(self, key: str) -> Iterator[RawEntry]:
        event, value = next(self._events)
        if key == "schemas":
            if event != "start_map":
                self._refuse_document()
            yield from self._entries()
        else:
            self._left = LARGEST_ENTRY
            self._value(event, value)
            if key != "cache_metadata":
                self.strange_keys.append(key[:_SHOWN])

    def _entries(self) -> Iterator[RawEntry]:
        seen: set[bytes] = set()
        for number, (event, key) in enumerate(self._events, 1):
            if event == "end_map":
                return
            place = Place(entry=number, key=_shortened(key), line=self._source.line)
            self._left, self._fault, self._within = LARGEST_ENTRY, "", f", in entry {number} {place.key!r}"
            body = self._value(*next(self._events))
            self._within = ""
            digest = blake2b(key.encode(), digest_size=16).digest()
            fault = self._fault or ("there was an entry with this key already" if digest in seen else "")
            seen.add(digest)
            yield RawEntry(place=place, key=key, body=None if fault else body, fault=fault)

    def _value(self, event: str, value: Any) -> Any:
        """Return the value that begins with this event; less of it when it is too large."""
        self._left -= _WEIGHT + (len(value) if isinstance(value, str) else 0)
        if self._left < 0:
            self._fault = "it is too large: an entry has about 20 million characters at most"
        if self._left < -LARGEST_ENTRY:  # no entry at all, but somebody's time
            self._refuse(self._fault)
        if event not in {"start_map", "start_array"}:
            return value
        self._depth += 1
        if self._depth > DEEPEST:
            self._refuse(f"it is nested deeper than {DEEPEST} levels")
        built = self._object() if event == "start_map" else self._list()
        self._depth -= 1
        return built

    def _object(self) -> dict[str, Any]:
        body: dict[str, Any] = {}
        for event, key in self._events:
            if event == "end_map":
                break
            if key in body:
                self._fault = (
                    self._fault or f"the key {key!r:.80} occurs twice in one object (line {self._source.line})"
                )
            value = self._value(*next(self._events))
            if self._left >= 0:
                body[key] = value
                self._left -= len(key)
        return body

    def _list(self) -> list[Any]:
        items: list[Any] = []
        for event, value in self._events:
            if event == "end_array":
                break
            item = self._value(event, value)
            if self._left >= 0:
                items.append(item)
        return items

    def _parsed(self) -> Iterator[_Event]:
        """Yield the parser's events; translate its errors."""
        source = self._source
        try:
            for event in ijson.basic_parse(source, use_float=True, buf_size=_PIECE):
                source.since = 0
                yield event
        except (ijson.JSONError, ValueError) as error:
            self._refuse(_reason(error))

    def _refuse_document(self) -> NoReturn:
        self._refuse('a document is an object with the key "schemas", an object of entries')

    def _refuse(self, reason: str) -> NoReturn:
        source = self._source
        raise DocumentMalformed(f"line {source.line}{self._within}: {reason}")


class _Source:
    """A file as the parser reads it: line by line, so that the place of what it says is known."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._escape = b""  # what may be half of one
        self._is_new_line = True
        self.line = 0
        self.offset = 0
        self.since = 0  # bytes since the last event

    def read(self, size: int = _PIECE) -> bytes:
        """Return the next line, or as much of it as is asked for."""
        if not size:  # the parser looks whether these are bytes
            return b""
        piece = self._file.readline(size)
        if not self.offset:
            piece = piece.removeprefix(_BYTE_ORDER_MARK) or self._file.readline(size)
        self.line += self._is_new_line
        self._is_new_line = piece.endswith(b"\n")
        self.offset += len(piece)
        self.since += len(piece)
        if self.since > LONGEST_TEXT:
            raise ValueError(f"there are more than {LONGEST_TEXT} bytes of one text, one number or white space")
        if self._escape or b"\\" in piece:
            self._check_escapes(self._escape + piece, is_whole=self._is_new_line or not piece)
        return piece

    def _check_escapes(self, text: bytes, *, is_whole: bool) -> None:
        """Refuse half a surrogate pair, which the parser would take for another character."""
        self._escape = b""
        for match in _ESCAPE.finditer(text):
            if not is_whole and match.start() > len(text) - _LONGEST_ESCAPE:
                self._escape = text[match.start() :]
                return
            if match[1]:
                raise ValueError("a text holds half a surrogate pair")


def _shortened(key: str) -> str:
    return key if len(key) <= _SHOWN else f"{key[: _SHOWN - 1]}…"


def _reason(error: Exception) -> str:
    """Return what the parser says, without its picture of the place."""
    if isinstance(error, UnicodeDecodeError):
        return "it is not UTF-8, or a text holds half a surrogate pair"
    said = error.args[0] if error.args else ""
    text = said.decode(errors="replace") if isinstance(said, bytes) else str(said)
    text = text.partition("\n")[0].removeprefix("b'")
    if "premature EOF" in text:
        return "the file ends in the middle of the document"
    return (
        "it is not UTF-8"
        if "UTF8" in text
        else text.replace("lexical error", "it is not JSON").replace("parse error", "it is not JSON")
    )
