"""A description of a dataset in the terms of Croissant 1.0, the metadata of datasets for machine learning."""

from typing import Any

from generation.engine.exporters import describing
from generation.engine.exporters.datapackage import DataFile
from generation.engine.exporters.output import About
from generation.engine.schema import Column, DataType

_OWN = (
    "citeAs",
    "column",
    "equivalentProperty",
    "extract",
    "field",
    "fileProperty",
    "fileObject",
    "fileSet",
    "format",
    "includes",
    "isLiveDataset",
    "jsonPath",
    "key",
    "md5",
    "parentField",
    "path",
    "recordSet",
    "references",
    "regex",
    "repeated",
    "replace",
    "samplingRate",
    "separator",
    "source",
    "subField",
    "transform",
)
_CONTEXT = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "sc": "https://schema.org/",
    "cr": "http://mlcommons.org/croissant/",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "dct": "http://purl.org/dc/terms/",
    "conformsTo": "dct:conformsTo",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "examples": {"@id": "cr:examples", "@type": "@json"},
    **{word: f"cr:{word}" for word in _OWN},
}
_CONFORMS_TO = "http://mlcommons.org/croissant/1.0"
_FREE = "https://creativecommons.org/publicdomain/zero/1.0/"  # nobody's work: every value is drawn at random
_CREATOR = "dataset-from-a-sentence"
_TYPES = {
    DataType.STRING: "sc:Text",
    DataType.INTEGER: "sc:Integer",
    DataType.FLOAT: "sc:Float",
    DataType.DECIMAL: "sc:Float",
    DataType.BOOLEAN: "sc:Boolean",
    DataType.DATE: "sc:Date",
    DataType.DATETIME: "sc:DateTime",
    DataType.TIME: "sc:Time",
}
_RECORDS = "records"


def croissant(columns: tuple[Column, ...], about: About | None, file: DataFile) -> dict[str, Any]:
    """Return the dataset whose one file is this."""
    told = describing.told(about)
    distribution = {
        "@type": "cr:FileObject",
        "@id": file.name,
        "name": file.name,
        "contentUrl": file.name,
        "contentSize": f"{file.size} B",
        "encodingFormat": "text/csv",
        "sha256": file.sha256,
    }
    return {
        "@context": _CONTEXT,
        "@type": "sc:Dataset",
        "conformsTo": _CONFORMS_TO,
        "name": describing.name(about),
        "description": f"{describing.title(about)} ({told})" if told else describing.title(about),
        "license": _FREE,
        "creator": {"@type": "Organization", "name": _CREATOR},
        **({"datePublished": about.as_of.isoformat()} if about else {}),
        **({"url": about.link} if about and about.link else {}),
        "distribution": [distribution],
        "recordSet": [_records(columns, file.name)],
    }


def _records(columns: tuple[Column, ...], file: str) -> dict[str, Any]:
    fields = [_field(column, file) for column in columns]
    return {"@type": "cr:RecordSet", "@id": _RECORDS, "name": _RECORDS, "field": fields}


def _field(column: Column, file: str) -> dict[str, Any]:
    return {
        "@type": "cr:Field",
        "@id": f"{_RECORDS}/{column.name}",
        "name": column.name,
        **({"description": column.description} if column.description else {}),
        "dataType": _TYPES[column.data_type],
        "source": {"fileObject": {"@id": file}, "extract": {"column": column.name}},
    }
