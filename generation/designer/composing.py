"""From chosen concepts to columns: an expression for each, that agrees with the other columns of its row."""

import ast
import keyword
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from generation.designer.catalog import (
    LANGUAGE,
    Catalog,
    Concept,
    Setting,
    Table,
    Value,
    Way,
    reference_nodes,
    references,
    weighted,
)
from generation.designer.choosing import Choice
from generation.designer.ranges import from_limits
from generation.designer.reading import Limits, key
from generation.engine import Column, DataType

_KEYS = frozenset({"own_key", "other_key"})
_AS_IT_IS = "fact"  # how a catalog says that a fact is a value as it stands


@dataclass(frozen=True, slots=True)
class Drawn:
    """An expression, its data type, and the concepts of other columns that it reads."""

    expression: str
    data_type: DataType
    reads: frozenset[str] = frozenset()


def compose(choices: tuple[Choice, ...], setting: Setting, catalog: Catalog) -> tuple[Column, ...]:
    """Return a column for each choice, in their order."""
    choices = tuple(_with_key(choices, setting, catalog))
    return Composer(choices, setting, catalog).columns()


def _with_key(choices: tuple[Choice, ...], setting: Setting, catalog: Catalog) -> Iterable[Choice]:
    """Tell the row's own key, of which there is one at most, from the keys of other things."""
    subject_key = key(catalog.subjects[setting.subject].columns[0])
    keys = [place for place, choice in enumerate(choices) if choice.concept.name in _KEYS]
    series = bool(choices) and choices[0].concept.is_moment
    own = next((place for place in keys if choices[place].limits.unique), None)
    if own is None:
        own = next(
            (
                place
                for place in keys
                if place == 0 or (key(choices[place].phrase) in {subject_key, "id"} and not series)
            ),
            None,
        )
    for place, choice in enumerate(choices):
        yield replace(choice, concept=catalog.concepts["own_key"]) if place == own else choice


