"""A file that is wanted from a page is made once."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from generation.recipes import Recipe
from jobs.errors import TooManyJobs
from jobs.models import Job, State
from jobs.wanted import want_file
from schemas_cache.services import find
from tests.curation.remembered import remember

pytestmark = pytest.mark.django_db


@pytest.fixture
def recipe() -> Recipe:
    entry = find(remember("Animals of a zoo", "name"))
    return Recipe(entry=entry, format="csv", rows=10, seed=7, as_of=date(2026, 9, 1))


def wanted_again(recipe: Recipe, **standing: Any) -> bool:
    """Want a file whose job stands like this, and tell whether it is the same job."""
    first = want_file(recipe)
    Job.objects.filter(pk=first.id).update(**standing)
    return want_file(recipe).id == first.id


@pytest.mark.parametrize("state", [State.WAITING, State.RUNNING])
def test_what_is_being_made_is_waited_for(recipe: Recipe, state: State) -> None:
    assert wanted_again(recipe, state=state)


@pytest.mark.parametrize(("minutes", "is_same"), [(60, True), (5, False)])
def test_what_is_there_is_taken_while_there_is_time(recipe: Recipe, minutes: int, *, is_same: bool) -> None:
    expires = datetime.now(UTC) + timedelta(minutes=minutes)
    assert wanted_again(recipe, state=State.DONE, expires_at=expires) is is_same


@pytest.mark.parametrize("state", [State.FAILED, State.CANCELLED, State.EXPIRED])
def test_what_will_never_be_there_is_made_anew(recipe: Recipe, state: State) -> None:
    assert not wanted_again(recipe, state=state)


def test_another_file_is_another_job(recipe: Recipe) -> None:
    assert want_file(recipe).id != want_file(replace(recipe, format="jsonl")).id


def test_what_is_made_already_needs_no_room(recipe: Recipe, settings: Any) -> None:
    settings.JOB_MAX_WAITING = 1
    assert wanted_again(recipe)
    with pytest.raises(TooManyJobs):
        want_file(replace(recipe, seed=8))
