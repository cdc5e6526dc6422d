"""What becomes of jobs when there is nothing more to make: they are done, and later their files are swept."""

import logging
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Now

from jobs import files
from jobs.claims import HELD, active_jobs
from jobs.models import Job, Part, State

_FORGOTTEN_AFTER = timedelta(days=30)
_UNFINISHED = Part.objects.filter(job=OuterRef("pk"), is_done=False)

logger = logging.getLogger(__name__)


def is_at_work(job: UUID | None = None) -> bool:
    """Tell whether there is a job that has not ended, or whether this one has not."""
    return active_jobs(job).exists()


def finish_job(job: UUID) -> bool:
    """End a job all of whose parts are done; tell whether it was active and is done now. May be called at any time."""
    kept = timedelta(hours=settings.JOB_KEPT_HOURS)
    ended = {"state": State.DONE, "finished_at": Now(), "expires_at": Now() + kept}
    finished = active_jobs(job).filter(~Exists(_UNFINISHED)).update(**ended)
    if finished:
        logger.info("a job is done", extra={"job": str(job)})
    return bool(finished)


def finish_left() -> None:
    """Finish the jobs that are left so by who was killed after the last part."""
    for job in active_jobs().filter(~Exists(_UNFINISHED)).values_list("pk", flat=True):
        finish_job(job)


def tidy() -> int:
    """Sweep the files that nobody may take any more, and forget old jobs; return how many of these."""
    Job.objects.filter(state=State.DONE, expires_at__lte=Now()).update(state=State.EXPIRED)
    over = Q(state__in=(State.FAILED, State.CANCELLED, State.EXPIRED))
    held = Part.objects.filter(HELD, job=OuterRef("pk"))  # somebody may still be writing
    for job in Job.objects.filter(over, ~Exists(held), swept=False).values_list("pk", flat=True):
        _sweep(job)
    _, forgotten = Job.objects.filter(over, swept=True, finished_at__lte=Now() - _FORGOTTEN_AFTER).delete()
    return forgotten.get("jobs.Job", 0)


def notice_lost() -> int:
    """Have parts made again whose files are gone, and say of jobs that are done and whose files are gone that they are.

    So they are after a backup was restored, or a disk was lost. Return how many parts and jobs that were.
    """
    parts = Part.objects.filter(is_done=True).order_by("pk")
    active = [part for part in parts.filter(job__in=active_jobs()).iterator() if _is_lost(part)]
    for part in active:
        Part.objects.filter(pk=part.pk, is_done=True).update(is_done=False, rows_done=0, bytes=0, sha256="")
    done = {part.job_id for part in parts.filter(job__state=State.DONE).iterator() if _is_lost(part)}
    return len(active) + Job.objects.filter(pk__in=done, state=State.DONE).update(
        state=State.EXPIRED, message="its file was lost; its link makes the dataset again"
    )


def _is_lost(part: Part) -> bool:
    return not files.are_there([files.part_name(part.job_id, part.number)])


def sweep_again(job: UUID) -> None:
    """Have the files of a job that has ended swept once more: one has come after they were."""
    Job.objects.filter(pk=job, swept=True).update(swept=False)


def _sweep(job: UUID) -> None:
    try:
        files.drop(job)
    except OSError as error:
        logger.warning("the files of a job cannot be removed", exc_info=error, extra={"job": str(job)})
    else:
        Job.objects.filter(pk=job).update(swept=True)
