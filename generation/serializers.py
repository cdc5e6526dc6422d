"""What requests say, checked, as the services take it; and the forms of the answers, for the openapi document."""

from collections.abc import Mapping
from difflib import get_close_matches
from typing import Any, Self

from django.http import QueryDict
from rest_framework import serializers

from generation.designer import Origin
from generation.engine import FORMATS, DatasetSchema, DataType
from generation.errors import ErrorType, InvalidRequest, UnknownFormat
from generation.fields import (
    NO_DESCRIPTION,
    Day,
    Description,
    GivenSchema,
    Instruction,
    QueryNumber,
    SearchText,
    WholeNumber,
    formats,
    locales,
    row_count,
)
from generation.services import DatasetWish, Link, ModelState, RefinementWish, SchemaWish

MAX_SEED = 2**63 - 1
MAX_OFFSET = 10**12
MAX_REVISION = 2**31 - 1
MAX_PAGE = 100
HASH_PATTERN = r"^[0-9a-f]{64}$"


class Strict(serializers.Serializer[Any]):
    """Refuses what it does not know: a field that is ignored is a wish that is not met."""

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


class DatasetRequest(SchemaRequest):
    """A dataset that is wanted."""

    rows = row_count(WholeNumber, help_text="Number of data rows to generate")
    format = formats(default="csv", help_text="Output format (currently only CSV supported)")
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

    def dataset_wish(self) -> DatasetWish:
        """Return which dataset is wanted."""
        asked = self.validated_data
        return DatasetWish(
            schema=self.schema_wish(),
            rows=asked["rows"],
            format=asked["format"],
            seed=asked.get("seed"),
            as_of=asked.get("as_of"),
        )


class LinkQuery(Strict):
    """The query of a permanent link."""

    rows = row_count(QueryNumber, help_text="Number of data rows")
    seed = QueryNumber(name="Seed", least=0, most=MAX_SEED, default=0, help_text="The seed of the dataset")
    as_of = Day(required=False, help_text="The day that relative times count from. Default: today (UTC).")
    offset = QueryNumber(
        name="Offset",
        least=0,
        most=MAX_OFFSET,
        default=0,
        help_text="The first row: rows 5000 to 5999 alone are those of the whole.",
    )
    revision = QueryNumber(
        name="Revision",
        least=1,
        most=MAX_REVISION,
        required=False,
        help_text="The schema's revision. Default: the current.",
    )

    def link(self, hash_: str, format_: str) -> Link:
        """Return the whole link. Raises UnknownFormat."""
        if format_ not in FORMATS:
            raise UnknownFormat(format_, FORMATS)
        return Link(hash=hash_, format=format_, **self.validated_data)


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


# What is answered: these document it.


class ColumnDocument(serializers.Serializer[Any]):
    """A column of a schema."""

    faker_method = serializers.CharField(help_text="The expression that makes a value, such as `fake.company()`")
    data_type = serializers.ChoiceField(choices=[str(kind) for kind in DataType], required=False)
    description = serializers.CharField(required=False)
    null_rate = serializers.FloatField(
        min_value=0, max_value=1, required=False, help_text="The share of missing values"
    )
    unique = serializers.BooleanField(required=False, help_text="No value occurs twice")


class SpentDocument(serializers.Serializer[Any]):
    """What the language model cost."""

    requests = serializers.IntegerField(min_value=0)
    prompt_tokens = serializers.IntegerField(min_value=0)
    completion_tokens = serializers.IntegerField(min_value=0)


class RefinementDocument(serializers.Serializer[Any]):
    """Where a refined schema came from."""

    description_hash = serializers.RegexField(HASH_PATTERN)
    revision = serializers.IntegerField(min_value=1)
    instruction = serializers.CharField()


