"""What requests for jobs say, checked, as the services take it."""

from django.conf import settings

from generation.fields import DEFAULT_ROWS, WholeNumber
from generation.serializers import DatasetRequest
from jobs.dividing import MOST_PARTS
from jobs.services import JobWish


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

    def job_wish(self) -> JobWish:
        """Return which job is wanted."""
        return JobWish(dataset=self.dataset_wish(), parts=self.validated_data.get("parts"))
