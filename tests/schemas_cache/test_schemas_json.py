import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from generation.designer import Origin, Spent
from generation.engine import DatasetSchema, DataType, available_locales, compile_plan, run_plan
from schemas_cache import schemas_json
from schemas_cache.entries import Entry, Refinement
from schemas_cache.errors import EntryMalformed
from schemas_cache.keys import description_hash
from schemas_cache.models import Schema
from schemas_cache.services import Imported, export_entries, find, import_entries, obtain, store
from tests.schemas_cache.designs import Designer, by_model, by_rules, schema

SEED_HASH = "a1b2c3d4e5f6789012345678901234567890abcdef1234567890abcdef123456"
SEED = json.loads((Path(__file__).parent / "seed_schemas.json").read_text())
NOON = datetime(2025, 9, 5, 12, tzinfo=UTC)


def document(**changes: Any) -> dict[str, Any]:
    """Return a document of one entry, with these keys changed; None takes a key away."""
    entry = SEED["schemas"][SEED_HASH] | changes
    return {"schemas": {SEED_HASH: {key: value for key, value in entry.items() if value is not None}}}


# The format's own example


@pytest.mark.django_db
def test_the_example_goes_in_and_comes_out_with_equal_entries_key_for_key() -> None:
    assert import_entries(SEED) == Imported(added=(SEED_HASH,), kept=())

    exported = export_entries()

    assert json.dumps(exported["schemas"]) == json.dumps(SEED["schemas"])
    assert exported["cache_metadata"] == {
        "version": "1.0",
        "created_at": "2025-09-05T10:15:00Z",
        "last_updated": "2025-09-05T10:30:00Z",
        "total_schemas": 1,
    }


@pytest.mark.django_db
def test_the_example_is_found_by_its_own_hash_and_by_its_description() -> None:
    import_entries(SEED)
    designer = Designer(by_model())
    description = SEED["schemas"][SEED_HASH]["original_description"]

    entry, was_cached = obtain(description, None, design=designer, wait=0, replace_offline=True)

    assert (entry, was_cached, designer.calls) == (find(SEED_HASH), True, 0)
    assert entry.hash != description_hash(description)


@pytest.mark.django_db
def test_the_example_runs() -> None:
    import_entries(SEED)

    (batch,) = run_plan(compile_plan(find(SEED_HASH).schema), rows=50, seed=7)

    assert batch.num_rows == 50
    assert batch.schema.names == ["product_name", "price", "category", "brand", "rating"]
    assert set(batch.column("category").to_pylist()) <= {"Electronics", "Clothing", "Books", "Home & Garden", "Sports"}
    assert all(1 <= rating <= 5 for rating in batch.column("rating").to_pylist())


def test_an_abbreviated_key_is_taken_as_the_hash_it_begins() -> None:
    abbreviated = {"schemas": {"a1b2c3d4e5f6...": SEED["schemas"][SEED_HASH]}}

    assert [entry.hash for (entry,) in schemas_json.read(abbreviated)] == [SEED_HASH]


# What goes out comes in again


descriptions = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), min_size=1, max_size=60)
phrases = st.lists(descriptions, max_size=3).map(tuple)
moments = st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - hypothesis wants it
columns = st.fixed_dictionaries(
    {"faker_method": st.sampled_from(["fake.name()", "row_number + 1"]), "data_type": st.sampled_from(list(DataType))},
    optional={"description": descriptions, "null_rate": st.floats(0, 1), "unique": st.booleans()},
)
names = st.text(st.characters(categories=["L", "N"], include_characters=" _%'\""), min_size=1, max_size=20)
locales = st.sampled_from(sorted(available_locales()))
dataset_schemas = st.builds(
    lambda body, locale: DatasetSchema.from_json(body, locale=locale),
    st.dictionaries(names.filter(str.strip), columns, min_size=1, max_size=4),
    locales,
)

costs = st.builds(
    Spent, requests=st.integers(0, 9), prompt_tokens=st.integers(0, 9), completion_tokens=st.integers(0, 9)
)
refinements = st.none() | st.builds(
    Refinement, hash=st.just("cd" * 32), revision=st.integers(1, 2**31 - 1), instruction=descriptions
)


def origins(draw: st.DrawFn, made: DatasetSchema) -> dict[str, Origin]:
    return {column.name: draw(st.sampled_from(Origin)) for column in made.columns if draw(st.booleans())}


