"""The measures, counted over prompts, column names, and templates."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from eval.checks import contradictions
from eval.constraints import broken, stated
from eval.kinds import Sample, is_one_of
from eval.matching import match
from eval.naming import Header
from eval.rows import CRASHES, Rows, rows_of
from eval.wanted import Expected, Prompt
from generation.designer import design
from generation.engine import Column

FEW_ROWS, MANY_ROWS = 300, 5000


@dataclass
class Tally:
    """How many of how many, and what failed, in words."""

    reached: int = 0
    of: int = 0
    failures: list[str] = field(default_factory=list)

    def count(self, failure: str | None) -> None:
        """Count one that failed as said, or did not."""
        self.of += 1
        self.reached += failure is None
        if failure is not None:
            self.failures.append(failure)

    @property
    def share(self) -> float:
        """Return the share that was reached; all where there was nothing to reach."""
        return self.reached / self.of if self.of else 1.0


@dataclass(frozen=True)
class Answer:
    """What came of a prompt: its columns by name, those of them found by their expected names, and the rows.

    Where an `error` came of it, there are none.
    """

    columns: Mapping[str, Column] = field(default_factory=dict)
    found: Mapping[str, str] = field(default_factory=dict)
    rows: Rows = field(default_factory=dict)
    error: str | None = None

    @property
    def unasked(self) -> list[str]:
        """Return the columns that match nothing expected."""
        return [name for name in self.columns if name not in self.found.values()]


@dataclass
class Marks:
    """The measures of a set of prompts."""

    answers: Tally = field(default_factory=Tally)
    recall: Tally = field(default_factory=Tally)
    precision: Tally = field(default_factory=Tally)
    kinds: Tally = field(default_factory=Tally)
    constraints: Tally = field(default_factory=Tally)
    vague: Tally = field(default_factory=Tally)
    sense: Tally = field(default_factory=Tally)


def answer(description: str, expected: tuple[Expected, ...], rows_asked: int | None = None) -> Answer:
    """Design without a model, make rows, and find the expected columns. The locale stands in the text, or nowhere."""
    try:
        schema = design(description).schema
        rows = rows_of(schema, _rows_needed(expected, rows_asked))
    except CRASHES as error:
        return Answer(error=f"{type(error).__name__}: {error}")
    columns = {column.name: column for column in schema.columns}
    return Answer(columns, match(expected, columns), rows)


def _rows_needed(expected: tuple[Expected, ...], asked: int | None) -> int:
    """Return how many rows tell whether shares are kept to; a series has so many only as were asked for."""
    if any("time_series" in one.notes for one in expected):
        return asked or FEW_ROWS
    return MANY_ROWS if any(map(stated, expected)) else FEW_ROWS


def mark(prompts: Iterable[Prompt]) -> Marks:
    """Count what prompts got."""
    marks = Marks()
    for prompt in prompts:
        got = answer(prompt.description, prompt.expected, prompt.rows)
        marks.answers.count(got.error and f"{prompt.id}: {got.error}")
        if prompt.vague:
            _mark_vague(marks, prompt, got)
        else:
            _mark_names(marks, prompt, got)
            _mark_kinds(marks.kinds, prompt.id, prompt.expected, got)
        _mark_constraints(marks.constraints, prompt, got)
        _mark_sense(marks.sense, prompt, got)
    return marks


def _mark_names(marks: Marks, prompt: Prompt, got: Answer) -> None:
    for one in prompt.expected:
        marks.recall.count(None if one.name in got.found else f"{prompt.id} {one.name}: not found")
    for name in got.columns:
        marks.precision.count(f"{prompt.id} {name}: not asked for" if name in got.unasked else None)


def _mark_kinds(tally: Tally, place: str, expected: Iterable[Expected], got: Answer) -> None:
    for one in expected:
        tally.count(_wrong_kind(place, one, got))


def _wrong_kind(place: str, one: Expected, got: Answer) -> str | None:
    if one.name not in got.found:
        return f"{place} {one.name}: no column"
    name = got.found[one.name]
    if is_one_of(one.kinds, sample_of(name, got.rows)):
        return None
    shown = ", ".join(str(cell) for cell in got.rows[name][:3])
    return f"{place} {one.name}: no {' or '.join(one.kinds)}: {shown:.90}"


def sample_of(name: str, rows: Rows) -> Sample:
    """Return the values of a column that are there, of the first few rows."""
    return Sample(name, tuple(cell for cell in rows[name][:FEW_ROWS] if cell is not None))


def _mark_constraints(tally: Tally, prompt: Prompt, got: Answer) -> None:
    for one in prompt.expected:
        wrong = set(broken(one, got.found, got.rows))
        for note in stated(one):
            said = f"{prompt.id} {one.name}: {note} {one.notes[note]}"
            tally.count(f"{said}{_shown(one, got)}" if note in wrong else None)


def _shown(one: Expected, got: Answer) -> str:
    if one.name not in got.found:
        return " (no column)"
    return " (" + ", ".join(list(dict.fromkeys(map(str, got.rows[got.found[one.name]])))[:5]) + ")"


def _mark_vague(marks: Marks, prompt: Prompt, got: Answer) -> None:
    """Count the columns a reader would look for: found by name, with values of their kind."""
    for one in prompt.expected:
        failure = _wrong_kind(prompt.id, one, got)
        marks.vague.count(f"{failure} | has {', '.join(got.unasked)}" if failure else None)


def _mark_sense(tally: Tally, prompt: Prompt, got: Answer) -> None:
    found = contradictions({name: cells[:FEW_ROWS] for name, cells in got.rows.items()})
    sentences = "; ".join(f"{sentence} ({shown:.60})" for sentence, (_, shown) in found.items())
    tally.count(f"{prompt.id}: {sentences}" if found else None)


def mark_names(headers: Iterable[Header]) -> Tally:
    """Count the column names that get values of a fitting kind."""
    tally = Tally()
    for header in headers:
        got = _in_order(answer(header.description, header.columns), header)
        _mark_kinds(tally, header.about or "alone", header.columns, got)
    return tally


def _in_order(got: Answer, header: Header) -> Answer:
    """Take columns for those asked for by their places, where there are as many: here their names do not count."""
    if len(got.columns) != len(header.columns):
        return got
    return replace(got, found=dict(zip((one.name for one in header.columns), got.columns, strict=True)))


def shown(prompt: Prompt) -> Iterator[str]:
    """Show a prompt, its columns and some rows."""
    got = answer(prompt.description, prompt.expected, prompt.rows)
    yield f"{prompt.id} ({prompt.kind}, {prompt.domain}): {prompt.description}"
    if got.error:
        yield f"  {got.error}"
    back = {name: wanted for wanted, name in got.found.items()}
    for name, column in got.columns.items():
        asked = f"for {back[name]}" if name in back else "not asked for"
        yield f"  {name} ({asked}): {column.expression:.150}"
        yield "    " + " | ".join(str(cell) for cell in got.rows[name][:8])
    yield from (f"  {one.name}: not found" for one in prompt.expected if one.name not in got.found)
    yield from (
        f"  {one.name}: {note} {one.notes[note]} does not hold"
        for one in prompt.expected
        for note in broken(one, got.found, got.rows)
    )
