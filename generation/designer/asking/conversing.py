"""The conversation with a language model about one wish, and what becomes of its answers.

Each answer is tried on rows and held against what rules read in the wish. What the field catalog can mend for certain
costs no second question. Anything else is shown to the model once, and what is wrong after that the catalog mends.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import cached_property
from typing import TypeAlias

from generation.designer.asking.answers import Answer, AnswerUnfit, read_answer
from generation.designer.asking.prompt import Prompt, Wish, first_prompt, repair_prompt
from generation.designer.asking.replies import Said
from generation.designer.checking.examining import Examination, examine
from generation.designer.checking.mending import Mended, mend
from generation.designer.checking.recognising import Recognised, origins, recognise
from generation.designer.design import Design, Origin
from generation.designer.errors import ModelAnswerUnusable, ModelError
from generation.designer.meaning.choosing import Choice
from generation.designer.offline.understanding import Understanding, understand
from generation.engine import Column, DatasetSchema, EngineError

Ask: TypeAlias = Callable[[Prompt], Said]

_CUT_DESCRIPTION = "The description was too long for the language model, which was told its beginning only."
_CUT_ANSWER = "- The answer was too long and was cut off: write shorter texts."


def converse(ask: Ask, wish: Wish, model: str) -> Design:
    """Return the design that comes of asking once, or twice. Raises ModelError when nothing does."""
    understood = understand(wish.description, wish.locale)
    prompt = first_prompt(wish)
    said = ask(prompt)
    try:
        draft = _draft(said, wish, understood)
    except AnswerUnfit as error:
        draft, prompt = _asked_again(ask, wish, said, error.mistakes, understood)
    else:
        if questions := tuple(draft.questions()):
            draft = _better(ask, repair_prompt(wish, said.text, questions), wish, draft)
    return _design(draft, model, is_cut=prompt.is_cut)


def _asked_again(
    ask: Ask, wish: Wish, said: Said, mistakes: tuple[str, ...], understood: Understanding
) -> "tuple[Draft, Prompt]":
    cut = (_CUT_ANSWER,) if said.is_cut else ()
    prompt = repair_prompt(wish, said.text, (*cut, *mistakes))
    try:
        return _draft(ask(prompt), wish, understood), prompt
    except AnswerUnfit as error:
        raise ModelAnswerUnusable("The language model's schema does not run, nor does its correction") from error


def _better(ask: Ask, prompt: Prompt, wish: Wish, draft: "Draft") -> "Draft":
    """Return the corrected draft; the one that there is where nothing better comes."""
    try:
        corrected = _draft(ask(prompt), wish, draft.understood)
    except (AnswerUnfit, ModelError):
        return draft
    return corrected if corrected.wrongs <= draft.wrongs else draft


def _draft(said: Said, wish: Wish, understood: Understanding) -> "Draft":
    answer = read_answer(said.text, wish.locale)
    draft = Draft(answer, understood, datetime.now(UTC).date())
    try:
        _ = draft.examination
    except EngineError as error:
        raise AnswerUnfit(f"- {error.message}") from None  # an error of no column, which may quote the description
    return draft


@dataclass(frozen=True)
class Draft:
    """An answer, read, with what was stated of missing and repeated cells put into its columns."""

    answer: Answer
    understood: Understanding
    today: date

    @cached_property
    def recognised(self) -> Recognised:
        """Return what the columns hold."""
        return recognise(self.answer.schema.columns, self.understood)

    @cached_property
    def schema(self) -> DatasetSchema:
        """Return the schema with the shares of missing cells and the columns without repeats that were stated."""
        pairs = zip(self.answer.schema.columns, self.recognised.choices, strict=True)
        columns = tuple(_with_stated(column, choice) for column, choice in pairs)
        return replace(self.answer.schema, columns=columns)

    @cached_property
    def examination(self) -> Examination:
        """Return what is wrong with the columns."""
        found = examine(self.schema, self.recognised, self.understood, self.today)
        return replace(found, faults=(*self.answer.faults, *found.faults))

    @property
    def wrongs(self) -> int:
        """Count what is wrong."""
        return len(self.examination.faults) + len(self.examination.broken) + len(self.recognised.absent)

    def questions(self) -> Iterator[str]:
        """Yield what the model is to correct, where something is wrong that the catalog is not sure of."""
        if not (self.examination.broken or self._is_beyond_the_catalog()):
            return
        for fault in self.examination.faults:
            yield f'- column "{fault.column}": {fault.details}'
        for broken in self.examination.broken:
            yield f"- column {' and '.join(map(_quoted, broken.columns))}: {broken.words}"
        for choice in self.recognised.absent:
            yield f'- there is no column for "{choice.phrase}", which the wish names'

    def _is_beyond_the_catalog(self) -> bool:
        """Tell whether the catalog would have to guess, or to make everything."""
        choices = {choice.name: choice for choice in self.recognised.choices}
        to_make = (*(choices[fault.column] for fault in self.examination.faults), *self.recognised.absent)
        nothing_runs = bool(self.recognised.absent) and len(self.examination.faults) == len(choices)
        return nothing_runs or any(choice.guess for choice in to_make)

    def merged(self) -> Iterator[str]:
        """Yield what was put in."""
        for before, after in zip(self.answer.schema.columns, self.schema.columns, strict=True):
            if before.null_rate != after.null_rate:
                yield f"{after.null_rate:.0%} of “{after.name}” are missing, as the sentence says"
            if before.unique != after.unique:
                yield f"No “{after.name}” occurs twice, as the sentence says"


def _quoted(name: str) -> str:
    return f'"{name}"'


def _with_stated(column: Column, choice: Choice) -> Column:
    """Merge in what is a property of the column; an expression with a None in it makes missing cells of its own."""
    missing = choice.limits.missing
    own = missing is None or "None" in column.expression
    null_rate = column.null_rate if own or missing is None else missing
    return replace(column, null_rate=null_rate, unique=column.unique or choice.limits.unique)


def _design(draft: Draft, model: str, *, is_cut: bool) -> Design:
    mended = _mended(draft)
    schema, left_out = _without_extras(mended, draft.understood)
    held = {column.name for column in schema.columns}
    return Design(
        schema=schema,
        domain=draft.answer.domain,
        designed_by=model,
        origins={name: origin for name, origin in origins(mended.recognised).items() if name in held},
        assumptions=(
            *((_CUT_DESCRIPTION,) if is_cut else ()),
            *(*draft.answer.assumptions, *draft.merged(), *mended.repairs, *left_out),
        ),
        not_understood=mended.unkept,
    )


def _mended(draft: Draft) -> Mended:
    try:
        mended = mend(draft.schema, draft.examination, draft.understood, draft.today)
    except EngineError as error:
        raise ModelAnswerUnusable("The language model's schema does not run, nor does its correction") from error
    if not mended.kept and (mended.guessed or draft.recognised.absent):
        raise ModelAnswerUnusable("The language model's schema does not run, nor does its correction")
    return mended


def _without_extras(mended: Mended, understood: Understanding) -> tuple[DatasetSchema, tuple[str, ...]]:
    """Leave out what nobody named where exactly these columns were listed, unless another column reads it."""
    if not understood.wish.listed or understood.unheeded:
        return mended.schema, ()
    extras = {
        choice.name
        for choice in mended.recognised.choices
        if choice.name in mended.recognised.unasked and choice.origin is not Origin.STATED
    }
    kept = tuple(column for column in mended.schema.columns if column.name not in extras)
    extras -= {name for name in extras for column in kept if name in column.expression}
    columns = tuple(column for column in mended.schema.columns if column.name not in extras)
    said = tuple(
        f"“{name}” was left out: the sentence lists its columns, and this is none of them" for name in sorted(extras)
    )
    return replace(mended.schema, columns=columns), said
