import json
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection

from generation.engine import compile_plan, run_plan
from schemas_cache import arrivals, importing
from schemas_cache.curating import edit, mark_curated, merge
from schemas_cache.errors import DocumentMalformed
from schemas_cache.import_report import MOST_KINDS_OF_NOTES, Report
from schemas_cache.keys import description_hash
from schemas_cache.models import Revision, Schema
from schemas_cache.services import count_use, find, obtain, store
from tests.schemas_cache.designs import Designer, by_model, by_rules, schema
from tests.schemas_cache.files import SEED, SEED_HASH, document, exported, rows, take_in

pytestmark = pytest.mark.django_db
ZOO = "Animals of a zoo"
ZOO_HASH = description_hash(ZOO)
LATER = "2999-01-01T00:00:00Z"


def entry(description: str = ZOO, **changes: Any) -> dict[str, Any]:
    columns = {"species": {"faker_method": "fake.first_name()", "data_type": "string"}}
    body = {"description_hash": description_hash(description), "original_description": description, "schema": columns}
    return {key: value for key, value in (body | changes).items() if value is not None}


def file(*entries: dict[str, Any]) -> dict[str, Any]:
    return {"schemas": {body.get("description_hash", str(number)): body for number, body in enumerate(entries)}}


def remember(description: str = ZOO, *columns: str) -> str:
    return obtain(description, None, design=lambda: by_rules(*columns), wait=0, replace_offline=False)[0].hash


def notes(report: Report) -> list[str]:
    return [note.text for note in report.notes]


# What goes in


def test_the_example_is_found_by_its_own_hash_and_by_its_description() -> None:
    assert take_in(SEED) == Report(added=(SEED_HASH,))
    designer = Designer(by_model())
    description = SEED["schemas"][SEED_HASH]["original_description"]

    found, was_cached = obtain(description, None, design=designer, wait=0, replace_offline=True)

    assert (found, was_cached, designer.calls) == (find(SEED_HASH), True, 0)
    assert found.hash != description_hash(description)


def test_the_example_runs() -> None:
    take_in(SEED)

    (batch,) = run_plan(compile_plan(find(SEED_HASH).schema), rows=50, seed=7)

    assert batch.num_rows == 50
    assert batch.schema.names == ["product_name", "price", "category", "brand", "rating"]
    assert set(batch.column("category").to_pylist()) <= {"Electronics", "Clothing", "Books", "Home & Garden", "Sports"}
    assert all(1 <= rating <= 5 for rating in batch.column("rating").to_pylist())


@pytest.mark.parametrize("locale", [None, "en_US", "de_DE"])
def test_an_imported_entry_answers_the_same_request_as_before(locale: str | None) -> None:
    before, _ = obtain(ZOO, locale, design=by_rules, wait=0, replace_offline=False)
    content = exported()
    Schema.objects.all().delete()

    take_in(content)

    assert obtain(ZOO, locale, design=by_model, wait=0, replace_offline=False) == (before, True)


def test_a_schema_that_was_given_is_the_same_entry_after_a_round_trip() -> None:
    before, _ = store(schema("name", locale="ja_JP"))
    content = exported()
    Schema.objects.all().delete()
    take_in(content)
    assert store(schema("name", locale="ja_JP")) == (before, True)


def test_good_entries_go_in_and_bad_ones_are_listed_with_place_and_reason() -> None:
    bad = entry("Books", schema={"a": {"faker_method": "1"}, "b": {"faker_method": "1 + fake.nothing_such()"}})
    content = json.dumps(file(entry(), bad, entry("Cars", usage_count=-1)), indent=1).encode()

    report = take_in(content)

    assert (report.added, Schema.objects.count()) == ((ZOO_HASH,), 1)
    first, second = report.refused
    assert (first.place.entry, first.place.line, first.place.column, first.place.position) == (2, 13, "b", 4)
    assert first.reason.startswith("fake.nothing_such does not exist")
    assert second.to_json() == {
        "entry": 3,
        "key": description_hash("Cars"),
        "line": 25,
        "reason": "usage_count is a whole number from 0 to 9007199254740992, not -1",
    }


def test_all_or_nothing_takes_nothing_when_one_is_bad() -> None:
    report = take_in(file(entry(), entry("Books", usage_count=-1)), all_or_nothing=True)
    assert (report.added, len(report.refused), Schema.objects.count()) == ((), 1, 0)


def test_all_or_nothing_takes_all_when_none_is_bad() -> None:
    assert take_in(file(entry()), all_or_nothing=True).added == (ZOO_HASH,)


