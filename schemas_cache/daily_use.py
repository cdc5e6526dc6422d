"""What was asked for on a day, and what the cache spared, across threads, processes and machines: a row for each day.

Each count is a single UPDATE outside any transaction, so that none is lost however many come at once, and none waits
for longer than another one takes. Only the first count of a day, which has no row yet, takes more. Days are those of
UTC.
"""

from django.db.models import F

from generation.designer import Design
from schemas_cache.budget import today
from schemas_cache.entries import Entry
from schemas_cache.models import DailyUse


def count_request(entry: Entry, *, hit: bool) -> None:
    """Count a description, a schema or an instruction that got its entry; `hit` when that was there already.

    A hit on what the language model was asked for spares another design, and the tokens that this one took.
    """
    is_spared = hit and not entry.is_offline and entry.spent.requests > 0
    _count(requests=1, hits=hit, spared_designs=is_spared, spared_tokens=is_spared * entry.spent.tokens)


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
    """Add to the figures of today; PostgreSQL adds no truth to a number."""
    row = DailyUse(day=today())
    figures = {name: F(name) + int(number) for name, number in more.items() if number}
    rows = DailyUse.objects.filter(day=row.day)
    if not rows.update(**figures):
        DailyUse.objects.bulk_create([row], ignore_conflicts=True)
        rows.update(**figures)
