"""Plan to batches: the rows asked for, a few thousand at a time, as Arrow record batches."""

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from generation.engine.errors import PlanError, RunError
from generation.engine.expressions import FOREIGN, Frame, History
from generation.engine.kinds import DECIMAL_DIGITS, LONGEST_TEXT, Kind, Type, arrow_type, full
from generation.engine.plan import Plan, PlannedColumn
from generation.engine.randomness import LARGEST_SEED, Draw

BATCH_ROWS = 16_384
BATCH_BYTES = 64 * 2**20
_CELL_BYTES = 16
MOST_ROWS = 10**12
MOST_ROWS_BY_HISTORY = 10_000_000
MOST_VALUES_BY_HISTORY = 50_000_000  # of all columns together; of each 8 bytes are remembered
MOST_SECONDS = 4 * 3600.0
EARLIEST, LATEST = date(1900, 1, 1), date(2200, 1, 1)  # for the reference date
_LARGEST_EXACT = 2.0**53  # units of a float's last digit


def _go_on() -> None:
    """Let more rows be settled."""


def run_plan(  # noqa: PLR0913  # each names itself
    plan: Plan,
    *,
    rows: int,
    seed: int,
    start: int = 0,
    as_of: date | None = None,
    batch_rows: int = BATCH_ROWS,
    most_seconds: float = MOST_SECONDS,
    before_settling: Callable[[], None] = _go_on,
) -> Iterator[pa.RecordBatch]:
    """Return the rows `start` to `start` + `rows` - 1 as record batches, which are made one by one when asked for.

    There is at least one batch, so that even no rows have columns.

    The same plan, seed and reference date give the same rows, whatever `rows`, `start` and `batch_rows` are. Without
    `as_of`, relative dates count from today (UTC). Raises PlanError at once for numbers out of range, for more rows
    than a column that must not repeat has values, and for more work than one core does in `most_seconds`, roughly.
    What depends on all rows before is settled at once, too: `before_settling` is called before each batch of them, and
    what it raises ends the work.
    """
    as_of = as_of or datetime.now(UTC).date()
    _check_numbers(rows, seed, start, as_of, batch_rows)
    check_rows(plan, rows=rows, start=start, most_seconds=most_seconds)
    if not rows:
        return iter([_no_rows(plan)])
    root = Draw.at_seed(seed, start=start, rows=rows, as_of=as_of)
    batch_rows = min(batch_rows, _rows_that_fit(plan))
    histories = _settle(plan, root, batch_rows, before_settling) if plan.settled_first else {}
    return (_batch(plan, window, histories) for window in _windows(root, batch_rows))


def check_rows(plan: Plan, *, rows: int, start: int = 0, most_seconds: float = MOST_SECONDS) -> None:
    """Refuse what run_plan refuses by the numbers alone: before any row is made, and without one.

    Raises PlanError for more rows than there can be, which says how many would do.
    """
    _check_capacity(plan, start + rows, start)
    _check_work(plan, rows, start, most_seconds)


def _check_numbers(rows: int, seed: int, start: int, as_of: date, batch_rows: int) -> None:
    if not (0 <= rows <= MOST_ROWS and 0 <= start <= MOST_ROWS):
        raise PlanError(f"rows and start are numbers from 0 to {MOST_ROWS}")
    if not 0 <= seed <= LARGEST_SEED:
        raise PlanError(f"a seed is a number from 0 to {LARGEST_SEED}")
    if not EARLIEST <= as_of <= LATEST:
        raise PlanError(f"as_of is a date from {EARLIEST} to {LATEST}")
    if batch_rows < 1:
        raise PlanError("a batch has at least one row")


