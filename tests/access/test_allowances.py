"""Allowances in the database and in Redis: what is taken, what is left, and what a clock that jumps makes of it."""

from collections.abc import Iterator

import pytest
from pytest_django import Settings

from access import allowances
from access.allowances import NEVER, Allowance, Rate
from tests.brokers import Redis

HOUR, MOMENT = 3600.0, 60.0  # seconds
FIVE = Allowance("of the tests", "somebody", Rate(5, HOUR))


@pytest.fixture(params=["database", "redis"])
def _store(request: pytest.FixtureRequest, db: None, settings: Settings) -> Iterator[None]:  # noqa: ARG001 - the database
    if request.param == "redis":
        server: Redis = request.getfixturevalue("redis")
        settings.CACHE_URL = server.url
    allowances.forget(FIVE)
    yield
    allowances.forget(FIVE)


pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_store")]


def test_so_much_is_taken_at_once_and_no_more() -> None:
    assert [allowances.take(FIVE) == 0.0 for _ in range(7)] == [True] * 5 + [False] * 2


def test_who_is_refused_hears_when_there_is_enough_again() -> None:
    allowances.take(FIVE, 4)
    assert 2 * HOUR / 5 - MOMENT < allowances.take(FIVE, 3) <= 2 * HOUR / 5


def test_one_who_is_refused_much_may_still_have_little() -> None:
    allowances.take(FIVE, 4)
    assert allowances.take(FIVE, 2) > 0
    assert allowances.take(FIVE, 1) == 0.0


def test_more_than_there_ever_is_cannot_be_waited_for() -> None:
    assert (allowances.take(FIVE, 6), allowances.look(FIVE, 6)) == (NEVER, NEVER)


def test_a_look_takes_nothing() -> None:
    allowances.take(FIVE, 5)
    assert [HOUR / 5 - MOMENT < allowances.look(FIVE) <= HOUR / 5 for _ in range(2)] == [True, True]
    allowances.forget(FIVE)
    assert allowances.look(FIVE, 5) == 0.0


def test_what_is_given_back_can_be_taken_again() -> None:
    allowances.take(FIVE, 5)
    allowances.give_back(FIVE, 2)
    assert [allowances.take(FIVE) == 0.0 for _ in range(3)] == [True, True, False]


def test_to_give_back_what_nobody_took_gives_nobody_more() -> None:
    allowances.give_back(FIVE, 3)
    allowances.take(FIVE)
    allowances.give_back(FIVE, 100)
    assert [allowances.take(FIVE) == 0.0 for _ in range(6)] == [True] * 5 + [False]


def test_others_have_their_own() -> None:
    allowances.take(FIVE, 5)
    others = (Allowance("of the tests", "another", FIVE.rate), Allowance("other things", "somebody", FIVE.rate))
    assert [allowances.take(other, 5) for other in others] == [0.0, 0.0]
    for other in others:
        allowances.forget(other)
