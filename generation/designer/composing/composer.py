"""From chosen concepts to columns: an expression for each, that agrees with the other columns of its row."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from generation.designer.catalog import Catalog, Concept, Setting, Table, Value, Way, references, weighted
from generation.designer.composing.fitting import fit
from generation.designer.composing.gaps import with_stated_gaps
from generation.designer.composing.holders import Holder, known_values, renamed
from generation.designer.composing.keys import keyed
from generation.designer.composing.ranges import (
    fitted,
    formatted,
    from_limits,
    from_values,
    in_window,
    several_of,
    written_as,
)
from generation.designer.composing.relating import StatedRule, ordered_pairs, relate
from generation.designer.composing.sameness import as_yes_no, matched, outcomes, respelt_outcomes
from generation.designer.composing.units import in_stated_unit, in_unit_of
from generation.designer.composing.windows import narrowed
from generation.designer.meaning.choosing import Choice
from generation.designer.reading import Limits, key
from generation.engine import Column, DataType

_KEYS = frozenset({"own_key", "other_key"})
_NUMBERS = frozenset({DataType.INTEGER, DataType.FLOAT, DataType.DECIMAL})
_BIRTH = frozenset({"age", "date_of_birth"})
_WHOLE = 100.0  # percent
_LONG = 3500  # characters of an expression, which has 4,000 at most: then usual values are not repeated
_AS_IT_IS = "fact"  # how a catalog says that a fact is a value as it stands


@dataclass(frozen=True, slots=True)
class Drawn:
    """An expression, its data type, and the concepts of other columns that it reads."""

    expression: str
    data_type: DataType
    reads: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Composition:
    """Columns; `said` tells what was done about rules and ranges, `unkept` are the sentences that could not be kept."""

    columns: tuple[Column, ...]
    said: tuple[str, ...] = ()
    unkept: tuple[str, ...] = ()


def compose(choices: tuple[Choice, ...], setting: Setting, catalog: Catalog) -> tuple[Column, ...]:
    """Return a column for each choice, in their order."""
    return compose_by_rules(choices, (), setting, catalog).columns


def compose_by_rules(
    choices: tuple[Choice, ...], rules: tuple[StatedRule, ...], setting: Setting, catalog: Catalog
) -> Composition:
    """Return a column for each choice, in their order, that together keep to the rules."""
    choices = tuple(in_stated_unit(choice, catalog) for choice in _with_key(choices, setting, catalog))
    choices = narrowed(choices, catalog, tuple(ordered_pairs(choices, rules)))
    columns = Composer(choices, setting, catalog).columns()
    related = relate(columns, choices, rules, catalog, setting.locale)
    fitted_columns = fit(tuple(related.columns.values()), choices, setting.locale)
    made = with_stated_gaps(fitted_columns.columns, choices, setting.locale)
    return Composition(
        tuple(made[choice.name] for choice in choices),
        (*related.said, *fitted_columns.said),
        related.unkept,
    )


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
    """Settles one column after the other: each may read those that do not read it, be it by way of others.

    Columns of which something was stated are settled first, so that the others follow them.
    """

    def __init__(self, choices: tuple[Choice, ...], setting: Setting, catalog: Catalog) -> None:
        self._choices = choices
        self._catalog = catalog
        concepts = frozenset(choice.concept.name for choice in choices)
        self._setting = replace(setting, concepts=concepts | ({"country"} if setting.countries else set()))
        self._holders = {choice.concept.name: Holder(choice, catalog) for choice in reversed(choices)}
        self._reads: dict[str, frozenset[str]] = {}  # concept -> the concepts that its column reads

    def columns(self) -> tuple[Column, ...]:
        """Return the columns."""
        settled = {
            choice.name: self._column(choice)
            for choice in sorted(self._choices, key=lambda choice: not _is_bound(choice.limits))
        }
        return tuple(settled[choice.name] for choice in self._choices)

    def truths(self) -> dict[str, str]:
        """Return what must be true of every row: the catalog's sentences, with expressions of this row's columns."""
        held = {
            sentence: expression
            for sentence, expression in self._catalog.truths.items()
            if all(
                name in self._holders and self._holders[name].can_be_read(expression) for name in references(expression)
            )
        }
        return {sentence: renamed(expression, self._holders) for sentence, expression in held.items()}

    def _column(self, choice: Choice) -> Column:
        drawn = self._drawn(choice)
        if self._holders[choice.concept.name].choice is choice:
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
            return Drawn(*keyed(choice, self._choices, self._setting, self._catalog))
        if limits.several and (values := limits.values or known_values(concept, self._catalog)):
            return Drawn(several_of([str(value) for value in values], limits.several), DataType.STRING)
        if concept.data_type is DataType.BOOLEAN:
            return self._truth(choice)
        return self._valued(choice) if limits.values else self._bounded(choice)

    def _bounded(self, choice: Choice) -> Drawn:
        concept, limits = choice.concept, choice.limits
        natural = self._natural(choice)
        if concept.is_moment and natural.reads and (limits.since or limits.until) and not limits.every:
            return self._later(choice, natural)
        if concept.is_number and natural.reads and _follows(limits):
            return natural  # it is fitted to its range when the columns are there that it reads
        stated = from_limits(concept, limits)
        return Drawn(*stated) if stated else _finished(natural, choice)

    def _truth(self, choice: Choice) -> Drawn:
        limits = choice.limits
        yes_no = as_yes_no(limits)
        if limits.have_ends and yes_no is None:  # a chance, where the catalog knows an event
            number = limits.data_type if limits.data_type in _NUMBERS else DataType.FLOAT
            concept = replace(choice.concept, data_type=number, values=())
            return self._bounded(replace(choice, concept=concept, limits=_with_both_ends(limits)))
        if limits.values and yes_no is None:
            return Drawn(*from_values(choice.concept, limits))
        share = _share_of_yes(limits, yes_no)
        truth = self._natural(choice) if share is None else Drawn(f"random.random() < {share:g}", DataType.BOOLEAN)
        if yes_no is None:
            return truth
        expression, data_type = written_as(truth.expression, yes_no)
        return replace(truth, expression=expression, data_type=data_type)

    def _valued(self, choice: Choice) -> Drawn:
        """Return the catalog's own way where all its values are among those asked for, as somebody spells them."""
        concept, limits = choice.concept, choice.limits
        drawn = from_values(concept, limits)
        natural = self._natural(choice)
        found = outcomes(natural.expression)
        if limits.shares or not found or drawn[1] is not DataType.STRING:
            return Drawn(*drawn)
        spelling = {known: written for written, known in matched(limits.values, tuple(found), self._catalog).items()}
        if len(spelling) != len(found) or len(spelling) != len(limits.values):
            return Drawn(*drawn)
        return replace(natural, expression=respelt_outcomes(natural.expression, spelling), data_type=DataType.STRING)

    def _later(self, choice: Choice, natural: Drawn) -> Drawn:
        """Return a moment that comes after others, in its own window."""
        moments = {
            name: self._holders[name] for name in sorted(natural.reads) if name in _BIRTH or self._is_moment(name)
        }
        if not moments:
            return Drawn(*(from_limits(choice.concept, choice.limits) or (natural.expression, natural.data_type)))
        expression = in_window(natural.expression, choice, tuple(holder.choice for holder in moments.values()))
        return _written(replace(natural, expression=expression), choice.limits)

    def _is_moment(self, name: str) -> bool:
        return self._holders[name].choice.concept.is_moment

    def _natural(self, choice: Choice) -> Drawn:
        """Return how the catalog makes the concept in this row, in the unit asked for."""
        drawn = self._from_tables(choice) or self._from_ways(choice)
        expression = in_unit_of(choice.concept, drawn.expression, self._catalog)
        return replace(drawn, expression=expression, data_type=choice.concept.data_type)

    def _from_tables(self, choice: Choice) -> Drawn | None:
        concept = choice.concept
        for table in self._catalog.tables_of.get(concept.name, ()):
            if table.circumstances.fit(self._setting):
                return self._from_table(table.among("country", self._setting.countries), choice)
        return None

    def _is_telling(self, way: Way) -> bool:
        """Tell whether a way reads the row, or is for its subject or for the place that was stated."""
        here = way.circumstances
        return bool(way.references or here.subjects or (self._setting.stated and here.locales))

    def _from_table(self, table: Table, choice: Choice) -> Drawn | None:
        concept = choice.concept
        varied = self._varied(table, concept.name)
        known = table.finest(self._known(table, choice, certain=varied != _AS_IT_IS), concept.name)
        if known is None:  # a way for this row goes before how often the facts occur
            if varied != _AS_IT_IS or self._is_telling(self._way(choice)):
                return None
            return Drawn(weighted(table.tally(concept.name)), concept.data_type)
        looked_up = _look_up(table.by(known, concept.name), known)
        if len(looked_up) > _LONG:
            looked_up = _look_up(self._narrowed(table).by(known, concept.name), known)
        looked_up = renamed(looked_up, self._holders)
        return Drawn(varied.replace(_AS_IT_IS, looked_up, 1), concept.data_type, frozenset({known}))

    def _narrowed(self, table: Table) -> Table:
        """Return the table with the rows alone that the values asked for, or else usual ones, come to."""
        stated = [name for name in table.head if name in self._holders and self._holders[name].choice.limits.values]
        for name in stated:
            table = table.among(name, self._holders[name].spelling)
        return table if stated else table.usual()

    def _known(self, table: Table, reader: Choice, *, certain: bool) -> frozenset[str]:
        """Return the concepts of a table that a column may be looked up by; `certain` ones are never missing."""
        return frozenset(
            name
            for name in table.head
            if self._may_read(name, reader, f"{{}}[{name}]")
            and self._varied(table, name) == _AS_IT_IS
            and not (certain and self._holders[name].choice.limits.missing)
        )

    def _varied(self, table: Table, concept: str) -> str:
        return table.varied.get(concept, self._catalog.concepts[concept].varied)

    def _from_ways(self, choice: Choice) -> Drawn:
        way = self._way(choice)
        return Drawn(renamed(way.expression, self._holders), choice.concept.data_type, way.references)

    def _way(self, choice: Choice) -> Way:
        """Return the first way that is open; the catalog's test sees to it that the last one always is."""
        return next(
            way
            for way in self._catalog.concepts[choice.concept.name].ways
            if way.circumstances.fit(self._setting)
            and all(self._may_read(name, choice, way.expression) for name in way.references)
        )

    def _may_read(self, name: str, reader: Choice, expression: str) -> bool:
        """Tell whether the row holds the concept, with the catalog's values, and no circle would come of it."""
        holder = self._holders.get(name)
        if holder is None or name == reader.concept.name:
            return False
        if _is_bound(reader.limits) and not _is_bound(holder.choice.limits) and self._could_follow(name, reader):
            return False
        return holder.can_be_read(expression) and not self._leads_to(name, reader.concept.name)

    def _could_follow(self, name: str, reader: Choice) -> bool:
        """Tell whether the other column could read this one instead, of which something was stated."""
        ways = self._catalog.concepts[name].ways
        return any(way.references <= {reader.concept.name} and way.references for way in ways)

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


