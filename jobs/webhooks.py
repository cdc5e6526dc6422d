"""Calls to who asked to be told when a job has ended, in the manner of Standard Webhooks.

Each attempt is noted in the row before it is made, with the time of the next one: so a worker that is killed meanwhile
loses nothing, and no two make the same attempt. A call may come twice, with the same `webhook-id`.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from threading import Event, Thread
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import Error, connections
from django.db.models import F
from django.db.models.functions import Now

from jobs.errors import AddressRefused, JobNotFound, PostFailed
from jobs.models import ACTIVE, Webhook
from jobs.posting import post
from jobs.signing import signed

WAITS = tuple(timedelta(seconds=each) for each in (5, 60, 300, 1800, 7200, 18_000, 36_000))  # between two attempts
_LOOK_SECONDS = 1.0
_AGENT = "synthetic-data-generation-service"
_AT_MOST = 20  # calls before other work is looked at again

logger = logging.getLogger(__name__)


@contextmanager
def calling(stop: Event) -> Iterator[None]:
    """Make the calls that are due while something else is done, and those of its end, unless that is for `stop`.

    They are made in a thread of its own, since a receiver may be slow.
    """
    done = Event()
    thread = Thread(target=_keep_calling, args=(done,), name="webhooks", daemon=True)
    thread.start()
    try:
        yield
    finally:
        done.set()
        if not stop.is_set():
            thread.join()
            call_all()


def _keep_calling(done: Event) -> None:
    try:
        while not done.wait(_LOOK_SECONDS):
            try:
                call_all()
            except Error as error:
                logger.warning("the database cannot be used", exc_info=error)
                connections.close_all()
    finally:
        connections.close_all()


def call_all() -> int:
    """Make the calls that are due now, and return how many were made."""
    due = Webhook.objects.filter(next_at__lte=Now()).exclude(job__state__in=ACTIVE).order_by("next_at")
    return sum(_call(webhook) for webhook in due[:_AT_MOST])


def _call(webhook: Webhook) -> bool:
    """Make one attempt, unless another worker does."""
    row = Webhook.objects.filter(pk=webhook.pk, attempts=webhook.attempts, next_at__lte=Now())
    again = WAITS[webhook.attempts : webhook.attempts + 1]
    next_at = Now() + again[0] if again else None
    if not row.update(attempts=F("attempts") + 1, next_at=next_at):
        return False
    try:
        status = _sent(webhook)
    except (AddressRefused, JobNotFound) as error:
        _note(webhook, error=str(error), next_at=None)
    except PostFailed as error:
        _note(webhook, error=str(error))
    else:
        _heard(webhook, status)
    return True


def _heard(webhook: Webhook, status: int) -> None:
    if HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES:
        _note(webhook, error="", next_at=None, delivered_at=Now())
    elif status == HTTPStatus.GONE:  # by which a receiver says that it is never to be called again
        _note(webhook, error=f"it answered {status}", next_at=None)
    else:
        _note(webhook, error=f"it answered {status}")


def _note(webhook: Webhook, **known: Any) -> None:
    """Keep what is known of an attempt. The log names no address: there may be a password in it."""
    Webhook.objects.filter(pk=webhook.pk).update(**known)
    told = {"job": str(webhook.job_id), "attempt": webhook.attempts + 1, "error": known["error"]}
    logger.info("a webhook was called", extra=told)


def _sent(webhook: Webhook) -> int:
    body = _body(webhook.job_id)
    moment = int(datetime.now(UTC).timestamp())
    headers = {"Content-Type": "application/json", "User-Agent": _AGENT}
    signature = signed(f"job_{webhook.job_id.hex}", moment, body, webhook.secret)
    return post(webhook.url, body, {**headers, **signature}, allowed=settings.WEBHOOK_ALLOWED_HOSTS)


def _body(job: UUID) -> bytes:
    from jobs.documents import announcement  # noqa: PLC0415 - it knows REST framework, which few workers need
    from jobs.services import find  # noqa: PLC0415 - as above

    return announcement(find(job)).encode()
