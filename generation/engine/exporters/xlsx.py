"""Excel's workbooks: a sheet of rows under a frozen header, and one that is the data dictionary.

XlsxWriter makes the workbook; the rows are written into its sheet a batch at a time, so that neither they nor a file of
them is held. Dates, times, numbers and truths are what Excel calls so. What Excel cannot hold is written as text: dates
before 1900, and numbers of more than 15 digits.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import chain

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from generation.engine.errors import RunError
from generation.engine.exporters import describing
from generation.engine.exporters.archive import Archive
from generation.engine.exporters.cells import data_of, replaced
from generation.engine.exporters.output import Output
from generation.engine.exporters.skeleton import skeleton
from generation.engine.spelling import Integers, spelled

MOST_ROWS = 2**20 - 1  # beside the header
MOST_SHEET_BYTES = 2**31 - 2**20  # a larger one needs a kind of archive that Excel takes for a broken one
_MOST_DIGITS = 15
_DAY = 86_400
_DAY_0 = -25_568  # in days since 1970: 1900-01-01 is day 1
_MARCH_1900 = -25_508  # from here on, days count one more: Excel has a 29 February 1900
_LETTERS = 26
_CONTROLS = {chr(code): f"_x{code:04X}_" for code in range(32) if chr(code) not in "\t\n"}
_NO_CHARACTERS = {"\ufffe": "_xFFFE_", "\uffff": "_xFFFF_"}
_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_MARK = re.compile("_(?=x[0-9A-Fa-f]{4}_)")  # what begins a text that would be read as another character

Truths = npt.NDArray[np.bool_]


def to_xlsx(batches: Iterator[pa.RecordBatch], output: Output) -> Iterator[bytes]:
    """Yield the workbook. Raises RunError where its sheet becomes larger than Excel takes."""
    first = next(batches)
    described = describing.columns(first.schema, output.about)
    scales = [field.type.scale if pa.types.is_decimal(field.type) else 0 for field in first.schema]
    frame = skeleton(described, scales, output.about, header=output.options.header)
    rows = _sheet_rows(chain([first], batches), frame.styles, start=2 if output.options.header else 1)
    archive = Archive()
    for name, content in frame.before:
        yield archive.add(name, content)
    yield from archive.stream(frame.name, _bounded(chain([frame.head], rows, [frame.tail])))
    for name, content in frame.after:
        yield archive.add(name, content)
    yield archive.close()


def _bounded(chunks: Iterable[bytes]) -> Iterator[bytes]:
    size = 0
    for chunk in chunks:
        size += len(chunk)
        if size > MOST_SHEET_BYTES:
            raise RunError(
                "the texts are more than a sheet holds", hint="csv or parquet hold them, or fewer rows would do"
            )
        yield chunk


def _sheet_rows(batches: Iterable[pa.RecordBatch], styles: tuple[int, ...], *, start: int) -> Iterator[bytes]:
    for batch in batches:
        if len(batch):
            yield _rows(batch, styles, pa.array(np.arange(start, start + len(batch))).cast(pa.string()))
        start += len(batch)


def _rows(batch: pa.RecordBatch, styles: tuple[int, ...], numbers: pa.Array) -> bytes:
    """Return rows of these numbers: a cell that is missing is left out, but the first, without which no row is one."""
    opened = [_joined(f'<c r="{_letters(place)}', numbers, '"') for place in range(batch.num_columns)]
    cells = [_cells(*column) for column in zip(batch.columns, opened, styles, strict=True)]
    cells[0] = pc.coalesce(cells[0], _joined(opened[0], "/>")) if cells[0].null_count else cells[0]
    rows = pc.binary_join_element_wise(
        '<row r="', numbers, '">', *cells, "</row>", "", null_handling="replace", null_replacement=""
    )
    return data_of(rows).tobytes()


def _letters(place: int) -> str:
    """Return what the column is called in Excel: A to Z, then AA."""
    before, letter = divmod(place, _LETTERS)
    return (_letters(before - 1) if before else "") + chr(ord("A") + letter)


def _cells(column: pa.Array, opened: pa.Array, style: int) -> pa.Array:
    """Return the cells in XML; missing where they are."""
    if pa.types.is_string(column.type):
        return _text_cells(column, opened)
    if pa.types.is_boolean(column.type):
        return _joined(opened, ' t="b"><v>', pc.if_else(column, "1", "0"), "</v></c>")
    numbers, fit = _numbers(column)
    cells = _joined(opened, f' s="{style}"><v>', numbers, "</v></c>")
    return cells if fit.all() else pc.if_else(pa.array(fit), cells, _text_cells(spelled(column), opened))


def _text_cells(texts: pa.Array, opened: pa.Array) -> pa.Array:
    return _joined(opened, ' t="inlineStr"><is><t xml:space="preserve">', _escaped(texts), "</t></is></c>")


def _joined(*texts: pa.Array | str) -> pa.Array:
    return pc.binary_join_element_wise(*texts, "")


def _numbers(column: pa.Array) -> tuple[pa.Array, Truths]:
    """Return the numbers that Excel holds for these cells, as texts, and which of the cells it can hold."""
    if pa.types.is_date(column.type):
        days = _stored(column, pa.int32())
        return _missing_as(column, pa.array(_serial(days)).cast(pa.string())), days > _DAY_0
    if pa.types.is_timestamp(column.type):
        days, seconds = np.divmod(_stored(column, pa.int64()), _DAY)
        return _missing_as(column, spelled(pa.array(_serial(days) + seconds / _DAY))), days > _DAY_0
    if pa.types.is_time(column.type):
        return _missing_as(column, spelled(pa.array(_stored(column, pa.int32()) / _DAY))), _all(column)
    return spelled(column), _all(column) if pa.types.is_floating(column.type) else _short(column)


def _serial(days: Integers) -> Integers:
    """Return what Excel counts for days since 1970."""
    return days - _DAY_0 + (days >= _MARCH_1900)


def _stored(cells: pa.Array, stored: pa.DataType) -> Integers:
    """Return moments as the numbers that they are stored as; today's zero where one is missing."""
    return np.asarray(cells.view(stored).fill_null(0).to_numpy(), dtype=np.int64)


