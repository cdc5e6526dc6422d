"""How an entry of schemas.json is read, also one that another program wrote."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import UTC, datetime
from typing import Any, NoReturn

from generation.designer import Origin, Spent
from generation.engine import DatasetSchema, SchemaError
from schemas_cache.entries import Entry, Refinement
from schemas_cache.errors import EntryMalformed
from schemas_cache.keys import HASH, description_hash, is_storable, key_of_foreign, schema_hash
from schemas_cache.schemas_json import AUTHOR, EARLIER, MERGED, loose
from schemas_cache.schemas_json.stream import RawEntry

MOST_USES = 2**53  # what every program reads as it is; the column holds far more, so that uses can be added
MOST_REVISIONS = 10**9  # likewise
MOST_SPENT = 2**31 - 1
LONGEST_AUTHOR = 150
LONGEST_DESCRIPTION = 100_000

_SPENT_KEYS = frozenset(field.name for field in fields(Spent))
_REFINEMENT_KEYS = frozenset({"description_hash", "revision", "instruction"})
_REVISION_KEYS = frozenset(
    (
        *("revision", "revised_at", "schema", "locale", "designed_by", "origins", "assumptions", "not_understood"),
        *("spent", "engine_version", AUTHOR),
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
    MERGED,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadEntry:
    """A schema as its revisions, the current one last; the key that finds it; what was taken otherwise than written."""

    revisions: tuple[Entry, ...]
    key: str
    notes: tuple[str, ...]

    @property
    def current(self) -> Entry:
        """Return the current revision."""
        return self.revisions[-1]


def read_entry(raw: RawEntry, *, now: datetime) -> ReadEntry:
    """Read an entry; `now` is when it was made if it does not say. Raises EntryMalformed."""
    if raw.fault:
        raise EntryMalformed(raw.fault)
    if not isinstance(raw.body, Mapping):
        raise EntryMalformed("an entry is an object")
    notes: list[str] = []
    reader = _Reader.of(raw.body, _ENTRY_KEYS, notes, of="an entry")
    current = _read_current(reader, raw.key, now)
    revisions = (*(_read_earlier(body, current) for body in reader.bodies(EARLIER)), current)
    numbers = [entry.revision for entry in revisions]
    if numbers != sorted(set(numbers)):
        raise EntryMalformed(f"its revisions do not ascend: {', '.join(map(str, numbers[:5]))}")
    key = current.hash if current.refined_from else key_of_foreign(current.hash, current.description)
    return ReadEntry(revisions=revisions, key=key, notes=tuple(notes))


@dataclass(frozen=True, slots=True)
class _Reader:
    """A part of an entry, read key by key; each method refuses what it cannot take, and what is null is missing."""

    body: Mapping[str, Any]
    notes: list[str] = field(repr=False)

    @classmethod
    def of(cls, body: Any, allowed: frozenset[str], notes: list[str], *, of: str) -> "_Reader":
        if not isinstance(body, Mapping):
            raise EntryMalformed(f"{of} is an object, not {body!r:.80}")
        return cls(loose.known_part(body, allowed, notes, of=of), notes)

    def text(self, key: str, *, longest: int | None = None) -> str:
        text = self._storable(key, self.body.get(key, ""))
        if longest is not None and len(text) > longest:
            _refuse(f"{key} has {len(text)} characters, {longest} are allowed")
        return text

    def needed_text(self, key: str) -> str:
        if key not in self.body:
            _refuse(f"{key} is missing")
        return self.text(key, longest=LONGEST_DESCRIPTION)

    def texts(self, key: str) -> tuple[str, ...]:
        texts = self.body.get(key, [])
        if not isinstance(texts, list):
            _refuse(f"{key} is a list of texts, not {texts!r:.80}")
        return tuple(self._storable(key, text) for text in texts)

    def bodies(self, key: str) -> "tuple[_Reader, ...]":
        bodies = self.body.get(key, [])
        if not isinstance(bodies, list):
            _refuse(f"{key} is a list of objects, not {bodies!r:.80}")
        return tuple(_Reader.of(body, _REVISION_KEYS, self.notes, of="a revision") for body in bodies)

    def count(self, key: str, default: int, *, most: int) -> int:
        """Read a whole number from `default`, which is also the least, to `most`."""
        count = self.body.get(key, default)
        if isinstance(count, bool) or not isinstance(count, int) or not default <= count <= most:
            _refuse(f"{key} is a whole number from {default} to {most}, not {count!r:.80}")
        return count

    def flag(self, key: str) -> bool:
        flag = self.body.get(key, False)
        if not isinstance(flag, bool):
            _refuse(f"{key} is true or false, not {flag!r:.80}")
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
            _refuse(f"{key} is a time such as 2025-09-05T10:30:00Z, not {text!r:.80}")

    def schema(self) -> DatasetSchema:
        columns = loose.columns(self.body.get("schema"), self.notes)
        try:
            return DatasetSchema.from_json(columns, locale=self.body.get("locale"))
        except SchemaError as error:
            reason = f"{error.message} ({error.hint})" if error.hint else error.message
            raise EntryMalformed(reason, column=error.column) from error

    def origins(self) -> dict[str, str]:
        """Read why each column is there."""
        origins = self.body.get("origins", {})
        known = tuple(Origin)
        if not isinstance(origins, Mapping) or not all(origin in known for origin in origins.values()):
            _refuse(f"origins tell of each column whether it is {', '.join(known)}, not {origins!r:.80}")
        return {self._storable("a name in origins", name): str(origin) for name, origin in origins.items()}

    def spent(self) -> Spent:
        """Read what the design cost."""
        body = _Reader.of(self.body.get("spent", {}), _SPENT_KEYS, self.notes, of="spent")
        return Spent(**{key: body.count(key, 0, most=MOST_SPENT) for key in _SPENT_KEYS})

    def refinement(self) -> Refinement | None:
        """Read from which schema this one was refined."""
        if "refined_from" not in self.body:
            return None
        part = _Reader.of(self.body["refined_from"], _REFINEMENT_KEYS, self.notes, of="refined_from")
        return Refinement(
            hash=part.digest("description_hash"),
            revision=part.count("revision", 1, most=MOST_REVISIONS),
            instruction=part.needed_text("instruction"),
        )

    def digest(self, key: str) -> str:
        """Read a hash that has to be one."""
        text = self.needed_text(key)
        if not HASH.fullmatch(text):
            _refuse(f"{key} is 64 hexadecimal digits in lower case, not {text!r:.80}")
        return text

    def hash(self, key: str, description: str, schema: DatasetSchema) -> str:
        """Return the entry's hash, which its key repeats in full or up to three dots; else the one it gets here."""
        written = self.body.get("description_hash")
        stated, keyed = loose.full_hash(written), loose.full_hash(key)
        if stated is None:
            return keyed or self._own_hash(written, description, schema)
        if stated != written:
            self.notes.append("description_hash is taken in lower case")
        if keyed not in {None, stated} or (key.endswith("...") and not stated.startswith(key[:-3].lower())):
            _refuse(f"it stands under another key than its description_hash {stated}")
        return stated

    def _own_hash(self, written: Any, description: str, schema: DatasetSchema) -> str:
        said = "it has no description_hash" if written is None else "its description_hash is no SHA-256 in hexadecimal"
        self.notes.append(f"{said}: the one of its description here is taken")
        return description_hash(description) if description.strip() else schema_hash(schema)

    @staticmethod
    def _storable(key: str, text: Any) -> str:
        if not isinstance(text, str) or not is_storable(text):
            _refuse(f"{key} is a text without NUL characters and half surrogate pairs, not {text!r:.80}")
        return text


