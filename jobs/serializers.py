"""What requests for jobs say, checked, as the services take it."""

from typing import Any

from django.conf import settings
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from generation.fields import DEFAULT_ROWS, WholeNumber
from generation.serializers import DatasetRequest
from jobs.dividing import MOST_PARTS
from jobs.errors import AddressRefused, PostFailed
from jobs.posting import MOST_CHARACTERS, Address
from jobs.services import JobWish


@extend_schema_field({"type": "string", "maxLength": MOST_CHARACTERS, "pattern": r"^https?://[!-~]+$"})
class CallableAddress(serializers.CharField):
    """An address that may be called. One whose host is not found yet may be: it is looked at again with every call."""

    def to_internal_value(self, data: Any) -> str:
        """Return the address as it came."""
        if not isinstance(data, str):
            raise serializers.ValidationError("Webhook must be an address such as https://example.org/hook")
        try:
            Address.of(data).resolved(settings.WEBHOOK_ALLOWED_HOSTS)
        except AddressRefused as error:
            raise serializers.ValidationError(f"Webhook cannot be called: {error}") from error
        except PostFailed:
            return data
        return data


class JobRequest(DatasetRequest):
    """A dataset that is wanted as a job."""

    rows = WholeNumber(
        name="Row count",
        least=1,
        most=settings.JOB_MAX_ROWS,
        default=min(DEFAULT_ROWS, settings.JOB_MAX_ROWS),
        help_text="Number of data rows to generate",
    )
    parts = WholeNumber(
        name="Parts",
        least=1,
        most=MOST_PARTS,
        required=False,
        help_text="How many files it is made in, which several workers do at the same time. They may be fewer, where "
        "the format says where a part can begin. Default: as many as are good.",
    )

    webhook = CallableAddress(
        required=False,
        help_text="An address that is called when the job has ended, as Standard Webhooks has it; `webhook_secret` of "
        "the answer is what its signature is checked with. It must not lead into a private network.",
    )

    def job_wish(self) -> JobWish:
        """Return which job is wanted."""
        asked = self.validated_data
        return JobWish(dataset=self.dataset_wish(), parts=asked.get("parts"), webhook=asked.get("webhook", ""))
