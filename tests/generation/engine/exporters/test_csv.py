import io
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import duckdb
import pandas as pd
import pyarrow as pa
import pytest

from generation.engine import EngineError, Options, export
from tests.generation.engine.exporters.made import written as written_as

FORMULAS = [
    "=1+1",
    "+1",
    "-1+1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    " =1",
    "\u00a0=1",
    "\ufeff=1",
    "\uff1d1",
    "\uff0b1",
    "\uff0d1",
    "\uff20A1",
]


def written(columns: dict[str, Any], **options: Any) -> bytes:
    return written_as("csv", columns, options=Options(**options))


def test_values_are_quoted_only_where_they_must_be() -> None:
    assert written({"a,b": ["plain", 'say "hi"', "two\nlines", "a,b", ""], "n": [1, 2, 3, 4, None]}) == (
        b'"a,b",n\nplain,1\n"say ""hi""",2\n"two\nlines",3\n"a,b",4\n"",\n'
    )


def test_a_missing_cell_of_a_single_column_is_no_empty_line() -> None:
    assert written({"a": ["x", None, "y"]}) == b'a\nx\n""\ny\n'
    assert len(pd.read_csv(io.BytesIO(written({"a": ["x", None, "y"]})))) == 3


def test_truths_dates_and_decimals_are_written_for_machines() -> None:
    columns = {
        "t": [True, False],
        "d": pa.array([0, 19_000], pa.int32()).view(pa.date32()),
        "s": pa.array([0, 86_399], pa.int64()).view(pa.timestamp("s")),
        "c": pa.array([0, 59], pa.int32()).view(pa.time32("s")),
    }
    assert (
        written(columns)
        == b"t,d,s,c\ntrue,1970-01-01,1970-01-01 00:00:00,00:00:00\nfalse,2022-01-08,1970-01-01 23:59:59,00:00:59\n"
    )


def test_an_unknown_format_is_refused() -> None:
    with pytest.raises(EngineError, match="there is no format 'xls'"):
        export(iter([]), "xls")


@pytest.mark.parametrize("text", FORMULAS)
def test_a_text_that_spreadsheets_take_for_a_formula_is_guarded_if_asked(text: str) -> None:
    frame = pd.read_csv(io.BytesIO(written({"a": [text], "b": [1]}, csv_safe=True)), lineterminator="\n")
    assert frame["a"][0] == f"'{text}"


@pytest.mark.parametrize("text", ["1-1", "a=b", "'=1", "(=1)", "?", "é=", "1", " x"])
def test_a_text_that_spreadsheets_show_as_it_is_stays(text: str) -> None:
    assert written({"a": [text], "b": [1]}, csv_safe=True) == written({"a": [text], "b": [1]})


def test_numbers_need_no_guard_and_names_of_columns_do() -> None:
    assert written({"=n": [-1], "f": [-2.5]}, csv_safe=True) == b"'=n,f\n-1,-2.5\n"


def test_a_guarded_text_is_quoted_where_it_must_be() -> None:
    assert written({"a": ['=HYPERLINK("x","y")', None]}, csv_safe=True) == b'a\n"\'=HYPERLINK(""x"",""y"")"\n""\n'


def test_texts_with_the_delimiter_are_quoted_and_others_not() -> None:
    assert written({"a": ["x;y", "x,y", "x|y"], "b": [1, 2, 3]}, delimiter=";") == b'a;b\n"x;y";1\nx,y;2\nx|y;3\n'
    assert written({"a|b": ["x|y"], "b": [None]}, delimiter="|") == b'"a|b"|b\n"x|y"|\n'
    assert written({"a": ["x\ty"], "b": [None]}, delimiter="\t") == b'a\tb\n"x\ty"\t\n'


def test_the_header_can_be_left_out() -> None:
    assert written({"a": [1], "b": [2]}, header=False) == b"1,2\n"


def test_no_rows_without_a_header_are_an_empty_file() -> None:
    assert written({"a": pa.array([], pa.int64())}, header=False) == b""


