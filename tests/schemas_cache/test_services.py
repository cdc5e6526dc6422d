from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.db import OperationalError, connection
from django.db.models import F
from pytest_django import DjangoAssertNumQueries

from generation.designer import OFFLINE_DESIGNER, Design, DesignError, ModelRateLimited, ModelUnavailable
from generation.engine import ENGINE_VERSION
from schemas_cache import leases
from schemas_cache.curating import mark_curated
from schemas_cache.entries import Entry, Refinement
from schemas_cache.errors import DesignPending, HashTaken, RevisionNotFound, SchemaNotFound, TextUnfit
from schemas_cache.keys import schema_hash
from schemas_cache.models import DesignLease, Schema
from schemas_cache.services import (
    LONGEST_REST,
    REST,
    count_use,
    description_hash,
    find,
    is_accessible,
    obtain,
    refine,
    search,
    store,
)
from tests.schemas_cache.designs import Designer, by_model, by_rules, schema
from tests.schemas_cache.files import exported, take_in

pytestmark = pytest.mark.django_db
SENTENCE = "People with a name"
KEY = description_hash(SENTENCE)


def ask(designer: Designer, *, wait: float = 0, replace_offline: bool = False) -> tuple[Entry, bool]:
    return obtain(SENTENCE, None, design=designer, wait=wait, replace_offline=replace_offline)


def remember(design: Design, description: str = SENTENCE) -> Entry:
    return obtain(description, None, design=lambda: design, wait=0, replace_offline=False)[0]


# obtain


def test_what_is_missing_is_designed_and_remembered() -> None:
    entry, was_cached = ask(Designer(by_model("name", "age")))

    assert not was_cached
    assert (entry.hash, entry.description, entry.revision, entry.schema) == (KEY, SENTENCE, 1, schema("name", "age"))
    assert (entry.domain, entry.designed_by, entry.not_understood) == ("persons", "gpt-4o-mini", ("a wish",))
    assert (entry.usage_count, entry.last_used, entry.curated) == (0, None, False)
    assert (entry.engine_version, entry.revised_at) == (ENGINE_VERSION, entry.created_at)
    assert find(KEY) == entry


def test_what_is_remembered_is_not_designed_again() -> None:
    entry = remember(by_model())
    designer = Designer(by_model())

    assert ask(designer) == (entry, True)
    assert designer.calls == 0


