import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas_cache.curating import edit, mark_curated, merge
from schemas_cache.entries import Entry
from schemas_cache.exporting import export_chunks
from schemas_cache.keys import key_of_foreign
from schemas_cache.models import Revision, Schema
from schemas_cache.services import count_use, find, obtain, store
from schemas_cache.tables import insert
from tests.schemas_cache.designs import by_model, by_rules, schema
from tests.schemas_cache.files import SEED, SEED_HASH, exported, histories, rows, take_in

pytestmark = pytest.mark.django_db


def remember(description: str, *columns: str) -> str:
    return obtain(description, None, design=lambda: by_rules(*columns), wait=0, replace_offline=False)[0].hash


def test_the_example_comes_out_as_it_went_in_but_for_its_count() -> None:
    take_in(SEED)
    document = exported()
    assert document["schemas"] == SEED["schemas"]
    assert list(document["schemas"][SEED_HASH]["schema"]) == list(SEED["schemas"][SEED_HASH]["schema"])
    assert document["cache_metadata"] == {
        "version": "1.0",
        "created_at": "2025-09-05T10:15:00Z",
        "last_updated": "2025-09-05T10:30:00Z",
        "total_schemas": 1,
    }


def test_the_bytes_are_those_of_a_plain_writer_with_sorted_keys_and_columns_in_their_order() -> None:
    hash_ = remember("Animals äöü 日本", "zebra", "ant")
    text = b"".join(export_chunks()).decode()
    document = json.loads(text)
    columns = document["schemas"][hash_].pop("schema")
    assert list(columns) == ["zebra", "ant"]
    plain = json.dumps(document, ensure_ascii=False, indent=2, sort_keys=True)
    in_lines = json.dumps(columns, ensure_ascii=False, indent=2).replace("\n", "\n      ")
    assert text == plain.replace('      "usage_count"', f'      "schema": {in_lines},\n      "usage_count"') + "\n"


def test_the_same_schemas_are_the_same_bytes() -> None:
    for number in range(5):
        store(schema(str(number)))
    assert b"".join(export_chunks()) == b"".join(export_chunks())


def test_schemas_come_ordered_by_hash() -> None:
    hashes = {store(schema(str(number)))[0].hash for number in range(5)}
    assert list(exported()["schemas"]) == sorted(hashes)


def test_without_schemas_there_is_a_document_too() -> None:
    assert b"".join(export_chunks()) == (
        b'{\n  "cache_metadata": {\n    "created_at": "1970-01-01T00:00:00Z",\n'
        b'    "last_updated": "1970-01-01T00:00:00Z",\n    "total_schemas": 0,\n    "version": "1.0"\n  },\n'
        b'  "schemas": {}\n}\n'
    )


def test_the_head_says_when_the_oldest_was_made_and_when_one_was_last_used_or_revised() -> None:
    old, used = store(schema("old"))[0].hash, store(schema("used"))[0].hash
    Schema.objects.filter(hash=old).update(created_at=datetime(2025, 1, 1, tzinfo=UTC))
    count_use(used)
    last_used = find(used).last_used
    assert last_used is not None
    head = exported()["cache_metadata"]
    assert (head["created_at"], head["last_updated"], head["total_schemas"]) == (
        "2025-01-01T00:00:00Z",
        last_used.isoformat().replace("+00:00", "Z"),
        2,
    )


def test_revisions_come_with_their_authors() -> None:
    hash_ = remember("Animals of a zoo", "old")
    edit(hash_, schema("new"), domain="zoos", revision=1, author="ada")
    entry = exported()["schemas"][hash_]
    assert (entry["author"], entry["revision"], list(entry["schema"])) == ("ada", 2, ["new"])
    assert [
        (earlier["revision"], list(earlier["schema"]), "author" in earlier) for earlier in entry["earlier_revisions"]
    ] == [(1, ["old"], False)]


def test_what_was_merged_says_into_what() -> None:
    kept, gone = remember("Animals of a zoo"), remember("Beasts of a zoo")
    merge([gone], into=kept)
    assert {hash_: entry.get("merged_into") for hash_, entry in exported()["schemas"].items()} == {
        kept: None,
        gone: kept,
    }


# Some of them


@pytest.fixture
def three() -> dict[str, str]:
    """Remember a curated schema with another one merged into it, and a third."""
    kept, gone = remember("Animals of a zoo"), remember("Beasts of a zoo")
    merge([gone], into=kept)
    third = obtain("Books of a library", None, design=by_model, wait=0, replace_offline=False)[0].hash
    return {"kept": kept, "gone": gone, "third": third}


