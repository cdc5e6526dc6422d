from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.db import connection, transaction
from django.forms import model_to_dict
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries

from generation.designer import Design, ModelUnavailable, Spent
from schemas_cache.budget import today
from schemas_cache.daily_use import count_design, count_link, count_request
from schemas_cache.entries import Entry
from schemas_cache.models import DailyUse
from schemas_cache.services import obtain, store
from tests.schemas_cache.designs import by_model, by_rules, schema

pytestmark = pytest.mark.django_db

SPENT = Spent(requests=2, prompt_tokens=900, completion_tokens=100)


def designed(design: Design) -> Entry:
    return obtain("Animals of a zoo", None, design=lambda: design, wait=0, replace_offline=False)[0]


def figures() -> dict[str, int]:
    """Return the figures of today, the only day that there is, but for those that are zero."""
    row = model_to_dict(DailyUse.objects.get(day=today()), exclude=("id", "day"))
    return {name: number for name, number in row.items() if number}


def test_a_request_that_was_designed_for_is_no_hit() -> None:
    count_request(designed(replace(by_model(), spent=SPENT)), hit=False)
    assert figures() == {"requests": 1}


def test_a_hit_on_what_the_model_designed_saves_the_design_and_its_tokens() -> None:
    entry = designed(replace(by_model(), spent=SPENT))
    for _ in range(3):
        count_request(entry, hit=True)
    assert figures() == {"requests": 3, "hits": 3, "saved_designs": 3, "saved_tokens": 3000}


@pytest.mark.parametrize(
    "design",
    [by_rules(), replace(by_rules(), spent=SPENT), by_model()],
    ids=["by rules", "by rules for a model that failed", "by a model that this installation never asked"],
)
def test_a_hit_on_what_cost_nothing_saves_nothing(design: Design) -> None:
    count_request(designed(design), hit=True)
    assert figures() == {"requests": 1, "hits": 1}


def test_a_schema_that_was_given_before_is_a_hit_that_saves_nothing() -> None:
    for _ in range(2):
        entry, was_there = store(schema())
        count_request(entry, hit=was_there)
    assert figures() == {"requests": 2, "hits": 1}


def test_datasets_of_permanent_links_are_counted_apart() -> None:
    count_link()
    count_link()
    assert figures() == {"links": 2}


@pytest.mark.parametrize(
    ("design", "counted"),
    [
        (replace(by_model(), spent=SPENT), {"model_designs": 1}),
        (by_rules(), {"offline_designs": 1}),
        (by_model(), {"offline_designs": 1}),
        (replace(by_rules(), instead_of=ModelUnavailable("down")), {"offline_designs": 1, "fallbacks": 1}),
        (replace(by_model(), instead_of=ModelUnavailable("down")), {"offline_designs": 1, "fallbacks": 1}),
        (replace(by_rules(), instead_of=ModelUnavailable("down"), spent=SPENT), {"offline_designs": 1, "fallbacks": 1}),
    ],
    ids=["model", "rules", "rules refine the model's", "fallback", "fallback refines the model's", "dear fallback"],
)
def test_designs_are_counted_by_who_made_them(design: Design, counted: dict[str, int]) -> None:
    count_design(design)
    assert figures() == counted


def test_other_days_keep_their_figures() -> None:
    DailyUse.objects.create(day=date(2025, 1, 1), links=7)
    count_link()
    assert DailyUse.objects.get(day=date(2025, 1, 1)).links == 7
    assert figures() == {"links": 1}


def test_a_count_is_one_statement_once_the_day_has_a_row(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    entry = designed(replace(by_model(), spent=SPENT))
    count_link()
    with django_assert_num_queries(1):
        count_request(entry, hit=True)


def test_of_two_who_begin_a_day_at_once_none_is_lost() -> None:
    others: list[str] = []

    def overtake(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:  # noqa: FBT001 - Django's
        if sql.startswith("INSERT") and not others:
            others.append("counts first")
            count_link()
        return execute(sql, params, many, context)

    with connection.execute_wrapper(overtake):
        count_link()

    assert figures() == {"links": 2}


@pytest.mark.django_db(transaction=True)
def test_what_others_count_waits_for_no_transaction() -> None:
    count_link()
    assert transaction.get_autocommit()
    with CaptureQueriesContext(connection) as queries:
        count_link()
    assert [query["sql"].split()[0] for query in queries] == ["UPDATE"]
