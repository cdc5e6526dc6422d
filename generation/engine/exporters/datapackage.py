"""A description of a dataset in the terms of Frictionless Data Package 2.0."""

from dataclasses import dataclass
from typing import Any

from generation.engine.exporters import describing
from generation.engine.exporters.output import About
from generation.engine.schema import Column, DataType

_PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
_TYPES: dict[DataType, dict[str, Any]] = {
    DataType.STRING: {"type": "string"},
    DataType.INTEGER: {"type": "integer"},
    DataType.FLOAT: {"type": "number"},
    DataType.DECIMAL: {"type": "number"},
    DataType.BOOLEAN: {"type": "boolean", "trueValues": ["true"], "falseValues": ["false"]},
    DataType.DATE: {"type": "date", "format": "%Y-%m-%d"},
    DataType.DATETIME: {"type": "datetime", "format": "%Y-%m-%d %H:%M:%S"},
    DataType.TIME: {"type": "time", "format": "%H:%M:%S"},
}


@dataclass(frozen=True, slots=True, kw_only=True)
class DataFile:
    """The file of comma-separated values that is described.

    `has_blank_rows`: in some rows, all cells are missing or empty.
    """

    name: str
    size: int
    sha256: str
    has_blank_rows: bool = False


def data_package(columns: tuple[Column, ...], about: About | None, file: DataFile) -> dict[str, Any]:
    """Return the package whose one resource is this file."""
    resource: dict[str, Any] = {
        "name": "data",
        "type": "table",
        "path": file.name,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": file.size,
        "hash": f"sha256:{file.sha256}",
        "schema": {"fields": [_field(column) for column in columns], "missingValues": [""]},
    }
    if file.has_blank_rows:
        resource["dialect"] = {"skipBlankRows": True}  # which Frictionless takes for a fault otherwise
    package: dict[str, Any] = {"$schema": _PROFILE, "name": describing.name(about), "title": describing.title(about)}
    if told := describing.told(about):
        package["description"] = told
    package["resources"] = [resource]
    return package


def _field(column: Column) -> dict[str, Any]:
    field = {"name": column.name.strip()} | _TYPES[column.data_type]
    if column.description:
        field["description"] = column.description
    if column.unique:
        field["constraints"] = {"unique": True}
    return field
