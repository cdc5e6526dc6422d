"""What is charged to whom, and what is given back."""

import pytest
from pytest_django import Settings

from access.clients import known
from access.errors import AskedTooMuch, LimitReached
from access.limits import CELLS, MODEL_DESIGNS, charge, charged, give_back
from access.models import Allowance

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _ten_cells(settings: Settings) -> None:
    settings.CLIENT_CELLS_PER_MINUTE = 10


def test_who_asks_is_charged_until_nothing_is_left() -> None:
    with known("somebody"):
        charge(CELLS, 10)
        with pytest.raises(LimitReached) as refused:
            charge(CELLS, 5)
    seconds = refused.value.retry_after
    assert (refused.value.name, refused.value.limit, 20 < seconds <= 30) == ("cells", "10 cells per minute", True)
    assert str(refused.value) == (
        f"The limit of 10 cells per minute for one client is reached. Please try again in {seconds} seconds"
    )


def test_each_client_has_as_much() -> None:
    for client in ("one", "another"):
        with known(client):
            charge(CELLS, 10)
    assert Allowance.objects.count() == 2


def test_for_more_than_one_may_ever_have_nobody_can_wait() -> None:
    with known("somebody"), pytest.raises(AskedTooMuch, match="This alone is more than the limit of 10 cells"):
        charge(CELLS, 11)


def test_commands_are_charged_nothing() -> None:
    charge(CELLS, 1000)
    give_back(CELLS, 1000)
    assert not Allowance.objects.exists()


def test_a_limit_of_nothing_is_none(settings: Settings) -> None:
    settings.CLIENT_MODEL_DESIGNS_PER_DAY = 0
    with known("somebody"):
        charge(MODEL_DESIGNS, 1000)
    assert not Allowance.objects.exists()


def test_what_fails_costs_nothing() -> None:
    with known("somebody"):
        with pytest.raises(ValueError, match="failed"), charged(CELLS, 10):
            raise ValueError("failed")
        charge(CELLS, 10)


def test_what_is_given_back_goes_to_whom_it_was_taken_from() -> None:
    with known("somebody"):
        charge(CELLS, 10)
    with known("another"):
        give_back(CELLS, 4, client="somebody")
    with known("somebody"):
        charge(CELLS, 4)
        with pytest.raises(LimitReached):
            charge(CELLS)


def test_the_table_tells_neither_who_nor_what() -> None:
    with known("192.0.2.1"):
        charge(CELLS, 1)
    key = Allowance.objects.get().key
    assert (len(key), "192" in key, "cells" in key) == (64, False, False)
