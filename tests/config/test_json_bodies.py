"""Bodies are read as JSON that every reader understands alike, and refused otherwise."""

import io
import json
import time
from typing import Any

import pytest
from rest_framework.exceptions import ParseError

from config.json_bodies import BodyTooLarge, StrictJSONParser


def parse(body: bytes) -> Any:
    return StrictJSONParser().parse(io.BytesIO(body))


def refusal(body: bytes) -> str:
    with pytest.raises(ParseError) as caught:
        parse(body)
    return str(caught.value.detail).removeprefix("The request body is not valid JSON: ")


@pytest.mark.parametrize(
    "document",
    [
        {"description": 'brackets [[[[[[[[[[[[[[[[[[[[ in a text, and "quotes \\" [[[['},
        {"z": 1, "a": [1.5, None, True, "🙂"]},
        [],
        "text",
    ],
)
def test_a_document_comes_out_as_it_is(document: Any) -> None:
    assert parse(json.dumps(document).encode()) == document


def test_keys_keep_their_order() -> None:
    assert list(parse(b'{"z": 1, "a": 2, "m": 3}')) == ["z", "a", "m"]


def test_sixteen_levels_are_read() -> None:
    assert parse(b"[" * 16 + b"]" * 16) == json.loads("[" * 16 + "]" * 16)


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (b"", "Expecting value (line 1, column 1)"),
        (b'{"a": ', "Expecting value (line 1, column 7)"),
        (b'{"a": 1} x', "Extra data (line 1, column 10)"),
        (b"[" * 17 + b"]" * 17, "it is nested deeper than 16 levels"),
        (b"[" * 900_000, "it is nested deeper than 16 levels"),
        (b'{"a":' * 100_000, "it is nested deeper than 16 levels"),
        (b'{"a": 1, "a": 1}', "a key occurs twice in one object"),
        (b'{"x": {"a": 1, "\\u0061": 2}}', "a key occurs twice in one object"),
        (b'{"a": NaN}', "NaN and Infinity are not JSON"),
        (b"[-Infinity]", "NaN and Infinity are not JSON"),
        (b"[1e999]", "a number is out of range"),
        (b'["\\u0000"]', "a text holds a NUL or half a surrogate pair"),
        (b'{"\\ud800": 1}', "a text holds a NUL or half a surrogate pair"),
        (b'{"a": ["x\\udfff"]}', "a text holds a NUL or half a surrogate pair"),
        (b'["\xff"]', "it is not UTF-8"),
        (b'\xef\xbb\xbf{"a": 1}', "Unexpected UTF-8 BOM (decode using utf-8-sig) (line 1, column 1)"),
        (b'{"a": 1}'.decode().encode("utf-16"), "it is not UTF-8"),
    ],
)
def test_what_readers_would_understand_differently_is_refused(body: bytes, why: str) -> None:
    assert refusal(body) == why


def test_a_number_of_many_digits_is_refused() -> None:
    assert refusal(b"[" + b"1" * 5000 + b"]") == "a number has too many digits"


def test_a_pair_of_surrogates_is_one_character() -> None:
    assert parse(b'["\\ud83d\\ude42"]') == ["🙂"]


@pytest.mark.parametrize("body", [b'["' + b'\\"' * 400_000, b'"' * 900_000, b"[]" * 400_000, b'["\\'])
def test_hostile_bodies_take_no_time(body: bytes) -> None:
    started = time.process_time()
    refusal(body)
    assert time.process_time() - started < 2


def test_a_body_of_a_byte_too_many_is_refused_and_read_no_further(settings: Any) -> None:
    settings.MAX_BODY_BYTES = 1000
    stream = io.BytesIO(b" " * 200_000)
    with pytest.raises(BodyTooLarge, match="more than 1000 bytes"):
        StrictJSONParser().parse(stream)
    assert stream.tell() == 1001


def test_a_body_of_just_as_many_bytes_is_read(settings: Any) -> None:
    settings.MAX_BODY_BYTES = 1000
    assert parse(b"[1]" + b" " * 997) == [1]
