"""What was asked for on a day, and what the cache saved, across threads, processes and machines: a row for each day.

Each count is a single UPDATE outside any transaction, so that none is lost however many come at once, and none waits
for longer than another one takes. Only the first count of a day, which has no row yet, takes more. Days are those of
UTC.
"""

from datetime import date

from django.db import connection

from generation.designer import Design
from schemas_cache.budget import today
from schemas_cache.entries import Entry
from schemas_cache.models import DailyUse

_FIGURES = (
    *("requests", "hits", "links", "model_designs", "offline_designs", "fallbacks"),
    *("saved_designs", "saved_tokens"),
)
_ADD = """
UPDATE schemas_cache_dailyuse
SET requests = requests + %s, hits = hits + %s, links = links + %s,
    model_designs = model_designs + %s, offline_designs = offline_designs + %s, fallbacks = fallbacks + %s,
    saved_designs = saved_designs + %s, saved_tokens = saved_tokens + %s
WHERE day = %s
"""  # every request comes by here: put together from F() it takes ten times as long


def count_request(entry: Entry, *, hit: bool) -> None:
    """Count a description, a schema or an instruction that got its entry; `hit` when that was there already.

    A hit on what the language model was asked for saves another design, and the tokens that this one took.
    """
    is_saved = hit and not entry.is_offline and entry.spent.requests > 0
    _count(requests=1, hits=hit, saved_designs=is_saved, saved_tokens=is_saved * entry.spent.tokens)


def count_link() -> None:
    """Count a dataset that was made again from a permanent link."""
    _count(links=1)


def count_design(design: Design) -> None:
    """Count a design that was made: by the language model, or by rules, which may have stood in for it.

    Who designed it first does not tell: rules refine what a model designed, and it stays the model's.
    """
    is_fallback = design.instead_of is not None
    is_the_models = design.spent.requests > 0 and not is_fallback
    _count(model_designs=is_the_models, offline_designs=not is_the_models, fallbacks=is_fallback)


def _count(**more: int) -> None:
    """Add to the figures of today."""
    day = today()
    numbers = [int(more.get(name, 0)) for name in _FIGURES]  # PostgreSQL adds no truth to a number
    if not _add(day, numbers):
        DailyUse.objects.bulk_create([DailyUse(day=day)], ignore_conflicts=True)
        _add(day, numbers)


def _add(day: date, numbers: list[int]) -> bool:
    """Add to the figures of a day, and tell whether it has a row."""
    with connection.cursor() as cursor:
        cursor.execute(_ADD, [*numbers, connection.ops.adapt_datefield_value(day)])
        return bool(cursor.rowcount)
