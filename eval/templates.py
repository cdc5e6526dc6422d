"""The catalog's templates as rows, with what the catalog holds to be true of them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from eval.checks import contradictions
from eval.rows import CRASHES, SEED, Rows
from generation.designer.catalog import Setting
from generation.designer.composing.composer import Composer, compose
from generation.designer.meaning.choosing import choose
from generation.designer.meaning.lexicon import lexicon
from generation.designer.reading import Wish
from generation.engine import Column, DatasetSchema, DataType, compile_plan, run_plan

ROWS = 1000
_LOCALE = "en_US"


@dataclass(frozen=True)
class Verdict:
    """What the rows of a template break: places of rows by sentence, and what the first of these rows holds."""

    subject: str
    domain: str
    rows: int
    broken: dict[str, tuple[set[int], str]]

    @property
    def bad_rows(self) -> int:
        """Return how many rows break something."""
        return len(set().union(*(places for places, _ in self.broken.values())))


def verdicts(subjects: Iterable[str] | None = None, rows: int = ROWS) -> Iterator[Verdict]:
    """Judge the rows of templates, of all of them unless some are named."""
    for subject in subjects or lexicon().catalog.subjects:
        yield Verdict(subject, lexicon().catalog.subjects[subject].domain, rows, _broken(subject, rows))


def _broken(subject: str, rows: int) -> dict[str, tuple[set[int], str]]:
    """Return what the rows of a template break; all do where there come to be none."""
    try:
        made, untrue = rows_of_template(subject, rows)
    except CRASHES as error:
        return {"A template can be made": (set(range(rows)), f"{type(error).__name__}: {error}")}
    return contradictions(made) | untrue


def rows_of_template(subject: str, count: int) -> tuple[Rows, dict[str, tuple[set[int], str]]]:
    """Return a template's rows, and the truths of the catalog that they break."""
    known = lexicon()
    setting = Setting(domain=known.catalog.subjects[subject].domain, subject=subject, locale=_LOCALE, stated=False)
    choices = choose(Wish(text="", heading=""), setting, known)
    columns = compose(choices, setting, known.catalog)
    truths = Composer(choices, setting, known.catalog).truths()
    checks = tuple(
        Column(name=f"truth {place}", expression=truth, data_type=DataType.BOOLEAN)
        for place, truth in enumerate(truths.values())
    )
    plan = compile_plan(DatasetSchema((*columns, *checks), locale=_LOCALE))
    batches = list(run_plan(plan, rows=count, seed=SEED))
    cells = {
        name: [cell for batch in batches for cell in batch.column(name).to_pylist()] for name in batches[0].schema.names
    }
    rows = {column.name: cells[column.name] for column in columns}
    untrue = {
        sentence: {place for place, held in enumerate(cells[check.name]) if held is False}
        for check, sentence in zip(checks, truths, strict=True)
    }
    return rows, {sentence: (places, _first(rows, places)) for sentence, places in untrue.items() if places}


def _first(rows: Rows, places: set[int]) -> str:
    return ", ".join(f"{name} = {cells[min(places)]}" for name, cells in rows.items())