def test_what_breaks_off_takes_nothing_in() -> None:
    content = json.dumps(file(entry(), entry("Books"))).encode()
    with pytest.raises(DocumentMalformed, match="the file ends in the middle"):
        take_in(content[:-2])
    assert Schema.objects.count() == 0


def test_a_file_of_bad_entries_alone_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importing, "MOST_REFUSED", 10)
    content = {"schemas": {str(number): number for number in range(50)}}
    with pytest.raises(
        DocumentMalformed,
        match=r"^more than 10 entries are bad, the first of them entry 1 '0', line 1: an entry is an object$",
    ):
        take_in(content)


def test_two_entries_for_the_same_are_one_too_many() -> None:
    other = entry(description_hash="ab" * 32)
    report = take_in({"schemas": {"a": entry(), "b": entry(), "c": other}})
    assert report.added == (ZOO_HASH,)
    assert [refused.reason for refused in report.refused] == ["entry 1 has the same hash or description"] * 2


def test_an_earlier_revision_that_does_not_run_any_more_goes_in_with_a_note() -> None:
    earlier = {"revision": 1, "schema": {"a": {"faker_method": "fake.nothing_such()"}}}
    report = take_in(file(entry(revision=2, earlier_revisions=[earlier])))
    assert (report.added, notes(report)) == (
        (ZOO_HASH,),
        ["an earlier revision does not run with this version: its permanent links fail"],
    )
    assert find(ZOO_HASH, 1).schema.columns[0].expression == "fake.nothing_such()"


def test_notes_about_many_entries_are_one() -> None:
    report = take_in(file(*(entry(f"Animals {number}", usage=1) for number in range(3))))
    (note,) = report.notes
    assert note.to_json() == {
        "note": "an entry has no key 'usage': it is left out",
        "times": 3,
        "entry": 1,
        "key": description_hash("Animals 0"),
    }
    assert str(note).endswith(", line 1, and 2 more)")


def test_there_is_an_end_to_notes() -> None:
    strange = {f"key {number}": 1 for number in range(MOST_KINDS_OF_NOTES * 2)}
    report = take_in(file(entry() | strange))
    assert len(report.notes) == MOST_KINDS_OF_NOTES + 1
    assert report.notes[-1].times == MOST_KINDS_OF_NOTES


def test_a_strange_key_of_the_document_is_noted() -> None:
    report = take_in(file(entry()) | {"made_by": "me"})
    assert [str(note) for note in report.notes] == ["a document has no key 'made_by': it is left out (the document)"]


def test_how_far_it_is_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importing, "_BATCH", 2)
    told: list[tuple[str, int]] = []
    content = json.dumps(file(entry(), entry("Books"), entry("Cars"))).encode()
    take_in(content, progress=lambda doing, count: told.append((doing, count)))
    assert told == [("reading", len(content))] * 3 + [("putting in", 2), ("putting in", 3)]


# What meets it


def test_what_is_there_stays_unless_told_otherwise() -> None:
    take_in(SEED)
    assert take_in(document(domain="other")) == Report(kept=(SEED_HASH,))
    assert find(SEED_HASH).domain == "e-commerce"


def test_an_entry_for_a_description_that_has_one_is_kept_out() -> None:
    description = SEED["schemas"][SEED_HASH]["original_description"]
    there, _ = obtain(description, None, design=by_model, wait=0, replace_offline=False)
    assert take_in(SEED) == Report(kept=(SEED_HASH,))
    assert list(exported()["schemas"]) == [there.hash]


def test_replacing_makes_a_revision_on_top_and_takes_over_what_the_file_knows() -> None:
    remember(ZOO, "old")
    count_use(ZOO_HASH)
    used = find(ZOO_HASH).last_used

    report = take_in(
        file(entry(domain="zoos", curated=True, usage_count=7, designed_by="me")), on_conflict="replace", author="ada"
    )

    after = find(ZOO_HASH)
    assert report == Report(replaced=(ZOO_HASH,))
    assert (after.revision, after.author, after.designed_by, after.domain, after.curated) == (
        2,
        "ada",
        "me",
        "zoos",
        True,
    )
    assert (after.usage_count, after.last_used) == (7, used)
    assert [column.name for column in after.schema.columns] == ["species"]
    assert [column.name for column in find(ZOO_HASH, 1).schema.columns] == ["old"]
    assert Schema.objects.get().searchable == "animals of a zoo\nspecies"


def test_replacing_loses_nothing_that_the_file_does_not_know() -> None:
    remember(ZOO)
    mark_curated([ZOO_HASH], curated=True)
    count_use(ZOO_HASH)
    before = find(ZOO_HASH)
    take_in(file(entry()), on_conflict="replace", overwrite_curated=True)
    after = find(ZOO_HASH)
    assert (after.revision, after.domain, after.curated) == (2, before.domain, True)
    assert (after.usage_count, after.last_used) == (1, before.last_used)