class SchemaDocument(serializers.Serializer[Any]):
    """A schema as it is remembered: an entry of schemas.json."""

    description_hash = serializers.RegexField(HASH_PATTERN, help_text="Names the schema in links")
    original_description = serializers.CharField(allow_blank=True, help_text="Blank for a schema that was given")
    schema = serializers.DictField(child=ColumnDocument(), help_text="The columns by name, in their order")
    domain = serializers.CharField(allow_blank=True)
    created_at = serializers.DateTimeField()
    usage_count = serializers.IntegerField(min_value=0, help_text="How many datasets were made of it")
    last_used = serializers.DateTimeField(allow_null=True)
    revision = serializers.IntegerField(min_value=1)
    revised_at = serializers.DateTimeField(required=False)
    locale = serializers.CharField(required=False, help_text="Left out for en_US")
    designed_by = serializers.CharField(
        required=False, help_text='"offline/<version>", the name of a model, "instructor" or "user"'
    )
    origins = serializers.DictField(
        child=serializers.ChoiceField(choices=[str(origin) for origin in Origin]),
        required=False,
        help_text="Why each column is there: it was named, it follows from what was named, or it is usual",
    )
    assumptions = serializers.ListField(
        child=serializers.CharField(), required=False, help_text="Guesses that were made"
    )
    not_understood = serializers.ListField(
        child=serializers.CharField(), required=False, help_text="Parts of the description that nothing was done with"
    )
    spent = SpentDocument(required=False, help_text="Left out for a schema that no language model was asked for")
    refined_from = RefinementDocument(required=False, help_text="Left out for a schema that was not refined")
    curated = serializers.BooleanField(required=False, help_text="An instructor has reviewed it")
    engine_version = serializers.CharField(required=False)


class NamedColumnDocument(ColumnDocument):
    """A column of a schema, with its name."""

    name = serializers.CharField()


class ChangeDocument(serializers.Serializer[Any]):
    """What a column was, and what it is."""

    before = NamedColumnDocument()
    after = NamedColumnDocument()


class LocaleChangeDocument(serializers.Serializer[Any]):
    """The locale that a schema had, and the one that it has."""

    before = serializers.CharField()
    after = serializers.CharField()


class DifferenceDocument(serializers.Serializer[Any]):
    """What a refined schema has that its parent has not; what is not named here is as it was, to the letter."""

    added = serializers.DictField(child=ColumnDocument(), help_text="New columns by name")
    removed = serializers.DictField(child=ColumnDocument(), help_text="Columns that are no longer there, by name")
    changed = serializers.DictField(
        child=ChangeDocument(), help_text="Columns that are another now, by name; a renamed one by its new name"
    )
    moved = serializers.ListField(child=serializers.CharField(), help_text="Columns that stand elsewhere")
    locale = LocaleChangeDocument(required=False, help_text="Left out where it is the same")


class RefinedDocument(SchemaDocument):
    """A schema that was refined, with what became of its parent."""

    difference = DifferenceDocument()


class SchemaPage(serializers.Serializer[Any]):
    """Some of the schemas, the last used first."""

    total = serializers.IntegerField(min_value=0, help_text="How many there are in all")
    limit = serializers.IntegerField(min_value=1)
    offset = serializers.IntegerField(min_value=0)
    schemas = SchemaDocument(many=True)


class Dependencies(serializers.Serializer[Any]):
    """What the service stands on."""

    openai_api = serializers.ChoiceField(
        choices=[str(state) for state in ModelState],
        help_text="unavailable: there is no key, and the offline designer answers; degraded: the last call failed",
    )
    schema_cache = serializers.ChoiceField(choices=["accessible", "inaccessible"])


class HealthResponse(serializers.Serializer[Any]):
    """How the service is doing."""

    status = serializers.ChoiceField(choices=["healthy", "unhealthy"])
    version = serializers.CharField()
    timestamp = serializers.DateTimeField()
    dependencies = Dependencies()


class ErrorResponse(serializers.Serializer[Any]):
    """Why something was refused; every refusal looks like this."""

    error_type = serializers.ChoiceField(
        choices=[str(kind) for kind in ErrorType], help_text="Category of error that occurred"
    )
    message = serializers.CharField(help_text="Human-readable error message")
    details = serializers.DictField(help_text="Additional context about the error")
    timestamp = serializers.DateTimeField(help_text="When the error occurred (ISO 8601 format)")