def _with_both_ends(limits: Limits) -> Limits:
    """Return the range of a chance from 0 to 1, or of percent where it cannot be one, with its other end."""
    low = min(0.0, limits.high or 0.0) if limits.low is None else limits.low
    usual = next((end for end in (1.0, _WHOLE) if low < end), 2 * low)
    return replace(limits, low=low, high=usual if limits.high is None else limits.high)


def _is_bound(limits: Limits) -> bool:
    """Tell whether something was stated that the values themselves have to keep to."""
    return limits.have_ends or bool(limits.values or limits.since or limits.until or limits.mean or limits.every)


def _follows(limits: Limits) -> bool:
    """Tell whether a range leaves it open how the numbers lie in it."""
    return limits.have_ends and limits.mean is None and not limits.shape and not limits.multiple_of


def _share_of_yes(limits: Limits, yes_no: tuple[str, str] | None) -> float | None:
    """Return the share of the rows that say yes, from 0 to 1, where it was stated."""
    if limits.yes_share is not None:
        return limits.yes_share
    if yes_no is None or not limits.shares or yes_no[0] not in limits.values:
        return None
    share = limits.shares[limits.values.index(yes_no[0])] / max(100.0, sum(limits.shares))
    return round(share, 4)


def _finished(drawn: Drawn, choice: Choice) -> Drawn:
    """Return what the catalog makes, with what remains to be heeded of the limits."""
    concept, limits = choice.concept, choice.limits
    if concept.is_number and limits.have_ends:
        return replace(drawn, expression=_clipped(drawn.expression, limits))
    if concept.is_moment:
        return _written(drawn, limits)
    if concept.data_type is DataType.STRING:
        return replace(drawn, expression=fitted(drawn.expression, limits))
    return drawn


def _written(drawn: Drawn, limits: Limits) -> Drawn:
    """Return moments in the format that somebody asked for."""
    expression, data_type = formatted(drawn.expression, drawn.data_type, limits)
    return replace(drawn, expression=expression, data_type=data_type)


def _meaning(concept: Concept) -> str:
    return f"{concept.about} ({concept.unit})" if concept.unit and concept.unit not in concept.about else concept.about


def _look_up(facts: Mapping[Value, list[Value]], written: str) -> str:
    if all(len(values) == 1 for values in facts.values()):
        return f"{ {name: values[0] for name, values in facts.items()}!r}[{written}]"
    looked_up = f"random.choice({dict(facts)!r}[{written}])"
    if len(looked_up) <= _LONG:
        return looked_up
    return f"random.choice({ {name: list(dict.fromkeys(values)) for name, values in facts.items()}!r}[{written}])"


def _clipped(expression: str, limits: Limits) -> str:
    low, high = (None if end is None else f"{end:.12g}" for end in (limits.low, limits.high))
    if low is not None and high is None:
        return f"{low} + abs(({expression}) - {low})"  # mirrored, so that values do not pile up at the end
    expression = expression if low is None else f"max({low}, {expression})"
    return expression if high is None else f"min({high}, {expression})"