def test_the_same_columns_make_no_revision() -> None:
    take_in(file(entry()))
    assert take_in(file(entry()), on_conflict="replace") == Report(unchanged=(ZOO_HASH,))
    assert take_in(file(entry(domain="zoos")), on_conflict="replace") == Report(replaced=(ZOO_HASH,))
    assert (find(ZOO_HASH).revision, find(ZOO_HASH).domain) == (1, "zoos")


def test_the_order_of_columns_is_a_difference() -> None:
    columns = {"a": {"faker_method": "1"}, "b": {"faker_method": "2"}}
    take_in(file(entry(schema=columns)))
    take_in(file(entry(schema=dict(reversed(columns.items())))), on_conflict="replace")
    assert [column.name for column in find(ZOO_HASH).schema.columns] == ["b", "a"]


@pytest.mark.parametrize(("revised_at", "revision"), [("2020-01-01T00:00:00Z", 1), (LATER, 2), (None, 1)])
def test_newer_replaces_what_was_revised_earlier(revised_at: str | None, revision: int) -> None:
    remember(ZOO)
    report = take_in(file(entry(created_at="2020-01-01T00:00:00Z", revised_at=revised_at)), on_conflict="newer")
    assert (find(ZOO_HASH).revision, report.kept) == (revision, () if revision == 2 else (ZOO_HASH,))