def _missing_as(cells: pa.Array, texts: pa.Array) -> pa.Array:
    return pc.if_else(cells.is_valid(), texts, pa.scalar(None, pa.string())) if cells.null_count else texts


def _all(cells: pa.Array) -> Truths:
    return np.ones(len(cells), dtype=np.bool_)


def _short(cells: pa.Array) -> Truths:
    """Tell which numbers Excel keeps all digits of."""
    lengths = pc.utf8_length(pc.replace_substring_regex(spelled(cells), r"[-.]|^-?0+\.0*", ""))
    return np.asarray(lengths.fill_null(0).to_numpy() <= _MOST_DIGITS)


def _escaped(texts: pa.Array) -> pa.Array:
    """Return texts as XML holds them: characters that it cannot hold in Excel's way, as `_x000D_`."""
    data = data_of(texts)
    raw = data.tobytes()
    if b"_x" in raw:
        texts = _without_marks(texts)
    controls = _CONTROLS if len(data) and data.min() < ord(" ") else {}
    for character, instead in (controls | _NO_CHARACTERS | _ENTITIES).items():
        if character.encode() in raw:
            texts = pc.replace_substring(texts, character, instead)
    return texts


def _without_marks(texts: pa.Array) -> pa.Array:
    marked = np.flatnonzero(pc.match_substring_regex(texts, "_x[0-9A-Fa-f]{4}_").fill_null(False))  # noqa: FBT003
    if not len(marked):
        return texts
    guarded = [_MARK.sub("_x005F_", text) for text in texts.take(pa.array(marked)).to_pylist()]
    return replaced(texts, marked, pa.array(guarded, pa.string()))
