import io
from typing import Any

import pandas as pd
import polars as pl
import pyarrow as pa
from hypothesis import given, settings

from generation.engine import Options, export
from tests.generation.engine.exporters.drawn import batches, rows_of
from tests.generation.engine.exporters.made import written


def test_tabs_stand_between_cells_and_in_quotes_within_them() -> None:
    columns: dict[str, Any] = {"a": ["x", "a\tb", 'say "hi"', "a,b", ""], "b\tc": [1, 2, None, 4, 5]}
    assert written("tsv", columns) == b'a\t"b\tc"\nx\t1\n"a\tb"\t2\n"say ""hi"""\t\na,b\t4\n""\t5\n'


def test_the_options_of_csv_hold_but_for_the_delimiter() -> None:
    columns = {"a": ["=1", None], "f": [1.5, 2.0]}
    options = Options(csv_safe=True, missing="NA", decimal_comma=True, header=False)
    assert written("tsv", columns, options=options) == b"'=1\t1,5\nNA\t2,0\n"


@settings(max_examples=30, deadline=None)
@given(batch=batches())
def test_texts_come_back_through_pandas_and_polars(batch: pa.RecordBatch) -> None:
    texts = pa.RecordBatch.from_arrays(
        [c.cast(pa.string()) for c in batch.columns] + [pa.array(["x"] * len(batch))], [*batch.schema.names, "x"]
    )
    file = b"".join(export(iter([texts]), "tsv"))
    frame = pd.read_csv(io.BytesIO(file), sep="\t", dtype=str, keep_default_na=False)
    assert [list(row) for row in frame.itertuples(index=False)] == [
        ["" if cell is None else cell for cell in row] for row in rows_of(texts)
    ]
    read = pl.read_csv(file, separator="\t", infer_schema=False)
    assert [list(row) for row in read.rows()] == rows_of(texts)
