"""An entry: one schema at one revision, as everything outside sees it."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from typing import Any, Self

from generation.designer import Design, Origin, Spent
from generation.engine import DEFAULT_LOCALE, ENGINE_VERSION, DatasetSchema


@dataclass(frozen=True, slots=True, kw_only=True)
class Refinement:
    """Where a schema came from: another one, at one of its revisions, and what was asked to be changed in it.

    The instruction is blank where somebody changed the columns by hand.
    """

    hash: str
    revision: int
    instruction: str = ""

    def to_json(self) -> dict[str, Any]:
        """Return what an entry of schemas.json says of it."""
        return {"description_hash": self.hash, "revision": self.revision, "instruction": self.instruction}


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One schema at one revision.

    `hash` names the schema in links. `designed_by` is "offline/<version>", a model's name, "user" for a schema that was
    given, "instructor" for one that an instructor wrote, or empty when a file did not say; `author` is the name of the
    user who made the revision, if a user did. `merged_into` is the hash of the schema that stands for this one, which
    then serves permanent links alone. `origins` tells by column why it is there, where that is known.
    `created_at` is the schema's, `revised_at` this revision's.
    """

    hash: str
    description: str
    revision: int
    schema: DatasetSchema
    domain: str
    designed_by: str
    assumptions: tuple[str, ...]
    not_understood: tuple[str, ...]
    curated: bool
    created_at: datetime
    usage_count: int
    last_used: datetime | None
    revised_at: datetime
    engine_version: str
    origins: Mapping[str, str] = field(default_factory=dict)
    spent: Spent = Spent()  # noqa: RUF009 - frozen
    refined_from: Refinement | None = None
    author: str = ""
    merged_into: str = ""

    @classmethod
    def designed(
        cls, hash_: str, description: str, design: Design, *, at: datetime, refined_from: Refinement | None = None
    ) -> Self:
        """Return the first entry of a description, as it was designed."""
        return cls(
            hash=hash_,
            description=description,
            revision=1,
            curated=False,
            created_at=at,
            usage_count=0,
            last_used=None,
            refined_from=refined_from,
            **_made(design, at),
        )

    def revised(self, design: Design, *, at: datetime, author: str = "") -> Self:
        """Return the next revision, as it was designed."""
        return replace(self, revision=self.revision + 1, author=author, **_made(design, at))

    def design(self) -> Design:
        """Return the design that this revision is."""
        return Design(
            schema=self.schema,
            domain=self.domain,
            designed_by=self.designed_by,
            origins={name: Origin(origin) for name, origin in self.origins.items()},
            assumptions=self.assumptions,
            not_understood=self.not_understood,
            spent=self.spent,
        )

    @property
    def is_offline(self) -> bool:
        """Tell whether rules made this design; a model may make a better one."""
        return self.designed_by.startswith("offline/")

    @property
    def earlier_engine(self) -> str:
        """Return the engine's version that this revision was made with, where another one runs now; else nothing.

        Links that were made with that version may answer other bytes now.
        """
        return earlier_engine(self.engine_version)

    def to_json(self) -> dict[str, Any]:
        """Return an entry of schemas.json: the keys of that format, and ours where they say something."""
        ours = {
            "curated": self.curated,
            "revision": self.revision if self.revision > 1 else None,
            "revised_at": iso(self.revised_at) if self.revised_at != self.created_at else None,
            "refined_from": self.refined_from.to_json() if self.refined_from else None,
            **self._notes(),
        }
        return {
            "description_hash": self.hash,
            "original_description": self.description,
            "schema": self.schema.to_json(),
            "domain": self.domain,
            "created_at": iso(self.created_at),
            "usage_count": self.usage_count,
            "last_used": None if self.last_used is None else iso(self.last_used),
        } | _telling(ours)

    def revision_json(self) -> dict[str, Any]:
        """Return what is this revision's alone: how schemas.json keeps the revisions before the current one."""
        return {
            "revision": self.revision,
            "revised_at": iso(self.revised_at),
            "schema": self.schema.to_json(),
        } | _telling(self._notes())

    def _notes(self) -> dict[str, Any]:
        return {
            "locale": self.schema.locale if self.schema.locale != DEFAULT_LOCALE else None,
            "designed_by": self.designed_by,
            "origins": {
                column.name: self.origins[column.name] for column in self.schema.columns if column.name in self.origins
            },
            "assumptions": list(self.assumptions),
            "not_understood": list(self.not_understood),
            "spent": asdict(self.spent) if self.spent != Spent() else None,
            "engine_version": self.engine_version,
        }


def _made(design: Design, at: datetime) -> dict[str, Any]:
    return {
        "schema": design.schema,
        "domain": design.domain,
        "designed_by": design.designed_by,
        "origins": design.origins,
        "assumptions": design.assumptions,
        "not_understood": design.not_understood,
        "spent": design.spent,
        "revised_at": at,
        "engine_version": ENGINE_VERSION,
    }


def earlier_engine(version: str) -> str:
    """Return the engine's version that a revision was made with, where that is known and another one runs now."""
    return "" if version == ENGINE_VERSION else version


def iso(moment: datetime) -> str:
    """Return the moment in UTC as ISO 8601 with a Z; a fraction of a second only where there is one."""
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _telling(document: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in document.items() if value}
