"""Why something was refused: what happened, and what to do."""

import pytest
from django.core.exceptions import SuspiciousOperation
from django.db import OperationalError
from django.http import Http404
from django.utils.translation import override

from access.errors import AskedTooMuch, LimitReached
from generation.designer import (
    ModelBudgetSpent,
    ModelError,
    ModelRateLimited,
    ModelRefused,
    ModelShareSpent,
    ModelUnavailable,
)
from generation.engine import CheckError, RunError
from generation.errors import InvalidRequest, UploadTooLarge
from jobs.errors import JobNotFound, TooManyJobs
from schemas_cache.errors import DesignPending, HashTaken, RevisionNotFound, SchemaNotFound, SchemaOutdated, TextUnfit
from workbench.refused import Refused

LOST = "nothing that you typed is lost"


def refused(error: Exception | None, message: str = "", retry_after: int | None = None) -> Refused:
    return Refused.of(error, message, retry_after=retry_after, reference="r-1")


ERRORS = [
    ModelRateLimited("429", retry_after=5),
    ModelBudgetSpent("spent", retry_after=5),
    ModelShareSpent("spent by one", retry_after=5),
    LimitReached("requests", "5 requests per minute", retry_after=5),
    AskedTooMuch("cells", "5 cells per minute", retry_after=60),
    ModelRefused("no key"),
    ModelUnavailable("slow"),
    ModelError("odd"),
    DesignPending("pending"),
    SchemaNotFound("0" * 64),
    RevisionNotFound("0" * 64, 7),
    SchemaOutdated("0" * 64),
    HashTaken("0" * 64),
    TextUnfit("NUL"),
    OperationalError("gone"),
    CheckError("random.randnt does not exist", column="a"),
    RunError("a text is longer than 4096 bytes", column="a"),
    InvalidRequest("Row count must be between 1 and 10000", field="rows"),
    UploadTooLarge("too large"),
    JobNotFound("there is no such job"),
    TooManyJobs("many wait", retry_after=60),
    Http404(),
    SuspiciousOperation("too many fields"),
]


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: type(error).__name__)
def test_every_error_says_what_happened_and_what_to_do(error: Exception) -> None:
    said = refused(error)
    assert (said.title != refused(None).title, said.advice.endswith("."), said.reference) == (True, True, "")


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: type(error).__name__)
def test_no_error_says_more_than_what_helps(error: Exception) -> None:
    helps = (CheckError, RunError, InvalidRequest)
    assert bool(refused(error, str(error)).details) is isinstance(error, helps)


def test_a_crash_says_whose_fault_it_is_and_how_to_report_it() -> None:
    said = refused(None, "Failed")
    assert (said.title, said.details, said.reference) == ("Something broke here", "", "r-1")
    assert LOST in said.advice


@pytest.mark.parametrize(
    ("seconds", "when"),
    [
        (1, "1 second"),
        (119, "119 seconds"),
        (120, "2 minutes"),
        (3601, "61 minutes"),
        (7201, "3 hours"),
        (86_400, "24 hours"),
    ],
)
def test_when_to_try_again_is_said_in_words(seconds: int, when: str) -> None:
    advice = refused(ModelRateLimited("429", retry_after=seconds), retry_after=seconds).advice
    assert advice == f"Nothing that you typed is lost. Try again in {when}."


def test_what_is_wrong_with_an_expression_is_shown_in_place() -> None:
    error = CheckError("random.randnt does not exist", position=0, hint="did you mean random.randint?")
    said = refused(error.located(column="a", expression="random.randnt(1, 6)"))
    assert (said.details, said.excerpt) == (
        "column 'a': random.randnt does not exist (did you mean random.randint?)",
        "random.randnt(1, 6)\n^",
    )


def test_errors_are_said_in_the_language_of_the_reader() -> None:
    with override("de"):
        assert refused(None).title != "Something broke here"
