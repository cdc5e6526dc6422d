"""What the recipes of the documentation make is what one process makes."""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pyarrow as pa
import pytest

from generation.engine import DatasetSchema, compile_plan, run_plan

ROOT = Path(__file__).parents[2]
SCHEMA = DatasetSchema.from_json(
    {
        "id": {"faker_method": "row_number + 1", "data_type": "integer"},
        "name": {"faker_method": "fake.name()", "data_type": "string", "null_rate": 0.1},
        "price": {"faker_method": "round(random.lognormvariate(3.4, 0.8), 2)", "data_type": "decimal"},
        "share": {"faker_method": "random.random()", "data_type": "float"},
        "paid": {"faker_method": "fake.boolean()", "data_type": "boolean"},
        "day": {"faker_method": "fake.date_between('-1y', 'today')", "data_type": "date"},
        "moment": {"faker_method": "fake.date_time_between('-1y', 'now')", "data_type": "datetime"},
        "time": {"faker_method": "fake.time_object()", "data_type": "time"},
    }
)
ROWS = 2500
AS_OF = date(2026, 1, 1)
NAME = """
from generation.engine import DatasetSchema, compile_plan, run_plan
plan = compile_plan(DatasetSchema.from_json({"a": {"faker_method": "fake.name()"}}))
print(next(run_plan(plan, rows=1, seed=7))["a"][0])
"""

needs_spark = pytest.mark.skipif(
    find_spec("pyspark") is None or shutil.which("java") is None,
    reason="no Spark here: `make recipes` installs it, and Java must be on PATH",
)


def whole() -> pa.Table:
    return pa.Table.from_batches(run_plan(compile_plan(SCHEMA), rows=ROWS, seed=7, as_of=AS_OF))


def test_dask_makes_the_rows_that_one_process_makes() -> None:
    from docs.recipes.dask_recipe import dataset  # noqa: PLC0415 - it takes a second, of those who run it

    frame = dataset(SCHEMA, rows=ROWS, seed=7, as_of=AS_OF, size=1000)
    made = pa.Table.from_pandas(frame.compute(), preserve_index=False)  # type: ignore[no-untyped-call]  # dask's are
    assert (frame.npartitions, made.cast(whole().schema)) == (3, whole())


@pytest.fixture
def spark(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """Run a Spark of two threads."""
    from pyspark.sql import SparkSession  # noqa: PLC0415 - most have it not

    monkeypatch.setenv("PYSPARK_PYTHON", sys.executable)
    monkeypatch.setenv("SPARK_LOCAL_IP", "127.0.0.1")
    session = SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false").getOrCreate()
    try:
        yield session
    finally:
        session.stop()


@needs_spark
@pytest.mark.filterwarnings("ignore:PySpark does not yet fully support pandas:FutureWarning")
@pytest.mark.filterwarnings("ignore::ResourceWarning")  # of its sockets
def test_spark_makes_the_rows_that_one_process_makes(spark: Any) -> None:
    from docs.recipes.spark_recipe import dataset  # noqa: PLC0415 - as above

    frame = dataset(spark, SCHEMA, rows=ROWS, seed=7, as_of=AS_OF, size=1000)
    assert (frame.rdd.getNumPartitions(), frame.toArrow().cast(whole().schema)) == (3, whole())


def test_the_engine_is_sent_to_other_machines_as_a_zip_file(tmp_path: Path) -> None:
    sent = tmp_path / "engine.zip"
    with ZipFile(sent, "w") as archive:
        for path in (ROOT / "generation/__init__.py", *(ROOT / "generation/engine").rglob("*")):
            if path.suffix in {".py", ".tsv"}:
                archive.write(path, path.relative_to(ROOT))
    command = [sys.executable, "-c", NAME]
    done = subprocess.run(command, cwd=tmp_path, env={"PYTHONPATH": str(sent)}, capture_output=True, check=False)
    plan = compile_plan(DatasetSchema.from_json({"a": {"faker_method": "fake.name()"}}))
    assert (done.stdout.decode(), done.stderr) == (f"{next(run_plan(plan, rows=1, seed=7))['a'][0]}\n", b"")
