"""What requests say, checked, as the services take it."""

from collections.abc import Mapping
from difflib import get_close_matches
from functools import cache
from typing import Any, Self

from django.contrib.auth.models import User
from django.http import QueryDict
from rest_framework import serializers
from rest_framework.utils.serializer_helpers import BindingDict

from generation.engine import FORMATS, DatasetSchema
from generation.errors import InvalidRequest, UnknownFormat
from generation.fields import (
    DEFAULT_FORMAT,
    NO_DESCRIPTION,
    Choice,
    Day,
    Description,
    Domain,
    Flag,
    GivenSchema,
    Instruction,
    Moment,
    QueryFlag,
    QueryNumber,
    SearchText,
    WholeNumber,
    formats,
    locales,
    row_count,
)
from generation.option_fields import OptionFields, OptionParameters
from generation.recipes import Link
from generation.services import DatasetWish, RefinementWish, SchemaWish
from generation.writing import Revising
from schemas_cache.importing import Manner, OnConflict

MAX_SEED = 2**63 - 1
MAX_OFFSET = 10**12
MAX_REVISION = 2**31 - 1
MAX_PAGE = 100


@cache
def _fields(kind: "type[Strict]") -> BindingDict:
    """Return the fields of a class. They keep nothing of what they read, so all requests can have the same ones."""
    serializer = kind()
    fields = BindingDict(serializer)
    for name, field in serializer.get_fields().items():
        fields[name] = field
    return fields


class Strict(serializers.Serializer[Any]):
    """Refuses what it does not know: a field that is ignored is a wish that is not met."""

    @property
    def fields(self) -> BindingDict:
        """Return the fields, which to copy for each request, as is usual, takes longer than to read it."""
        return _fields(type(self))

    @classmethod
    def read(cls, data: Any) -> Self:
        """Return the serializer with validated data. Raises InvalidRequest for the first thing that is wrong."""
        if not isinstance(data, Mapping):
            raise InvalidRequest("The request body must be a JSON object", field="body", provided=data)
        serializer = cls(data=data)
        serializer._refuse_unknown()
        if not serializer.is_valid():
            field, messages = next(iter(serializer.errors.items()))
            raise InvalidRequest(str(messages[0]), field=field, provided=data.get(field))
        return serializer

    @classmethod
    def read_query(cls, query: QueryDict) -> Self:
        """Do the same for the parameters of a query string, each of which is given once."""
        if twice := next((name for name, values in query.lists() if len(values) > 1), None):
            raise InvalidRequest(f"{twice:.100} is given more than once", field=twice, provided=query[twice])
        return cls.read(query.dict())

    def _refuse_unknown(self) -> None:
        for name in self.initial_data:
            if name not in self.fields:
                near = get_close_matches(name, self.fields, n=1, cutoff=0.5)
                hint = f"did you mean {near[0]}?" if near else f"there are {', '.join(self.fields)}"
                raise InvalidRequest(
                    f"There is no field {name!r:.100}; {hint}", field=name, provided=self.initial_data[name]
                )


