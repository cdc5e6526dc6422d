from collections.abc import Callable
from typing import Any

import pytest
from django.db.models import JSONField, Value

from generation.engine import DatasetSchema
from schemas_cache import checking
from schemas_cache.checking import CHECKER, Checked, Problem, check, fix, number_of_revisions
from schemas_cache.curating import edit, mark_curated, merge
from schemas_cache.errors import SchemaOutdated
from schemas_cache.models import Revision
from schemas_cache.services import Entry, find, obtain, search
from tests.schemas_cache.designs import by_model, schema

pytestmark = pytest.mark.django_db
OUTDATED = [
    {"name": "name", "faker_method": "fake.name()", "data_type": "string"},
    {"name": "price", "faker_method": "1 + fake.price_of()", "data_type": "decimal"},
]
UNREADABLE: list[Any] = [{"a": 3}, [], [{"name": "x"}], None, "text", 7, [["name"]], [{"name": [1]}]]


def remember(description: str) -> Entry:
    return obtain(description, None, design=by_model, wait=0, replace_offline=False)[0]


def outdated(description: str, columns: Any = OUTDATED) -> Entry:
    """Remember a schema, and put columns in its place that an earlier version could have known."""
    entry = remember(description)
    Revision.objects.filter(schema__hash=entry.hash).update(columns=Value(columns, JSONField()))
    return entry


def failing(**options: bool) -> list[Checked]:
    return [checked for checked in check(**options) if checked.problems]


def test_what_runs_has_no_problems() -> None:
    entry = remember("people")

    assert list(check()) == [
        Checked(hash=entry.hash, description="people", revision=1, curated=False, entry=find(entry.hash))
    ]


def test_what_does_not_run_is_told_with_column_place_and_repair() -> None:
    entry = outdated("products with name and price")
    (checked,) = failing()

    assert (checked.hash, checked.problems) == (
        entry.hash,
        (
            Problem(
                column="price",
                message="fake.price_of does not exist",
                hint=checked.problems[0].hint,
                excerpt="1 + fake.price_of()\n    ^",
            ),
        ),
    )
    assert checked.repair is not None
    assert [column.name for column in checked.repair.columns] == ["price"]


def test_each_column_that_does_not_run_is_told() -> None:
    columns = [{"name": name, "faker_method": f"fake.{name}_of()"} for name in ("a", "b")]
    outdated("people", columns)

    assert [problem.column for problem in failing()[0].problems] == ["a", "b"]


def test_what_lies_in_no_column_has_no_repair() -> None:
    letters = "''.join([fake.text(4000)[0] for _ in range(6)])"
    outdated("letters", [{"name": f"zz{place}", "faker_method": letters} for place in range(200)])
    (checked,) = failing()

    assert ([problem.column for problem in checked.problems], checked.repair) == ([None], None)


@pytest.mark.parametrize("columns", UNREADABLE)
def test_what_is_stored_and_is_no_schema_is_told(columns: Any) -> None:
    outdated("people", columns)
    remember("others")
    (checked,) = failing()

    assert (checked.description, checked.entry, checked.repair) == ("people", None, None)
    assert checked.problems[0].message.startswith("what is stored is no schema: ")


def test_a_locale_that_is_gone_is_told() -> None:
    Revision.objects.filter(schema__hash=remember("people").hash).update(locale="xx_XX")

    assert failing()[0].problems[0].message.startswith("what is stored is no schema: there is no locale 'xx_XX'")


def test_earlier_revisions_are_looked_at_on_request_and_have_no_repair() -> None:
    entry = outdated("people")
    edit(entry.hash, schema("age"), domain="", revision=1, author="ada")

    assert failing() == []
    assert [(checked.revision, checked.repair) for checked in failing(all_revisions=True)] == [(1, None)]
    assert (number_of_revisions(all_revisions=False), number_of_revisions(all_revisions=True)) == (1, 2)


def test_what_is_merged_is_looked_at_on_request_and_has_no_repair() -> None:
    other = outdated("others")
    merge([other.hash], remember("people").hash)

    assert failing() == []
    assert [(checked.hash, checked.repair) for checked in failing(all_revisions=True)] == [(other.hash, None)]


def test_all_pages_are_looked_at_once_also_while_revisions_are_added(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checking, "_PAGE", 2)
    for place in range(5):
        outdated(f"people {place}")

    assert [(checked.description, fix(checked)) for checked in check()] == [(f"people {n}", True) for n in range(5)]
    assert failing() == []


def test_a_repair_is_a_new_revision_that_says_what_was_done() -> None:
    entry = outdated("products with name and price")
    (checked,) = failing()
    assert checked.repair is not None

    assert fix(checked)

    mended = find(entry.hash)
    assert (mended.revision, mended.author, mended.designed_by) == (2, CHECKER, entry.designed_by)
    assert mended.schema == checked.repair.schema
    assert mended.assumptions == (*entry.assumptions, *checked.repair.repairs)
    assert find(entry.hash, 1).schema == DatasetSchema.from_json(OUTDATED)
    assert failing() == []


def test_curated_schemas_are_repaired_only_when_that_is_meant() -> None:
    entry = outdated("products with name and price")
    mark_curated([entry.hash], curated=True)
    (checked,) = failing()

    assert not fix(checked)
    assert find(entry.hash).revision == 1
    assert fix(checked, though_curated=True)
    assert (find(entry.hash).revision, find(entry.hash).curated) == (2, True)


@pytest.mark.parametrize(
    "meanwhile",
    [
        lambda hash_: mark_curated([hash_], curated=True),
        lambda hash_: edit(hash_, schema("age"), domain="", revision=1, author="ada"),
        lambda hash_: merge([hash_], remember("others").hash),
    ],
    ids=["curated", "edited", "merged"],
)
def test_what_changes_meanwhile_is_not_repaired(meanwhile: Callable[[str], object]) -> None:
    entry = outdated("products with name and price")
    (checked,) = failing()
    meanwhile(entry.hash)

    assert not fix(checked)


def test_what_cannot_be_read_is_not_repaired() -> None:
    outdated("people", {"a": 3})

    assert not fix(failing()[0])


@pytest.mark.parametrize("columns", UNREADABLE)
def test_a_search_leaves_out_what_is_stored_and_is_no_schema(columns: Any) -> None:
    outdated("people", columns)
    remember("others")

    entries, number = search(offset=0, limit=10)
    assert ([entry.description for entry in entries], number) == (["others"], 2)


def test_what_is_stored_and_is_no_schema_is_outdated() -> None:
    entry = outdated("people", {"a": 3})

    with pytest.raises(SchemaOutdated):
        find(entry.hash)
