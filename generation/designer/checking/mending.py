"""A model's schema, mended by the field catalog where it does not run or does not keep to what was asked for."""

from dataclasses import dataclass, replace
from datetime import date

from generation.designer.checking.examining import Broken, Examination, examine
from generation.designer.checking.recognising import Recognised, recognise
from generation.designer.checking.remaking import Making, Remaker
from generation.designer.meaning.choosing import Choice
from generation.designer.offline.understanding import Understanding
from generation.engine import Column, DatasetSchema, DataType

_MOST_ROUNDS = 8
_LONGEST_REASON = 200


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
        names = {column.name for column in schema.columns}
        lost = tuple(one for one in recognise(schema.columns, understood).absent if one.name not in names)
        schema = _with_lost(schema, lost, understood)
        self._recognised = recognise(schema.columns, understood)
        self._remaker = Remaker(schema, self._recognised, examined.cells, understood)
        self._reasons: dict[str, str] = {}
        self._unkept: dict[Broken, None] = {}
        for choice in lost:
            self._remake(choice.name, "the sentence names it, and the language model left it out")

    @property
    def has_lost(self) -> bool:
        return bool(self._reasons)

    def examination(self) -> Examination:
        return examine(self._remaker.schema(), self._recognised, self._understood, self._today)

    def heed(self, examination: Examination) -> bool:
        """Have what is wrong made in the next way. Returns whether anything changes."""
        blamed = {fault.column: fault.words for fault in examination.faults}
        self._unkept = {}
        for broken in examination.broken:
            if not (movable := self._movable(broken)):
                self._unkept[broken] = None
            blamed |= {name: broken.words for name in movable if name not in blamed}
        for name, reason in blamed.items():
            self._remake(name, reason)
        return bool(blamed)

    def mended(self) -> Mended:
        choices, remade = self._remaker.choices, self._remaker.remade
        return Mended(
            schema=self._remaker.schema(),
            recognised=self._recognised,
            repairs=tuple(dict.fromkeys(text for name in remade for text in self._repair(choices[name]))),
            unkept=(
                *(f"{' and '.join(broken.columns)}: {broken.words}" for broken in self._unkept),
                *(choice.phrase for choice in self._recognised.doubtful),
            ),
            kept=len(choices) - len(remade),
            guessed=sum(bool(choices[name].guess) for name in remade),
        )

    def _remake(self, name: str, reason: str) -> None:
        self._remaker.remake(name)
        self._reasons.setdefault(name, reason[:_LONGEST_REASON])

    def _repair(self, choice: Choice) -> tuple[str, ...]:
        reason = self._reasons[choice.name]
        made = f"“{choice.name}” is made as the field catalog does ({choice.concept.about}): {reason}"
        return (made, choice.guess) if choice.guess else (made,)

    def _movable(self, broken: Broken) -> list[str]:
        """Return which columns of a statement to make otherwise: the model's first, the catalog's agree already."""
        least = min(map(self._remaker.making, broken.columns))
        return [name for name in broken.columns if self._remaker.making(name) is least] if least < Making.ALONE else []


def _with_lost(schema: DatasetSchema, lost: tuple[Choice, ...], understood: Understanding) -> DatasetSchema:
    """Put an empty column where the description names one that there is not."""
    columns = list(schema.columns)
    order = [choice.phrase for choice in understood.choices]
    for choice in lost:
        held = {one.phrase: place for place, one in enumerate(recognise(tuple(columns), understood).choices)}
        before = [held[phrase] for phrase in order[: order.index(choice.phrase)] if phrase in held]
        empty = Column(name=choice.name, expression="None", data_type=DataType.STRING)
        columns.insert(max(before, default=-1) + 1, empty)
    return replace(schema, columns=tuple(columns))
