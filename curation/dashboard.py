"""The figures of the admin's front: what was asked for lately, what that cost, and what the cache saved.

Days are those of UTC. A period ends with today, which counts as it is so far; what it is compared with is as long, and
ends where it begins.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Self

from django.db.models import Count, F, Q, QuerySet
from django.utils.safestring import SafeString

from curation.listing import known_by
from presenting.charts import series
from schemas_cache.models import DailyUse, Revision, Schema, Spending
from schemas_cache.tables import current_revisions

PERIODS = (7, 30)  # days
SHOWN_DAYS = 30
LISTED = 10  # schemas


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """What one day brought, or many; `tokens` is what the language model took, also where it failed."""

    requests: int = 0
    hits: int = 0
    links: int = 0
    model_designs: int = 0
    offline_designs: int = 0
    fallbacks: int = 0
    saved_designs: int = 0
    saved_tokens: int = 0
    tokens: int = 0

    @classmethod
    def total(cls, uses: Iterable[Self]) -> Self:
        """Return what several days brought together."""
        all_of_them = tuple(uses)
        return cls(**{name: sum(getattr(use, name) for use in all_of_them) for name in _USE})

    @property
    def hit_rate(self) -> float | None:
        """Return how many of a hundred requests were answered from the cache; None without any."""
        return _share(self.hits, self.requests)

    @property
    def fallback_share(self) -> float | None:
        """Return in how many of a hundred designs meant for the model rules stood in; None without any."""
        return _share(self.fallbacks, self.fallbacks + self.model_designs)


_USE = tuple(field.name for field in fields(Use))
_COUNTED = tuple(name for name in _USE if name != "tokens")  # which have a table of their own


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """What a figure is in the last `days`, and what it was in as many before."""

    days: int
    now: float | None
    before: float | None
    unit: str

    @property
    def text(self) -> str:
        """Return the figure as it is read."""
        return _text(self.now, self.unit)

    @property
    def change(self) -> str:
        """Return how it changed, in words; nothing where there is nothing to compare."""
        if self.now is None or self.before is None:
            return ""
        difference = round(self.now) - round(self.before)
        if difference == 0:
            return "as before"
        return f"{difference:+,}{' points' if self.unit else ''}".replace("-", "\N{MINUS SIGN}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One of the figures: in each period, and day by day; None is a day, or a period, that has none."""

    name: str
    explanation: str
    unit: str
    days: tuple[date, ...]
    values: tuple[float | None, ...]
    periods: tuple[Period, ...]

    @property
    def is_telling(self) -> bool:
        """Tell whether it ever was anything but nothing."""
        return any(self.values) or any(period.now or period.before for period in self.periods)

    @property
    def chart(self) -> SafeString:
        """Return the figure day by day as SVG."""
        values = [None if value is None else round(value) for value in self.values]
        return series(self.days, values, title=f"{self.name}, day by day", unit=self.unit)

    @property
    def texts(self) -> tuple[str, ...]:
        """Return the figure day by day as it is read."""
        return tuple(_text(value, self.unit) for value in self.values)


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A schema in a list: `text` is what it is known by, as a rule its description.

    `instruction` is what was changed in another one, which was designed from that description.
    """

    pk: int
    text: str
    instruction: str
    usage_count: int
    designed_by: str
    curated: bool
    not_understood: tuple[str, ...]

    @property
    def uses(self) -> str:
        """Return how often it was used, as it is read."""
        return f"{self.usage_count:,}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Dashboard:
    """All that the front shows."""

    days: tuple[date, ...]
    asked: tuple[Figure, ...]
    designed: tuple[Figure, ...]
    cost: tuple[Figure, ...]
    most_used: tuple[Listed, ...]
    not_understood: tuple[Listed, ...]
    schemas: int
    curated: int

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing has been asked for and nothing is there."""
        return not self.schemas and not any(figure.is_telling for figure in self.asked)

    @property
    def schemas_text(self) -> str:
        """Return how many schemas there are, in words."""
        return f"{self.schemas:,} {'schema' if self.schemas == 1 else 'schemas'}, {self.curated:,} of them curated."

    @property
    def figures(self) -> tuple[Figure, ...]:
        """Return all figures that are shown."""
        return (*self.asked, *self.designed, *self.cost)

    @property
    def daily(self) -> tuple[tuple[date, tuple[str, ...]], ...]:
        """Return a row a day, the last one first: the day, and each figure as it is read."""
        columns = zip(*(figure.texts for figure in self.figures), strict=True)
        return tuple(zip(self.days, columns, strict=True))[::-1]


@dataclass(frozen=True, slots=True)
class _Measure:
    name: str
    explanation: str
    of: Callable[[Use], float | None]
    unit: str = ""


