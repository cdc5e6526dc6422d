from datetime import UTC, datetime

import pytest

from schemas_cache.budget import Budget, add_tokens, seconds_until_tomorrow
from schemas_cache.models import Spending

pytestmark = pytest.mark.django_db


def spent() -> tuple[int, int]:
    row = Spending.objects.get()
    return row.designs, row.tokens


def test_designs_are_taken_until_there_are_no_more() -> None:
    budget = Budget(designs=2, tokens=None)
    assert [budget.take_design() for _ in range(3)] == [True, True, False]
    assert spent() == (2, 0)


def test_nothing_is_affordable_without_any() -> None:
    assert not Budget(designs=0, tokens=None).take_design()


def test_tokens_end_a_budget_too() -> None:
    budget = Budget(designs=None, tokens=100)
    assert budget.take_design()
    add_tokens(99)
    assert budget.take_design()
    add_tokens(1)
    assert not budget.take_design()
    assert spent() == (2, 100)


def test_yesterdays_designs_do_not_count_today() -> None:
    Spending.objects.create(day=datetime(2025, 1, 1, tzinfo=UTC).date(), designs=10, tokens=10**9)
    assert Budget(designs=1, tokens=1).take_design()


def test_a_new_budget_begins_within_a_day() -> None:
    assert 0 < seconds_until_tomorrow() <= 86_400