@st.composite
def histories(draw: st.DrawFn) -> tuple[Entry, ...]:
    """Draw a schema's revisions, under a hash of ours or a foreign one."""
    description = draw(descriptions)
    entry = Entry(
        hash="",
        description=description,
        revision=0,
        schema=draw(dataset_schemas),
        domain=draw(descriptions),
        designed_by="",
        assumptions=(),
        not_understood=(),
        curated=draw(st.booleans()),
        created_at=draw(moments),
        usage_count=draw(st.integers(0, 2**63 - 1)),
        last_used=draw(st.none() | moments),
        revised_at=NOON,
        engine_version="",
        refined_from=draw(refinements),
    )
    hash_ = draw(st.sampled_from([description_hash(description), description_hash(description, "de_DE"), "ab" * 32]))
    numbers = sorted(draw(st.sets(st.integers(1, 2**31 - 1), min_size=1, max_size=3)))
    made = {number: draw(dataset_schemas) for number in numbers}
    return tuple(
        replace(
            entry,
            hash=hash_,
            revision=number,
            schema=made[number],
            origins=origins(draw, made[number]),
            spent=draw(costs),
            designed_by=draw(descriptions),
            assumptions=draw(phrases),
            not_understood=draw(phrases),
            revised_at=draw(moments),
            engine_version=draw(st.sampled_from(["", "1"])),
        )
        for number in numbers
    )


@given(st.lists(histories(), max_size=3, unique_by=lambda history: history[-1].hash))
def test_what_is_written_is_read_again_equal_in_every_field(collection: list[tuple[Entry, ...]]) -> None:
    written = json.dumps(schemas_json.write(entry for history in collection for entry in history))

    assert list(schemas_json.read(json.loads(written))) == collection


@pytest.mark.django_db
@settings(max_examples=25, deadline=None)
@given(history=histories())
def test_what_is_exported_is_imported_equal_into_an_empty_database(history: tuple[Entry, ...]) -> None:
    document = json.loads(json.dumps(schemas_json.write(history)))

    with transaction.atomic():
        import_entries(document)
        found = [find(entry.hash, entry.revision) for entry in history]
        exported = export_entries()
        transaction.set_rollback(True)

    assert found == list(history)
    assert json.dumps(exported) == json.dumps(document)


@pytest.mark.django_db
@pytest.mark.parametrize("locale", [None, "en_US", "de_DE"])
def test_an_imported_entry_answers_the_same_request_as_before(locale: str | None) -> None:
    entry, _ = obtain("People with a name", locale, design=by_rules, wait=0, replace_offline=False)
    exported = export_entries()
    Schema.objects.all().delete()

    import_entries(exported)

    assert obtain("People with a name", locale, design=by_model, wait=0, replace_offline=False) == (entry, True)


@pytest.mark.django_db
def test_a_schema_that_was_given_is_the_same_entry_after_a_round_trip() -> None:
    entry, _ = store(schema("name", locale="ja_JP"))
    exported = export_entries()
    Schema.objects.all().delete()

    import_entries(exported)

    assert store(schema("name", locale="ja_JP")) == (entry, True)


@pytest.mark.django_db
def test_entries_come_out_ordered_by_hash() -> None:
    hashes = {store(schema(str(number)))[0].hash for number in range(5)}

    assert list(export_entries()["schemas"]) == sorted(hashes)


@pytest.mark.django_db
def test_an_empty_cache_is_a_document_too() -> None:
    exported = export_entries()

    assert (exported["cache_metadata"]["total_schemas"], exported["schemas"]) == (0, {})
    assert import_entries(exported) == Imported(added=(), kept=())


@pytest.mark.django_db
def test_what_is_there_already_stays_as_it_is() -> None:
    import_entries(SEED)

    assert import_entries(document(domain="other")) == Imported(added=(), kept=(SEED_HASH,))
    assert find(SEED_HASH).domain == "e-commerce"


@pytest.mark.django_db
def test_an_entry_for_a_description_that_has_one_is_kept_out() -> None:
    description = SEED["schemas"][SEED_HASH]["original_description"]
    entry, _ = obtain(description, None, design=by_model, wait=0, replace_offline=False)

    assert import_entries(SEED) == Imported(added=(), kept=(SEED_HASH,))
    assert list(export_entries()["schemas"]) == [entry.hash]


# What is refused


def test_times_without_a_zone_are_in_utc_and_others_are_brought_there() -> None:
    naive = "2025-09-05T10:15:00"
    ((entry,),) = schemas_json.read(document(created_at=naive, last_used="2025-09-05T12:15:00+02:00"))

    assert entry.created_at == entry.last_used == datetime(2025, 9, 5, 10, 15, tzinfo=UTC)


