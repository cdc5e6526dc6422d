"""What Arrow's schema of a file says of the dataset and its columns, beside their names and types."""

import pyarrow as pa

from generation.engine.exporters.describing import facts
from generation.engine.exporters.output import About


def described_schema(stored: pa.Schema, about: About | None) -> pa.Schema:
    """Return the schema with a title, the facts of the dataset, and a description of each column that has one."""
    if about is None:
        return stored
    fields = [
        field.with_metadata({"description": column.description}) if column.description else field
        for field, column in zip(stored, about.schema.columns, strict=True)
    ]
    told = {label.lower().replace(" ", "_"): fact for label, fact in facts(about)}
    return pa.schema(fields, metadata={"title": about.title, **told})
