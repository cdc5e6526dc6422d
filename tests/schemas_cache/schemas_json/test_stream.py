import json
import tracemalloc
from io import BytesIO, RawIOBase
from time import process_time
from typing import Any

import pytest

from schemas_cache.errors import DocumentMalformed
from schemas_cache.schemas_json.stream import DocumentStream, Place, RawEntry


def entries(content: bytes) -> list[RawEntry]:
    return list(DocumentStream(BytesIO(content)))


def refused(content: Any) -> str:
    with pytest.raises(DocumentMalformed) as caught:
        list(DocumentStream(BytesIO(content) if isinstance(content, bytes) else content))
    return str(caught.value)


class Endless(RawIOBase):
    """A file of a hundred megabytes that is nowhere: a beginning, and then the same over and over."""

    def __init__(self, begin: bytes, piece: bytes, size: int = 100_000_000) -> None:
        self.begin, self.piece, self.left = begin, piece, size

    def readline(self, size: int | None = -1, /) -> bytes:
        if self.begin:
            begin, self.begin = self.begin, b""
            return begin
        if self.left <= 0:
            return b""
        line = (self.piece * (65_536 // len(self.piece)))[:size]
        self.left -= len(line)
        return line


def test_entries_come_with_their_places() -> None:
    text = b'{\n"schemas": {\n"a": {"x": [1, 2.5, true, null]},\n\n"b": "\xc3\xa4"}\n}'
    assert entries(text) == [
        RawEntry(place=Place(entry=1, key="a", line=3), key="a", body={"x": [1, 2.5, True, None]}),
        RawEntry(place=Place(entry=2, key="b", line=5), key="b", body="ä"),
    ]


def test_a_byte_order_mark_is_read_over() -> None:
    assert [entry.body for entry in entries(b'\xef\xbb\xbf{"schemas": {"a": 1}}')] == [1]


def test_other_keys_of_the_document_are_remembered() -> None:
    stream = DocumentStream(BytesIO(b'{"cache_metadata": [], "x": {}, "schemas": {}, "y": 1}'))
    assert (list(stream), stream.strange_keys, stream.read) == ([], ["x", "y"], 54)


@pytest.mark.parametrize("text", ["\\u00e4", "\\ud83d\\ude00", "\\\\ud800", "\\n", '\\"', "\\ud83d\\ude00" * 20_000])
def test_escapes_are_read_as_python_reads_them(text: str) -> None:
    content = f'{{"schemas": {{"a": "{text}"}}}}'
    assert entries(content.encode())[0].body == json.loads(content)["schemas"]["a"]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "line 1: the file ends in the middle of the document"),
        (b"  ", "line 1: the file ends in the middle of the document"),
        (b'{"schemas": {\n"a": {', "line 2, in entry 1 'a': the file ends in the middle of the document"),
        (b'{"schemas": {}', "line 1: the file ends in the middle of the document"),
        (b'{"schemas": {\n"a": {"b":\nNaN}}}', "line 3, in entry 1 'a': it is not JSON: invalid char in json text."),
        (b'{"schemas": {"a": Infinity}}', "line 1, in entry 1 'a': it is not JSON: invalid char in json text."),
        (b'{"schemas": {"a": 1e999}}', "line 1, in entry 1 'a': it is not JSON: numeric (floating point) overflow"),
        (b'{"schemas": {"a": ' + b"9" * 5000 + b"}}", "line 1, in entry 1 'a': it is not JSON: integer overflow"),
        (b'{"schemas": {"a": "\xff"}}', "line 1, in entry 1 'a': it is not UTF-8"),
        (
            b'{"schemas": {"a": "\xed\xa0\x80"}}',
            "line 1, in entry 1 'a': it is not UTF-8, or a text holds half a surrogate pair",
        ),
        ('{"schemas": {}}'.encode("utf-16"), "line 1: it is not JSON: invalid char in json text."),
        (b'{"schemas": {"a": "\\ud800"}}', "line 1: a text holds half a surrogate pair"),
        (b'{"schemas": {"a": "\\ud800\\u0041"}}', "line 1: a text holds half a surrogate pair"),
        (
            b'{"schemas": {"a": "\\\\\\ude00x", "b": 1}}',
            "line 1: a text holds half a surrogate pair",
        ),
        (b'{"schemas": {}} {}', "line 1: it is not JSON: trailing garbage"),
        (b'{"schemas": {}, "schemas": {}}', "line 1: the key 'schemas' occurs twice"),
        (b'{"schemas": {"a": ' + b"[" * 100_000, "line 1, in entry 1 'a': it is nested deeper than 32 levels"),
        (b"[" * 100_000, 'line 1: a document is an object with the key "schemas", an object of entries'),
        (b"7", 'line 1: a document is an object with the key "schemas", an object of entries'),
        (b"{}", 'line 1: a document is an object with the key "schemas", an object of entries'),
        (b'{"schemas": []}', 'line 1: a document is an object with the key "schemas", an object of entries'),
        (b'{"x": {}}', 'line 1: a document is an object with the key "schemas", an object of entries'),
    ],
)
def test_what_is_no_document_is_refused_with_its_line(content: bytes, reason: str) -> None:
    assert refused(content) == reason


