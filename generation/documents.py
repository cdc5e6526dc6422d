"""The forms of the answers, for the openapi document."""

from typing import Any

from rest_framework import serializers

from generation.designer import Origin
from generation.engine import DataType
from generation.errors import ErrorType
from generation.health import Disk, ModelState, Reach, Status, Workers

HASH_PATTERN = r"^[0-9a-f]{64}$"


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
    instruction = serializers.CharField(allow_blank=True, help_text="Blank where the columns were changed by hand")


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


class RefusedDocument(serializers.Serializer[Any]):
    """An entry that cannot be taken in."""

    entry = serializers.IntegerField(min_value=0, help_text="Which one of the file, counted from 1")
    key = serializers.CharField(allow_blank=True, help_text="Its key, shortened")
    line = serializers.IntegerField(min_value=1, help_text="The line where it begins")
    column = serializers.CharField(required=False, help_text="The column's name, where one is at fault")
    position = serializers.IntegerField(
        min_value=0, required=False, help_text="The character of its expression, counted from 0"
    )
    reason = serializers.CharField()


class NoteDocument(serializers.Serializer[Any]):
    """Something worth knowing about entries that were read."""

    note = serializers.CharField()
    times = serializers.IntegerField(min_value=1)
    entry = serializers.IntegerField(min_value=0, help_text="The first one of which it is true; 0 is the file itself")
    key = serializers.CharField(allow_blank=True)


def _hashes(help_text: str) -> serializers.ListField:
    return serializers.ListField(child=serializers.RegexField(HASH_PATTERN), help_text=help_text)


class ImportDocument(serializers.Serializer[Any]):
    """What became of the entries of a file, by their hashes."""

    dry_run = serializers.BooleanField(help_text="Nothing was changed: it is what would become of them")
    added = _hashes("New here")
    replaced = _hashes("There already, and now with what the file says as a new revision")
    kept = _hashes("There already, and left as they are though the file says otherwise")
    unchanged = _hashes("There already, and saying the same")
    refused = RefusedDocument(many=True, help_text="Bad ones")
    notes = NoteDocument(many=True, help_text="What was read otherwise than it was written")


class Dependencies(serializers.Serializer[Any]):
    """What the service stands on."""

    openai_api = serializers.ChoiceField(
        choices=[str(state) for state in ModelState],
        help_text="unavailable: there is no key, and the offline designer answers; degraded: the last call failed",
    )
    schema_cache = serializers.ChoiceField(choices=[str(reach) for reach in Reach])
    limits = serializers.ChoiceField(
        choices=[str(reach) for reach in Reach], help_text="inaccessible: without the store, nobody is held to limits"
    )
    job_workers = serializers.ChoiceField(
        choices=[str(workers) for workers in Workers], help_text="missing: none has shown itself for a minute"
    )
    disk = serializers.ChoiceField(
        choices=[str(disk) for disk in Disk],
        help_text="short: jobs fail for want of room; full: nothing can be remembered",
    )


class HealthResponse(serializers.Serializer[Any]):
    """How the service is doing."""

    status = serializers.ChoiceField(choices=[str(status) for status in Status])
    version = serializers.CharField()
    timestamp = serializers.DateTimeField()
    dependencies = Dependencies()
    oldest_job_waits_seconds = serializers.FloatField(
        allow_null=True, help_text="How long the oldest job waits that nobody has begun; null where there is none"
    )


class LiveResponse(serializers.Serializer[Any]):
    """That there is somebody who answers."""

    status = serializers.ChoiceField(choices=["alive"])
    version = serializers.CharField()
    timestamp = serializers.DateTimeField()


class ErrorResponse(serializers.Serializer[Any]):
    """Why something was refused; every refusal looks like this."""

    error_type = serializers.ChoiceField(
        choices=[str(kind) for kind in ErrorType], help_text="Category of error that occurred"
    )
    message = serializers.CharField(help_text="Human-readable error message")
    details = serializers.DictField(help_text="Additional context about the error")
    timestamp = serializers.DateTimeField(help_text="When the error occurred (ISO 8601 format)")
