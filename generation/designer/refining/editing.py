"""Edits, done to a schema: only what they speak of is touched, everything else keeps its text."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import singledispatchmethod
from itertools import count
from math import log
from typing import Any

from generation.designer.checking.demands import broken_demands, fits_type
from generation.designer.checking.examining import examine, rows_for
from generation.designer.checking.recognising import Recognised
from generation.designer.checking.remaking import Making, Remaker
from generation.designer.checking.trying import ROWS, try_out
from generation.designer.composing.mentions import Mentions
from generation.designer.composing.sampling import columns_read, sample
from generation.designer.design import Origin
from generation.designer.meaning.choosing import MANIFOLD, Choice, choose, enumerate_words
from generation.designer.meaning.exact import exactly
from generation.designer.offline.understanding import Understanding
from generation.designer.reading import NOTHING, Limits, key, read, snake
from generation.designer.refining.computing import read_computed
from generation.designer.refining.edit import Add, AddAbout, Drop, Edit, Limit, Move, Rename, Round, Scale, Scatter
from generation.designer.refining.finding import find
from generation.designer.refining.renaming import renamed
from generation.designer.refining.seen import Seen
from generation.engine import Column, DatasetSchema, DataType, EngineError

_NUMBERS = frozenset({DataType.INTEGER, DataType.FLOAT, DataType.DECIMAL})
_LONGEST_NAME = 100
_CENTS = 2
_UNTOLD: dict[str, Any] = {"unit": "", "decimals": 0, "sd": None, "several": None}  # what rows cannot tell
_SPREAD = 0.8  # of the logarithm of skewed numbers
_SKEWS = {"low": "1.2, 4", "high": "4, 1.2"}  # how a beta distribution lies


@dataclass
class Editor:
    """A schema that is being edited, with what was said about it on the way.

    `limits` are those that the edits set, by column; `aside` the edits that nothing was done with; `touched` the
    columns that edits speak of.
    """

    schema: DatasetSchema
    understood: Understanding
    today: date
    said: list[str] = field(default_factory=list)
    aside: list[str] = field(default_factory=list)
    touched: set[str] = field(default_factory=set)
    limits: dict[str, Limits] = field(default_factory=dict)
    _seen: Seen = field(default_factory=Seen)

    @singledispatchmethod
    def do(self, edit: Edit) -> None:
        """Do an edit, or put it aside."""
        raise NotImplementedError(type(edit).__name__)

    @do.register
    def _drop(self, edit: Drop) -> None:
        names = self._find(edit.what, edit)
        if len(names) == len(self.schema.columns):
            self.aside.append(edit.text)
            return
        readers = self._readers(names)
        self._set(column for column in self.schema.columns if column.name not in names)
        for name in readers:
            self._remake(name, {}, f"“{name}” is made anew, as it was computed from {_quoted(names)}")

    @do.register
    def _add(self, edit: Add) -> None:
        if self.compute(edit.text, is_new=True):
            return
        chosen = self._chosen(edit)
        for choice in chosen:
            if choice.name not in self._columns():
                self._insert(self._beside_its_like(choice))
            elif edit.again:
                self._insert(replace(choice, name=self._next_name(choice.name)))
            else:
                self.said.append(f"“{choice.name}” is there already; “add another …” adds a second one")
        if not chosen:
            self.aside.append(edit.text)

    def _chosen(self, edit: Add) -> tuple[Choice, ...]:
        """Return the columns that are to come: the one that a phrase of the catalog says, or those of a list."""
        setting, lexicon = self.understood.setting, self.understood.lexicon
        phrase = (choice for said in edit.phrases if (choice := exactly(said, setting, lexicon)))
        if found := next(phrase, None):
            return (found,)
        wish = read(f"columns: {edit.what}")
        return tuple(replace(one, origin=Origin.STATED) for one in choose(wish, setting, lexicon) if wish.columns)

    def _beside_its_like(self, choice: Choice) -> Choice:
        """Say which column holds the same kind of value already."""
        alike = [one.name for one in self.recognised().choices if one.concept is choice.concept and not one.guess]
        if alike and choice.concept.name not in MANIFOLD:
            said = f"“{choice.name}” is a second column of the kind of “{alike[0]}”"
            return replace(choice, guess=f"{choice.guess}; {said}" if choice.guess else said)
        return choice

    def _next_name(self, name: str) -> str:
        """Return a name that no column has, made of one that a column has."""
        numbered = (f"{name[: _LONGEST_NAME - 4]}_{number}" for number in count(2))
        return next(one for one in numbered if one not in self._columns())

    @do.register
    def _add_about(self, edit: AddAbout) -> None:
        found = self._about(edit.what)[: edit.count]
        for choice in found:
            self._insert(choice)
        if found:
            self.said.append(f"{enumerate_words(tuple(one.name for one in found))}: what is known about “{edit.what}”")
        if len(found) < edit.count:
            self.aside.append(edit.text)

    @do.register
    def _rename(self, edit: Rename) -> None:
        names = self._find(edit.what, edit)
        new = (edit.name if edit.name.isidentifier() else snake(edit.name))[:_LONGEST_NAME]
        if not names:
            return
        if len(names) > 1 or not new or new in self._columns():
            self.aside.append(edit.text)
            return
        old = names[0]
        for name in self._readers(names):
            self.said.append(f"“{name}” reads “{new}” now, which was “{old}”")
        self._set(_renamed(column, old, new) for column in self.schema.columns)
        self.touched.add(new)
        if old in self.limits:
            self.limits[new] = self.limits.pop(old)

    @do.register
    def _move(self, edit: Move) -> None:
        names = self._find(edit.what, edit)
        beside = self._find(edit.beside, edit)[:1] if edit.beside else ()
        if not names or (edit.beside and (not beside or beside[0] in names)):
            return
        moved = [column for column in self.schema.columns if column.name in names]
        rest = [column for column in self.schema.columns if column.name not in names]
        places = {column.name: place for place, column in enumerate(rest)}
        place = {"first": 0, "last": len(rest)}.get(edit.where)
        if place is None:
            place = places[beside[0]] + (edit.where == "after")
        self._set((*rest[:place], *moved, *rest[place:]))

    @do.register
    def _scale(self, edit: Scale) -> None:
        self._compute(edit, f"({{}}) * {edit.factor:g}", None)

    @do.register
    def _scatter(self, edit: Scatter) -> None:
        self._compute(edit, f"({{}}) * (random.uniform(4, 9) if random.random() < {edit.share:g} else 1)", None)

    @do.register
    def _round(self, edit: Round) -> None:
        self._compute(edit, "{}", edit.digits)

    def _compute(self, edit: Edit, form: str, digits: int | None) -> None:
        """Compute the numbers anew from what they are."""
        for name in self._find(edit.what, edit):
            column = self._columns()[name]
            if column.data_type not in _NUMBERS:
                self.aside.append(edit.text)
                continue
            usual = 0 if column.data_type is DataType.INTEGER else _CENTS
            places = usual if digits is None else digits
            number = form.format(column.expression)
            self._put(replace(column, expression=f"round({number}, {places})" if places else f"round({number})"))

    def compute(self, text: str, *, is_new: bool = False) -> bool:
        """Have a column computed from others if a text asks for that, and tell whether it does."""
        recognised, mentions = self.recognised(), self._mentions()
        computed = read_computed(text, self.schema.columns, mentions)
        if computed is None:
            return False
        before, found = self.schema, find(computed.name.replace("_", " "), recognised)
        name = found[0].name if len(found) == 1 and not is_new else computed.name
        if computed.expression and not (is_new and name in self._columns()):
            old = self._columns().get(name, Column(name=name, expression="", data_type=computed.data_type))
            made = replace(old, expression=computed.expression, data_type=computed.data_type)
            self._set((self._columns() | {name: made}).values())
            self.touched.add(name)
        if self.schema == before or any(one.column == name for one in try_out(self.schema, ROWS, self.today).faults):
            self.schema = before
            self.aside.append(text)
        return True

    @do.register
    def _limit(self, edit: Limit) -> None:
        if self.compute(edit.text):
            return
        names = self._find(edit.what, edit)
        for name in names:  # before any is made anew, as they have to agree
            self.limits[name] = self.limits.get(name, NOTHING).combined(edit.limits)
        for name in names:
            before, said = self.schema, len(self.said)
            if not (self._put_in(name, edit.limits) or self._remade_within(name, edit.limits)):
                self.schema = before
                del self.said[said:]
                self.aside.append(edit.text)
            elif self.schema == before:
                self._leave(name, edit)

    def _leave(self, name: str, edit: Limit) -> None:
        """Say that a column is so already, as far as its rows can tell."""
        if replace(edit.limits, **_UNTOLD) == NOTHING:
            self.aside.append(edit.text)
        else:
            self.said.append(f"“{name}” was left as it is: “{edit.text}” is true of it already")

    def speak(self, locale: str) -> None:
        """Have the columns speak another locale; those made by the catalog are made as it does there."""
        here, there = (self._remaker(locale=one) for one in (self.schema.locale, locale))
        for remaker in (here, there):
            for name in self._columns():
                remaker.remake(name)
        pairs = zip(self.schema.columns, here.schema().columns, there.schema().columns, strict=True)
        columns = tuple(new if own.expression == old.expression != new.expression else own for own, old, new in pairs)
        self.schema = replace(self.schema, columns=columns, locale=locale)
        self.understood = replace(self.understood, setting=replace(self.understood.setting, locale=locale, stated=True))
        self.said.append(f"Names and places are those of {locale}")

    def broken(self) -> tuple[str, ...]:
        """Return what the rows break of what was asked for and of what is true, if an edit speaks of it."""
        found = examine(self.schema, self._limited(), self.understood, self.today).broken
        return tuple(
            f"{enumerate_words(broken.columns)}: {broken.words}"
            for broken in found
            if not self.touched.isdisjoint(broken.columns)
        )

    def mend(self) -> None:
        """Make anew what no longer runs, since it reads a column that is another one now."""
        for fault in try_out(self.schema, ROWS, self.today).faults:
            self._remake(fault.column, {}, f"“{fault.column}” is made anew: {fault.words}")

    def _find(self, phrase: str, edit: Edit) -> tuple[str, ...]:
        names = tuple(choice.name for choice in find(phrase, self.recognised()))
        self.touched.update(names)
        if not names:
            self.aside.append(edit.text)
        return names

    def recognised(self) -> Recognised:
        """Return what the columns hold; they are looked at anew only when they are others."""
        return self._seen.recognised(self.schema.columns, self.understood)

    def _mentions(self) -> Mentions:
        return self._seen.mentions(self.schema.columns, self.understood)

    def _columns(self) -> dict[str, Column]:
        return {column.name: column for column in self.schema.columns}

    def _set(self, columns: Iterable[Column]) -> None:
        self.schema = replace(self.schema, columns=tuple(columns))

    def _put(self, column: Column) -> None:
        self._set(column if one.name == column.name else one for one in self.schema.columns)

    def _readers(self, names: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(
            column.name
            for column in self.schema.columns
            if column.name not in names and columns_read(column.expression, names)
        )

    def _insert(self, choice: Choice) -> None:
        """Put a column at the end, made beside the others."""
        self._set((*self.schema.columns, Column(name=choice.name, expression="None", data_type=DataType.STRING)))
        self.touched.add(choice.name)
        self.limits[choice.name] = choice.limits
        self._remake(choice.name, {choice.name: choice}, choice.guess)

    def _about(self, topic: str) -> list[Choice]:
        """Return the columns that are usual for a topic, those of its subject first, that the schema does not have."""
        lexicon = self.understood.lexicon
        wanted = key(topic)
        subject = lexicon.subjects.get(wanted)
        concepts = [
            one.name.replace("_", " ")
            for one in lexicon.catalog.concepts.values()
            if any(set(wanted.split()) & set(key(phrase).split()) for phrase in one.says)
        ]
        phrases = [*(subject.columns if subject else ()), *sorted(concepts, key=lambda one: wanted not in key(one))]
        wish = read(f"columns: {', '.join(dict.fromkeys(phrases))}") if phrases else None
        chosen = choose(wish, self.understood.setting, lexicon) if wish else ()
        held = {one.concept.name for one in self.recognised().choices} | self._columns().keys()
        return [one for one in chosen if one.concept.name not in held and one.name not in held]

    def _put_in(self, name: str, limits: Limits) -> bool:
        """Set what is a property of the column, or of what its expression yields. Tells whether that was all."""
        column = self._columns()[name]
        rest = replace(limits, missing=None, unique=False, data_type=None)
        missing = column.null_rate if limits.missing is None else limits.missing
        unique = column.unique or limits.unique
        column = replace(column, null_rate=missing, unique=unique)
        if limits.data_type is not None and not fits_type(limits.data_type, column.data_type):
            column = _of_type(column, limits.data_type)
        self._put(column)
        return not rest.say_something and self._keeps(name, limits)

    def _remade_within(self, name: str, limits: Limits) -> bool:
        """Have the catalog make a column within its limits, and those that were set before."""
        before = self._columns()[name].expression
        self._remake(name, {}, "")
        self._tell_parting(name, before)
        if limits.shape and self._columns()[name].expression == before:
            self._put(self._skewed(self._columns()[name], limits))
        return self._keeps(name, limits) and (not limits.shape or self._columns()[name].expression != before)

    def _tell_parting(self, name: str, before: str) -> None:
        columns = self._columns()
        lost = columns_read(before, columns) - columns_read(columns[name].expression, columns)
        if lost:
            self.said.append(f"“{name}” is no longer made from {_quoted(tuple(sorted(lost)))}")

    def _skewed(self, column: Column, limits: Limits) -> Column:
        """Have most of the numbers small and a few large, about where they lie now, or the other way round.

        Numbers that may not lie anywhere stay between those that there are.
        """
        cells = sample(column.expression, column.data_type, self._columns(), self.schema.locale)
        numbers = [float(cell) for cell in cells if not isinstance(cell, str)] if column.data_type in _NUMBERS else []
        if limits.shape not in _SKEWS or not numbers:
            return column
        low, high = min(numbers), max(numbers)
        middle = max(sum(numbers) / len(numbers), 1.0)
        long_tail = f"random.lognormvariate({log(middle) - _SPREAD**2 / 2:.2f}, {_SPREAD})"
        bounded = f"{low:g} + {high - low:g} * random.betavariate({_SKEWS[limits.shape]})"
        digits = "" if column.data_type is DataType.INTEGER else ", 2"
        drawn = (long_tail,) if limits.shape == "low" and low >= 0 else ()
        made = [replace(column, expression=f"round({number}{digits})") for number in (*drawn, bounded)]
        return next((one for one in made if self._is_true(one)), made[-1])

    def _is_true(self, column: Column) -> bool:
        """Tell whether rows with this column break nothing that it has a part in."""
        schema = replace(
            self.schema, columns=tuple(column if one.name == column.name else one for one in self.schema.columns)
        )
        found = examine(schema, self._limited(), self.understood, self.today).broken
        return not any(column.name in broken.columns for broken in found)

    def _keeps(self, name: str, limits: Limits) -> bool:
        try:
            trial = try_out(self.schema, rows_for(limits), self.today)
        except EngineError:
            return False
        if name not in trial.cells or not fits_type(limits.data_type, self._columns()[name].data_type):
            return False
        return not list(broken_demands(limits, trial.cells[name], self.today))

    def _remake(self, name: str, known: dict[str, Choice], reason: str) -> None:
        """Make a column anew, in the next way as long as it does not run or keep to its limits."""
        remaker = self._remaker(known)
        for _ in range(int(Making.PLAINLY)):
            remaker.remake(name)
            made = next(column for column in remaker.schema().columns if column.name == name)
            self._put(made)
            if self._keeps(name, self.limits.get(name, NOTHING)):
                break
        if reason:
            self.said.append(reason)

    def _remaker(self, known: dict[str, Choice] | None = None, locale: str | None = None) -> Remaker:
        schema = replace(self.schema, locale=locale or self.schema.locale)
        cells = try_out(self.schema, ROWS, self.today).cells
        return Remaker(schema, self._limited(known), cells, self.understood)

    def _limited(self, known: Mapping[str, Choice] | None = None) -> Recognised:
        """Return what the columns hold, with the limits that edits set."""
        found = self.recognised()
        choices = tuple(
            replace((known or {}).get(one.name, one), limits=one.limits.combined(self.limits.get(one.name, NOTHING)))
            for one in found.choices
        )
        return replace(found, choices=choices)


def _quoted(names: tuple[str, ...]) -> str:
    return enumerate_words(tuple(f"“{name}”" for name in names))


def _of_type(column: Column, data_type: DataType) -> Column:
    """Return the column with its numbers rounded, or anything as text; else as it is."""
    if column.data_type in _NUMBERS and data_type in _NUMBERS:
        rounded = f"round({column.expression})" if data_type is DataType.INTEGER else column.expression
        return replace(column, expression=rounded, data_type=data_type)
    if data_type is DataType.STRING:
        return replace(column, expression=f"str({column.expression})", data_type=data_type)
    return column


def _renamed(column: Column, old: str, new: str) -> Column:
    return replace(
        column,
        name=new if column.name == old else column.name,
        expression=renamed(column.expression, {old: new}),
    )
