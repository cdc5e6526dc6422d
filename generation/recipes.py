"""Everything that the bytes of a dataset depend on, and where they are found again."""

from dataclasses import dataclass, field
from datetime import date, datetime
from hashlib import sha256
from urllib.parse import urlencode

from generation.engine import ENGINE_VERSION, About, Options
from generation.file_names import stem
from schemas_cache.keys import schema_hash
from schemas_cache.services import Entry


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """What a permanent link says; a revision that is None is the current one, a date that is None is today."""

    hash: str
    format: str
    rows: int
    seed: int
    as_of: date | None = None
    offset: int = 0
    revision: int | None = None
    options: Options = field(default_factory=Options)

    @property
    def address(self) -> str:
        """Return the address, without a host, of the file; it is a permanent one where day and revision are named."""
        query = {"rows": self.rows, "seed": self.seed, "as_of": self.as_of, "revision": self.revision}
        offset = {"offset": self.offset} if self.offset else {}
        return f"/datasets/{self.hash}.{self.format}?{urlencode(query | offset | written(self.options))}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """Everything that the bytes of a dataset depend on."""

    entry: Entry
    format: str
    rows: int
    seed: int
    as_of: date
    offset: int = 0
    options: Options = field(default_factory=Options)

    @property
    def link(self) -> Link:
        """Return the permanent link to the dataset."""
        return Link(
            hash=self.entry.hash,
            format=self.format,
            rows=self.rows,
            seed=self.seed,
            as_of=self.as_of,
            offset=self.offset,
            revision=self.entry.revision,
            options=self.options,
        )

    @property
    def about(self) -> About:
        """Return what a file says of the dataset."""
        entry = self.entry
        return About(
            name=stem(entry.description, entry.hash),
            title=entry.description,
            schema=entry.schema,
            rows=self.rows,
            seed=self.seed,
            as_of=self.as_of,
            start=self.offset,
            designed_by=entry.designed_by,
            link=self.link.address,
        )

    @property
    def since(self) -> datetime | None:
        """Return since when these bytes can have been made, or None where that is unknown.

        Of a revision that an earlier version of the engine made others of, it is.
        """
        return self.entry.revised_at if self.entry.engine_version == ENGINE_VERSION else None

    @property
    def fingerprint(self) -> str:
        """Return a text that is the same for the same bytes, without making them."""
        parts = (
            *(ENGINE_VERSION, self.entry.hash, self.entry.revision, schema_hash(self.entry.schema)),
            *(self.format, self.rows, self.seed, self.as_of, self.offset),
            *self.options.chosen.items(),
        )
        return sha256(repr(parts).encode()).hexdigest()[:32]


def written(options: Options) -> dict[str, str]:
    """Return the options that are not as usual as the parameters of a link."""
    return {name: _text(value) for name, value in options.chosen.items()}


def _text(value: bool | str) -> str:  # noqa: FBT001 - as it is written in a link
    return str(value).lower() if isinstance(value, bool) else value
