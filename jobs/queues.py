"""How workers learn of a job: they look into the table, or a broker tells them its id. The row is the truth."""

from uuid import UUID

from django.conf import settings


def deliver(job: UUID) -> None:
    """Tell the workers of a job that is new, where they do not look for themselves."""
    if settings.JOB_BROKER_URL:
        from jobs.celery import send  # noqa: PLC0415 - the extra `scale` has it

        send(job)
