import json
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import pytest

from schemas_cache.errors import EntryMalformed
from schemas_cache.keys import description_hash, schema_hash
from schemas_cache.schemas_json.reading import ReadEntry, read_entry
from schemas_cache.schemas_json.stream import DocumentStream
from tests.schemas_cache.files import NOON, SEED, SEED_HASH, document

DESCRIPTION = SEED["schemas"][SEED_HASH]["original_description"]


def read(document: Any) -> ReadEntry:
    (raw,) = DocumentStream(BytesIO(json.dumps(document).encode()))
    return read_entry(raw, now=NOON)


def under(key: str, **changes: Any) -> dict[str, Any]:
    """Return a document with the entry under another key."""
    return {"schemas": {key: document(**changes)["schemas"][SEED_HASH]}}


def test_times_without_a_zone_are_in_utc_and_others_are_brought_there() -> None:
    naive = "2025-09-05T10:15:00"
    entry = read(document(created_at=naive, last_used="2025-09-05T12:15:00+02:00")).current
    assert entry.created_at == entry.last_used == datetime(2025, 9, 5, 10, 15, tzinfo=UTC)


def test_what_an_entry_need_not_say_has_its_default() -> None:
    entry = read(
        document(domain=None, created_at=None, usage_count=None, last_used=None, description_hash=None)
    ).current
    assert (entry.hash, entry.domain, entry.usage_count, entry.last_used) == (SEED_HASH, "", 0, None)
    assert entry.created_at == entry.revised_at == NOON


def test_null_is_the_same_as_nothing() -> None:
    nulls = dict.fromkeys(("domain", "created_at", "usage_count", "curated", "assumptions", "spent", "refined_from"))
    body = document()["schemas"][SEED_HASH] | nulls
    body["schema"] = {"a": {"faker_method": "1", "data_type": None, "description": None, "null_rate": None}}
    entry = read({"schemas": {SEED_HASH: body}})
    assert (entry.current.usage_count, entry.current.schema.columns[0].data_type, entry.notes) == (0, "string", ())


@pytest.mark.parametrize(
    ("document", "hash_", "notes"),
    [
        (under("a1b2c3d4e5f6..."), SEED_HASH, ()),
        (under("A1B2C3..."), SEED_HASH, ()),
        (under("shop"), SEED_HASH, ()),
        (document(description_hash=SEED_HASH.upper()), SEED_HASH, ("description_hash is taken in lower case",)),
        (under(SEED_HASH.upper(), description_hash=None), SEED_HASH, ()),
        (
            under("shop", description_hash=None),
            description_hash(DESCRIPTION),
            ("it has no description_hash: the one of its description here is taken",),
        ),
        (
            under("a1b2c3...", description_hash="d41d8cd98f00b204e9800998ecf8427e"),
            description_hash(DESCRIPTION),
            ("its description_hash is no SHA-256 in hexadecimal: the one of its description here is taken",),
        ),
    ],
)
def test_the_hash_is_found_however_the_entry_is_named(
    document: dict[str, Any], hash_: str, notes: tuple[str, ...]
) -> None:
    entry = read(document)
    assert (entry.current.hash, entry.key, entry.notes) == (hash_, description_hash(DESCRIPTION), notes)


def test_an_entry_without_hash_and_description_has_the_hash_of_its_schema() -> None:
    entry = read(under("shop", description_hash=None, original_description=""))
    assert (entry.current.hash, entry.key) == (schema_hash(entry.current.schema),) * 2


def test_a_schema_may_be_a_list() -> None:
    entry = read(document(schema=[{"name": "b", "faker_method": "1"}, {"name": "a", "faker_method": "2", "kind": 7}]))
    assert [column.name for column in entry.current.schema.columns] == ["b", "a"]
    assert entry.notes == ("a column has no key 'kind': it is left out",)