def _check_capacity(plan: Plan, asked: int, start: int) -> None:
    by_history = [planned.column.name for planned in plan.columns if planned.by_history]
    most = min(MOST_ROWS_BY_HISTORY, MOST_VALUES_BY_HISTORY // max(1, len(by_history)))
    if by_history and asked > most:
        raise PlanError(
            f"values of this kind are kept distinct over {most} rows, {asked} are asked",
            column=by_history[0],
            hint="numbers and patterns, such as fake.numerify('####'), are kept distinct over any number of rows",
        ).allowing(max(0, most - start))
    for planned in plan.columns:
        if planned.capacity is not None and planned.capacity < asked:
            raise PlanError(
                f"there are {planned.capacity} different values, {asked} are asked",
                column=planned.column.name,
                hint="ask for fewer rows, or let values repeat",
            ).allowing(max(0, planned.capacity - start))


def _check_work(plan: Plan, rows: int, start: int, most_seconds: float) -> None:
    needed = plan.seconds(rows=rows, start=start)
    if needed <= most_seconds:
        return
    before = plan.seconds(rows=0, start=start)
    fitting = round(rows * max(0.0, most_seconds - before) / (needed - before))
    most = _rounded_down(fitting)
    raise PlanError(
        f"{rows} rows are about {_in_words(needed)} of work, {_in_words(most_seconds)} are allowed",
        hint=f"{most} rows would do" if fitting else f"a start above {start} takes too long already",
    ).allowing(most)


def _in_words(seconds: float) -> str:
    for unit, length in (("days", 86_400), ("hours", 3600), ("minutes", 60), ("seconds", 1)):
        if seconds >= 2 * length:
            return f"{seconds / length:.0f} {unit}"
    return f"{seconds * 1000:.0f} milliseconds"


def _rounded_down(count: int) -> int:
    """Return a number's first two digits, and zeros for the others: more would be no estimate."""
    unit: int = 10 ** max(0, len(str(count)) - 2)
    return count // unit * unit


def _rows_that_fit(plan: Plan) -> int:
    """Return how many rows a batch can have so that its longest possible texts fit into BATCH_BYTES."""
    row_bytes = sum(planned.type.longest + _CELL_BYTES for planned in plan.columns)
    return max(1, BATCH_BYTES // row_bytes)


def _windows(root: Draw, batch_rows: int) -> Iterator[Draw]:
    stop = root.start + root.rows
    for start in range(root.start, stop, batch_rows):
        yield Draw(root.key, start, min(batch_rows, stop - start), root.as_of)


def _settle(plan: Plan, root: Draw, batch_rows: int, before_settling: Callable[[], None]) -> dict[bytes, History]:
    """Find out, from row 0 on, which rows must draw again; return what any row can be made alone with.

    So values that run out are known before the first batch is made.
    """
    everything = Draw(root.key, 0, root.start + root.rows, root.as_of)
    histories: dict[bytes, History] = {}
    try:
        for window in _windows(everything, batch_rows):
            before_settling()
            _cells_of(plan.settled_first, window, histories)
    except PlanError as error:
        error.message = f"{error.message}, {everything.rows} are asked"
        raise
    for history in histories.values():
        history.forget()
    return histories


def _batch(plan: Plan, window: Draw, histories: dict[bytes, History]) -> pa.RecordBatch:
    made = _cells_of(plan.columns, window, histories)
    planned_by_name = {planned.column.name: planned for planned in plan.columns}
    names = [column.name for column in plan.schema.columns]
    finished = [_finished(made[name], planned_by_name[name], window.at(name)) for name in names]
    return pa.RecordBatch.from_arrays(finished, names)


def _cells_of(columns: Sequence[PlannedColumn], window: Draw, histories: dict[bytes, History]) -> dict[str, pa.Array]:
    made: dict[str, pa.Array] = {}
    for planned in columns:
        name = planned.column.name
        used = {other: made[other] for other in planned.uses}
        made[name] = _cells(planned, Frame(window.at(name), used, histories))
    return made


def _cells(planned: PlannedColumn, frame: Frame) -> pa.Array:
    """Return a column's cells as other columns see them: none of them left out yet."""
    try:
        cells, stored = full(planned.run(frame), frame.draw.rows), arrow_type(planned.type)
        return cells if cells.type == stored else cells.cast(stored)
    except (PlanError, RunError) as error:
        error.column = planned.column.name
        raise
    except FOREIGN as error:
        raise RunError("a row cannot be computed", column=planned.column.name) from error


def _finished(cells: pa.Array, planned: PlannedColumn, place: Draw) -> pa.Array:
    """Return a column's cells as they leave the engine: some left out, with their type. Raises RunError for long texts.

    What is left out here, other columns have seen: 10 % missing names leave the e-mail addresses made of them complete.
    """
    of, null_rate = planned.type, planned.column.null_rate
    if null_rate:
        left_out = pa.array(place.at("missing").uniform() < null_rate)
        cells = pc.if_else(left_out, pa.scalar(None, cells.type), cells)
    if of.kind is Kind.TEXT:
        _check_lengths(cells, planned.column.name)
    if of.kind is Kind.DECIMAL:
        return _decimals(cells, of.scale or 0)
    if of.kind is Kind.FLOAT and of.scale is not None:
        return _rounded(cells, of.scale)
    return cells.cast(pa.string()) if of.kind is Kind.MISSING else cells


def _rounded(cells: pa.Array, scale: int) -> pa.Array:
    """Return floats without the digits that sums of such numbers leave behind; large ones have no such digits."""
    numbers = cells.fill_null(0).to_numpy()
    with np.errstate(over="ignore"):
        rounded = pa.array(np.where(np.abs(numbers) * 10.0**scale < _LARGEST_EXACT, np.round(numbers, scale), numbers))
    return pc.if_else(cells.is_valid(), rounded, None) if cells.null_count else rounded


def _check_lengths(texts: pa.Array, column: str) -> None:
    ends = np.frombuffer(texts.buffers()[1], dtype=np.int32)[texts.offset : texts.offset + len(texts) + 1]
    if len(texts) and (ends[1:] - ends[:-1]).max() > LONGEST_TEXT:
        raise RunError(f"a text is longer than {LONGEST_TEXT} bytes", column=column)


def _decimals(cells: pa.Array, scale: int) -> pa.Array:
    """Return floats as decimals of `scale` digits after the point; one of too many digits is missing."""
    units = np.rint(cells.fill_null(0).to_numpy() * 10.0**scale)
    fit = np.abs(units) < 10.0**DECIMAL_DIGITS
    if not fit.all():
        cells, units = pc.if_else(pa.array(fit), cells, None), np.where(fit, units, 0)
    low = units.astype(np.int64)
    words = np.stack([low, low >> 63], axis=1)
    validity = pc.is_valid(cells).buffers()[1] if cells.null_count else None
    return pa.Array.from_buffers(_stored_decimal(scale), len(cells), [validity, pa.py_buffer(words)])


def _stored_decimal(scale: int) -> pa.DataType:
    return pa.decimal128(DECIMAL_DIGITS, scale)


def _no_rows(plan: Plan) -> pa.RecordBatch:
    types = {planned.column.name: _stored(planned.type) for planned in plan.columns}
    names = [column.name for column in plan.schema.columns]
    return pa.RecordBatch.from_arrays([pa.array([], types[name]) for name in names], names)


def _stored(of: Type) -> pa.DataType:
    """Return how cells are stored when they leave the engine."""
    if of.kind is Kind.DECIMAL:
        return _stored_decimal(of.scale or 0)
    return pa.string() if of.kind is Kind.MISSING else arrow_type(of)