@pytest.mark.parametrize("cut", range(1, 13))
def test_a_pair_of_surrogates_at_the_end_of_a_piece_is_one(cut: int) -> None:
    text = b'{"schemas": {"a": "'
    text += b"x" * (65_536 - len(text) - cut) + b"\\ud83d\\ude00"
    assert entries(text + b'"}}')[0].body.endswith("\N{GRINNING FACE}")
    assert refused(text[:-6] + b'x"}}') == "line 1: a text holds half a surrogate pair"


def test_a_key_that_occurs_twice_spoils_its_entry_alone() -> None:
    assert [entry.fault for entry in entries(b'{"schemas": {"a": {"x": {"k": 1,\n"k": 2}}, "b": {}, "a": {}}}')] == [
        "the key 'k' occurs twice in one object (line 2)",
        "",
        "there was an entry with this key already",
    ]


def test_an_entry_that_is_too_large_is_not_kept_and_the_next_is_read() -> None:
    text = b'{"schemas": {"a": [' + b",\n".join([b"[7]"] * 250_000) + b'], "b": 1}}'
    first, second = entries(text)
    assert (first.body, first.fault) == (None, "it is too large: an entry has about 20 million characters at most")
    assert (second.body, second.fault) == (1, "")


@pytest.mark.parametrize(
    ("begin", "piece", "reason"),
    [
        (b'{"schemas": {"a": "', b"x", "there are more than 1000000 bytes of one text, one number or white space"),
        (b'{"schemas": {"a": "', b"\\", "there are more than 1000000 bytes of one text, one number or white space"),
        (b'{"schemas": {"a": ', b"1", "there are more than 1000000 bytes of one text, one number or white space"),
        (b'{"schemas": {', b" ", "there are more than 1000000 bytes of one text, one number or white space"),
        (b'{"schemas": {', b"junk", "it is not JSON: invalid char in json text."),
        (b'{"schemas": {"a": ', b'{"a":', "it is nested deeper than 32 levels"),
    ],
)
def test_a_hundred_megabytes_of_anything_are_refused_soon_and_in_little_memory(
    begin: bytes, piece: bytes, reason: str
) -> None:
    tracemalloc.start()
    started = process_time()
    said = refused(Endless(begin, piece))
    taken, (_, peak) = process_time() - started, tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert said.endswith(reason)
    assert (taken < 5, peak < 10_000_000) == (True, True)


@pytest.mark.parametrize("begin", [b'{"schemas": {"a": [', b'{"cache_metadata": ['])
@pytest.mark.parametrize("piece", [b"[1,2],", b"1,", b'"",'])
def test_values_without_end_are_given_up(begin: bytes, piece: bytes) -> None:
    source = Endless(begin, piece)
    assert refused(source).endswith("it is too large: an entry has about 20 million characters at most")
    assert source.left > 90_000_000


def test_a_place_says_what_is_known() -> None:
    assert (
        str(Place(entry=3, key="a", line=7, column="price", position=0))
        == "entry 3 'a', line 7, column 'price', character 1"
    )
    assert str(Place(entry=0, key="", line=1)) == "the document"


def test_a_long_key_is_shortened() -> None:
    content = json.dumps({"schemas": {"k" * 500: 1}}).encode()
    assert entries(content)[0].place.key == "k" * 79 + "…"