def test_a_revision_from_a_file_is_as_old_as_it_says_but_never_older_than_the_one_before() -> None:
    before = find(remember(ZOO))
    take_in(file(entry(created_at="2020-01-01T00:00:00Z")), on_conflict="replace")
    assert find(ZOO_HASH).revised_at > before.revised_at
    take_in(file(entry(schema={"a": {"faker_method": "1"}}, revised_at=LATER)), on_conflict="newer")
    assert find(ZOO_HASH).revised_at == datetime(2999, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize("on_conflict", ["replace", "newer"])
def test_what_is_curated_stays_unless_told_otherwise(on_conflict: str) -> None:
    remember(ZOO)
    mark_curated([ZOO_HASH], curated=True)
    content = file(entry(revised_at=LATER))

    kept = take_in(content, on_conflict=on_conflict)
    revision = find(ZOO_HASH).revision
    replaced = take_in(content, on_conflict=on_conflict, overwrite_curated=True)

    assert (kept.kept, notes(kept), revision) == ((ZOO_HASH,), ["it is curated here, and stays as it is"], 1)
    assert (replaced.replaced, find(ZOO_HASH).revision) == ((ZOO_HASH,), 2)


def test_a_hash_that_is_another_descriptions_here_is_kept_out() -> None:
    take_in(file(entry("Books", description_hash="ab" * 32)))
    report = take_in(file(entry("Cars", description_hash="ab" * 32)), on_conflict="replace")
    assert (report.kept, notes(report)) == (
        ("ab" * 32,),
        ["another description has its hash here, and stays as it is"],
    )
    assert find("ab" * 32).description == "Books"


def test_what_was_merged_here_stays() -> None:
    kept = remember("Beasts of a zoo")
    merge([remember(ZOO)], into=kept)
    report = take_in(file(entry()), on_conflict="replace")
    assert (report.kept, notes(report)) == (
        (ZOO_HASH,),
        ["it was merged into another schema here, and stays as it is"],
    )


def test_who_was_faster_meanwhile_wins(monkeypatch: pytest.MonkeyPatch) -> None:
    def nobody_yet(*_: object) -> dict[str, Schema]:
        return {}

    remember(ZOO)
    monkeypatch.setattr(arrivals.Arrivals, "_there", nobody_yet)
    assert take_in(file(entry(), entry("Books"))) == Report(added=(description_hash("Books"),), kept=(ZOO_HASH,))
    assert (find(ZOO_HASH).revision, Revision.objects.count()) == (1, 2)


# Merged ones


def test_merged_schemas_are_linked_wherever_they_stand_in_the_file() -> None:
    a, b, c = entry("A"), entry("B"), entry("C")
    hashes = [body["description_hash"] for body in (a, b, c)]
    report = take_in(file(a | {"merged_into": hashes[1]}, b | {"merged_into": hashes[2]}, c))
    assert report == Report(added=tuple(hashes))
    assert dict(Schema.objects.values_list("description", "merged_into__description")) == {
        "A": "C",
        "B": "C",
        "C": None,
    }


def test_what_was_merged_into_what_is_here_already_is_linked_to_what_stands_for_that() -> None:
    remember("A")
    merge([remember("B")], into=description_hash("A"))
    take_in(file(entry("C") | {"merged_into": description_hash("B")}))
    assert Schema.objects.get(description="C").merged_into == Schema.objects.get(description="A")


@pytest.mark.parametrize("dry_run", [False, True])
def test_what_was_merged_into_nothing_or_itself_stands_alone(*, dry_run: bool) -> None:
    circle = (entry("A", merged_into=description_hash("B")), entry("B", merged_into=description_hash("A")))
    report = take_in(file(*circle, entry("C", merged_into="ab" * 32)), dry_run=dry_run)
    (note,) = report.notes
    assert (note.text, note.times) == ("the schema it was merged into is not here: it stands alone", 3)
    assert not Schema.objects.exclude(merged_into=None).exists()


# Only to say


@pytest.mark.parametrize("on_conflict", ["skip", "replace", "newer"])
def test_a_dry_run_says_what_would_become_of_it_and_changes_nothing(on_conflict: str) -> None:
    remember(ZOO)
    mark_curated([remember("Books")], curated=True)
    gone = remember("Cars")
    merge([gone], into=remember("Vehicles"))
    content = file(
        entry(revised_at=LATER),
        entry("Books"),
        entry("Cars"),
        entry("New"),
        entry("Newer", merged_into=description_hash("New")),
    )
    before = rows()

    said = take_in(content, on_conflict=on_conflict, dry_run=True)

    assert rows() == before
    done = take_in(content, on_conflict=on_conflict)
    assert said.to_json() == done.to_json() | {"dry_run": True}


def test_a_file_costs_few_queries() -> None:
    content = file(*(entry(f"Animals {number}") for number in range(100)))
    counter = _Counter()
    with connection.execute_wrapper(counter):
        take_in(content)
    assert counter.count < 15


class _Counter:
    def __init__(self) -> None:
        self.count = 0

    def __call__(self, execute: Any, *arguments: Any) -> Any:
        self.count += 1
        return execute(*arguments)


def test_revisions_of_many_authors_stand_on_top_of_each_other() -> None:
    remember(ZOO, "old")
    edit(ZOO_HASH, schema("edited"), domain="", revision=1, author="ada")
    take_in(file(entry()), on_conflict="replace", author="bob")
    assert [find(ZOO_HASH, number).author for number in (1, 2, 3)] == ["", "ada", "bob"]


def test_who_may_not_curate_marks_nothing_by_a_file() -> None:
    report = take_in(document(curated=True), may_curate=False)
    assert (find(SEED_HASH).curated, len(report.added)) == (False, 1)
    assert [str(note) for note in report.notes if "mark" in note.text] == [
        f"its curated mark is left out: to give it needs a permission of its own (entry 1 '{SEED_HASH}', line 1)"
    ]


def test_a_mark_that_is_here_stays_when_the_author_may_not_give_one() -> None:
    take_in(document())
    mark_curated([SEED_HASH], curated=True)
    take_in(document(curated=True), may_curate=False, on_conflict="replace", overwrite_curated=True)
    assert find(SEED_HASH).curated


def test_a_file_marks_what_its_author_may_mark() -> None:
    take_in(document(curated=True))
    assert find(SEED_HASH).curated


# Many of them on SQLite, where nobody else writes meanwhile


@pytest.fixture
def _few_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importing, "TOGETHER", 2)
    monkeypatch.setattr(importing, "_BATCH", 1)


@pytest.mark.usefixtures("_few_together")
@pytest.mark.skipif(connection.vendor != "sqlite", reason="elsewhere all go in together")
def test_what_is_put_in_bit_by_bit_and_broken_off_is_completed_by_the_same_file() -> None:
    hashes = [description_hash(name) for name in "ABC"]
    many = file(entry("A", merged_into=hashes[2]), entry("B"), entry("C"))

    def break_off(doing: str, count: int) -> None:
        if (doing, count) == (importing.PUTTING_IN, 1):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        take_in(many, progress=break_off)
    assert [*Schema.objects.values_list("description", flat=True)] == ["B"]
    report = take_in(many)
    assert ([*report.added], [*report.unchanged, *report.kept]) == ([hashes[2], hashes[0]], [hashes[1]])
    assert Schema.objects.get(description="A").merged_into == Schema.objects.get(description="C")


@pytest.mark.usefixtures("_few_together")
def test_all_or_nothing_is_all_or_nothing_however_many_they_are() -> None:
    def break_off(doing: str, count: int) -> None:
        if (doing, count) == (importing.PUTTING_IN, 2):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        take_in(file(entry("A"), entry("B"), entry("C")), progress=break_off, all_or_nothing=True)
    assert not Schema.objects.exists()
