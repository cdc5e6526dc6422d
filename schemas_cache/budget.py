"""What the language model may cost a day, across threads, processes and machines: a row for each day.

A design is counted before the model is asked, by a conditional UPDATE that the database grants only while the day's
budget lasts; the tokens, known afterwards, are added. The designs that run meanwhile may so exceed the tokens' bound,
each by what one design takes. Days are those of UTC.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from django.db.models import F
from django.utils import timezone

from schemas_cache.models import Spending


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """How many designs and how many tokens a day may cost; None is without bound."""

    designs: int | None
    tokens: int | None

    def take_design(self) -> bool:
        """Count a design that is about to be made; tell whether today's budget allows it."""
        affordable = Spending.objects.filter(day=today())
        if self.designs is not None:
            affordable = affordable.filter(designs__lt=self.designs)
        if self.tokens is not None:
            affordable = affordable.filter(tokens__lt=self.tokens)
        Spending.objects.bulk_create([Spending(day=today())], ignore_conflicts=True)
        return bool(affordable.update(designs=F("designs") + 1))


def add_tokens(tokens: int) -> None:
    """Count what a design took."""
    if tokens:
        Spending.objects.filter(day=today()).update(tokens=F("tokens") + tokens)


def seconds_until_tomorrow() -> int:
    """Return after how many whole seconds a new budget begins."""
    now = timezone.now().astimezone(UTC)
    tomorrow = datetime.combine(now.date() + timedelta(days=1), time(), UTC)
    return int((tomorrow - now).total_seconds()) + 1


def today() -> date:
    """Return the day it is in UTC."""
    return timezone.now().astimezone(UTC).date()