@pytest.mark.parametrize(
    ("choice", "chosen"),
    [
        ({}, {"kept", "gone", "third"}),
        ({"curated": True}, {"kept", "gone"}),
        ({"domain": "persons"}, {"third"}),
        ({"domain": "people"}, {"kept", "gone"}),
        ({"domain": ""}, set()),
        ({"domain": "persons", "curated": True}, set()),
        ({"hashes": ["kept"]}, {"kept", "gone"}),
        ({"hashes": ["gone", "third"]}, {"gone", "third"}),
        ({"hashes": []}, set()),
    ],
)
def test_those_are_taken_of_which_all_is_true_with_what_was_merged_into_them(
    three: dict[str, str], choice: dict[str, Any], chosen: set[str]
) -> None:
    if "hashes" in choice:
        choice = {"hashes": [three[name] for name in choice["hashes"]]}
    document = exported(**choice)
    assert set(document["schemas"]) == {three[name] for name in chosen}
    assert document["cache_metadata"]["total_schemas"] == len(chosen)


def test_since_counts_from_the_current_revision_and_takes_the_earlier_ones_along() -> None:
    long_ago = timezone.now() - timedelta(days=9)
    old, edited = remember("Animals of a zoo"), remember("Books of a library")
    Revision.objects.update(created_at=long_ago)
    edit(edited, schema("new"), domain="", revision=1, author="")
    since = timezone.now() - timedelta(days=1)
    assert {hash_: len(entry["earlier_revisions"]) for hash_, entry in exported(since=since)["schemas"].items()} == {
        edited: 1
    }
    assert set(exported(since=long_ago)["schemas"]) == {old, edited}


def test_how_far_it_is_is_told() -> None:
    for number in range(3):
        store(schema(str(number)))
    told: list[tuple[int, int]] = []
    list(export_chunks(progress=lambda done, total: told.append((done, total))))
    assert told == [(1, 3), (2, 3), (3, 3)]


@pytest.mark.parametrize("number", [1, 2])
def test_a_schema_with_a_revision_that_cannot_be_read_is_left_out_and_told(number: int) -> None:
    good, bad = remember("Animals of a zoo"), remember("Books of a library")
    before = b"".join(export_chunks(hashes=[good]))
    edit(bad, schema("new"), domain="", revision=1, author="")
    Revision.objects.filter(schema__hash=bad, number=number).update(columns=[])
    told: list[str] = []

    text = b"".join(export_chunks(left_out=told.append)).decode()

    said = f'    "left_out": [\n      "{bad}"\n    ],\n'
    assert (text.replace(said, "", 1), said in text, told) == (before.decode(), True, [bad])


def test_it_is_told_before_the_first_piece_what_is_left_out() -> None:
    bad = {remember("Animals of a zoo"), remember("Books of a library")}
    Revision.objects.update(columns=[])
    told: list[str] = []
    chunks = export_chunks(left_out=told.append)
    assert json.loads(next(chunks))["cache_metadata"]["total_schemas"] == 0
    assert told == sorted(bad)
    chunks.close()


def test_what_is_not_chosen_is_not_left_out() -> None:
    good, _ = remember("Animals of a zoo"), remember("Books of a library")
    Revision.objects.exclude(schema__hash=good).update(columns=[])
    told: list[str] = []
    list(export_chunks(hashes=[good], left_out=told.append))
    assert told == []


# The connection


@pytest.mark.django_db(transaction=True)
def test_an_export_that_is_given_up_leaves_the_connection_as_it_was() -> None:
    store(schema("name"))
    chunks = export_chunks()
    next(chunks)
    assert connection.in_atomic_block
    chunks.close()
    assert not connection.in_atomic_block
    with transaction.atomic():
        store(schema("another"))
    assert Schema.objects.count() == 2


# There and back


@settings(max_examples=25, deadline=None)
@given(st.lists(histories(), max_size=3, unique_by=lambda history: history[-1].hash))
def test_what_is_exported_is_imported_equal_in_every_field(collection: list[tuple[Entry, ...]]) -> None:
    with transaction.atomic():
        for history in collection:
            last = history[-1]
            insert(last.hash if last.refined_from else key_of_foreign(last.hash, last.description), history)
        before, text = rows(), b"".join(export_chunks())
        Schema.objects.all().delete()

        report = take_in(text)

        assert (report.refused, report.notes) == ((), ())
        assert (rows(), b"".join(export_chunks())) == (before, text)
        transaction.set_rollback(True)


def test_a_whole_cache_is_the_same_after_a_round_trip() -> None:
    kept, gone = remember("Animals of a zoo", "old"), remember("Beasts of a zoo")
    edit(kept, schema("new", locale="de_DE"), domain="zoos", revision=1, author="ada")
    merge([gone], into=kept)
    store(schema("given"))
    count_use(kept)
    mark_curated([kept], curated=True)
    obtain("In German", "de_DE", design=by_model, wait=0, replace_offline=False)
    take_in(SEED)
    before, text = rows(), b"".join(export_chunks())
    Schema.objects.all().delete()

    report = take_in(text)

    assert (len(report.added), report.refused, report.notes) == (5, (), ())
    assert (rows(), b"".join(export_chunks())) == (before, text)
