"""The forms of the answers about jobs, for the openapi document."""

from typing import Any

from rest_framework import serializers

from generation.documents import HASH_PATTERN
from generation.engine import FORMATS
from jobs.events import LAST
from jobs.models import State

_DIGEST = r"^([0-9a-f]{64})?$"
WEBHOOK_STATES = [(state, state) for state in ("waiting", "delivered", "failed")]


class PartDocument(serializers.Serializer[Any]):
    """A part of a job, and its file."""

    number = serializers.IntegerField(min_value=0)
    start = serializers.IntegerField(min_value=0, help_text="Its first row, counted from the first one of the job")
    rows = serializers.IntegerField(min_value=0)
    rows_done = serializers.IntegerField(min_value=0)
    done = serializers.BooleanField()
    bytes = serializers.IntegerField(min_value=0, help_text="How long its file is, once it is done")
    sha256 = serializers.RegexField(_DIGEST, help_text="The digest of its file; blank until it is done")
    link = serializers.CharField(help_text="Where its file is, once the job is done")


class JobLinks(serializers.Serializer[Any]):
    """Addresses, without a host."""

    self = serializers.CharField(help_text="This job")
    events = serializers.CharField(help_text="Its progress, as it goes")
    file = serializers.CharField(help_text="Its file, once it is done and as long as it is kept")
    dataset = serializers.CharField(
        help_text="The permanent link, which answers the same bytes as the file where it is not too large for that; "
        "with other `rows` and `offset`, some of its rows"
    )


class WebhookDocument(serializers.Serializer[Any]):
    """How it stands with the call to who is to be told."""

    state = serializers.ChoiceField(choices=WEBHOOK_STATES)
    attempts = serializers.IntegerField(min_value=0)
    error = serializers.CharField(allow_blank=True, help_text="What was wrong with the last attempt")


class JobProgress(serializers.Serializer[Any]):
    """How it stands with a job, without its parts: the data of an event."""

    id = serializers.UUIDField()
    state = serializers.ChoiceField(choices=State.choices)
    message = serializers.CharField(allow_blank=True, help_text="Why it failed")
    format = serializers.ChoiceField(choices=list(FORMATS))
    rows = serializers.IntegerField(min_value=1)
    seed = serializers.IntegerField(min_value=0)
    as_of = serializers.DateField()
    offset = serializers.IntegerField(min_value=0)
    options = serializers.DictField(help_text="How the file is written, where that is not as it is by default")
    schema_hash = serializers.RegexField(HASH_PATTERN)
    revision = serializers.IntegerField(min_value=1)
    file_name = serializers.CharField()
    rows_done = serializers.IntegerField(min_value=0)
    rate = serializers.FloatField(allow_null=True, min_value=0, help_text="Rows a second, on average, once it is known")
    seconds_left = serializers.IntegerField(allow_null=True, min_value=0, help_text="Roughly, once it is known")
    bytes = serializers.IntegerField(min_value=0, help_text="How long the files of the parts are that are done")
    created_at = serializers.DateTimeField()
    started_at = serializers.DateTimeField(allow_null=True)
    finished_at = serializers.DateTimeField(allow_null=True)
    expires_at = serializers.DateTimeField(allow_null=True, help_text="Until when its file is kept, once it is done")
    links = JobLinks()
    webhook = WebhookDocument(allow_null=True)


class EventDocument(serializers.Serializer[Any]):
    """An event of a job's progress."""

    event = serializers.ChoiceField(choices=["progress"])
    id = serializers.ChoiceField(choices=[LAST], required=False, help_text="Of the last one")
    data = serializers.CharField(  # type: ignore[assignment]  # the name that all events have
        help_text="How it stands with the job, as JSON: what it is without its parts"
    )


class JobDocument(JobProgress):
    """A job."""

    parts = PartDocument(many=True)


class SubmittedJob(JobDocument):
    """A job that was just taken in."""

    webhook_secret = serializers.CharField(
        allow_null=True, help_text="What the signature of the call is checked with; it is told here and never again"
    )