def test_what_is_not_known_is_left_out_and_noted() -> None:
    entry = read(document(usage=3, tags=[{"a": 1}], spent={"requests": 2, "euros": 1}))
    assert (entry.current.spent.requests, entry.notes) == (
        2,
        (
            "an entry has no key 'tags': it is left out",
            "an entry has no key 'usage': it is left out",
            "spent has no key 'euros': it is left out",
        ),
    )


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("str", "string"),
        ("TEXT", "string"),
        ("int", "integer"),
        (" BigInt ", "integer"),
        ("number", "float"),
        ("double", "float"),
        ("numeric", "decimal"),
        ("bool", "boolean"),
        ("timestamp", "datetime"),
        ("Date", "date"),
    ],
)
def test_types_go_by_the_names_of_other_programs_too(written: str, meant: str) -> None:
    entry = read(document(schema={"a": {"faker_method": "1", "data_type": written}}))
    assert entry.current.schema.columns[0].data_type == meant
    assert entry.notes == (f"the data_type {written!r} is taken as {meant}",)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"description_hash": "ab" * 32}, f"it stands under another key than its description_hash {'ab' * 32}"),
        ({"original_description": None}, "original_description is missing"),
        ({"original_description": "a\x00b"}, "original_description is a text without NUL characters"),
        ({"original_description": "a" * 100_001}, "original_description has 100001 characters, 100000 are allowed"),
        ({"schema": None}, "a schema is an object of columns"),
        ({"schema": {}}, "a schema has 1 to 200 columns, this one has 0"),
        ({"schema": {"a": "fake.name()"}}, "a column is an object with the keys"),
        ({"schema": {"a": {"faker_method": "1", "data_type": "blob"}}}, "there is no data_type 'blob' (it is one of "),
        ({"schema": {"a": {"faker_method": "1", "data_type": []}}}, "there is no data_type []"),
        ({"schema": {"a": {"faker_method": "'\x00'"}}}, "faker_method has a character that no file can hold"),
        ({"locale": "xx_XX"}, "there is no locale 'xx_XX'"),
        ({"domain": 7}, "domain is a text"),
        ({"author": "a" * 151}, "author has 151 characters, 150 are allowed"),
        ({"created_at": "yesterday"}, "created_at is a time such as 2025-09-05T10:30:00Z, not 'yesterday'"),
        ({"last_used": 7}, "last_used is a time"),
        ({"last_used": "0001-01-01T00:00:00+23:00"}, "last_used is a time"),
        ({"usage_count": -1}, "usage_count is a whole number from 0 to 9007199254740992, not -1"),
        ({"usage_count": 2**53 + 1}, "usage_count is a whole number from 0 to 9007199254740992, not 9007199254740993"),
        ({"usage_count": True}, "usage_count is a whole number from 0 to 9007199254740992, not True"),
        ({"revision": 0}, "revision is a whole number from 1 to 1000000000, not 0"),
        ({"revision": 10**9 + 1}, "revision is a whole number from 1 to 1000000000, not 1000000001"),
        ({"curated": "yes"}, "curated is true or false, not 'yes'"),
        ({"assumptions": "one"}, "assumptions is a list of texts, not 'one'"),
        ({"not_understood": [1]}, "not_understood is a text"),
        ({"origins": {"a": "guessed"}}, "origins tell of each column whether it is stated, inferred, template"),
        ({"spent": [7]}, "spent is an object, not [7]"),
        ({"refined_from": {"description_hash": "x", "instruction": "y"}}, "description_hash is 64 hexadecimal digits"),
        ({"refined_from": {"description_hash": "ab" * 32}}, "instruction is missing"),
        ({"merged_into": "x"}, "merged_into is 64 hexadecimal digits in lower case, not 'x'"),
        ({"earlier_revisions": {}}, "earlier_revisions is a list of objects"),
        ({"earlier_revisions": [7]}, "a revision is an object, not 7"),
        (
            {"revision": 3, "earlier_revisions": [document()["schemas"][SEED_HASH] | {"revision": 3}]},
            "do not ascend: 3, 3",
        ),
    ],
)
def test_a_malformed_entry_is_refused_with_the_reason(changes: dict[str, Any], reason: str) -> None:
    with pytest.raises(EntryMalformed) as caught:
        read(document(**changes))
    assert reason in str(caught.value)


def test_the_column_is_named_where_it_is_the_fault() -> None:
    with pytest.raises(EntryMalformed) as caught:
        read(document(schema={"a": {"faker_method": ""}}))
    assert (str(caught.value), caught.value.column) == ("faker_method is missing", "a")


def test_an_entry_that_is_no_object_is_refused() -> None:
    with pytest.raises(EntryMalformed, match=r"^an entry is an object$"):
        read({"schemas": {"a": []}})