def _refuse(reason: str) -> NoReturn:
    raise EntryMalformed(reason)


def _read_current(reader: _Reader, key: str, now: datetime) -> Entry:
    created_at = reader.moment("created_at") or now
    description, schema = reader.needed_text("original_description"), reader.schema()
    return Entry(
        hash=reader.hash(key, description, schema),
        description=description,
        revision=reader.count("revision", 1, most=MOST_REVISIONS),
        domain=reader.text("domain"),
        curated=reader.flag("curated"),
        created_at=created_at,
        usage_count=reader.count("usage_count", 0, most=MOST_USES),
        last_used=reader.moment("last_used"),
        refined_from=reader.refinement(),
        merged_into=reader.digest(MERGED) if MERGED in reader.body else "",
        **_of_revision(reader, schema, created_at),
    )


def _read_earlier(reader: _Reader, current: Entry) -> Entry:
    return replace(
        current,
        revision=reader.count("revision", 1, most=MOST_REVISIONS),
        **_of_revision(reader, reader.schema(), current.created_at),
    )


def _of_revision(reader: _Reader, schema: DatasetSchema, created_at: datetime) -> dict[str, Any]:
    """Read what each revision has of its own."""
    return {
        "schema": schema,
        "designed_by": reader.text("designed_by"),
        "author": reader.text(AUTHOR, longest=LONGEST_AUTHOR),
        "assumptions": reader.texts("assumptions"),
        "not_understood": reader.texts("not_understood"),
        "revised_at": reader.moment("revised_at") or created_at,
        "engine_version": reader.text("engine_version"),
        "origins": reader.origins(),
        "spent": reader.spent(),
    }
