from datetime import timedelta

import pytest
from django.db.models.functions import Now
from django.utils import timezone

from generation.designer import (
    DesignError,
    ModelAnswerUnusable,
    ModelError,
    ModelRateLimited,
    ModelRefused,
    ModelUnavailable,
)
from schemas_cache import leases
from schemas_cache.leases import Lease, Sight
from schemas_cache.models import DesignLease

pytestmark = pytest.mark.django_db
KEY = "ab" * 32


def taken(seconds: float = 60) -> Lease:
    lease = leases.take(KEY, seconds=seconds)
    assert lease is not None
    return lease


def test_one_has_the_lease_until_it_is_given_back() -> None:
    lease = taken()

    assert leases.look(KEY) == Sight(free=False)
    assert leases.take(KEY, seconds=60) is None
    assert lease.release()
    assert leases.look(KEY) == Sight(free=True)
    assert leases.take(KEY, seconds=60) is not None


def test_leases_of_different_keys_do_not_meet() -> None:
    taken()

    assert leases.take("cd" * 32, seconds=60) is not None


def test_a_lease_that_ran_out_goes_to_another_and_its_first_owner_can_do_nothing_with_it() -> None:
    first = taken(seconds=-1)
    second = taken()

    assert not first.release()
    assert not first.fail(DesignError("too late"))
    assert leases.look(KEY) == Sight(free=False)
    assert second.release()


def test_who_is_late_but_not_succeeded_still_has_the_lease() -> None:
    assert taken(seconds=-1).release()


@pytest.mark.parametrize(
    "error",
    [
        DesignError("no"),
        ModelError("no"),
        ModelRefused("no"),
        ModelUnavailable("no"),
        ModelAnswerUnusable("half a pair \ud83d and \x00"),
        ModelRateLimited("no", retry_after=7, limit="3 per minute"),
        ModelRateLimited("no", retry_after=7),
    ],
)
def test_a_failure_comes_back_as_an_equal_error_and_the_lease_is_free(error: DesignError) -> None:
    taken().fail(error)

    sight = leases.look(KEY)
    read = leases.read_failure(sight.failure)

    assert (type(read), str(read), vars(read)) == (type(error), str(error), vars(error))
    assert sight.free


def test_nobody_has_the_lease_while_it_rests() -> None:
    taken().fail(ModelUnavailable("no"), rest=60)

    assert not leases.look(KEY).free
    assert leases.take(KEY, seconds=60) is None


def test_an_error_of_a_kind_unknown_here_comes_back_as_the_nearest_kind() -> None:
    class Censored(ModelRefused):
        """A kind of refusal that another version of the designer has."""

    taken().fail(Censored("no"))

    assert type(leases.read_failure(leases.look(KEY).failure)) is ModelRefused


def test_two_failures_differ_even_when_their_errors_are_equal() -> None:
    taken().fail(DesignError("no"))
    first = leases.look(KEY).failure
    taken().fail(DesignError("no"))

    assert leases.look(KEY).failure not in ("", first)


def test_a_defect_is_a_failure_for_those_who_wait_and_passes_through() -> None:
    with pytest.raises(ZeroDivisionError), taken().failing():
        _ = 1 / 0

    assert str(leases.read_failure(leases.look(KEY).failure)) == "the design broke off"


def test_a_failure_sweeps_what_nobody_waits_for_any_more() -> None:
    hours_ago = timezone.now() - timedelta(hours=2)
    DesignLease.objects.create(key="cd" * 32, owner="killed", lease_until=hours_ago)

    taken().fail(DesignError("no"))

    assert list(DesignLease.objects.values_list("key", flat=True)) == [KEY]


def test_a_lease_of_before_the_clock_was_set_back_holds_nobody_up() -> None:
    assert leases.take(KEY, seconds=60) is not None
    DesignLease.objects.update(lease_until=Now() + timedelta(hours=1))

    assert leases.look(KEY) == Sight(free=True)
    assert leases.take(KEY, seconds=60) is not None
