"""What the catalog holds, once it is read."""

import ast
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from functools import cache, cached_property

from generation.designer.reading import word_set
from generation.engine import DataType

LANGUAGE = word_set(
    "fake random np numpy datetime date timedelta Decimal uuid math string OrderedDict row row_number round int float"
    " str bool abs min max len range list tuple set dict sum sorted any all unidecode True False None"
)  # the names that are the expression language's own

Value = str | int | float | bool

_MOST_REPEATS = 4


class CatalogError(Exception):
    """A file of the catalog is malformed: the message names the file, the entry and what is wrong with it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What is being described: a row's domain, subject, locale (`stated` or assumed) and the concepts it will hold.

    `countries` are those that the rows come from, where these are several.
    """

    domain: str
    subject: str
    locale: str
    stated: bool = True
    countries: tuple[str, ...] = ()
    concepts: frozenset[str] = frozenset()

    @property
    def locales(self) -> frozenset[str]:
        """Return every name under which an entry may ask for this locale."""
        return frozenset({self.locale, self.locale[:2]} | (set() if self.stated else {"unstated"}))


@dataclass(frozen=True, slots=True)
class Circumstances:
    """Where an entry fits: each is a set of names, an empty one fits everywhere."""

    domains: frozenset[str] = frozenset()
    subjects: frozenset[str] = frozenset()
    locales: frozenset[str] = frozenset()  # `de_DE`, `de` for the whole language, `unstated` where none was asked for
    beside: frozenset[str] = frozenset()  # concepts that the row must hold

    def fit(self, setting: Setting) -> bool:
        """Tell whether the entry may be used in this setting."""
        return (
            (not self.domains or setting.domain in self.domains)
            and (not self.subjects or setting.subject in self.subjects)
            and (not self.locales or not self.locales.isdisjoint(setting.locales))
            and self.beside <= setting.concepts
        )


@dataclass(frozen=True, slots=True)
class Way:
    """One expression for a concept; names in it that are not the language's are other concepts of the same row."""

    expression: str
    circumstances: Circumstances = Circumstances()

    @property
    def references(self) -> frozenset[str]:
        """Return the concepts that the row must hold for this way to be open."""
        return references(self.expression)


@dataclass(frozen=True, kw_only=True)
class Concept:
    """Something that a column can hold.

    `says` are phrases for it that also make good column names, `also` phrases for it that do not ("customer rating" is
    called `rating`). `tests` are phrases of people that have to be read as this concept. `ways` are tried in their
    order; the last one needs nothing. `unit` is what its numbers count. `varied` turns a fact looked up in a table, for
    which it writes `fact`, into a value. `shape` says how the values lie in a range that was asked for: even, middle,
    low or high. `values` are all the values that it can take, where these can be counted.
    """

    name: str
    says: tuple[str, ...]
    also: tuple[str, ...]
    data_type: DataType
    about: str
    ways: tuple[Way, ...]
    tests: tuple[str, ...] = ()
    unit: str = ""
    values: tuple[Value, ...] = ()
    varied: str = "fact"
    shape: str = "even"
    unique: bool = False

    @property
    def is_number(self) -> bool:
        """Tell whether the values can be asked to lie between two numbers."""
        return self.data_type in {DataType.INTEGER, DataType.FLOAT, DataType.DECIMAL}

    @property
    def is_moment(self) -> bool:
        """Tell whether the values can be asked to lie between two dates."""
        return self.data_type in {DataType.DATE, DataType.DATETIME}


@dataclass(frozen=True, kw_only=True)
class Table:
    """Facts that go together: a row for each, a concept for each column, a share for how often the row occurs."""

    name: str
    head: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]
    shares: tuple[float, ...]
    circumstances: Circumstances
    varied: Mapping[str, str]  # concept -> how its fact becomes a value, where the concept's own way does not serve

    @cached_property
    def columns(self) -> Mapping[str, tuple[Value, ...]]:
        """Return the values of each concept, a value for each row."""
        return dict(zip(self.head, zip(*self.rows, strict=True), strict=True))

    def among(self, concept: str, values: Collection[Value]) -> "Table":
        """Return the table with those rows only in which a concept has one of the values; all where none has."""
        if not values or concept not in self.head:
            return self
        kept = [place for place, value in enumerate(self.columns[concept]) if value in values]
        if not kept:
            return self
        rows = tuple(self.rows[place] for place in kept)
        return replace(self, rows=rows, shares=tuple(self.shares[place] for place in kept))

    def usual(self) -> "Table":
        """Return the table without the rows of share 0, which are only found by what they go together with."""
        kept = [place for place, share in enumerate(self.shares) if share]
        rows = tuple(self.rows[place] for place in kept)
        return replace(self, rows=rows, shares=tuple(self.shares[place] for place in kept))

    def tally(self, concept: str) -> dict[Value, float]:
        """Return the concept's distinct values with their shares, in the order of the rows; not those of share 0."""
        shares: dict[Value, float] = {}
        for value, share in zip(self.columns[concept], self.shares, strict=True):
            shares[value] = round(shares.get(value, 0) + share, 6)
        return {value: share for value, share in shares.items() if share}

    def by(self, known: str, concept: str) -> dict[Value, list[Value]]:
        """Return for each value of the `known` concept those that the other takes, the usual ones repeated."""
        beside: dict[Value, dict[Value, float]] = {}
        for key, value, share in zip(self.columns[known], self.columns[concept], self.shares, strict=True):
            values = beside.setdefault(key, {})
            values[value] = values.get(value, 0) + share
        return {key: _repeated(values) for key, values in beside.items()}

    def finest(self, concepts: frozenset[str], before: str) -> str | None:
        """Return the one of the concepts, left of `before` in the head, that tells the most rows apart."""
        known = [name for name in self.head[: self.head.index(before)] if name in concepts]
        return max(known, key=lambda name: len(set(self.columns[name])), default=None)