def test_a_cached_entry_costs_one_query(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    remember(by_model())

    with django_assert_num_queries(1):
        ask(Designer(by_model()))


def test_white_space_finds_the_same_entry_and_a_locale_another() -> None:
    entry = remember(by_model())
    spaced = obtain(
        f" {SENTENCE.replace(' ', chr(10))} ", None, design=Designer(by_rules()), wait=0, replace_offline=False
    )
    german = obtain(SENTENCE, "de_DE", design=Designer(by_rules()), wait=0, replace_offline=False)

    assert spaced == (entry, True)
    assert (german[0].hash, german[1]) == (description_hash(SENTENCE, "de_DE"), False)


def test_words_of_a_designer_that_no_database_stores_are_made_storable() -> None:
    entry = remember(Design(schema=schema(), domain="a\x00b", designed_by="m\ud83d", assumptions=("\x00",)))

    assert (entry.domain, entry.designed_by, entry.assumptions) == ("a\ufffdb", "m\ufffd", ("\ufffd",))


def test_an_unfit_description_is_refused_before_anything_is_designed() -> None:
    designer = Designer(by_rules())

    with pytest.raises(TextUnfit):
        obtain("a\x00b", None, design=designer, wait=0, replace_offline=False)
    assert designer.calls == 0


def test_nothing_is_left_of_the_lease() -> None:
    remember(by_model())

    assert not DesignLease.objects.exists()


def test_a_failure_is_the_designers_own_and_nothing_is_remembered() -> None:
    error = ModelUnavailable("no answer")

    with pytest.raises(ModelUnavailable) as caught:
        ask(Designer(error))

    assert caught.value is error
    assert not Schema.objects.exists()


def test_who_asks_after_a_failure_starts_afresh() -> None:
    with pytest.raises(ModelUnavailable):
        ask(Designer(ModelUnavailable("no answer")))

    assert not ask(Designer(by_model()))[1]
    assert not DesignLease.objects.exists()


def test_who_waits_gets_the_failure_of_the_one_who_designed_and_designs_nothing() -> None:
    leader, follower = leases.take(KEY, seconds=60), Designer(by_model())
    assert leader is not None
    looks = []

    def fail_after_a_look(execute: Callable[..., object], sql: str, *rest: object) -> object:
        result = execute(sql, *rest)
        if sql.startswith("SELECT") and "schemas_cache_designlease" in sql:
            looks.append(sql)
            if len(looks) == 2:
                leader.fail(ModelRateLimited("busy", retry_after=7))
        return result

    with connection.execute_wrapper(fail_after_a_look), pytest.raises(ModelRateLimited, match="busy") as caught:
        ask(follower, wait=60)

    assert (caught.value.retry_after, follower.calls) == (7, 0)


def test_a_design_that_cannot_be_stored_leaves_the_lease_to_who_asks_next() -> None:
    def refuse(execute: Callable[..., object], sql: str, *rest: object) -> object:
        if sql.startswith("INSERT INTO") and "schemas_cache_revision" in sql:
            raise OperationalError("disk full")
        return execute(sql, *rest)

    with connection.execute_wrapper(refuse), pytest.raises(OperationalError):
        ask(Designer(by_model("old")))

    entry, was_cached = ask(Designer(by_model("new")))
    assert (entry.schema, was_cached) == (schema("new"), False)


def test_who_waits_too_long_for_anothers_design_is_told() -> None:
    follower = Designer(by_model())

    def design() -> Design:
        with pytest.raises(DesignPending, match="another request is still designing"):
            ask(follower, wait=0.05)
        return by_model()

    obtain(SENTENCE, None, design=design, wait=0, replace_offline=False)

    assert follower.calls == 0


@pytest.mark.django_db(transaction=True)
def test_no_transaction_is_open_while_a_design_is_made() -> None:
    open_ones = []

    def design() -> Design:
        open_ones.append(connection.in_atomic_block)
        return by_model()

    obtain(SENTENCE, None, design=design, wait=0, replace_offline=False)

    assert open_ones == [False]


def test_who_lost_the_lease_meanwhile_returns_what_the_successor_published() -> None:
    successor = Designer(by_model("new"))

    def slow() -> Design:
        ask(successor)
        return by_model("old")

    entry, was_cached = obtain(SENTENCE, None, design=slow, wait=0, replace_offline=False, lease=-1)

    assert (entry.schema, was_cached) == (schema("new"), True)
    assert (successor.calls, find(KEY).revision) == (1, 1)


def test_who_gets_the_lease_just_after_another_published_designs_nothing() -> None:
    faster, slower = Designer(by_model("faster")), Designer(by_model("slower"))

    overtaking = [faster]

    def overtake(execute: Callable[..., object], sql: str, *rest: object) -> object:
        if overtaking and "schemas_cache_designlease" in sql:
            ask(overtaking.pop())
        return execute(sql, *rest)

    with connection.execute_wrapper(overtake):
        entry, was_cached = ask(slower)

    assert (entry.schema, was_cached) == (schema("faster"), True)
    assert (faster.calls, slower.calls) == (1, 0)
    assert not DesignLease.objects.exists()


def test_a_hash_that_a_file_gave_to_another_description_is_told() -> None:
    columns = {"a": {"faker_method": "fake.name()"}}
    take_in({"schemas": {KEY: {"original_description": "Something else", "schema": columns}}})

    with pytest.raises(HashTaken, match=f"^the hash {KEY} names the schema of another description"):
        ask(Designer(by_model()))


# obtain, with a model that may do better than the rules did


def test_without_a_model_an_offline_design_stays() -> None:
    entry = remember(by_rules())

    assert ask(Designer(by_model())) == (entry, True)


def test_with_a_model_an_offline_design_is_designed_again_as_a_new_revision() -> None:
    old = remember(by_rules())
    count_use(KEY)

    entry, was_cached = ask(Designer(by_model("given_name")), replace_offline=True)

    assert not was_cached
    assert (entry.revision, entry.schema, entry.domain) == (2, schema("given_name"), "persons")
    assert (entry.usage_count, entry.created_at) == (1, old.created_at)
    assert (find(KEY), find(KEY, 1).schema) == (entry, old.schema)
    assert search("given_name", offset=0, limit=9) == ([entry], 1)


def test_what_older_rules_designed_is_designed_again() -> None:
    remember(replace(by_rules(), designed_by="offline/0"))
    designer = Designer(by_rules("given_name"))
    entry, was_cached = ask(designer)
    assert (entry.revision, entry.designed_by, was_cached) == (2, OFFLINE_DESIGNER, False)
    assert (ask(designer), designer.calls) == ((entry, True), 1)


def test_the_others_get_the_offline_design_at_once_meanwhile() -> None:
    old = remember(by_rules())
    follower = Designer(by_model())
    others = []

    def design() -> Design:
        others.append(ask(follower, wait=60, replace_offline=True))
        return by_model()

    obtain(SENTENCE, None, design=design, wait=0, replace_offline=True)

    assert others == [(old, True)]
    assert follower.calls == 0


@pytest.mark.parametrize("design", [by_model(), Design(schema=schema(), domain="", designed_by="")])
def test_a_design_that_no_rules_made_is_not_designed_again(design: Design) -> None:
    entry = remember(design)

    assert ask(Designer(by_model("other")), replace_offline=True) == (entry, True)


def test_a_curated_offline_design_is_not_designed_again() -> None:
    remember(by_rules())
    mark_curated([KEY], curated=True)

    assert ask(Designer(by_model()), replace_offline=True) == (find(KEY), True)
    assert find(KEY).revision == 1


NOTHING_BETTER = [ModelUnavailable("no answer"), by_rules("other")]


@pytest.mark.parametrize("outcome", NOTHING_BETTER)
def test_the_offline_design_stays_when_nothing_better_comes_and_is_had_at_once_for_a_while(
    outcome: Design | DesignError,
) -> None:
    old = remember(by_rules())
    designer = Designer(outcome)

    assert [ask(designer, replace_offline=True) for _ in range(3)] == [(old, True)] * 3
    assert designer.calls == 1


def test_the_model_is_tried_at_once_after_a_first_design_by_rules() -> None:
    ask(Designer(by_rules()), replace_offline=True)

    assert ask(Designer(by_model("given_name")), replace_offline=True)[0].schema == schema("given_name")


@pytest.mark.parametrize("outcome", NOTHING_BETTER)
def test_the_model_is_tried_again_after_the_rest(outcome: Design | DesignError) -> None:
    remember(by_rules())
    ask(Designer(outcome), replace_offline=True)
    DesignLease.objects.update(lease_until=F("lease_until") - timedelta(seconds=REST))

    assert ask(Designer(by_model("given_name")), replace_offline=True)[0].schema == schema("given_name")


@pytest.mark.parametrize(("asked", "kept"), [(1, 1), (20, 20), (10**15, LONGEST_REST)])
@pytest.mark.parametrize("is_fallback", [False, True])
def test_the_rest_is_as_long_as_the_models_service_asks_within_reason(
    asked: int, kept: float, *, is_fallback: bool
) -> None:
    remember(by_rules())
    limit = ModelRateLimited("busy", retry_after=asked)

    before = datetime.now(UTC)
    ask(Designer(replace(by_rules(), instead_of=limit) if is_fallback else limit), replace_offline=True)
    after = datetime.now(UTC)

    rest, grain = timedelta(seconds=kept), timedelta(milliseconds=1)  # SQLite's clock counts milliseconds
    assert before + rest - grain <= DesignLease.objects.get().lease_until <= after + rest + grain


def test_who_has_an_offline_design_never_gets_anothers_failure() -> None:
    old, follower = remember(by_rules()), Designer(by_model())
    leader = leases.take(KEY, seconds=60)
    assert leader is not None
    looks = []

    def fail_at_each_look(execute: Callable[..., object], sql: str, *rest: object) -> object:
        result = execute(sql, *rest)
        if sql.startswith("SELECT") and "schemas_cache_designlease" in sql:
            looks.append(sql)
            leader.fail(ModelUnavailable("no answer"))
        return result

    with connection.execute_wrapper(fail_at_each_look):
        assert ask(follower, replace_offline=True) == (old, True)
    assert looks


def test_who_waits_for_a_first_design_takes_the_one_by_rules() -> None:
    leader, follower = Designer(by_rules()), Designer(by_model())
    leading, looks = [leader], []

    def publish_after_a_look(execute: Callable[..., object], sql: str, *rest: object) -> object:
        result = execute(sql, *rest)
        if sql.startswith("SELECT") and "schemas_cache_designlease" in sql:
            looks.append(sql)
            if leading and len(looks) == 2:
                ask(leading.pop(), replace_offline=True)
        return result

    with connection.execute_wrapper(publish_after_a_look):
        entry, was_cached = ask(follower, replace_offline=True)

    assert (entry.designed_by, was_cached) == ("offline/2", True)
    assert (leader.calls, follower.calls) == (1, 0)


def test_an_instructors_mark_made_meanwhile_wins_over_the_new_design() -> None:
    old = remember(by_rules())

    def design() -> Design:
        mark_curated([KEY], curated=True)
        return by_model()

    entry, was_cached = obtain(SENTENCE, None, design=design, wait=0, replace_offline=True)

    assert (entry.schema, entry.revision, entry.curated, was_cached) == (old.schema, 1, True, True)


# store, find, count_use


def test_a_schema_that_is_given_is_one_entry_however_often() -> None:
    entry, _ = store(schema("name", "age"))

    assert (entry.hash, entry.description, entry.designed_by) == (schema_hash(schema("name", "age")), "", "user")
    assert store(schema("name", "age")) == (entry, True)
    assert store(schema("age", "name"))[0].hash != entry.hash
    assert Schema.objects.count() == 2


def test_columns_keep_their_order() -> None:
    assert find(store(schema("z", "a", "m"))[0].hash).schema == schema("z", "a", "m")


@pytest.mark.parametrize("unknown", ["ab" * 32, "no hash", "", "\x00"])
def test_an_unknown_hash_is_not_found(unknown: str) -> None:
    with pytest.raises(SchemaNotFound, match="there is no schema"):
        find(unknown)
    with pytest.raises(SchemaNotFound):
        find(unknown, 1)


@pytest.mark.parametrize("revision", [0, -1, 2, 2**80])
def test_an_unknown_revision_is_not_found(revision: int) -> None:
    entry, _ = store(schema())

    with pytest.raises(RevisionNotFound, match=f"has no revision {revision}$"):
        find(entry.hash, revision)


def test_a_use_is_counted_and_dated(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    entry, _ = store(schema())
    before = datetime.now(UTC)

    with django_assert_num_queries(1):
        count_use(entry.hash)
    count_use(entry.hash)

    used = find(entry.hash)
    assert used.usage_count == 2
    assert used.last_used is not None
    assert before <= used.last_used <= datetime.now(UTC)


# search


def test_the_last_used_comes_first_and_the_never_used_last() -> None:
    names = ["a", "b", "c", "d"]
    hashes = {name: store(schema(name))[0].hash for name in names}
    for name in ("c", "a"):
        count_use(hashes[name])

    found, total = search(offset=0, limit=10)

    assert ([entry.schema.columns[0].name for entry in found], total) == (["a", "c", "d", "b"], 4)
    assert search(offset=1, limit=2) == (found[1:3], 4)
    assert search(offset=4, limit=2) == ([], 4)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("größe", True),
        ("GRÖSSE name", True),
        ("name PEOPLE", True),
        ("peop", True),
        ("people weight", False),
        ("%", False),
        ("_", False),
        ("  ", True),
        ("name " * 500, True),
        (" ".join(map(str, range(100))), False),
        ("p e o l w i t h a n m g r pe eo op pl le wi it th na am me name", True),
        ("p e o l w i t h a n m g r pe eo op pl le wi it th na am me weight", False),
    ],
)
def test_each_word_occurs_in_the_description_or_a_columns_name(text: str, *, found: bool) -> None:
    remember(by_model("Größe"))

    assert search(text, offset=0, limit=10)[1] == int(found)


