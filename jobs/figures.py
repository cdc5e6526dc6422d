"""What is told of jobs to those who watch over the service."""

from datetime import datetime, timedelta

from django.db.models import Count, Min, Q
from django.db.models.functions import Now
from django.utils import timezone

from generation.health import Work
from jobs.claims import HELD
from jobs.models import ACTIVE, Chores, Job, Part, State, Webhook
from watching.folders import Figures
from watching.metrics import CHORES_DONE, JOBS, OLDEST_WAITING, PARTS_LEFT, WEBHOOKS_DUE

_ROW = 1
_OFTEN_ENOUGH = timedelta(seconds=10)


def job_figures() -> Figures:
    """Return how it stands with jobs. Raises the database's errors."""
    figures = {JOBS.key(state): float(number) for state, number in _states().items()}
    figures |= {PARTS_LEFT.key(state): float(number) for state, number in _parts().items()}
    due = Webhook.objects.filter(next_at__lte=Now()).exclude(job__state__in=ACTIVE).count()
    figures |= {WEBHOOKS_DUE.key(): float(due), OLDEST_WAITING.key(): oldest_waiting() or 0.0}
    done = chores_done()
    return figures | ({CHORES_DONE.key(): done.timestamp()} if done else {})


def oldest_waiting() -> float | None:
    """Return for how many seconds the oldest job waits that nobody has begun, or None where there is none."""
    oldest = Job.objects.filter(state=State.WAITING).aggregate(oldest=Min("created_at"))["oldest"]
    return None if oldest is None else max(0.0, (timezone.now() - oldest).total_seconds())


def chores_done() -> datetime | None:
    """Return when a worker did its chores the last time, or None if none ever did."""
    return Chores.objects.values_list("done_at", flat=True).first()


def work() -> Work:
    """Return how it stands with jobs, for those who ask how the service is doing. Raises the database's errors."""
    done = chores_done()
    unseen = None if done is None else (timezone.now() - done).total_seconds()
    return Work(unseen=unseen, oldest_waiting=oldest_waiting())


def note_chores() -> None:
    """Note that they were done just now, unless that was noted a moment ago: many workers do them."""
    done_at = Now()
    if not Chores.objects.filter(pk=_ROW).exists():
        Chores.objects.bulk_create([Chores(pk=_ROW, done_at=done_at)], ignore_conflicts=True)
    lately = Q(done_at__gt=Now() - _OFTEN_ENOUGH, done_at__lte=Now())  # and not before the clock was set back
    Chores.objects.filter(~lately, pk=_ROW).update(done_at=done_at)


def _states() -> dict[str, int]:
    counted = Job.objects.values_list("state").annotate(number=Count("pk")).order_by()
    return dict.fromkeys(State.values, 0) | dict(counted)


def _parts() -> dict[str, int]:
    of_active = Part.objects.filter(job__state__in=ACTIVE)
    return of_active.aggregate(
        waiting=Count("pk", filter=Q(is_done=False) & ~HELD),
        running=Count("pk", filter=Q(is_done=False) & HELD),
        done=Count("pk", filter=Q(is_done=True)),
    )
