"""What becomes of jobs when there is nothing more to make: they are done, and later their files are swept."""

from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.db.models import Q
from django.db.models.functions import Now

from jobs import files
from jobs.models import ACTIVE, Job, Part, State

_FORGOTTEN_AFTER = timedelta(days=30)


def finish_job(job: UUID) -> bool:
    """End a job all of whose parts are done; tell whether it was active and is done now. May be called at any time."""
    if Part.objects.filter(job=job, is_done=False).exists():
        return False
    kept = timedelta(hours=settings.JOB_KEPT_HOURS)
    ended = {"state": State.DONE, "finished_at": Now(), "expires_at": Now() + kept}
    return bool(Job.objects.filter(pk=job, state__in=ACTIVE).update(**ended))


def tidy() -> None:
    """Finish what was left unfinished by who was killed, sweep the files that nobody may take, forget old jobs."""
    unfinished = Part.objects.filter(is_done=False)
    for job in Job.objects.filter(state__in=ACTIVE).exclude(parts__in=unfinished):
        finish_job(job.pk)
    Job.objects.filter(state=State.DONE, expires_at__lte=Now()).update(state=State.EXPIRED)
    over = Q(state__in=(State.FAILED, State.CANCELLED, State.EXPIRED))
    for job in Job.objects.filter(over, swept=False).exclude(parts__lease_until__gt=Now()):
        files.drop(job.pk)
        Job.objects.filter(pk=job.pk).update(swept=True)
    Job.objects.filter(over, swept=True, finished_at__lte=Now() - _FORGOTTEN_AFTER).delete()
