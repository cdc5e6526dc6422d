"""What the language model may design: while the day's budget lasts, and the share of it of who asks; on few seats."""

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from functools import cache

from django.conf import settings

from access.clients import asking
from access.errors import LimitReached
from access.limits import MODEL_DESIGNS, charge, give_back
from generation.designer import (
    Design,
    ModelBudgetSpent,
    ModelError,
    ModelRefused,
    ModelSettings,
    ModelShareSpent,
    excused,
)
from generation.figures import count_unasked
from schemas_cache.budget import Budget, add_tokens, seconds_until_tomorrow
from schemas_cache.seats import Seats

Make = Callable[[ModelSettings | None], Design]


def model_settings() -> ModelSettings | None:
    """Return how the language model is asked, or None where there is none."""
    if settings.OPENAI_API_KEY is None:
        return None
    return ModelSettings(
        api_key=settings.OPENAI_API_KEY,
        name=settings.OPENAI_MODEL,
        base_url=settings.OPENAI_BASE_URL,
        deadline=settings.MODEL_DEADLINE,
        attempts=settings.MODEL_ATTEMPTS,
        allowed_hosts=settings.MODEL_ALLOWED_HOSTS,
    )


def seats() -> Seats | None:
    """Return the seats for those who ask of this process; a command has no others to think of."""
    return _seats() if asking() else None


@cache
def _seats() -> Seats:
    most = max(1, settings.THREADS - 1)  # one thread is always for others
    return Seats(min(settings.MODEL_SEATS, most))


def within_budget(make: Make) -> Design:
    """Let the model make a design while it may, and count what it took; then let rules make it.

    Raises ModelBudgetSpent in their place where there is no fallback, DesignPending without a seat, and what `make`
    raises.
    """
    model = model_settings()
    if model is None:
        if not settings.OFFLINE_FALLBACK:
            raise ModelRefused("there is no key for it")
        return make(None)
    with _seated():
        failure = _unaffordable()
        if failure is None:
            return _made(make, model)
    count_unasked(failure)
    if not settings.OFFLINE_FALLBACK:
        raise failure
    return excused(make(None), failure)


def _seated() -> AbstractContextManager[None]:
    mine = seats()
    return mine.taken() if mine else nullcontext()


def _unaffordable() -> ModelBudgetSpent | None:
    """Take a design of what there is today; return why there is none, or None."""
    try:
        charge(MODEL_DESIGNS)
    except LimitReached as error:
        return ModelShareSpent(str(error), retry_after=error.retry_after, limit=error.limit)
    budget = Budget(designs=settings.MODEL_DAILY_DESIGNS, tokens=settings.MODEL_DAILY_TOKENS)
    if budget.take_design():
        return None
    give_back(MODEL_DESIGNS)
    return ModelBudgetSpent("the budget of the day is spent", retry_after=seconds_until_tomorrow())


def _made(make: Make, model: ModelSettings) -> Design:
    try:
        made = make(model)
    except ModelError as error:
        add_tokens(error.spent.tokens)
        raise
    add_tokens(made.spent.tokens)
    return made
