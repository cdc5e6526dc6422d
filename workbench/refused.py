"""Why something was refused, in words, and what to do."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Self

from django.core.exceptions import BadRequest, SuspiciousOperation
from django.db import InterfaceError, OperationalError
from django.http import Http404
from django.http.multipartparser import MultiPartParserError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from rest_framework.exceptions import MethodNotAllowed

from access.errors import AskedTooMuch, KeyNeeded, LimitReached
from generation.designer import (
    DesignError,
    ModelBudgetSpent,
    ModelRateLimited,
    ModelRefused,
    ModelShareSpent,
    ModelUnavailable,
)
from generation.engine import EngineError, RunError
from generation.errors import FormTooLarge, InvalidRequest, UploadTooLarge
from jobs.errors import JobNotFound, TooManyJobs
from schemas_cache.errors import (
    DesignPending,
    HashTaken,
    RevisionNotFound,
    SchemaNotFound,
    SchemaOutdated,
    TextUnfit,
)
from workbench.durations import in_words


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """What happened (`title`) and what to do (`advice`), in the reader's language.

    `details` are in English, as the engine says them, `excerpt` an expression's line with a caret below it. The
    `reference` finds the request in the log.
    """

    title: str
    advice: str
    details: str = ""
    excerpt: str = ""
    retry_after: int | None = None
    reference: str = ""

    @classmethod
    def of(cls, error: Exception | None, message: str, *, retry_after: int | None, reference: str) -> Self:
        """Return what there is to say of an error; None is one that nobody foresaw."""
        said = next((_SAID[kind] for kind in type(error).__mro__ if kind in _SAID), _CRASHED)
        title, advice = said
        return cls(
            title=str(title),
            advice=f"{advice} {'' if isinstance(error, AskedTooMuch) else _again(retry_after)}".strip(),
            details=_details(error, message),
            excerpt=(error.excerpt or "") if isinstance(error, EngineError) else "",
            retry_after=retry_after,
            reference=reference if said is _CRASHED else "",
        )


_REPEATABLE = _("Nothing that you typed is lost.")
_CRASHED = (
    _("Something broke here"),
    _(
        "It was not your doing, and nothing that you typed is lost. Try again; if that does not help, tell whoever "
        "runs this service, with the reference below."
    ),
)
_UNREADABLE = (
    _("That could not be read"),
    _("What the browser sent is not what this page's form sends. Open the page anew and try again."),
)
_SAID: Mapping[type[Any], tuple[Any, Any]] = {
    ModelRateLimited: (_("The language model is asked too often just now"), _REPEATABLE),
    ModelBudgetSpent: (
        _("The language model has done its work for today"),
        _("What it may cost in a day is spent. Datasets that were made before, those for class too, still work."),
    ),
    ModelShareSpent: (
        _("The language model has designed enough for you today"),
        _("Datasets that were made before, those for class too, still work."),
    ),
    ModelRefused: (
        _("The language model does not work for this service"),
        _(
            "Only whoever runs the service can mend that: its key or its account is refused. Nothing that you typed "
            "is lost."
        ),
    ),
    ModelUnavailable: (
        _("The language model did not answer in time"),
        _("Try again in a moment. Nothing that you typed is lost."),
    ),
    DesignError: (
        _("No dataset came of that"),
        _("Say it in other words: what each row is, and the columns by name. Nothing that you typed is lost."),
    ),
    DesignPending: (
        _("This is still being designed"),
        _(
            "Somebody else just asked for the same, and the answer takes longer than usual. Nothing that you typed "
            "is lost."
        ),
    ),
    SchemaNotFound: (
        _("There is no dataset at this address"),
        _(
            "The address may be incomplete, or the dataset is remembered no longer. If you know the sentence that it "
            "was made of, type it again."
        ),
    ),
    RevisionNotFound: (
        _("This dataset has no such revision"),
        _("Leave the revision out of the address to see the current one."),
    ),
    SchemaOutdated: (
        _("This dataset cannot be made any more"),
        _(
            "It was designed with another version of this service. Say its sentence in other words to have it designed "
            "anew, or ask whoever runs the service to repair it."
        ),
    ),
    HashTaken: (
        _("No dataset came of that"),
        _("Another one is in its place. Say it in other words. Nothing that you typed is lost."),
    ),
    TextUnfit: (
        _("There is a character in the text that cannot be stored"),
        _("Type the text anew, or leave out what was pasted last."),
    ),
    UploadTooLarge: (
        _("There is too much text in the columns"),
        _("Shorten what they say, or change fewer of them at once. Nothing that you typed is lost."),
    ),
    FormTooLarge: (
        _("What you sent is too large"),
        _("Shorten it, or send less of it at once."),
    ),
    KeyNeeded: (
        _("This service asks for a key"),
        _(
            "Whoever runs it can give you one. When the browser asks, the key is the password, and the name may be "
            "anything."
        ),
    ),
    RunError: (
        _("A value of this dataset goes beyond what a cell can hold"),
        _("Change the column that is named below, or take it out."),
    ),
    EngineError: (
        _("These columns cannot be made like that"),
        _("What is wrong stands below. Change it and try again."),
    ),
    InterfaceError: (
        _("The memory of this service cannot be reached just now"),
        _REPEATABLE,
    ),
    OperationalError: (
        _("The memory of this service cannot be reached just now"),
        _REPEATABLE,
    ),
    AskedTooMuch: (
        _("This is more than anybody may ask for here at once"),
        _("Ask for fewer rows or columns. Nothing that you typed is lost."),
    ),
    LimitReached: (
        _("You have asked for very much in a short time"),
        _("There is to be enough for everybody else too. Nothing that you typed is lost."),
    ),
    JobNotFound: (
        _("There is no file at this address"),
        _("It is remembered no longer, or the address is incomplete. Have it made again from the page of its dataset."),
    ),
    TooManyJobs: (
        _("Too many files are waiting to be made"),
        _("Try again later, or ask for fewer rows."),
    ),
    InvalidRequest: (
        _("The address says something that cannot be"),
        _("Change it, or go back to the front page."),
    ),
    Http404: (
        _("There is nothing at this address"),
        _("It may be mistyped or incomplete. Say what data you need, and it is made."),
    ),
    MethodNotAllowed: (
        _("This page takes nothing of that kind"),
        _("What the browser sent is not what this page's form sends. Open the page anew and try again."),
    ),
    BadRequest: _UNREADABLE,
    SuspiciousOperation: _UNREADABLE,
    MultiPartParserError: _UNREADABLE,
}
_TELLING: Mapping[type[Any], Callable[[Any, str], str]] = {
    EngineError: lambda error, _: str(error),
    FormTooLarge: lambda _, message: message,
    InvalidRequest: lambda _, message: message,
    ModelRateLimited: lambda error, _: error.limit or "",
}


def _details(error: Exception | None, message: str) -> str:
    """Return what the error itself says, where that helps whoever reads it."""
    tell = next((_TELLING[kind] for kind in type(error).__mro__ if kind in _TELLING), None)
    return tell(error, message) if tell else ""


def _again(seconds: int | None) -> str:
    """Return when to try again, or nothing where that is not known."""
    return gettext("Try again in %(time)s.") % {"time": in_words(seconds)} if seconds else ""
