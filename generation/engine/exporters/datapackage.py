"""A description of a dataset in the terms of Frictionless Data Package 2.0."""

from typing import Any

from generation.engine.exporters import describing
from generation.engine.exporters.output import About
from generation.engine.schema import Column, DataType

_PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
_TYPES = {
    DataType.STRING: {"type": "string"},
    DataType.INTEGER: {"type": "integer"},
    DataType.FLOAT: {"type": "number"},
    DataType.DECIMAL: {"type": "number"},
    DataType.BOOLEAN: {"type": "boolean", "trueValues": ["true"], "falseValues": ["false"]},
    DataType.DATE: {"type": "date", "format": "%Y-%m-%d"},
    DataType.DATETIME: {"type": "datetime", "format": "%Y-%m-%d %H:%M:%S"},
    DataType.TIME: {"type": "time", "format": "%H:%M:%S"},
}


def data_package(
    columns: tuple[Column, ...], about: About | None, *, file: str, size: int, sha256: str
) -> dict[str, Any]:
    """Return the package whose one resource is this file of comma-separated values."""
    resource = {
        "name": "data",
        "type": "table",
        "path": file,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": size,
        "hash": f"sha256:{sha256}",
        "schema": {"fields": [_field(column) for column in columns], "missingValues": [""]},
    }
    package: dict[str, Any] = {"$schema": _PROFILE, "name": describing.name(about), "title": describing.title(about)}
    told = "; ".join(f"{label}: {fact}" for label, fact in describing.facts(about))
    if told:
        package["description"] = told
    return package | {"resources": [resource]}


def _field(column: Column) -> dict[str, Any]:
    field: dict[str, Any] = {"name": column.name} | _TYPES[column.data_type]
    if column.description:
        field["description"] = column.description
    if column.unique:
        field["constraints"] = {"unique": True}
    return field
