"""How schemas.json is written: the same schemas are the same text, in lines that show what changed when compared.

Keys are sorted; columns keep their order, which is the dataset's.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from schemas_cache.entries import Entry, iso
from schemas_cache.schemas_json import AUTHOR, EARLIER, MERGED, VERSION

NEVER = datetime(1970, 1, 1, tzinfo=UTC)  # when a document without schemas was made, whenever that is
_ORDERED = "schema"  # the key of what is not sorted
_INDENT = "\n    "


@dataclass(frozen=True, slots=True, kw_only=True)
class Metadata:
    """What the head says: when the oldest schema was made, when one was used or revised last, how many there are.

    `left_out` are the hashes of those that cannot be read and are not among them.
    """

    created_at: datetime
    last_updated: datetime
    total_schemas: int
    left_out: Sequence[str] = ()


def write(metadata: Metadata, schemas: Iterable[Sequence[Entry]]) -> Iterator[str]:
    """Yield the text of a document piece by piece: the head, each schema, the end.

    A schema is its revisions, the current one last.
    """
    yield f'{{\n  "cache_metadata": {_head(metadata)},\n  "schemas": {{'
    before = ""
    for revisions in schemas:
        yield f"{before}{_INDENT}{json.dumps(revisions[-1].hash)}: {_text(_document(revisions))}"
        before = ","
    yield "\n  }\n}\n" if before else "}\n}\n"


def _head(metadata: Metadata) -> str:
    head = {
        "created_at": iso(metadata.created_at),
        "last_updated": iso(metadata.last_updated),
        **({"left_out": list(metadata.left_out)} if metadata.left_out else {}),
        "total_schemas": metadata.total_schemas,
        "version": VERSION,
    }
    return json.dumps(head, indent=2).replace("\n", "\n  ")


def _text(document: Mapping[str, Any]) -> str:
    return json.dumps(document, indent=2, ensure_ascii=False).replace("\n", _INDENT)  # no text holds a raw newline


def _document(revisions: Sequence[Entry]) -> dict[str, Any]:
    *earlier, current = revisions
    document = _signed(current.to_json(), current)
    if current.merged_into:
        document[MERGED] = current.merged_into
    if earlier:
        document[EARLIER] = [_sorted(_signed(entry.revision_json(), entry)) for entry in earlier]
    return _sorted(document)


def _signed(document: dict[str, Any], entry: Entry) -> dict[str, Any]:
    """Add what is for caches and not for everybody: who made the revision."""
    return document | {AUTHOR: entry.author} if entry.author else document


def _sorted(document: Mapping[str, Any]) -> dict[str, Any]:
    return {key: _columns(value) if key == _ORDERED else _inner(value) for key, value in sorted(document.items())}


def _inner(value: Any) -> Any:
    return dict(sorted(value.items())) if isinstance(value, Mapping) else value


def _columns(schema: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _inner(column) for name, column in schema.items()}
