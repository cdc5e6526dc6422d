"""A model's schema, mended by the field catalog where it does not run or does not keep to what was asked for.

A column is replaced alone, and its expression reads the columns beside it as the offline designer's would. Where that
does not work, because the model's values are none that the catalog knows, it reads only what the catalog made, then
nothing at all.
"""

from dataclasses import dataclass, replace
from datetime import date

from generation.designer.checking import Broken, Examination, examine
from generation.designer.choosing import Choice
from generation.designer.composing import compose
from generation.designer.offline import plain_column
from generation.designer.recognising import Recognised, recognise
from generation.designer.understanding import Understanding
from generation.engine import Column, DatasetSchema, DataType

_MOST_ROUNDS = 8
_LONGEST_REASON = 200
_MODELS_OWN, _BESIDE_ALL, _BESIDE_MENDED, _ALONE, _PLAIN = range(5)  # how a column is made, one after the other
_INERT = "word"  # a concept that no other is made from


@dataclass(frozen=True, slots=True, kw_only=True)
class Mended:
    """A schema that runs. `repairs` tell what was replaced or added, `unkept` what could not be repaired.

    `kept` counts the columns that are as they were, `guessed` those replaced that the catalog does not know.
    """

    schema: DatasetSchema
    recognised: Recognised
    repairs: tuple[str, ...]
    unkept: tuple[str, ...]
    kept: int
    guessed: int


def mend(schema: DatasetSchema, examined: Examination, understood: Understanding, today: date) -> Mended:
    """Replace by the catalog's what was found wrong, and what turns out to be; add what was named and lost.

    Raises EngineError for a schema that does not run for a reason that lies in no column.
    """
    mender = _Mender(schema, examined, understood, today)
    changed = mender.heed(examined) or mender.has_lost
    for _ in range(_MOST_ROUNDS):
        if not changed:
            break
        changed = mender.heed(mender.examination())
    return mender.mended()


class _Mender:
    def __init__(self, schema: DatasetSchema, examined: Examination, understood: Understanding, today: date) -> None:
        self._understood = understood
        self._today = today
        self._catalog = understood.lexicon.catalog
        self._setting = replace(understood.setting, locale=schema.locale)
        lost = recognise(schema.columns, understood).absent
        self._schema = _with_lost(schema, lost, understood)
        self._recognised = recognise(self._schema.columns, understood)
        self._choices = {choice.name: choice for choice in self._recognised.choices}
        self._makings = dict.fromkeys((choice.name for choice in lost), _BESIDE_ALL)
        self._reasons = {choice.name: "the sentence names it, and the language model left it out" for choice in lost}
        self._unkept: dict[Broken, None] = {}
        self._cells = examined.cells
        self.has_lost = bool(lost)

    def examination(self) -> Examination:
        return examine(self._made(), self._recognised.choices, self._understood, self._today)

    def heed(self, examination: Examination) -> bool:
        """Have what is wrong made in the next way. Returns whether anything changes."""
        blamed = {fault.column: fault.words for fault in examination.faults}
        self._unkept = {}
        for broken in examination.broken:
            if not (movable := self._movable(broken)):
                self._unkept[broken] = None
            blamed |= {name: broken.words for name in movable if name not in blamed}
        for name, reason in blamed.items():
            self._makings[name] = min(self._making(name) + 1, _PLAIN)
            self._reasons.setdefault(name, reason[:_LONGEST_REASON])
        return bool(blamed)

    def mended(self) -> Mended:
        replaced = [self._choices[name] for name in self._makings]
        return Mended(
            schema=self._made(),
            recognised=self._recognised,
            repairs=tuple(dict.fromkeys(text for choice in replaced for text in self._repair(choice))),
            unkept=tuple(f"{' and '.join(broken.columns)}: {broken.words}" for broken in self._unkept),
            kept=len(self._choices) - len(replaced),
            guessed=sum(bool(choice.guess) for choice in replaced),
        )

    def _repair(self, choice: Choice) -> tuple[str, ...]:
        about = self._composed(frozenset({choice.name}))[choice.name].description
        made = f"“{choice.name}” is made as the field catalog does ({about}): {self._reasons[choice.name]}"
        return (made, choice.guess) if choice.guess else (made,)

    def _making(self, name: str) -> int:
        return self._makings.get(name, _MODELS_OWN)

    def _movable(self, broken: Broken) -> list[str]:
        """Return which columns of a statement to make otherwise: the model's first, the catalog's agree already."""
        least = min(self._making(name) for name in broken.columns)
        return [name for name in broken.columns if self._making(name) == least] if least < _ALONE else []

    def _made(self) -> DatasetSchema:
        return replace(self._schema, columns=tuple(map(self._column, self._schema.columns)))

    def _column(self, column: Column) -> Column:
        making = self._making(column.name)
        if making == _MODELS_OWN:
            return column
        composed = self._composed(self._readable(column.name, making))[column.name]
        null_rate = composed.null_rate or column.null_rate
        return replace(plain_column(composed) if making == _PLAIN else composed, null_rate=null_rate)

    def _readable(self, name: str, making: int) -> frozenset[str]:
        """Return the columns whose values the catalog may take for its own."""
        if making == _BESIDE_ALL:
            return frozenset(self._choices)
        return frozenset(self._makings) if making == _BESIDE_MENDED else frozenset({name})

    def _composed(self, readable: frozenset[str]) -> dict[str, Column]:
        inert = self._catalog.concepts[_INERT]
        choices = tuple(
            self._as_held(choice) if choice.name in readable else replace(choice, concept=inert)
            for choice in self._choices.values()
        )
        return {column.name: column for column in compose(choices, self._setting, self._catalog)}

    def _as_held(self, choice: Choice) -> Choice:
        """Tell the catalog the texts that a column of the model's holds: it reads it only if it knows them all."""
        if self._making(choice.name) != _MODELS_OWN:
            return choice
        texts = tuple(dict.fromkeys(cell for cell in self._cells.get(choice.name, ()) if isinstance(cell, str)))
        is_countable = choice.concept.values or choice.concept.name in self._catalog.tables_of
        return replace(choice, limits=replace(choice.limits, values=texts)) if texts and is_countable else choice


def _with_lost(schema: DatasetSchema, lost: tuple[Choice, ...], understood: Understanding) -> DatasetSchema:
    """Put an empty column where the description names one that there is not."""
    columns = list(schema.columns)
    order = [choice.phrase for choice in understood.choices]
    for choice in lost:
        held = {one.phrase: place for place, one in enumerate(recognise(tuple(columns), understood).choices)}
        before = [held[phrase] for phrase in order[: order.index(choice.phrase)] if phrase in held]
        empty = Column(name=choice.name, expression="None", data_type=DataType.STRING)
        if choice.name not in {column.name for column in columns}:
            columns.insert(max(before, default=-1) + 1, empty)
    return replace(schema, columns=tuple(columns))