def test_what_an_entry_need_not_say_has_its_default() -> None:
    before = datetime.now(UTC)
    ((entry,),) = schemas_json.read(
        document(domain=None, created_at=None, usage_count=None, last_used=None, description_hash=None)
    )

    assert (entry.hash, entry.domain, entry.usage_count, entry.last_used) == (SEED_HASH, "", 0, None)
    assert before <= entry.created_at == entry.revised_at


@pytest.mark.parametrize("malformed", [None, [], "schemas", {}, {"schemas": []}, {"schema": {}}])
def test_what_is_no_document_is_refused(malformed: Any) -> None:
    with pytest.raises(EntryMalformed, match=r'^a document has the key "schemas", an object of entries$'):
        list(schemas_json.read(malformed))


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"description_hash": "ABC"}, "description_hash is 64 hexadecimal digits in lower case, not 'ABC'"),
        ({"description_hash": "ab" * 32}, f"it stands under another key than its description_hash {'ab' * 32}"),
        ({"description_hash": 7}, "description_hash is a text without NUL characters and half surrogate pairs, not 7"),
        ({"original_description": None}, "original_description is missing"),
        ({"original_description": "a\x00b"}, "original_description is a text without NUL characters"),
        ({"schema": None}, "a schema is an object of columns"),
        ({"schema": {}}, "a schema has 1 to 200 columns, this one has 0"),
        ({"schema": {"a": {"faker_method": "1", "kind": "x"}}}, "column 'a': a column has no key 'kind'"),
        ({"schema": {"a": {"faker_method": "'\x00'"}}}, "'a'"),
        ({"locale": "xx_XX"}, "there is no locale 'xx_XX'"),
        ({"domain": 7}, "domain is a text"),
        ({"created_at": "yesterday"}, "created_at is a time such as 2025-09-05T10:30:00Z, not 'yesterday'"),
        ({"last_used": 7}, "last_used is a time"),
        ({"last_used": "0001-01-01T00:00:00+23:00"}, "last_used is a time"),
        ({"usage_count": -1}, "usage_count is a whole number from 0, not -1"),
        ({"usage_count": True}, "usage_count is a whole number from 0, not True"),
        ({"usage_count": 2**63}, "usage_count is a whole number from 0"),
        ({"revision": 0}, "revision is a whole number from 1, not 0"),
        ({"curated": "yes"}, "curated is true or false, not 'yes'"),
        ({"assumptions": "one"}, "assumptions is a list of texts, not 'one'"),
        ({"not_understood": [1]}, "not_understood is a text"),
        ({"usage": 3}, "there is no key 'usage'; the keys are assumptions, created_at, curated, description_hash"),
        ({"earlier_revisions": {}}, "earlier_revisions is a list of objects"),
        ({"earlier_revisions": [7]}, "an entry is an object"),
        ({"earlier_revisions": [{"usage_count": 7}]}, "there is no key 'usage_count'"),
    ],
)
def test_a_malformed_entry_is_refused_with_its_key_and_the_reason(changes: dict[str, Any], reason: str) -> None:
    with pytest.raises(EntryMalformed) as caught:
        list(schemas_json.read(document(**changes)))

    assert caught.value.key == SEED_HASH
    assert str(caught.value).startswith(f"entry '{SEED_HASH}': ")
    assert reason in str(caught.value)


def test_an_entry_that_is_no_object_is_refused() -> None:
    with pytest.raises(EntryMalformed, match=r"^entry 'a': an entry is an object$"):
        list(schemas_json.read({"schemas": {"a": []}}))


def test_revisions_that_do_not_ascend_are_refused() -> None:
    earlier = {"revision": 3, "schema": SEED["schemas"][SEED_HASH]["schema"]}

    with pytest.raises(EntryMalformed, match="its revisions do not ascend: 3, 3"):
        list(schemas_json.read(document(revision=3, earlier_revisions=[earlier])))


@pytest.mark.django_db
def test_one_malformed_entry_keeps_the_whole_document_out() -> None:
    good = SEED["schemas"][SEED_HASH]
    bad = good | {"description_hash": "ab" * 32, "usage_count": -1}

    with pytest.raises(EntryMalformed, match=f"^entry '{'ab' * 32}': usage_count"):
        import_entries({"schemas": {SEED_HASH: good, "ab" * 32: bad}})

    assert not Schema.objects.exists()
