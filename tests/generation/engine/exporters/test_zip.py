"""An archive is read by zipfile, validated by Frictionless, and what it says of its data is true."""

import io
import json
import re
import shutil
import subprocess
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import frictionless
import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings

from generation.engine import DatasetSchema, export
from tests.generation.engine.exporters.drawn import batches
from tests.generation.engine.exporters.made import about, first_missing, made, written
from tests.generation.engine.tables import COLUMNS

NAMES = ["data.csv", "README.md", "schema.json", "datapackage.json", "croissant.json", "SHA256SUMS"]


def files(content: bytes) -> dict[str, bytes]:
    with ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.fixture(scope="module")
def archive() -> dict[str, bytes]:
    return files(made("zip", rows=50))


def test_an_archive_has_the_data_and_what_describes_them(archive: dict[str, bytes]) -> None:
    assert list(archive) == NAMES


def test_the_data_are_those_of_the_csv(archive: dict[str, bytes]) -> None:
    assert archive["data.csv"] == made("csv", rows=50)


def test_the_sums_are_those_of_the_files(archive: dict[str, bytes]) -> None:
    sums = [line.split("  ") for line in archive["SHA256SUMS"].decode().splitlines()]
    assert sums == [[sha256(archive[name]).hexdigest(), name] for name in NAMES[:-1]]


def test_the_page_names_all_other_files(archive: dict[str, bytes]) -> None:
    page = archive["README.md"].decode()
    assert re.findall("^- `(.*?)`:", page, re.MULTILINE) == [name for name in NAMES if name != "README.md"]


def test_the_page_says_how_to_read_the_rows(
    archive: dict[str, bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "data.csv").write_bytes(archive["data.csv"])
    monkeypatch.chdir(tmp_path)
    (lines,) = re.findall("```python\n(.*?)```", archive["README.md"].decode(), re.DOTALL)
    names: dict[str, Any] = {}
    exec(lines, names)  # what a reader would do
    assert {name for name, of in names["rows"].dtypes.items() if str(of).startswith("datetime64")} == {"day", "at"}


def test_the_page_says_how_to_check_the_files(archive: dict[str, bytes], tmp_path: Path) -> None:
    for name, content in archive.items():
        (tmp_path / name).write_bytes(content)
    (line,) = re.findall("```sh\n(.*?)\n```", archive["README.md"].decode(), re.DOTALL)
    if shutil.which("sha256sum") is None:
        pytest.skip("there is no sha256sum here")
    checked = subprocess.run(line.split(), cwd=tmp_path, capture_output=True, text=True, check=True)
    assert checked.stdout.splitlines() == [f"{name}: OK" for name in NAMES[:-1]]


def test_the_schema_makes_the_same_rows_again(archive: dict[str, bytes]) -> None:
    document = json.loads(archive["schema.json"])
    assert DatasetSchema.from_json(document["schema"], locale=document["locale"]) == about().schema


def test_files_are_from_1980_and_for_all_to_read() -> None:
    with ZipFile(io.BytesIO(made("zip", rows=1))) as archive:
        assert {each.date_time for each in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert {(each.create_system, each.external_attr >> 16) for each in archive.infolist()} == {(3, 0o100644)}


def unpacked(content: bytes, folder: Path) -> str:
    with ZipFile(io.BytesIO(content)) as archive:
        archive.extractall(folder)
    return str(folder / "datapackage.json")


def faults(package: str) -> list[Any]:
    return list(frictionless.validate(package).flatten(["type", "message"]))


def test_frictionless_finds_no_fault(tmp_path: Path) -> None:
    assert faults(unpacked(made("zip", rows=50), tmp_path)) == []


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(batch=batches())
def test_frictionless_finds_no_fault_with_any_values(batch: pa.RecordBatch, tmp_path: Path) -> None:
    assert faults(unpacked(b"".join(export(iter([batch]), "zip")), tmp_path)) == []


def test_frictionless_reads_the_types_and_values(tmp_path: Path) -> None:
    columns = {"n": ("row_number", "integer"), "ok": ("True", "boolean"), "day": ("date(2024, 2, 29)", "date")}
    package = frictionless.Package(unpacked(made("zip", columns, rows=2), tmp_path))
    assert [row.to_dict() for row in package.get_table_resource("data").read_rows()] == [
        {"n": number, "ok": True, "day": date(2024, 2, 29)} for number in (0, 1)
    ]


def test_rows_that_are_wholly_missing_are_no_fault(tmp_path: Path) -> None:
    assert faults(unpacked(written("zip", {"a": ["x", None, "y"]}), tmp_path)) == []
    assert faults(unpacked(written("zip", {"a": first_missing(["x", "y"])}), tmp_path)) == []
    assert faults(unpacked(written("zip", {"a": ["x", ""], "b": [1, None]}), tmp_path)) == []


def test_names_of_columns_may_be_any(tmp_path: Path) -> None:
    names = [" a ", 'b"', "c,d", "é", "A", "=1", "e|f", "日本"]
    assert faults(unpacked(written("zip", {name: ["x", "y"] for name in names}), tmp_path)) == []


def test_frictionless_validates_an_archive_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "things.zip").write_bytes(made("zip", rows=2))
    assert faults(str(tmp_path / "things.zip")) == []


def test_a_package_says_what_is_unique_and_what_columns_mean() -> None:
    columns = {"id": {"faker_method": "row_number", "data_type": "integer", "description": "Counts", "unique": True}}
    package = json.loads(files(made("zip", columns, rows=1))["datapackage.json"])
    assert package["resources"][0]["schema"]["fields"] == [
        {"name": "id", "type": "integer", "description": "Counts", "constraints": {"unique": True}}
    ]


def test_a_package_names_its_data_by_their_digest(archive: dict[str, bytes]) -> None:
    resource = json.loads(archive["datapackage.json"])["resources"][0]
    data = archive["data.csv"]
    assert (resource["bytes"], resource["hash"]) == (len(data), f"sha256:{sha256(data).hexdigest()}")


def test_croissant_says_what_the_file_and_its_columns_are(archive: dict[str, bytes]) -> None:
    document = json.loads(archive["croissant.json"])
    assert document["conformsTo"] == "http://mlcommons.org/croissant/1.0"
    assert document["distribution"][0]["sha256"] == sha256(archive["data.csv"]).hexdigest()
    fields = {field["name"]: field for field in document["recordSet"][0]["field"]}
    assert list(fields) == list(COLUMNS)
    assert [fields[name]["dataType"] for name in ("id", "price", "day", "ok")] == [
        "sc:Integer", "sc:Float", "sc:Date", "sc:Boolean",
    ]  # fmt: skip
    assert fields["id"]["source"] == {"fileObject": {"@id": "data.csv"}, "extract": {"column": "id"}}


def test_the_archive_of_a_batch_of_which_nothing_is_known_has_no_schema() -> None:
    assert list(files(written("zip", {"a": [1]}))) == [name for name in NAMES if name != "schema.json"]


def test_pandas_reads_the_data_out_of_the_archive() -> None:
    with ZipFile(io.BytesIO(made("zip", rows=3))) as archive, archive.open("data.csv") as data:
        assert len(pd.read_csv(data)) == 3
