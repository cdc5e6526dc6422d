"""Who waits for a design of which another is the maker, and what is left to others by one who may not have it made."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db.models import F

from generation.designer import Design, ModelShareSpent
from schemas_cache import leases, seats
from schemas_cache.entries import Entry
from schemas_cache.errors import DesignPending
from schemas_cache.models import DesignLease
from schemas_cache.seats import Seats
from schemas_cache.services import REST, description_hash, find, obtain
from tests.schemas_cache.designs import by_model, by_rules

pytestmark = pytest.mark.django_db

SENTENCE = "People with a name"
KEY = description_hash(SENTENCE)


def ask(design: Callable[[], Design], room: Seats | None = None, *, better: bool = False) -> tuple[Entry, bool]:
    return obtain(SENTENCE, None, design=design, wait=60, replace_offline=better, seats=room)


def refuse() -> Design:
    raise ModelShareSpent("of one alone", retry_after=86_400)


def stand() -> Design:
    raise DesignPending("no seat")


def test_who_follows_for_long_without_a_seat_is_told_to_ask_again(monkeypatch: pytest.MonkeyPatch) -> None:
    leases.take(KEY, seconds=60)  # which another designs
    monkeypatch.setattr(seats, "PATIENCE", -1.0)
    with pytest.raises(DesignPending, match="busy with others"):
        ask(by_model, Seats(0))


@pytest.mark.parametrize(("design", "error"), [(refuse, ModelShareSpent), (stand, DesignPending)])
def test_what_one_may_not_have_designed_others_may(design: Callable[[], Design], error: type[Exception]) -> None:
    with pytest.raises(error):
        ask(design)
    assert ask(by_model)[0].designed_by == "gpt-4o-mini"


def test_a_better_design_that_one_may_not_have_made_others_may_after_a_short_rest() -> None:
    known, _ = ask(by_rules)
    assert ask(refuse, better=True) == (known, True)
    DesignLease.objects.update(lease_until=F("lease_until") - timedelta(seconds=REST))
    assert ask(by_model, better=True)[0].designed_by == "gpt-4o-mini"


def test_who_gets_no_seat_for_a_better_design_gets_the_one_that_there_is() -> None:
    known, _ = ask(by_rules)
    assert ask(stand, better=True) == (known, True)
    assert ask(by_model, better=True) == (known, True)  # for a while it is left alone
    assert find(KEY) == known