class Composer:
    """Settles one column after the other: each may read those that do not read it, be it by way of others."""

    def __init__(self, choices: tuple[Choice, ...], setting: Setting, catalog: Catalog) -> None:
        self._choices = choices
        self._catalog = catalog
        self._setting = replace(setting, concepts=frozenset(choice.concept.name for choice in choices))
        self._holders = {choice.concept.name: choice for choice in reversed(choices)}
        self._reads: dict[str, frozenset[str]] = {}  # concept -> the concepts that its column reads

    def columns(self) -> tuple[Column, ...]:
        """Return the columns."""
        return tuple(self._column(choice) for choice in self._choices)

    def truths(self) -> dict[str, str]:
        """Return what must be true of every row: the catalog's sentences, with expressions of this row's columns."""
        held = {
            sentence: expression
            for sentence, expression in self._catalog.truths.items()
            if all(name in self._holders for name in references(expression))
        }
        return {sentence: self._renamed(expression) for sentence, expression in held.items()}

    def _column(self, choice: Choice) -> Column:
        drawn = self._drawn(choice)
        if self._holders[choice.concept.name] is choice:
            self._reads[choice.concept.name] = drawn.reads
        return Column(
            name=choice.name,
            expression=drawn.expression,
            data_type=drawn.data_type,
            description=choice.limits.about or _meaning(choice.concept),
            null_rate=choice.limits.missing or 0.0,
            unique=choice.limits.unique or (choice.concept.unique and not choice.limits.values),
        )

    def _drawn(self, choice: Choice) -> Drawn:
        concept, limits = choice.concept, choice.limits
        if concept.name in _KEYS:
            return self._key(choice)
        if stated := from_limits(concept, limits):
            return Drawn(*stated)
        drawn = self._from_tables(choice) or self._from_ways(choice)
        if concept.is_number and limits.have_ends:
            return replace(drawn, expression=_clipped(drawn.expression, limits))
        return drawn

    def _key(self, choice: Choice) -> Drawn:
        own = choice.concept.name == "own_key" or choice.limits.unique
        concept = self._catalog.concepts["own_key" if own else "other_key"]
        if choice.limits.data_type is DataType.INTEGER:
            return Drawn("row_number + 1" if own else "random.randint(1, 500)", DataType.INTEGER)
        if choice.limits.example and (stated := from_limits(concept, choice.limits)):
            return Drawn(*stated)
        thing = " ".join(key(choice.phrase).split()[:-1]) or self._setting.subject
        prefix = next(
            (self._catalog.prefixes[word] for word in thing.split() if word in self._catalog.prefixes),
            thing[:3].upper(),
        )
        return Drawn(concept.ways[-1].expression.replace("PREFIX", prefix), concept.data_type)

    def _from_tables(self, choice: Choice) -> Drawn | None:
        concept = choice.concept
        for table in self._catalog.tables_of.get(concept.name, ()):
            if table.circumstances.fit(self._setting):
                return self._from_table(table, choice)
        return None

    def _from_table(self, table: Table, choice: Choice) -> Drawn | None:
        concept = choice.concept
        varied = self._varied(table, concept.name)
        known = table.finest(self._known(table, choice, certain=varied != _AS_IT_IS), concept.name)
        if known is None:  # a way that reads the row goes before how often the facts occur
            if varied != _AS_IT_IS or self._way(choice).references:
                return None
            return Drawn(weighted(table.tally(concept.name)), concept.data_type)
        looked_up = _look_up(table.by(known, concept.name), self._written(known))
        return Drawn(varied.replace(_AS_IT_IS, looked_up, 1), concept.data_type, frozenset({known}))

    def _known(self, table: Table, reader: Choice, *, certain: bool) -> frozenset[str]:
        """Return the concepts of a table that a column may be looked up by; `certain` ones are never missing."""
        return frozenset(
            name
            for name in table.head
            if self._may_read(name, reader)
            and self._varied(table, name) == _AS_IT_IS
            and not (certain and self._holders[name].limits.missing)
        )

    def _varied(self, table: Table, concept: str) -> str:
        return table.varied.get(concept, self._catalog.concepts[concept].varied)

    def _from_ways(self, choice: Choice) -> Drawn:
        way = self._way(choice)
        return Drawn(self._renamed(way.expression), choice.concept.data_type, way.references)

    def _way(self, choice: Choice) -> Way:
        """Return the first way that is open; the catalog's test sees to it that the last one always is."""
        return next(
            way
            for way in choice.concept.ways
            if way.circumstances.fit(self._setting) and all(self._may_read(name, choice) for name in way.references)
        )

    def _may_read(self, name: str, reader: Choice) -> bool:
        """Tell whether the row holds the concept, with the catalog's values, and no circle would come of it."""
        holder = self._holders.get(name)
        if holder is None or name == reader.concept.name:
            return False
        return _keeps_its_values(holder, self._catalog) and not self._leads_to(name, reader.concept.name)

    def _leads_to(self, start: str, goal: str) -> bool:
        seen, ahead = set(), [start]
        while ahead:
            name = ahead.pop()
            if name == goal:
                return True
            if name not in seen:
                seen.add(name)
                ahead += self._reads.get(name, ())
        return False

    def _written(self, concept: str) -> str:
        """Return how an expression names the column that holds a concept."""
        name = self._holders[concept].name
        return f"row[{name!r}]" if name in LANGUAGE or keyword.iskeyword(name) or not name.isidentifier() else name

    def _renamed(self, expression: str) -> str:
        names = {node.id: self._written(node.id) for node in reference_nodes(expression)}
        if all(name == written for name, written in names.items()):
            return expression
        return ast.unparse(_Renaming(names).visit(ast.parse(expression, mode="eval")))


class _Renaming(ast.NodeTransformer):
    def __init__(self, names: Mapping[str, str]) -> None:
        self._names = names

    def visit_Name(self, node: ast.Name) -> ast.expr:
        """Put the column's name in place of the concept's."""
        return ast.parse(self._names[node.id], mode="eval").body if node.id in self._names else node


def _meaning(concept: Concept) -> str:
    return f"{concept.about} ({concept.unit})" if concept.unit else concept.about


def _keeps_its_values(holder: Choice, catalog: Catalog) -> bool:
    """Tell whether the values, if some were asked for, are among those that the catalog speaks of."""
    if not holder.limits.values:
        return holder.concept.is_moment or holder.limits.example is None
    tables = (
        value
        for table in catalog.tables_of.get(holder.concept.name, ())
        for value in table.columns[holder.concept.name]
    )
    return set(holder.limits.values) <= {*holder.concept.values, *tables}


def _look_up(facts: Mapping[Value, list[Value]], written: str) -> str:
    if all(len(values) == 1 for values in facts.values()):
        return f"{ {name: values[0] for name, values in facts.items()}!r}[{written}]"
    return f"random.choice({dict(facts)!r}[{written}])"


def _clipped(expression: str, limits: Limits) -> str:
    low, high = (None if end is None else f"{end:g}" for end in (limits.low, limits.high))
    if low is not None and high is None:
        return f"{low} + abs(({expression}) - {low})"  # mirrored, so that values do not pile up at the end
    expression = expression if low is None else f"max({low}, {expression})"
    return expression if high is None else f"min({high}, {expression})"
