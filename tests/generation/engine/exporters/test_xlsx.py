"""A workbook is read back through openpyxl and pandas, with the types that Excel has."""

import io
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any
from zipfile import ZipFile

import openpyxl
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from openpyxl.utils.escape import unescape

from generation.engine import Options, PlanError, RunError, check_export, export
from generation.engine.exporters import xlsx
from tests.generation.engine.exporters.drawn import CELLS, TEXTS, batches
from tests.generation.engine.exporters.made import made, written

EPOCH = date(1900, 1, 1)
PLAIN = CELLS | {pa.string(): TEXTS | st.sampled_from(["_x0041_", "_x005F_x0041_", "<&>", "\ufffe", "_x00g1_"])}


def sheet(content: bytes, name: str = "Data") -> Any:
    return openpyxl.load_workbook(io.BytesIO(content))[name]


def cells(content: bytes) -> list[list[Any]]:
    return [list(row) for row in sheet(content).iter_rows(min_row=2, values_only=True)]


def read(columns: dict[str, Any]) -> list[Any]:
    """Return the cells of the first column, written and read."""
    return [row[0] for row in cells(written("xlsx", columns))]


def in_excel(cell: Any) -> Any:
    """Return what openpyxl reads for a cell: what Excel cannot hold is a text, a date is a datetime, a decimal a float."""
    if isinstance(cell, bool) or cell is None:
        return cell
    if isinstance(cell, int | Decimal) and len(str(abs(cell)).replace(".", "").lstrip("0")) > 15:
        return f"{Decimal(cell):f}"
    if isinstance(cell, datetime):
        return cell if cell.date() >= EPOCH else str(cell)
    if isinstance(cell, date):
        return datetime(cell.year, cell.month, cell.day) if cell >= EPOCH else str(cell)  # noqa: DTZ001  # as Excel does
    return float(cell) if isinstance(cell, Decimal) else cell


@settings(max_examples=30, deadline=None)
@given(batch=batches(cells=PLAIN))
def test_values_come_back_through_openpyxl(batch: pa.RecordBatch) -> None:
    read = cells(b"".join(export(iter([batch]), "xlsx")))
    read = [[unescape(cell) if isinstance(cell, str) else cell for cell in row] for row in read]
    expected = [[in_excel(cell) for cell in column.to_pylist()] for column in batch.columns]
    expected = [["" if cell is None else cell for cell in row] for row in zip(*expected, strict=True)]
    assert [["" if cell is None else cell for cell in row] for row in read] == expected


def test_dates_are_dates_from_1900_on_and_texts_before() -> None:
    days = [date(1899, 12, 31), date(1900, 1, 1), date(1900, 2, 28), date(1900, 3, 1), date(9999, 12, 31), None]
    assert read({"d": pa.array(days, pa.date32())}) == [
        "1899-12-31",
        datetime(1900, 1, 1),  # noqa: DTZ001  # Excel knows no zones
        datetime(1900, 2, 28),  # noqa: DTZ001
        datetime(1900, 3, 1),  # noqa: DTZ001
        datetime(9999, 12, 31),  # noqa: DTZ001
        None,
    ]


def test_excel_counts_a_day_too_many_from_march_1900_on() -> None:
    days = [date(1900, 1, 1), date(1900, 2, 28), date(1900, 3, 1), date(2024, 1, 1)]
    with ZipFile(io.BytesIO(written("xlsx", {"d": pa.array(days, pa.date32())}))) as archive:
        text = archive.read("xl/worksheets/sheet1.xml").decode()
    assert [part.split("</v>")[0] for part in text.split("<v>")[2:]] == ["1", "59", "61", "45292"]


def test_a_number_of_more_digits_than_excel_keeps_is_a_text() -> None:
    assert read({"n": [10**15 - 1, 10**15, -(10**15), -1]}) == [10**15 - 1, "1000000000000000", "-1000000000000000", -1]
    long = [Decimal("0.00"), Decimal("-9999999999999.99"), Decimal("99999999999999.99")]
    assert read({"d": pa.array(long, pa.decimal128(18, 2))}) == [0, -9999999999999.99, "99999999999999.99"]


def test_what_looks_like_a_formula_is_a_text() -> None:
    found = sheet(written("xlsx", {"t": ["=1+1", "@SUM(A1)", "http://example.org"]}))
    assert [found.cell(row, 1).value for row in (2, 3, 4)] == ["=1+1", "@SUM(A1)", "http://example.org"]
    assert {found.cell(row, 1).data_type for row in (2, 3, 4)} <= {"s", "inlineStr"}


