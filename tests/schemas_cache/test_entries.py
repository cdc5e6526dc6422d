from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

from generation.designer import Origin, Spent
from schemas_cache.entries import Entry, Refinement, iso
from tests.schemas_cache.designs import by_model, by_rules, schema

NOON = datetime(2025, 9, 5, 12, tzinfo=UTC)
ENTRY = Entry.designed("ab" * 32, "People with a name", by_rules(), at=NOON)


def test_a_moment_is_written_in_utc_with_a_z() -> None:
    assert iso(datetime(2025, 9, 5, 14, 30, tzinfo=timezone(timedelta(hours=2)))) == "2025-09-05T12:30:00Z"
    assert iso(NOON + timedelta(microseconds=5)) == "2025-09-05T12:00:00.000005Z"


def test_an_entry_with_nothing_of_ours_to_say_has_the_keys_of_the_format_in_their_order() -> None:
    bare = replace(ENTRY, designed_by="", assumptions=(), engine_version="", last_used=NOON, usage_count=3)

    assert list(bare.to_json().items()) == [
        ("description_hash", "ab" * 32),
        ("original_description", "People with a name"),
        ("schema", {"name": {"faker_method": "fake.name()", "data_type": "string"}}),
        ("domain", "people"),
        ("created_at", "2025-09-05T12:00:00Z"),
        ("usage_count", 3),
        ("last_used", "2025-09-05T12:00:00Z"),
    ]


def test_what_is_ours_comes_where_it_says_something() -> None:
    later = NOON + timedelta(days=1)
    german = replace(
        by_model(),
        schema=schema(locale="de_DE"),
        assumptions=("A guess",),
        origins={"name": Origin.STATED},
        spent=Spent(requests=1, prompt_tokens=900, completion_tokens=300),
    )
    parent = Refinement(hash="cd" * 32, revision=3, instruction="in German")
    entry = replace(ENTRY, curated=True, refined_from=parent).revised(german, at=later)

    ours = dict(list(replace(entry, engine_version="1").to_json().items())[7:])

    assert ours == {
        "curated": True,
        "revision": 2,
        "revised_at": "2025-09-06T12:00:00Z",
        "refined_from": {"description_hash": "cd" * 32, "revision": 3, "instruction": "in German"},
        "locale": "de_DE",
        "designed_by": "gpt-4o-mini",
        "origins": {"name": "stated"},
        "assumptions": ["A guess"],
        "not_understood": ["a wish"],
        "spent": {"requests": 1, "prompt_tokens": 900, "completion_tokens": 300},
        "engine_version": "1",
    }


def test_an_entry_that_was_never_used_says_so() -> None:
    assert ENTRY.to_json()["last_used"] is None


def test_a_revision_keeps_what_is_the_schemas_and_takes_what_is_the_designs() -> None:
    used = replace(ENTRY, usage_count=4, last_used=NOON)
    revised = used.revised(by_model("given_name"), at=NOON + timedelta(hours=1))

    assert (revised.hash, revised.created_at, revised.usage_count) == (ENTRY.hash, NOON, 4)
    assert (revised.revision, revised.designed_by, revised.domain) == (2, "gpt-4o-mini", "persons")
    assert (revised.schema, revised.assumptions) == (schema("given_name"), ())
    assert (ENTRY.is_offline, revised.is_offline) == (True, False)