class SchemaRequest(Strict):
    """A schema that is wanted: what the description says, or the one that is given."""

    description = Description(
        required=False,
        help_text="What the dataset is about, in a sentence: its columns, their ranges, shares and rules. White space "
        "around it, and repeated within it, does not count towards the least length. Either this or `schema`.",
    )
    schema = GivenSchema(
        required=False,
        help_text="The columns, in place of a description: an object of columns by name, or a list of columns that "
        "carry their `name`.",
    )
    locale = locales(
        help_text="The language and country of names, addresses and the like. Default: as the description says."
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Refuse both and neither, and read the schema that is given. Raises EngineError for it."""
        if "schema" in attrs and "description" in attrs:
            raise serializers.ValidationError({"schema": "Give either a description or a schema, not both"})
        if "schema" in attrs:
            return attrs | {"schema": DatasetSchema.from_json(attrs["schema"], locale=attrs.get("locale"))}
        if "description" not in attrs:
            raise serializers.ValidationError({"description": NO_DESCRIPTION})
        return attrs

    def schema_wish(self) -> SchemaWish:
        """Return which schema is wanted."""
        asked = self.validated_data
        return SchemaWish(description=asked.get("description"), schema=asked.get("schema"), locale=asked.get("locale"))


class _RowsRequest(SchemaRequest):
    """Some rows of a schema that is wanted, in a format."""

    rows = row_count(WholeNumber, help_text="Number of data rows to generate")
    format = formats(required=False, help_text="The format of the file. Default: the one that Accept prefers, or csv.")
    seed = WholeNumber(
        name="Seed",
        least=0,
        most=MAX_SEED,
        required=False,
        help_text="The same schema, seed and as_of give the same bytes. Without one it is drawn; X-Seed tells it.",
    )
    as_of = Day(
        required=False,
        help_text="The day that relative times such as 'last two years' count from. Default: today (UTC).",
    )


class DatasetRequest(_RowsRequest, OptionFields):
    """A dataset that is wanted, and how its file is to be written."""

    def dataset_wish(self, *, preferred: str | None = None) -> DatasetWish:
        """Return which dataset is wanted: in the format that is named, or the preferred one, or the usual one."""
        asked = self.validated_data
        return DatasetWish(
            schema=self.schema_wish(),
            rows=asked["rows"],
            format=asked.get("format") or preferred or DEFAULT_FORMAT,
            seed=asked.get("seed"),
            as_of=asked.get("as_of"),
            options=self.options(),
        )


class RowsQuery(Strict):
    """Which rows of a schema, but for where they begin."""

    rows = row_count(QueryNumber, help_text="Number of data rows")
    seed = QueryNumber(name="Seed", least=0, most=MAX_SEED, default=0, help_text="The seed of the dataset")
    as_of = Day(required=False, help_text="The day that relative times count from. Default: today (UTC).")
    revision = QueryNumber(
        name="Revision",
        least=1,
        most=MAX_REVISION,
        required=False,
        help_text="The schema's revision. Default: the current.",
    )


class LinkQuery(RowsQuery, OptionParameters):
    """The query of a permanent link."""

    offset = QueryNumber(
        name="Offset",
        least=0,
        most=MAX_OFFSET,
        default=0,
        help_text="The first row: rows 5000 to 5999 alone are those of the whole.",
    )

    def link(self, hash_: str, format_: str) -> Link:
        """Return the whole link. Raises UnknownFormat."""
        if format_ not in FORMATS:
            raise UnknownFormat(format_, FORMATS)
        asked = self.validated_data
        rows = {name: asked[name] for name in ("rows", "seed", "as_of", "offset", "revision") if name in asked}
        return Link(hash=hash_, format=format_, options=self.options(), **rows)


class RevisionQuery(Strict):
    """The query for one schema."""

    revision = QueryNumber(
        name="Revision",
        least=1,
        most=MAX_REVISION,
        required=False,
        help_text="The schema's revision. Default: the current.",
    )


class RefineRequest(Strict):
    """What is to be changed in a schema."""

    instruction = Instruction(
        help_text='In words: "make prices skewed, drop brand, 8% missing ratings, add a discount column". White space '
        "around it, and repeated within it, does not count towards the least length.",
    )

    def refinement_wish(self, hash_: str) -> RefinementWish:
        """Return what is wanted of the schema with this hash."""
        return RefinementWish(hash=hash_, instruction=self.validated_data["instruction"])


class EditRequest(Strict):
    """What is to be another about a schema; what is not named stays."""

    schema = GivenSchema(required=False, help_text="The columns, all of them, as in POST /schemas")
    locale = locales(help_text="The language and country of names, addresses and the like")
    domain = Domain(required=False, help_text="What it is about")
    curated = Flag(required=False, help_text="Reviewed: nothing automatic changes or drops it")
    revision = WholeNumber(
        name="Revision",
        least=1,
        most=MAX_REVISION,
        required=False,
        help_text="The revision that was read: with it, a schema that was revised meanwhile is left alone (409).",
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Refuse to change nothing, and read the schema. Raises EngineError for it."""
        if not attrs.keys() - {"revision"}:
            raise serializers.ValidationError({"schema": "Give what is to change: schema, locale, domain or curated"})
        if "schema" in attrs:
            return attrs | {"schema": DatasetSchema.from_json(attrs["schema"], locale=attrs.get("locale"))}
        return attrs

    def revising(self, hash_: str, user: User) -> Revising:
        """Return what a user wants of the schema with this hash."""
        return Revising(hash=hash_, user=user, **self.validated_data)


class ExportQuery(Strict):
    """Which schemas to export: those of which all is true that is given."""

    curated = QueryFlag(required=False, default=False, help_text="Only those that an instructor has reviewed")
    domain = Domain(required=False, help_text="Only those of this domain")
    since = Moment(required=False, help_text="Only those that were made or revised since then")


class ImportQuery(Strict):
    """How to take a file in."""

    on_conflict = Choice(
        name="on_conflict",
        choices=[str(choice) for choice in OnConflict],
        default=str(OnConflict.SKIP),
        help_text="What to do about a schema that is there already: leave it (skip), give it what the file says as "
        "a new revision (replace), or do so when that is newer (newer)",
    )
    overwrite_curated = QueryFlag(required=False, default=False, help_text="Replace also what is curated here")
    all_or_nothing = QueryFlag(required=False, default=False, help_text="Take in nothing when one entry is refused")
    dry_run = QueryFlag(required=False, default=False, help_text="Say what would happen, and change nothing")

    def manner(self, author: str, *, may_curate: bool) -> Manner:
        """Return how the file is to be taken in."""
        asked = self.validated_data
        on_conflict = OnConflict(asked["on_conflict"])
        return Manner(author=author, may_curate=may_curate, **asked | {"on_conflict": on_conflict})


class SearchQuery(Strict):
    """The query for a list of schemas."""

    q = SearchText(
        required=False, default="", help_text="Words that the description or a column's name contains, all of them"
    )
    limit = QueryNumber(
        name="Limit", least=1, most=MAX_PAGE, default=20, help_text="How many schemas to answer at most"
    )
    offset = QueryNumber(
        name="Offset", least=0, most=MAX_OFFSET, default=0, help_text="How many schemas to leave out first"
    )