@example("a\rb")
@example("_x000D_")
@example("\x0b\x1f_x0041_")
@given(text=PLAIN[pa.string()].filter(bool))
@settings(max_examples=30, deadline=None)
def test_a_text_of_any_characters_comes_back(text: str) -> None:
    assert [unescape(cell) for cell in read({"t": [text]})] == [text]


def test_cells_are_shown_as_what_they_are() -> None:
    found = sheet(made("xlsx", rows=4))
    shown = {found.cell(1, place).value: found.cell(2, place).number_format for place in range(1, found.max_column + 1)}
    assert (shown["price"], shown["id"], shown["weight"]) == ("0.00", "0", "General")
    assert (shown["day"], shown["at"], shown["when"]) == ("yyyy-mm-dd", "yyyy-mm-dd hh:mm:ss", "hh:mm:ss")


def test_the_header_is_bold_and_stays_in_sight() -> None:
    found = sheet(made("xlsx", rows=2))
    assert (found.freeze_panes, found["A1"].font.b) == ("A2", True)
    assert found.column_dimensions["B"].width > 20


def test_a_sheet_without_a_header_begins_with_its_first_row() -> None:
    found = sheet(written("xlsx", {"a": [1, 2]}, options=Options(header=False)))
    assert ([row[0] for row in found.iter_rows(values_only=True)], found.freeze_panes) == ([1, 2], None)


def test_the_dictionary_says_what_each_column_is() -> None:
    columns = {
        "id": {"faker_method": "row_number", "data_type": "integer", "description": "Its number", "unique": True},
        "day": {"faker_method": "fake.date_object()", "data_type": "date", "null_rate": 0.125},
    }
    found = list(sheet(made("xlsx", columns, rows=1), "Dictionary").iter_rows(values_only=True))
    assert found == [
        ("Column", "Type", "Description", "Missing", "Unique", "Made by", "In Excel"),
        ("id", "integer", "Its number", None, "yes", "row_number", "a number of more than 15 digits is a text"),
        ("day", "date", None, "12.5 %", None, "fake.date_object()", "a date before 1900 is a text"),
    ]


def test_the_workbook_says_how_its_rows_were_made_but_not_when() -> None:
    properties = openpyxl.load_workbook(io.BytesIO(made("xlsx", rows=1))).properties
    assert properties.title == "Things of all kinds"
    assert "Seed: 7" in properties.description
    assert properties.created == properties.modified == datetime(2000, 1, 1)  # noqa: DTZ001  # as openpyxl reads it


def test_no_rows_are_a_sheet_with_a_header() -> None:
    found = sheet(made("xlsx", {"a": "fake.name()"}, rows=0))
    assert list(found.iter_rows(values_only=True)) == [("a",)]


def test_columns_beyond_z_have_two_letters() -> None:
    columns = {f"c{place}": [place] for place in range(60)}
    assert cells(written("xlsx", columns)) == [list(range(60))]


def test_pandas_and_polars_read_the_rows() -> None:
    content = written("xlsx", {"a": [1, 2], "t": ["x", None], "b": [True, False]})
    frame = pd.read_excel(io.BytesIO(content))
    assert [list(frame[name].fillna("none")) for name in frame] == [[1, 2], ["x", "none"], [True, False]]
    assert pl.read_excel(io.BytesIO(content), engine="openpyxl").rows() == [(1, "x", True), (2, None, False)]


def test_more_rows_than_a_sheet_has_are_refused_before_the_first() -> None:
    check_export("xlsx", rows=1_048_575)
    with pytest.raises(PlanError, match="xlsx holds 1048575 rows, 1048576 are asked") as refused:
        check_export("xlsx", rows=1_048_576)
    assert refused.value.most == 1_048_575


def test_more_text_than_a_sheet_holds_breaks_the_file_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx, "MOST_SHEET_BYTES", 2000)
    with pytest.raises(RunError, match="the texts are more than a sheet holds"):
        written("xlsx", {"t": ["x" * 3000]})


def test_a_moment_is_exact_to_the_second() -> None:
    at = [datetime(2024, 2, 29, 23, 59, 59), datetime(1900, 1, 1, 0, 0, 1)]  # noqa: DTZ001  # datasets know no zones
    assert read({"at": pa.array(at, pa.timestamp("s"))}) == at
    assert read({"t": pa.array([time(23, 59, 59), time(0)], pa.time32("s"))}) == [time(23, 59, 59), time(0)]
