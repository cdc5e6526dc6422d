"""A schema held against what was asked for, and against what the catalog knows to be true of every row.

It is judged by the rows that it makes: whether a range is written as `randint` or as a fold of a normal distribution
does not matter to who gets the file.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from generation.designer.catalog import references
from generation.designer.checking.demands import Cells, broken_demands, fits_type
from generation.designer.checking.recognising import Recognised
from generation.designer.checking.rule_tests import RuleTest, rule_tests
from generation.designer.checking.trying import ROWS, ROWS_FOR_SHARES, Fault, Trial, try_out
from generation.designer.composing.composer import Composer
from generation.designer.composing.mentions import Mentions
from generation.designer.meaning.choosing import Choice
from generation.designer.offline.understanding import Understanding
from generation.designer.reading import Limits
from generation.engine import Column, DatasetSchema, DataType

_LONGEST_NAME = 100


@dataclass(frozen=True, slots=True)
class Broken:
    """A statement that the rows do not keep: the columns that it is about, and what is wrong with them in words."""

    columns: tuple[str, ...]
    words: str


@dataclass(frozen=True, slots=True)
class Examination:
    """What is wrong with a schema: columns that do not run, and statements that the rows of the others break.

    `cells` are those of the columns that run.
    """

    faults: tuple[Fault, ...]
    broken: tuple[Broken, ...]
    cells: Mapping[str, Cells]


def examine(schema: DatasetSchema, recognised: Recognised, understood: Understanding, today: date) -> Examination:
    """Make rows and look at them; `recognised` tells what each column holds, and what was said about it."""
    choices = recognised.choices
    truths = _truths(choices, understood) | _rules(schema, recognised, understood)
    trial = try_out(_with_truths(schema, truths), rows_for(*(choice.limits for choice in choices)), today)
    faults = tuple(fault for fault in trial.faults if fault.column not in truths)
    broken = (*_broken_demands(schema, choices, trial, today), *_broken_truths(truths, trial))
    return Examination(faults, broken, trial.cells)


def rows_for(*said: Limits) -> int:
    """Return how many rows it takes to judge limits."""
    return ROWS_FOR_SHARES if any(map(_speak_of_shares, said)) else ROWS


def _speak_of_shares(limits: Limits) -> bool:
    return bool(limits.shares or limits.missing or limits.mean is not None or limits.yes_share is not None)


def _broken_demands(schema: DatasetSchema, choices: tuple[Choice, ...], trial: Trial, today: date) -> Iterator[Broken]:
    for column, choice in zip(schema.columns, choices, strict=True):
        if column.name not in trial.cells:
            continue
        if not fits_type(choice.limits.data_type, column.data_type):
            yield Broken((column.name,), f"its data type is {column.data_type}, not {choice.limits.data_type}")
        for words in broken_demands(choice.limits, trial.cells[column.name], today):
            yield Broken((column.name,), words)


def _truths(choices: tuple[Choice, ...], understood: Understanding) -> dict[str, RuleTest]:
    """Return what must be true of every row, by names that no column has."""
    catalog = understood.lexicon.catalog
    sure = tuple(choice for choice in choices if not choice.guess)
    holders = {choice.concept.name: choice.name for choice in reversed(sure)}
    truths = Composer(sure, understood.setting, catalog).truths()
    return {
        f"{place}. {sentence}"[:_LONGEST_NAME]: RuleTest(
            f"not true of every row: {sentence}",
            expression,
            tuple(holders[name] for name in sorted(references(catalog.truths[sentence]))),
        )
        for place, (sentence, expression) in enumerate(truths.items())
    }


def _rules(schema: DatasetSchema, recognised: Recognised, understood: Understanding) -> dict[str, RuleTest]:
    """Return what the description says of several columns, by names that no column has."""
    columns = {wished: schema.columns[place] for wished, place in recognised.places.items()}
    mentions = Mentions(understood.choices, understood.lexicon.catalog)
    tests = rule_tests(understood.rules, columns, mentions)
    return {
        f"{place}: {test.text}"[:_LONGEST_NAME]: replace(test, text=f"not so in the rows: {test.text}")
        for place, test in enumerate(tests)
    }


def _with_truths(schema: DatasetSchema, truths: dict[str, RuleTest]) -> DatasetSchema:
    """Return the schema with a column for each truth; one that these columns' types do not allow will not run."""
    columns = (
        Column(name=name, expression=truth.expression, data_type=DataType.BOOLEAN) for name, truth in truths.items()
    )
    return replace(schema, columns=(*schema.columns, *columns))


def _broken_truths(truths: dict[str, RuleTest], trial: Trial) -> Iterator[Broken]:
    for name, truth in truths.items():
        runs = all(column in trial.cells for column in truth.columns)
        if runs and truth.is_broken(trial.cells.get(name, ()), trial.cells):
            yield Broken(truth.columns, truth.text)