_ASKED = (
    _Measure("Requests", "Descriptions, schemas and instructions that were answered.", lambda use: use.requests),
    _Measure("Answered from the cache", "Requests whose schema was there already.", lambda use: use.hit_rate, " %"),
    _Measure("Made again from links", "Datasets of permanent links.", lambda use: use.links),
)
_DESIGNED = (
    _Measure("Designs by the model", "Schemas that the language model designed.", lambda use: use.model_designs),
    _Measure("Designs by rules", "Schemas that rules designed, without the model.", lambda use: use.offline_designs),
    _Measure(
        "Rules in place of the model",
        "Designs that were the model's to make, and that rules made: it failed, or its budget was spent.",
        lambda use: use.fallback_share,
        " %",
    ),
)
_COST = (
    _Measure("Tokens spent", "What the language model took, also where it failed.", lambda use: use.tokens),
    _Measure(
        "Tokens saved",
        "What the model had taken for the schemas that were answered from the cache, each time.",
        lambda use: use.saved_tokens,
    ),
    _Measure("Designs saved", "Answers from the cache that the model had designed.", lambda use: use.saved_designs),
)


def read_dashboard(today: date) -> Dashboard:
    """Read what the front shows, in five queries however much there is."""
    first_used = datetime.combine(today - timedelta(days=SHOWN_DAYS - 1), time(), UTC)
    in_use = current_revisions().filter(schema__last_used__gte=first_used)
    counts = Schema.objects.filter(merged_into=None).aggregate(all=Count("pk"), curated=Count("pk", Q(curated=True)))
    return dashboard(
        today,
        _read_uses(today - timedelta(days=2 * max(PERIODS))),
        most_used=_listed(in_use.order_by("-schema__usage_count", "-schema__last_used", "pk")),
        not_understood=_listed(_not_understood()),
        schemas=counts["all"],
        curated=counts["curated"],
    )


def dashboard(  # noqa: PLR0913 - one for each thing that is shown
    today: date,
    uses: Mapping[date, Use],
    *,
    most_used: tuple[Listed, ...] = (),
    not_understood: tuple[Listed, ...] = (),
    schemas: int = 0,
    curated: int = 0,
) -> Dashboard:
    """Return what the front shows on a day. Of the figures those that never were anything are left out, but the first.

    A day that is missing brought nothing.
    """
    designed, cost = (
        tuple(filter(lambda figure: figure.is_telling, _figures(measures, today, uses)))
        for measures in (_DESIGNED, _COST)
    )
    return Dashboard(
        days=_days(today, SHOWN_DAYS),
        asked=_figures(_ASKED, today, uses),
        designed=designed,
        cost=cost,
        most_used=most_used,
        not_understood=not_understood,
        schemas=schemas,
        curated=curated,
    )


def _figures(measures: Iterable[_Measure], today: date, uses: Mapping[date, Use]) -> tuple[Figure, ...]:
    days = _days(today, SHOWN_DAYS)
    return tuple(
        Figure(
            name=measure.name,
            explanation=measure.explanation,
            unit=measure.unit,
            days=days,
            values=tuple(measure.of(uses.get(day, Use())) for day in days),
            periods=tuple(_period(measure, today, uses, length) for length in PERIODS),
        )
        for measure in measures
    )


def _period(measure: _Measure, today: date, uses: Mapping[date, Use], length: int) -> Period:
    now, before = (
        measure.of(Use.total(uses.get(day, Use()) for day in _days(last, length)))
        for last in (today, today - timedelta(days=length))
    )
    return Period(days=length, now=now, before=before, unit=measure.unit)


def _days(last: date, length: int) -> tuple[date, ...]:
    return tuple(last - timedelta(days=back) for back in reversed(range(length)))


def _read_uses(after: date) -> dict[date, Use]:
    counted = DailyUse.objects.filter(day__gt=after)
    uses = {row.day: Use(**{name: getattr(row, name) for name in _COUNTED}) for row in counted}
    for day, tokens in Spending.objects.filter(day__gt=after).values_list("day", "tokens"):
        uses[day] = replace(uses.get(day, Use()), tokens=tokens)
    return uses


def _not_understood() -> QuerySet[Revision]:
    """Return what was not understood and is not curated, the newest first.

    Databases walk back from the last revision until there are enough: what was merged is left out in words that no
    index knows, lest they take that one, and read all there is.
    """
    revisions = Revision.objects.select_related("schema").filter(number=F("schema__current"), schema__curated=False)
    return revisions.exclude(not_understood=[]).exclude(schema__merged_into__gt=0).order_by("-pk")


def _listed(revisions: QuerySet[Revision]) -> tuple[Listed, ...]:
    return tuple(
        Listed(
            pk=revision.schema.pk,
            text=known_by(revision.schema, revision),
            instruction=revision.schema.change,
            usage_count=revision.schema.usage_count,
            designed_by=revision.designed_by,
            curated=revision.schema.curated,
            not_understood=tuple(revision.not_understood),
        )
        for revision in revisions.defer("origins", "schema__searchable")[:LISTED]
    )


def _share(part: int, whole: int) -> float | None:
    return 100 * part / whole if whole else None


def _text(value: float | None, unit: str) -> str:
    return "\N{EN DASH}" if value is None else f"{value:,.0f}{unit}"
