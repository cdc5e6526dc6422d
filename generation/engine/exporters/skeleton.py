"""The workbook around the rows of a sheet: XlsxWriter makes it with a sample row, in whose place the rows come."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from typing import Any
from zipfile import ZipFile

from generation.engine.exporters import describing
from generation.engine.exporters.output import About
from generation.engine.schema import Column, DataType

_SHEET = "xl/worksheets/sheet1.xml"
_MADE = datetime(2000, 1, 1, tzinfo=UTC)  # every workbook says when it was made, and no file says when this one was
_STYLE = re.compile(rb'<c r="[A-Z]+\d+"(?: s="(\d+)")?')
_DIMENSION = re.compile(rb'<dimension ref="[^"]*"/>')
_UNFIT = re.compile(r"[\x00-\x08\x0b-\x1f\ufffe\uffff]")  # characters that XML has not
_LONGEST_TITLE = 255
_NARROWEST, _WIDEST = 8, 60  # characters
_WIDTHS = {DataType.STRING: 24, DataType.DATE: 11, DataType.DATETIME: 19}
_NUMBERS = {
    DataType.INTEGER: "0",
    DataType.DATE: "yyyy-mm-dd",
    DataType.DATETIME: "yyyy-mm-dd hh:mm:ss",
    DataType.TIME: "hh:mm:ss",
}
_IN_EXCEL = {
    DataType.DATE: "a date before 1900 is a text",
    DataType.DATETIME: "a moment before 1900 is a text",
    DataType.INTEGER: "a number of more than 15 digits is a text",
    DataType.DECIMAL: "a number of more than 15 digits is a text",
}
_HEADINGS = (*describing.HEADINGS, "In Excel")
_DICTIONARY_WIDTHS = (24, 10, 48, 10, 10, 48, 40)


@dataclass(frozen=True, slots=True)
class Skeleton:
    """A workbook without its rows: the files `before` the sheet and after it, the sheet's `head` and `tail`.

    `styles` are the numbers by which the cells of each column name how they are shown.
    """

    before: tuple[tuple[str, bytes], ...]
    after: tuple[tuple[str, bytes], ...]
    name: str
    head: bytes
    tail: bytes
    styles: tuple[int, ...]


def skeleton(columns: Sequence[Column], scales: Sequence[int], about: About | None, *, header: bool) -> Skeleton:
    """Return the workbook for such columns, whose numbers have so many digits after the point."""
    with ZipFile(BytesIO(_workbook(columns, scales, about, header=header))) as archive:
        files = [(each.filename, archive.read(each)) for each in archive.infolist()]
    place = [name for name, _ in files].index(_SHEET)
    head, row, tail = _cut(files[place][1])
    styles = tuple(int(style or 0) for style in _STYLE.findall(row))
    return Skeleton(tuple(files[:place]), tuple(files[place + 1 :]), _SHEET, head, tail, styles)


def _cut(sheet: bytes) -> tuple[bytes, bytes, bytes]:
    """Return what comes before the sample row, the row, and what comes after it."""
    sheet = _DIMENSION.sub(b"", sheet)  # which nobody knows before the last row
    sample = sheet.rindex(b"<row ")
    end = sheet.index(b"</sheetData>")
    return sheet[:sample], sheet[sample:end], sheet[end:]


def _workbook(columns: Sequence[Column], scales: Sequence[int], about: About | None, *, header: bool) -> bytes:
    from xlsxwriter import Workbook  # noqa: PLC0415  # who makes no such file need not wait for it

    stored = BytesIO()
    with Workbook(stored, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as workbook:
        bold = workbook.add_format({"bold": True})
        _add_data(workbook, bold if header else None, columns, scales)
        _add_dictionary(workbook, bold, columns)
        title, told = _UNFIT.sub("", describing.title(about)), _UNFIT.sub("", describing.told(about))
        workbook.set_properties({"title": title[:_LONGEST_TITLE], "comments": told, "created": _MADE})
    return stored.getvalue()


def _add_data(workbook: Any, bold: Any, columns: Sequence[Column], scales: Sequence[int]) -> None:
    sheet = workbook.add_worksheet("Data")
    for place, (column, scale) in enumerate(zip(columns, scales, strict=True)):
        shown = _number_format(column.data_type, scale)
        sheet.set_column(place, place, _width(column))
        if bold:
            sheet.write_string(0, place, _UNFIT.sub("", column.name), bold)
        sheet.write_blank(1 if bold else 0, place, None, workbook.add_format({"num_format": shown}))
    if bold:
        sheet.freeze_panes(1, 0)


def _number_format(data_type: DataType, scale: int) -> str:
    if data_type is DataType.DECIMAL:
        return f"0.{'0' * scale}" if scale else "0"
    return _NUMBERS.get(data_type, "General")


def _width(column: Column) -> int:
    return min(max(_NARROWEST, len(column.name) + 2, _WIDTHS.get(column.data_type, 0)), _WIDEST)


def _add_dictionary(workbook: Any, bold: Any, columns: Sequence[Column]) -> None:
    sheet = workbook.add_worksheet("Dictionary")
    for place, width in enumerate(_DICTIONARY_WIDTHS):
        sheet.set_column(place, place, width)
    for row, texts in enumerate(_dictionary(columns)):
        for place, text in enumerate(texts):
            if text:
                sheet.write_string(row, place, _UNFIT.sub("", text), None if row else bold)
    sheet.freeze_panes(1, 0)


def _dictionary(columns: Sequence[Column]) -> Iterator[tuple[str, ...]]:
    yield _HEADINGS
    for column in columns:
        yield (*describing.entry(column), _IN_EXCEL.get(column.data_type, ""))
