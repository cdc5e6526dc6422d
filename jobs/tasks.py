"""What Celery's workers do; each of it may be done twice, or begun and never ended."""

from threading import Event
from uuid import UUID

from celery import Task, chord
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import Error

from jobs.celery import BEGIN, CALL, CARE, FINISH, MAKE, PARTS, TEND, app, is_idle, send_again
from jobs.claims import free_parts, give_back, take
from jobs.finishing import finish_job
from jobs.making import make_part
from jobs.webhooks import call_all
from jobs.working import do_chores

if not settings.JOB_BROKER_URL:  # which a server may do without, and a worker of Celery not
    raise ImproperlyConfigured("JOB_BROKER_URL: A worker of Celery needs it.")

_AT_MOST = 100
_AGAIN = {"autoretry_for": (Error,), "max_retries": None, "retry_backoff": 2, "retry_backoff_max": 60}


def begin(job: str) -> None:
    """Hand out the parts of a job, and what ends it when they are done."""
    if parts := free_parts(UUID(job), were_begun=False):
        chord(make.si(part) for part in parts)(finish.si(job))


def _make(task: Task, part: int) -> None:
    """Make a part that nobody makes. A message that comes again tells of who had it: they are dead."""
    owner = f"{task.request.hostname[:60]}:{task.request.id}"
    if task.request.delivery_info.get("redelivered"):
        give_back(owner)
    if claimed := take(part, owner):
        make_part(claimed, Event())


def _finish(job: str) -> None:
    finish_job(UUID(job))
    call_all()


def tend() -> None:
    """Do the chores, and tell anew of parts that nobody makes.

    Those that were begun have no message any more: they go before those that wait. Of the others nobody knows whether
    theirs were lost with the broker, but that they were if none waits at all.
    """
    do_chores()
    send_again(free_parts(were_begun=True, most=_AT_MOST), queue=CARE)
    if is_idle():
        send_again(free_parts(were_begun=False), queue=PARTS)


app.task(name=BEGIN, **_AGAIN)(begin)
make = app.task(_make, bind=True, name=MAKE, **_AGAIN)
finish = app.task(_finish, name=FINISH, **_AGAIN)
app.task(tend, name=TEND, ignore_result=True)
app.task(call_all, name=CALL, ignore_result=True)