def test_a_page_costs_two_queries_whatever_its_length(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    for number in range(5):
        store(schema(f"column {number}"))

    for limit in (1, 5):
        with django_assert_num_queries(2):
            assert len(search(offset=0, limit=limit)[0]) == limit


# mark_curated, is_accessible


def test_marking_says_how_many_there_were() -> None:
    entry, _ = store(schema())

    assert mark_curated([entry.hash, "ab" * 32], curated=True) == 1
    assert find(entry.hash).curated
    assert mark_curated([entry.hash], curated=False) == 1
    assert not find(entry.hash).curated


def test_the_cache_is_accessible_while_its_tables_answer() -> None:
    assert is_accessible()


def test_the_cache_is_not_accessible_while_the_database_refuses() -> None:
    def refuse(*_: object) -> None:
        raise OperationalError("unable to open database file")

    with connection.execute_wrapper(refuse):
        assert not is_accessible()


# Refinements


def refined(parent: Entry, instruction: str, designer: Designer) -> tuple[Entry, bool]:
    return refine(parent, instruction, design=designer, wait=0, replace_offline=False)


def test_a_refinement_is_a_schema_of_its_own_that_knows_its_parent() -> None:
    parent = remember(by_rules())
    entry, was_cached = refined(parent, " drop\nthe brand ", Designer(by_rules("given_name")))
    assert (was_cached, entry.schema, entry.description) == (False, schema("given_name"), SENTENCE)
    assert entry.refined_from == Refinement(hash=parent.hash, revision=1, instruction="drop the brand")
    assert (find(entry.hash), find(parent.hash)) == (entry, parent)


def test_the_same_instruction_is_designed_once() -> None:
    parent, designer = remember(by_rules()), Designer(by_rules("given_name"))
    entry, _ = refined(parent, "drop the brand", designer)
    assert (refined(parent, "drop the  brand", designer), designer.calls) == ((entry, True), 1)


def test_what_is_refined_from_another_revision_is_another() -> None:
    parent = remember(by_rules())
    first, _ = refined(parent, "drop the brand", Designer(by_rules("given_name")))
    revised, _ = ask(Designer(by_model("brand")), replace_offline=True)
    second, _ = refined(revised, "drop the brand", Designer(by_rules("family_name")))
    assert (revised.hash, first.hash == second.hash) == (parent.hash, False)


def test_a_refinement_is_found_by_what_was_asked() -> None:
    entry, _ = refined(remember(by_rules()), "drop the BRAND", Designer(by_rules("given_name")))
    assert search("brand name", offset=0, limit=9) == ([entry], 1)


def test_a_refinement_comes_back_from_a_file_beside_its_parent() -> None:
    parent, designer = remember(by_rules()), Designer(by_rules("given_name"))
    entry, _ = refined(parent, "drop the brand", designer)
    document = exported()
    Schema.objects.all().delete()
    take_in(document)
    assert (refined(find(parent.hash), "drop the brand", designer), designer.calls) == ((entry, True), 1)
    assert ask(Designer(by_model())) == (parent, True)
