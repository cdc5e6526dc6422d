"""What the gallery shows: the schemas that instructors have reviewed, each with its first rows."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Self
from urllib.parse import urlencode

from django.conf import settings
from django.core.cache import cache
from django.utils.functional import Promise

from generation.fields import DEFAULT_FORMAT, DEFAULT_ROWS, MAX_SEARCH
from generation.links import page_link, permanent_link
from generation.recipes import Recipe
from presenting.deadlines import Deadline, TimeIsUp
from presenting.kinds import KINDS
from presenting.making import Making
from presenting.shown import Preview
from schemas_cache.curated import Choice, Domain, count_curated, curated, domains
from schemas_cache.entries import Entry

CARDS = 12  # on a page
ROWS, COLUMNS, NAMES = 3, 5, 8  # on a card: rows and columns of the table, and names of columns below it
_MOST_DOMAINS = 40
_SECONDS = 1.0  # for the rows of all cards of a page; those that there was no time for have none
_KEPT_SECONDS = 86_400
_LONGEST_PAGE = 6  # digits of its number


@dataclass(frozen=True, slots=True)
class Card:
    """A schema, the dataset that a class gets of it, and its first rows, if there was time to make them."""

    recipe: Recipe
    sample: Preview | None

    @property
    def entry(self) -> Entry:
        """Return the schema."""
        return self.recipe.entry

    @property
    def address(self) -> str:
        """Return where the dataset is shown."""
        return page_link(self.recipe)

    @property
    def link(self) -> str:
        """Return where the dataset is found for ever."""
        return permanent_link(self.recipe)

    @property
    def columns(self) -> tuple[tuple[str, Promise], ...]:
        """Return the first columns that the table does not show: their names, and their kinds in plain words."""
        shown = {column.name for column in self.sample.columns} if self.sample else set()
        rest = (column for column in self.entry.schema.columns if column.name not in shown)
        return tuple((column.name, KINDS[column.data_type]) for column, _ in zip(rest, range(NAMES), strict=False))

    @property
    def unnamed(self) -> int:
        """Return how many columns are not named."""
        shown = len(self.sample.columns) if self.sample else 0
        return len(self.entry.schema.columns) - shown - len(self.columns)


@dataclass(frozen=True, slots=True, kw_only=True)
class Gallery:
    """A page of the gallery: `found` schemas are wanted in all, of which it shows some."""

    choice: Choice
    domains: tuple[Domain, ...]
    whole: int
    found: int
    page: int
    cards: tuple[Card, ...]

    @classmethod
    def of(cls, query: Mapping[str, str]) -> Self:
        """Make the page that an address names: `domain`, `q` and `page`, each as good as it goes."""
        choice = Choice(domain=query.get("domain", ""), text=query.get("q", "")[:MAX_SEARCH])
        found = count_curated(choice)
        page = min(_number(query.get("page", "")), _pages(found))
        today, deadline = datetime.now(UTC).date(), Deadline.after(_SECONDS)
        entries = curated(choice, offset=(page - 1) * CARDS, limit=CARDS)
        return cls(
            choice=choice,
            domains=domains(choice, most=_MOST_DOMAINS),
            whole=found if not choice.domain else count_curated(replace(choice, domain="")),
            found=found,
            page=page,
            cards=tuple(_card(entry, today, deadline) for entry in entries),
        )

    @property
    def pages(self) -> int:
        """Return how many pages there are, 1 at least."""
        return _pages(self.found)

    @property
    def is_narrowed(self) -> bool:
        """Tell whether anything in particular is looked for."""
        return bool(self.choice.domain or self.choice.text.strip())

    @property
    def without_domain(self) -> str:
        """Return the query of what has the same words, whatever it is about."""
        return _query(replace(self.choice, domain=""))

    @property
    def by_domain(self) -> tuple[tuple[Domain, str], ...]:
        """Return what there are schemas about, each with the query that leads to them."""
        return tuple((domain, _query(replace(self.choice, domain=domain.name))) for domain in self.domains)

    @property
    def before(self) -> str:
        """Return the query of the page before this one, or none."""
        return _query(self.choice, self.page - 1) if self.page > 1 else ""

    @property
    def after(self) -> str:
        """Return the query of the page after this one, or none."""
        return _query(self.choice, self.page + 1) if self.page < self.pages else ""


def _pages(found: int) -> int:
    return max(1, -(-found // CARDS))


def _number(text: str) -> int:
    is_number = text.isascii() and text.isdigit() and len(text) <= _LONGEST_PAGE
    return max(1, int(text)) if is_number else 1


def _query(choice: Choice, page: int = 1) -> str:
    said = {"domain": choice.domain, "q": choice.text, "page": page if page > 1 else ""}
    return urlencode({name: value for name, value in said.items() if value})


def _card(entry: Entry, today: date, deadline: Deadline) -> Card:
    rows = min(DEFAULT_ROWS, settings.MAX_ROWS)
    recipe = Recipe(entry=entry, format=DEFAULT_FORMAT, rows=rows, seed=0, as_of=today)
    return Card(recipe, _sample(recipe, deadline))


def _sample(recipe: Recipe, deadline: Deadline) -> Preview | None:
    """Return the first rows, or None where none run or there is no time. They are remembered."""
    entry = recipe.entry
    key = f"gallery:{entry.hash}:{entry.revision}:{recipe.as_of}"
    sample: Preview | None = cache.get(key)
    if sample is None:
        try:
            sample = _made(recipe, deadline)
        except TimeIsUp:
            return None
        cache.set(key, sample, _KEPT_SECONDS)
    return sample if sample.rows else None


def _made(recipe: Recipe, deadline: Deadline) -> Preview:
    making = Making(recipe.entry.schema, deadline, seed=recipe.seed, most=ROWS)
    made = next(making.previews(ROWS, recipe.as_of))
    rows = tuple(row[:COLUMNS] for row in made.rows)
    return Preview(columns=made.columns[:COLUMNS], rows=rows)
