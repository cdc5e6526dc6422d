"""The tables: a job, which is the truth about itself, and the parts that it is made in."""

from typing import ClassVar
from uuid import uuid4

from django.db import models
from django.db.models.functions import Now


class State(models.TextChoices):
    """How it stands with a job. The last four are for ever, but that what is done expires."""

    WAITING = "waiting"  # nobody has begun
    RUNNING = "running"
    DONE = "done"  # its file can be taken
    FAILED = "failed"
    CANCELLED = "cancelled"
    EXPIRED = "expired"  # its file was kept for long enough


ACTIVE = (State.WAITING, State.RUNNING)


class Job(models.Model):
    """A dataset that is made in parts: everything that its bytes depend on, and how it stands."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    schema_hash = models.CharField(max_length=64)
    revision = models.PositiveIntegerField()
    format = models.CharField(max_length=20)
    rows = models.PositiveBigIntegerField()
    seed = models.PositiveBigIntegerField()
    as_of = models.DateField()
    offset = models.PositiveBigIntegerField(default=0)
    options = models.JSONField(default=dict, blank=True, help_text="Those that are not as they are by default.")
    fingerprint = models.CharField(
        max_length=32, help_text="The same for the same bytes: whoever cannot make them sees it."
    )
    file_name = models.CharField(max_length=100)
    client = models.CharField(
        max_length=64, blank=True, db_default="", editable=False, help_text="Who asked for it, who is not told."
    )
    cells = models.PositiveBigIntegerField(
        db_default=0, editable=False, help_text="Rows times columns: what it was charged for."
    )
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    message = models.TextField(blank=True, help_text="Why it failed.")
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True)
    swept = models.BooleanField(default=False, help_text="Its files are gone.")

    class Meta:
        """Workers look for what is to be done, which is little among much."""

        indexes: ClassVar = [models.Index(fields=["state", "created_at"], name="job_by_state")]

    def __str__(self) -> str:
        return f"{self.file_name}, {self.rows:,} rows: {self.state}"


class Part(models.Model):
    """Some rows of a job, from `start` on, which counts from the job's first row; see `claims`."""

    job = models.ForeignKey(Job, on_delete=models.CASCADE, related_name="parts")
    number = models.PositiveIntegerField(help_text="From 0.")
    start = models.PositiveBigIntegerField()
    rows = models.PositiveBigIntegerField()
    rows_done = models.PositiveBigIntegerField(default=0)
    is_done = models.BooleanField(default=False)
    bytes = models.PositiveBigIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    owner = models.CharField(max_length=100, blank=True, help_text="The worker that makes it.")
    lease_until = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveIntegerField(default=0)
    failures = models.PositiveIntegerField(default=0)

    class Meta:
        """A number is given once; workers look for the first parts of a job that are not done."""

        constraints: ClassVar = [models.UniqueConstraint(fields=["job", "number"], name="one_part_a_number")]
        indexes: ClassVar = [
            models.Index(fields=["job", "number"], condition=models.Q(is_done=False), name="part_to_be_made")
        ]

    def __str__(self) -> str:
        return f"part {self.number} of {self.job_id}"


class Webhook(models.Model):
    """Whom to call when a job has ended, and how far that is; see `webhooks`."""

    job = models.OneToOneField(Job, on_delete=models.CASCADE, primary_key=True, related_name="webhook")
    url = models.CharField(max_length=2000)
    secret = models.CharField(max_length=100)
    attempts = models.PositiveIntegerField(default=0)
    next_at = models.DateTimeField(
        null=True, blank=True, db_default=Now(), help_text="Blank: nothing more is to be done."
    )
    delivered_at = models.DateTimeField(null=True, blank=True)
    error = models.CharField(max_length=200, blank=True, help_text="Of the last attempt.")

    class Meta:
        """Few are due among many."""

        indexes: ClassVar = [
            models.Index(fields=["next_at"], condition=models.Q(next_at__isnull=False), name="webhook_to_be_called")
        ]

    def __str__(self) -> str:
        return f"webhook of {self.job_id}"


class Chores(models.Model):
    """One row: when any worker did the last time what is to be done every few seconds."""

    done_at = models.DateTimeField()

    class Meta:
        """There is no more than one of them."""

        verbose_name_plural = "chores"

    def __str__(self) -> str:
        return f"done at {self.done_at}"
