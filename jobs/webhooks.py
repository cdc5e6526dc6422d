"""Calls to who asked to be told when a job has ended, in the manner of Standard Webhooks.

Each attempt is noted in the row before it is made, with the time of the next one: so a worker that is killed meanwhile
loses nothing, and no two make the same attempt. A call may come twice, with the same `webhook-id`.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from queue import Empty, SimpleQueue
from threading import Event, Thread
from typing import Any, Self
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.db import Error, connections
from django.db.models import F, Q
from django.db.models.functions import Now

from jobs.errors import AddressRefused, JobError, JobNotFound, PostFailed
from jobs.models import ACTIVE, Webhook
from jobs.posting import SECONDS, post
from jobs.signing import signed
from watching.counting import count
from watching.metrics import WEBHOOKS

WAITS = tuple(timedelta(seconds=each) for each in (5, 60, 300, 1800, 7200, 18_000, 36_000))  # between two attempts
_LOOK_SECONDS = 1.0
_AGENT = "synthetic-data-generation-service"
_AT_ONCE = 32  # calls, of each process
_AT_ONE_HOST = 4  # of them: one that is slow leaves room for others
_LOOKED_AT = 1000
_DUE = Q(next_at__lte=Now()) | Q(attempts=0, next_at__isnull=False)  # the first one also when the clock was set back

logger = logging.getLogger(__name__)


@contextmanager
def calling(stop: Event) -> Iterator[None]:
    """Make the calls that are due while something else is done, and those of its end, unless that is for `stop`."""
    done = Event()
    thread = Thread(target=_keep_calling, args=(done, stop), name="webhooks", daemon=True)
    thread.start()
    try:
        yield
    finally:
        done.set()
        if not stop.is_set():
            thread.join()
            call_all()


def _keep_calling(done: Event, stop: Event) -> None:
    calls = _Calls()
    try:
        while not done.is_set():
            with _noting_without_database(done):
                calls.begin()
                calls.listen(_LOOK_SECONDS)
        while calls.are_under_way and not stop.is_set():
            with _noting_without_database(done):
                calls.listen(_LOOK_SECONDS)
    finally:
        connections.close_all()


@contextmanager
def _noting_without_database(done: Event) -> Iterator[None]:
    try:
        yield
    except Error as error:
        logger.warning("the database cannot be used", exc_info=error)
        connections.close_all()
        done.wait(_LOOK_SECONDS)


def call_all() -> int:
    """Make the calls that are due, and return how many were made."""
    calls, made = _Calls(), 0
    while (begun := calls.begin()) or calls.are_under_way:
        made += begun
        calls.listen(_LOOK_SECONDS)
    return made


@dataclass(frozen=True, slots=True)
class _Outcome:
    """What became of a call: the status of the answer, or why there is none."""

    webhook: Webhook
    status: int = 0
    error: JobError | None = None

    @property
    def word(self) -> str:
        """Return what is counted: it was heard, or why not."""
        if self.error is not None:
            return "refused" if isinstance(self.error, AddressRefused) else "failed"
        return "heard" if HTTPStatus.OK <= self.status < HTTPStatus.MULTIPLE_CHOICES else "answered_otherwise"


class _Calls:
    """Calls that are made side by side, each in a thread of its own: a receiver may be slow, and delays no other.

    These threads ask the database nothing: whoever begins the calls does, and hears of what became of them.
    """

    def __init__(self) -> None:
        self._under_way: dict[UUID, str] = {}  # the host of each
        self._outcomes: SimpleQueue[_Outcome] = SimpleQueue()

    @property
    def are_under_way(self) -> int:
        """Return how many have not ended."""
        return len(self._under_way)

    def begin(self) -> int:
        """Begin those that are due, as many as may be made at one time; return how many those are."""
        due = Webhook.objects.filter(_DUE).exclude(job__state__in=ACTIVE).order_by("next_at")
        return sum(self._began(webhook) for webhook in due[:_LOOKED_AT])

    def _began(self, webhook: Webhook) -> bool:
        """Begin an attempt, unless another worker does or there is no room for it."""
        host = urlsplit(webhook.url).netloc
        hosts = [*self._under_way.values()]
        if len(hosts) >= _AT_ONCE or hosts.count(host) >= _AT_ONE_HOST or not _taken(webhook):
            return False
        try:
            request = _Request.of(webhook)
        except JobNotFound as error:
            _note(webhook, error=str(error), next_at=None)
            return False
        self._under_way[webhook.pk] = host
        Thread(target=self._call, args=(webhook, request), name="webhook", daemon=True).start()
        return True

    def _call(self, webhook: Webhook, request: "_Request") -> None:
        outcome = _Outcome(webhook, error=PostFailed("the call broke off"))
        try:
            outcome = _Outcome(webhook, status=request.posted())
        except (AddressRefused, PostFailed) as error:
            outcome = _Outcome(webhook, error=error)
        finally:
            self._outcomes.put(outcome)

    def listen(self, seconds: float) -> None:
        """Hear of one that ends within so many seconds, and keep what became of it."""
        try:
            outcome = self._outcomes.get(timeout=seconds)
        except Empty:
            return
        del self._under_way[outcome.webhook.pk]
        count(WEBHOOKS.by(1, outcome.word))
        if isinstance(outcome.error, AddressRefused):
            _note(outcome.webhook, error=str(outcome.error), next_at=None)
        elif outcome.error:
            _note_later(outcome.webhook, str(outcome.error))
        else:
            _heard(outcome.webhook, outcome.status)


def _taken(webhook: Webhook) -> bool:
    """Take an attempt, unless another worker has; who is killed meanwhile has it made once more, a little later."""
    row = Webhook.objects.filter(_DUE, pk=webhook.pk, attempts=webhook.attempts)
    return bool(row.update(attempts=F("attempts") + 1, next_at=_again(webhook, after=SECONDS)))


def _again(webhook: Webhook, *, after: float = 0.0) -> object:
    """Return when the attempt after this one is due, so many seconds `after` its time; None where there is none."""
    wait = WAITS[webhook.attempts : webhook.attempts + 1]
    return Now() + wait[0] + timedelta(seconds=after) if wait else None


@dataclass(frozen=True, slots=True)
class _Request:
    """All that is sent."""

    url: str
    body: bytes
    headers: dict[str, str]

    @classmethod
    def of(cls, webhook: Webhook) -> Self:
        """Write it, and sign it. Raises JobNotFound."""
        body = _body(webhook.job_id)
        moment = int(datetime.now(UTC).timestamp())
        headers = {"Content-Type": "application/json", "User-Agent": _AGENT}
        return cls(webhook.url, body, headers | signed(f"job_{webhook.job_id.hex}", moment, body, webhook.secret))

    def posted(self) -> int:
        """Send it, and return the status of the answer. Raises AddressRefused, PostFailed."""
        return post(self.url, self.body, self.headers, allowed=settings.WEBHOOK_ALLOWED_HOSTS)


def _heard(webhook: Webhook, status: int) -> None:
    if HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES:
        _note(webhook, error="", next_at=None, delivered_at=Now())
    elif status == HTTPStatus.GONE:  # by which a receiver says that it is never to be called again
        _note(webhook, error=f"it answered {status}", next_at=None)
    else:
        _note_later(webhook, f"it answered {status}")


def _note_later(webhook: Webhook, error: str) -> None:
    _note(webhook, error=error, next_at=_again(webhook))


def _note(webhook: Webhook, **known: Any) -> None:
    """Keep what is known of an attempt. The log names no address: there may be a password in it."""
    Webhook.objects.filter(pk=webhook.pk).update(**known)
    told = {"job": str(webhook.job_id), "attempt": webhook.attempts + 1, "error": known["error"]}
    logger.info("a webhook was called", extra=told)


def _body(job: UUID) -> bytes:
    from jobs.documents import announcement  # noqa: PLC0415 - it knows REST framework, which few workers need
    from jobs.services import find  # noqa: PLC0415 - as above

    return announcement(find(job)).encode()
