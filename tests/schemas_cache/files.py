"""Files of schemas for tests, and what hypothesis makes of them."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from generation.designer import Origin, Spent
from generation.engine import DatasetSchema, available_locales
from schemas_cache.entries import Entry, Refinement
from schemas_cache.exporting import export_chunks
from schemas_cache.importing import Manner, OnConflict, Progress, Report, import_file
from schemas_cache.keys import description_hash
from schemas_cache.models import Revision, Schema
from schemas_cache.schemas_json.reading import MOST_REVISIONS, MOST_USES

SEED_HASH = "a1b2c3d4e5f6789012345678901234567890abcdef1234567890abcdef123456"
SEED = json.loads((Path(__file__).parent / "seed_schemas.json").read_text())
NOON = datetime(2025, 9, 5, 12, tzinfo=UTC)


def document(**changes: Any) -> dict[str, Any]:
    """Return a document of one entry, with these keys changed; None takes a key away."""
    entry = SEED["schemas"][SEED_HASH] | changes
    return {"schemas": {SEED_HASH: {key: value for key, value in entry.items() if value is not None}}}


def take_in(content: Any, *, on_conflict: str = "skip", progress: Progress | None = None, **decisions: Any) -> Report:
    """Import a document, or bytes."""
    file = BytesIO(content if isinstance(content, bytes) else json.dumps(content).encode())
    manner = Manner(on_conflict=OnConflict(on_conflict), **decisions)
    return import_file(file, manner, progress=progress) if progress else import_file(file, manner)


def exported(**choice: Any) -> Any:
    """Return what is exported, as a document."""
    return json.loads(b"".join(export_chunks(**choice)))


def rows() -> list[tuple[Any, ...]]:
    """Return every field of every schema and revision but their ids."""
    of_schema = _fields(Schema) - {"id", "merged_into_id"}
    of_revision = _fields(Revision) - {"id", "schema_id"}
    return [
        *Schema.objects.order_by("hash").values_list(*sorted(of_schema), "merged_into__hash"),
        *Revision.objects.order_by("schema__hash", "number").values_list("schema__hash", *sorted(of_revision)),
    ]


def _fields(model: type[Schema | Revision]) -> set[str]:
    return {field.attname for field in model._meta.concrete_fields}  # noqa: SLF001 - documented, whatever its name says


descriptions = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), min_size=1, max_size=60)
phrases = st.lists(descriptions, max_size=3).map(tuple)
moments = st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - hypothesis wants it
columns = st.sampled_from(["integer", "float"]).flatmap(
    lambda data_type: st.fixed_dictionaries(
        {
            "faker_method": st.just("row_number + 1" if data_type == "integer" else "0.5"),
            "data_type": st.just(data_type),
        },
        optional={"description": descriptions, "null_rate": st.floats(0, 1)},
    )
)
names = st.text(st.characters(categories=["L", "N"], include_characters=" _%'\""), min_size=1, max_size=20)
locales = st.sampled_from(sorted(available_locales()))
dataset_schemas = st.builds(
    lambda body, locale: DatasetSchema.from_json(body, locale=locale),
    st.dictionaries(names.filter(str.strip), columns, min_size=1, max_size=4),
    locales,
)
costs = st.builds(
    Spent, requests=st.integers(0, 9), prompt_tokens=st.integers(0, 9), completion_tokens=st.integers(0, 9)
)
refinements = st.none() | st.builds(
    Refinement, hash=st.just("cd" * 32), revision=st.integers(1, MOST_REVISIONS), instruction=descriptions
)


@st.composite
def histories(draw: st.DrawFn) -> tuple[Entry, ...]:
    """Draw a schema's revisions, under a hash of ours or a foreign one."""
    description = draw(descriptions)
    entry = Entry(
        hash="",
        description=description,
        revision=0,
        schema=draw(dataset_schemas),
        domain=draw(descriptions),
        designed_by="",
        assumptions=(),
        not_understood=(),
        curated=draw(st.booleans()),
        created_at=draw(moments),
        usage_count=draw(st.integers(0, MOST_USES)),
        last_used=draw(st.none() | moments),
        revised_at=NOON,
        engine_version="",
        refined_from=draw(refinements),
    )
    hash_ = draw(st.sampled_from([description_hash(description), description_hash(description, "de_DE"), "ab" * 32]))
    numbers = sorted(draw(st.sets(st.integers(1, MOST_REVISIONS), min_size=1, max_size=3)))
    return tuple(_revision(draw, replace(entry, hash=hash_, revision=number)) for number in numbers)


def _revision(draw: st.DrawFn, entry: Entry) -> Entry:
    schema = draw(dataset_schemas)
    return replace(
        entry,
        schema=schema,
        origins={column.name: draw(st.sampled_from(Origin)) for column in schema.columns if draw(st.booleans())},
        spent=draw(costs),
        designed_by=draw(descriptions),
        author=draw(st.text("abc", max_size=5)),
        assumptions=draw(phrases),
        not_understood=draw(phrases),
        revised_at=draw(moments),
        engine_version=draw(st.sampled_from(["", "1"])),
    )
