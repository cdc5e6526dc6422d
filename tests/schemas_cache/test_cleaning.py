from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from schemas_cache import cleaning
from schemas_cache.cleaning import Criteria, Gone, clean, standing
from schemas_cache.curating import edit, mark_curated, merge
from schemas_cache.models import Revision, Schema
from schemas_cache.services import count_use, description_hash, find, obtain
from tests.schemas_cache.designs import by_model, by_rules, schema

pytestmark = pytest.mark.django_db
NOW = datetime.now(UTC)
QUARTER = Criteria(unused_for=timedelta(days=90))


def remember(description: str, *, made: int = 0, used: int | None = None, uses: int = 0, rules: bool = False) -> str:
    """Remember a schema, made and last used so many days ago, and return its hash."""
    design = by_rules() if rules else by_model()
    hash_ = obtain(description, None, design=lambda: design, wait=0, replace_offline=False)[0].hash
    Schema.objects.filter(hash=hash_).update(
        created_at=NOW - timedelta(days=made),
        last_used=None if used is None else NOW - timedelta(days=used),
        usage_count=uses,
    )
    return hash_


def dropped(criteria: Criteria, *, dry_run: bool = False) -> list[str]:
    return [gone.description for gone in clean(criteria, dry_run=dry_run)]


def left() -> set[str]:
    return set(Schema.objects.values_list("description", flat=True))


def test_what_was_not_used_for_long_goes_the_longest_unused_first() -> None:
    remember("old", made=300, used=100)
    remember("older", made=300, used=200)
    remember("new", made=300, used=80)

    assert dropped(QUARTER) == ["older", "old"]
    assert left() == {"new"}


def test_what_was_never_used_counts_from_when_it_was_made() -> None:
    remember("old", made=91)
    remember("new", made=89)

    assert dropped(QUARTER) == ["old"]


def test_what_was_edited_lately_stays() -> None:
    hash_ = remember("edited", made=300, used=200)
    edit(hash_, schema("name", "age"), domain="people", revision=1, author="ada")

    assert dropped(QUARTER) == []


def test_what_is_gone_is_told_with_why_and_how_many_links_break() -> None:
    hash_ = remember("people", made=300, used=200, uses=7)
    edit(hash_, schema("name", "age"), domain="people", revision=1, author="ada")
    Revision.objects.update(created_at=NOW - timedelta(days=200))
    used = Schema.objects.get().last_used

    assert list(clean(QUARTER)) == [
        Gone(
            hash=hash_,
            description="people",
            reason=f"last used {used:%Y-%m-%d}",
            usage_count=7,
            last_used=used,
            revisions=2,
        )
    ]
    assert not Revision.objects.exists()


@pytest.mark.parametrize("criteria", [QUARTER, Criteria(most=0), Criteria(fallbacks=True), Criteria(keep=0)])
def test_curated_schemas_stay_whatever_is_asked_for(criteria: Criteria) -> None:
    mark_curated([remember("curated", made=300, rules=True)], curated=True)

    assert dropped(criteria) == []
    assert left() == {"curated"}


def test_what_is_merged_goes_with_what_it_is_merged_into_alone() -> None:
    kept, other = remember("kept", made=300, used=200), remember("other", made=300, used=250)
    merge([other], kept)

    assert dropped(QUARTER) == []

    mark_curated([kept], curated=False)
    assert [(gone.description, gone.reason) for gone in clean(QUARTER)][1:] == [("other", f"merged into {kept:.12}")]
    assert not Schema.objects.exists()


def test_a_link_to_what_is_merged_is_a_use_of_what_it_is_merged_into() -> None:
    kept, other = remember("kept", made=300, used=200), remember("other", made=300, used=250)
    merge([other], kept)
    mark_curated([kept], curated=False)
    count_use(other)

    assert dropped(QUARTER) == []


def test_the_most_used_stay_whatever_their_age() -> None:
    remember("favourite", made=300, used=200, uses=9)
    remember("rare", made=300, used=100, uses=1)

    assert dropped(Criteria(unused_for=timedelta(days=90), keep=1)) == ["rare"]


