import io
from typing import Any

import pandas as pd
import pyarrow as pa
import pytest

from generation.engine import EngineError, export


def written(columns: dict[str, Any]) -> bytes:
    return b"".join(export(iter([pa.RecordBatch.from_pydict(columns)]), "csv"))


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