def test_a_missing_cell_has_its_text_and_what_only_looks_like_one_is_quoted() -> None:
    columns = {"a": ["NA", None, "", "NAN"], "n": [1, None, 0, 2]}
    assert written(columns, missing="NA") == b'a,n\n"NA",1\nNA,NA\n"",0\nNAN,2\n'
    assert written({"n": [0, None], "t": [None, False]}, missing="0") == b'n,t\n"0",0\n0,false\n'
    assert written({"n": [None, 3]}, missing="-") == b"n\n-\n3\n"


def test_a_decimal_comma_comes_with_a_semicolon() -> None:
    columns = {
        "f": [1.5, None, 1e300, -0.25],
        "d": [Decimal("-1.20"), Decimal(3), None, Decimal("0.01")],
        "s": ["1.5", "a,b", "x", "y"],
    }
    assert written(columns, decimal_comma=True) == b"f;d;s\n1,5;-1,20;1.5\n;3,00;a,b\n1e+300;;x\n-0,25;0,01;y\n"


def test_a_decimal_comma_among_commas_is_quoted() -> None:
    assert written({"f": [1.5, 20.0], "n": [1, 2]}, decimal_comma=True, delimiter=",") == b'f,n\n"1,5",1\n"20,0",2\n'


def test_days_are_written_as_the_date_format_says() -> None:
    days = pa.array([date(2024, 2, 29), None, date(999, 1, 2)])
    moments = pa.array([datetime(2024, 2, 29, 13, 5), None, datetime(1969, 12, 31, 23, 59, 59)], pa.timestamp("s"))  # noqa: DTZ001  # as datasets have them
    assert written({"d": days, "t": moments}, date_format="%d.%m.%Y") == (
        b"d,t\n29.02.2024,29.02.2024 13:05:00\n,\n02.01.0999,31.12.1969 23:59:59\n"
    )
    assert written({"d": days, "n": [1, 2, 3]}, date_format="%d,%m,%y") == b'd,n\n"29,02,24",1\n,2\n"02,01,99",3\n'


def test_a_date_format_does_not_make_formulas() -> None:
    assert written({"d": [date(2024, 2, 29)], "n": [1]}, date_format="=%Y", csv_safe=True) == b"d,n\n'=2024,1\n"


def test_a_spreadsheets_dialect_comes_back_through_pandas() -> None:
    columns = {"d": [date(2024, 2, 29), None], "f": [1234.5, None], "s": ["=1;2", "n/a"]}
    options = {"decimal_comma": True, "date_format": "%d.%m.%Y", "missing": "n/a", "csv_safe": True}
    read = pd.read_csv(io.BytesIO(written(columns, **options)), sep=";", decimal=",", keep_default_na=False)
    assert read.to_dict("list") == {"d": ["29.02.2024", "n/a"], "f": ["1234,5", "n/a"], "s": ["'=1;2", "n/a"]}


def test_a_text_that_looks_like_a_missing_cell_comes_back_through_duckdb(tmp_path: Any) -> None:
    file = tmp_path / "table.csv"
    file.write_bytes(written({"s": ["NA", None, "x"], "n": [1, None, 3]}, missing="NA", delimiter="|"))
    read = duckdb.read_csv(
        str(file), sep="|", na_values="NA", allow_quoted_nulls=False, columns={"s": "VARCHAR", "n": "BIGINT"}
    )
    assert read.fetchall() == [("NA", 1), (None, None), ("x", 3)]


def test_options_make_other_bytes_only_where_they_say() -> None:
    batch = pa.RecordBatch.from_pydict({"n": [1, 2], "s": ["a", "b"]})
    plain = b"".join(export(iter([batch]), "csv"))
    chosen = Options(csv_safe=True, missing="NA", decimal_comma=True, delimiter=",", date_format="%Y")
    assert b"".join(export(iter([batch]), "csv", options=chosen)) == plain