def test_the_most_used_alone_are_kept_when_nothing_else_is_said() -> None:
    for uses in range(4):
        remember(f"used {uses} times", uses=uses, used=1)

    assert sorted(dropped(Criteria(keep=2))) == ["used 0 times", "used 1 times"]


def test_the_least_recently_used_go_until_so_many_are_left() -> None:
    for days in range(5):
        remember(f"{days} days ago", made=9, used=days)

    assert dropped(Criteria(most=3)) == ["4 days ago", "3 days ago"]
    assert dropped(Criteria(most=3)) == []


def test_curated_schemas_count_among_those_that_are_left() -> None:
    mark_curated([remember("curated", made=300)], curated=True)
    remember("old", made=2)
    remember("new", made=1)

    assert dropped(Criteria(most=2)) == ["old"]


def test_the_old_go_before_others_are_counted() -> None:
    for days in (200, 100, 3, 2, 1):
        remember(f"{days} days ago", made=300, used=days)

    assert dropped(Criteria(unused_for=timedelta(days=90), most=2)) == ["200 days ago", "100 days ago", "3 days ago"]


def test_designs_by_rules_alone_can_be_meant() -> None:
    remember("by rules", rules=True, made=300)
    remember("by a model", made=300)

    assert dropped(Criteria(fallbacks=True)) == ["by rules"]
    assert left() == {"by a model"}


def test_designs_by_rules_that_are_in_use_can_be_spared() -> None:
    remember("in use", rules=True, made=300, used=1)
    remember("not in use", rules=True, made=300)

    assert dropped(Criteria(unused_for=timedelta(days=90), fallbacks=True)) == ["not in use"]


def test_what_a_model_designed_since_is_no_design_by_rules() -> None:
    remember("once by rules", rules=True)
    obtain("once by rules", None, design=by_model, wait=0, replace_offline=True)

    assert dropped(Criteria(fallbacks=True)) == []


def test_a_dry_run_says_the_same_and_drops_nothing() -> None:
    for days in (200, 100):
        remember(f"{days} days ago", made=300, used=days)

    assert dropped(QUARTER, dry_run=True) == ["200 days ago", "100 days ago"]
    assert left() == {"200 days ago", "100 days ago"}
    assert dropped(QUARTER) == ["200 days ago", "100 days ago"]


@pytest.mark.parametrize(
    "meanwhile",
    [
        count_use,
        lambda hash_: mark_curated([hash_], curated=True),
        lambda hash_: edit(hash_, schema("age"), domain="", revision=1, author="ada"),
        lambda hash_: merge([remember("a third", made=1)], hash_),
    ],
    ids=["used", "curated", "edited", "merged"],
)
@pytest.mark.parametrize("criteria", [QUARTER, Criteria(most=0), Criteria(keep=0)], ids=["unused", "most", "keep"])
def test_what_is_needed_meanwhile_stays(
    monkeypatch: pytest.MonkeyPatch, meanwhile: Callable[[str], object], criteria: Criteria
) -> None:
    monkeypatch.setattr(cleaning, "BATCH", 1)
    remember("first", made=301)
    second = remember("second", made=300)

    going = clean(criteria)
    assert next(going).description == "first"
    meanwhile(second)

    assert list(going) == []
    assert find(second).description == "second"


def test_what_was_told_is_gone_when_the_work_ends_early(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cleaning, "BATCH", 1)
    for days in (300, 200):
        remember(f"{days} days ago", made=days)

    going = clean(QUARTER)
    next(going)
    going.close()  # type: ignore[attr-defined]  # an iterator that is a generator

    assert left() == {"200 days ago"}


def test_many_go_in_more_than_one_batch(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cleaning, "BATCH", 2)
    for days in range(5):
        remember(f"{days}", made=100 + days)

    assert dropped(QUARTER) == ["4", "3", "2", "1", "0"]
    assert standing().count() == 0


def test_a_description_whose_schema_is_gone_is_designed_again() -> None:
    hash_ = remember("people", made=300)
    dropped(QUARTER)

    assert remember("people") == hash_ == description_hash("people")
