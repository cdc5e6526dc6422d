"""The format of schemas.json: a document that carries schemas from one cache to another.

`{"cache_metadata": {version, created_at, last_updated, total_schemas}, "schemas": {hash: entry}}`. An entry may carry,
besides what `Entry.to_json` writes, the revisions before its current one, because permanent links name them.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from datetime import UTC, datetime
from itertools import groupby
from operator import attrgetter
from typing import Any, NoReturn

from django.utils import timezone

from generation.designer import Origin, Spent
from generation.engine import DatasetSchema, SchemaError
from schemas_cache.entries import Entry, Refinement, iso
from schemas_cache.errors import EntryMalformed
from schemas_cache.keys import HASH, is_storable

VERSION = "1.0"
EARLIER = "earlier_revisions"
MOST_USES = 2**63 - 1  # what the column holds; so below
MOST_REVISIONS = 2**31 - 1
MOST_SPENT = 2**31 - 1

_SPENT_KEYS = frozenset(field.name for field in fields(Spent))
_REVISION_KEYS = frozenset(
    (
        *("revision", "revised_at", "schema", "locale", "designed_by", "origins", "assumptions", "not_understood"),
        *("spent", "engine_version"),
    )
)
_ENTRY_KEYS = _REVISION_KEYS | {
    "description_hash",
    "original_description",
    "domain",
    "created_at",
    "usage_count",
    "last_used",
    "curated",
    "refined_from",
    EARLIER,
}


def write(entries: Iterable[Entry]) -> dict[str, Any]:
    """Return the document of entries that come schema by schema, each with its revisions, the current one last."""
    schemas = [list(revisions) for _, revisions in groupby(entries, key=attrgetter("hash"))]
    current = [revisions[-1] for revisions in schemas]
    now = timezone.now()
    return {
        "cache_metadata": {
            "version": VERSION,
            "created_at": iso(min((entry.created_at for entry in current), default=now)),
            "last_updated": iso(max((entry.last_used or entry.revised_at for entry in current), default=now)),
            "total_schemas": len(schemas),
        },
        "schemas": {revisions[-1].hash: _write_schema(revisions) for revisions in schemas},
    }


def read(document: Any) -> Iterator[tuple[Entry, ...]]:
    """Yield each schema of a document as its revisions, the current one last.

    Raises EntryMalformed, which names the entry and what is wrong with it.
    """
    schemas = document.get("schemas") if isinstance(document, Mapping) else None
    if not isinstance(schemas, Mapping):
        raise EntryMalformed('a document has the key "schemas", an object of entries')
    for key, body in schemas.items():
        yield _read_schema(_Reader(key, body))


def _write_schema(revisions: list[Entry]) -> dict[str, Any]:
    *earlier, current = revisions
    document = current.to_json()
    return document | {EARLIER: [entry.revision_json() for entry in earlier]} if earlier else document


@dataclass(frozen=True, slots=True)
class _Reader:
    """The body of the entry under `key`, read key by key; each method refuses what it cannot take."""

    key: str
    body: Any

    def refuse(self, message: str) -> NoReturn:
        raise EntryMalformed(message, key=self.key)

    def check_keys(self, allowed: frozenset[str]) -> None:
        if not isinstance(self.body, Mapping):
            self.refuse("an entry is an object")
        if unknown := sorted(self.body.keys() - allowed):
            self.refuse(f"there is no key {unknown[0]!r:.80}; the keys are {', '.join(sorted(allowed))}")

    def text(self, key: str, default: str | None = "") -> str:
        text = self.body.get(key, default)
        if text is None:
            self.refuse(f"{key} is missing")
        return self._storable(key, text)

    def texts(self, key: str) -> tuple[str, ...]:
        texts = self.body.get(key, [])
        if not isinstance(texts, list):
            self.refuse(f"{key} is a list of texts, not {texts!r:.80}")
        return tuple(self._storable(key, text) for text in texts)

    def bodies(self, key: str) -> tuple["_Reader", ...]:
        bodies = self.body.get(key, [])
        if not isinstance(bodies, list):
            self.refuse(f"{key} is a list of objects, not {bodies!r:.80}")
        return tuple(_Reader(self.key, body) for body in bodies)

    def count(self, key: str, default: int, *, most: int) -> int:
        """Read a whole number from `default`, which is also the least, to `most`."""
        count = self.body.get(key, default)
        if isinstance(count, bool) or not isinstance(count, int) or not default <= count <= most:
            self.refuse(f"{key} is a whole number from {default}, not {count!r:.80}")
        return count

    def flag(self, key: str) -> bool:
        flag = self.body.get(key, False)
        if not isinstance(flag, bool):
            self.refuse(f"{key} is true or false, not {flag!r:.80}")
        return flag

    def moment(self, key: str) -> datetime | None:
        """Read a time in ISO 8601, in UTC when it names no zone; None when there is none."""
        text = self.body.get(key)
        if text is None:
            return None
        try:
            moment = datetime.fromisoformat(text)
            return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
        except (TypeError, ValueError, OverflowError):
            self.refuse(f"{key} is a time such as 2025-09-05T10:30:00Z, not {text!r:.80}")

    def schema(self) -> DatasetSchema:
        try:
            schema = DatasetSchema.from_json(self.body.get("schema"), locale=self.body.get("locale"))
        except SchemaError as error:
            raise EntryMalformed(str(error), key=self.key) from error
        for column in schema.columns:
            self._storable(f"a text of column {column.name!r}", column.expression + column.description)
        return schema

    def origins(self) -> dict[str, str]:
        """Read why each column is there."""
        origins = self.body.get("origins", {})
        known = tuple(Origin)
        if not isinstance(origins, Mapping) or not all(origin in known for origin in origins.values()):
            self.refuse(f"origins tell of each column whether it is {', '.join(known)}, not {origins!r:.80}")
        return {self._storable("a name in origins", name): str(origin) for name, origin in origins.items()}

    def spent(self) -> Spent:
        """Read what the design cost."""
        body = self._part("spent", _SPENT_KEYS)
        return Spent(**{key: body.count(key, 0, most=MOST_SPENT) for key in _SPENT_KEYS}) if body else Spent()

    def refinement(self) -> Refinement | None:
        """Read from which schema this one was refined."""
        body = self._part("refined_from", frozenset({"description_hash", "revision", "instruction"}))
        if body is None:
            return None
        return Refinement(
            hash=body.digest("description_hash", body.text("description_hash", None)),
            revision=body.count("revision", 1, most=MOST_REVISIONS),
            instruction=body.text("instruction", None),
        )

    def _part(self, key: str, allowed: frozenset[str]) -> "_Reader | None":
        if self.body.get(key) is None:
            return None
        part = _Reader(self.key, self.body[key])
        part.check_keys(allowed)
        return part

    def digest(self, key: str, text: str) -> str:
        if not HASH.fullmatch(text):
            self.refuse(f"{key} is 64 hexadecimal digits in lower case, not {text!r:.80}")
        return text

    def hash(self) -> str:
        """Read the hash, which the entry's key repeats, in full or, ending in three dots, abbreviated."""
        hash_ = self.digest("description_hash", self.text("description_hash", self.key))
        if self.key != hash_ and not (self.key.endswith("...") and hash_.startswith(self.key[:-3])):
            self.refuse(f"it stands under another key than its description_hash {hash_}")
        return hash_

    def _storable(self, key: str, text: Any) -> str:
        if not isinstance(text, str) or not is_storable(text):
            self.refuse(f"{key} is a text without NUL characters and half surrogate pairs, not {text!r:.80}")
        return text