def _repeated(shares: Mapping[Value, float]) -> list[Value]:
    """Return the values, up to four times each, so that an even draw comes near their shares."""
    most = max(shares.values()) or 1
    repeats = {value: max(1, round(_MOST_REPEATS * share / most)) for value, share in shares.items()}
    fewest = min(repeats.values())
    return [value for value, times in repeats.items() for _ in range(round(times / fewest))]


@dataclass(frozen=True, kw_only=True)
class Group:
    """A word for several columns, such as `demographics`: phrases by subject, by domain, or for all ("")."""

    name: str
    says: tuple[str, ...]
    columns: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, kw_only=True)
class Domain:
    """A field of life. `says` give it away, `means` tells what short words mean here, `subject` is its usual one."""

    name: str
    says: tuple[str, ...]
    means: Mapping[str, str]
    subject: str


@dataclass(frozen=True, kw_only=True)
class Subject:
    """What a row is about. `columns` are the phrases of its template, the first of them its natural key."""

    name: str
    domain: str
    says: tuple[str, ...]
    means: Mapping[str, str]
    columns: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Part:
    """What one of several kinds of things adds to a row about all of them; the most telling columns come first."""

    name: str
    says: tuple[str, ...]
    columns: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """What an unknown phrase means that ends (or starts) with one of these words; `concept` stands for its kind."""

    ends: tuple[str, ...] = ()
    starts: tuple[str, ...] = ()
    concept: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """What numbers count. `times` and then `plus` turn a number into the base unit of what it `measures`."""

    name: str
    says: tuple[str, ...]
    measures: str
    times: float = 1.0
    plus: float = 0.0


@dataclass(frozen=True, kw_only=True)
class Catalog:
    """All that is known, by name; `truths` are sentences about rows, with the expressions that are never false."""

    concepts: Mapping[str, Concept]
    tables: Mapping[str, Table]
    groups: Mapping[str, Group]
    domains: Mapping[str, Domain]
    subjects: Mapping[str, Subject]
    endings: tuple[Ending, ...]
    parts: Mapping[str, Part] = field(default_factory=dict)
    truths: Mapping[str, str] = field(default_factory=dict)
    locales: Mapping[str, str] = field(default_factory=dict)  # a word such as `german` -> `de_DE`
    homes: Mapping[str, str] = field(default_factory=dict)  # a locale such as `de_DE` -> `Germany`
    mixes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # a word such as `european` -> countries
    prefixes: Mapping[str, str] = field(default_factory=dict)  # a word such as `customer` -> `CUST`, for its keys
    units: Mapping[str, Unit] = field(default_factory=dict)
    same: tuple[frozenset[str], ...] = ()  # words in small letters for one and the same value

    def groups_of(self, word: str) -> tuple[int, ...]:
        """Return the places of those groups of words for the same value that hold a word."""
        return self._groups.get(word.lower(), ())

    @cached_property
    def _groups(self) -> Mapping[str, tuple[int, ...]]:
        places: dict[str, tuple[int, ...]] = {}
        for place, group in enumerate(self.same):
            for word in group:
                places[word] = (*places.get(word, ()), place)
        return places

    @cached_property
    def tables_of(self) -> Mapping[str, tuple[Table, ...]]:
        """Return the tables that hold each concept."""
        held: dict[str, tuple[Table, ...]] = {}
        for table in self.tables.values():
            for concept in table.head:
                held[concept] = (*held.get(concept, ()), table)
        return held


@cache
def references(expression: str) -> frozenset[str]:
    """Return the names in an expression that are not the language's own."""
    return frozenset(name.id for name in reference_nodes(expression))


@cache
def reference_nodes(expression: str) -> tuple[ast.Name, ...]:
    """Return the nodes of those names, from left to right."""
    names = (node for node in ast.walk(ast.parse(expression, mode="eval")) if isinstance(node, ast.Name))
    return tuple(sorted((node for node in names if node.id not in LANGUAGE), key=lambda node: node.col_offset))