def _read_schema(reader: _Reader) -> tuple[Entry, ...]:
    reader.check_keys(_ENTRY_KEYS)
    current = _read_current(reader)
    entries = (*(_read_earlier(earlier, current) for earlier in reader.bodies(EARLIER)), current)
    numbers = [entry.revision for entry in entries]
    if numbers != sorted(set(numbers)):
        reader.refuse(f"its revisions do not ascend: {', '.join(map(str, numbers))}")
    return entries


def _read_current(reader: _Reader) -> Entry:
    created_at = reader.moment("created_at") or timezone.now()
    return Entry(
        hash=reader.hash(),
        description=reader.text("original_description", None),
        revision=reader.count("revision", 1, most=MOST_REVISIONS),
        schema=reader.schema(),
        domain=reader.text("domain"),
        designed_by=reader.text("designed_by"),
        assumptions=reader.texts("assumptions"),
        not_understood=reader.texts("not_understood"),
        curated=reader.flag("curated"),
        created_at=created_at,
        usage_count=reader.count("usage_count", 0, most=MOST_USES),
        last_used=reader.moment("last_used"),
        revised_at=reader.moment("revised_at") or created_at,
        engine_version=reader.text("engine_version"),
        origins=reader.origins(),
        spent=reader.spent(),
        refined_from=reader.refinement(),
    )


def _read_earlier(reader: _Reader, current: Entry) -> Entry:
    reader.check_keys(_REVISION_KEYS)
    return replace(
        current,
        revision=reader.count("revision", 1, most=MOST_REVISIONS),
        schema=reader.schema(),
        designed_by=reader.text("designed_by"),
        assumptions=reader.texts("assumptions"),
        not_understood=reader.texts("not_understood"),
        revised_at=reader.moment("revised_at") or current.created_at,
        engine_version=reader.text("engine_version"),
        origins=reader.origins(),
        spent=reader.spent(),
    )
