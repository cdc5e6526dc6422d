"""Jobs on many machines: a Redis server delivers ids to workers of Celery, which make the parts as any worker does.

The table stays the truth. A message that is lost is sent again while its part is free, and one too many finds the part
taken or done. Start a worker with `celery -A jobs worker`.
"""

import logging
import os
import ssl
from collections.abc import Sequence
from uuid import UUID

from celery import Celery, signals
from celery.bootsteps import StartStopStep
from django.conf import settings
from kombu.entity import Exchange, Queue
from kombu.exceptions import OperationalError
from redis.exceptions import RedisError

from watching.counting import begin

PARTS, CARE = "jobs.parts", "jobs.care"  # queues: workers take from both in turn, so that neither waits for the other
BEGIN, MAKE, FINISH, TEND, CALL = "jobs.begin", "jobs.make", "jobs.finish", "jobs.tend", "jobs.call"
_TEND_SECONDS = 5.0
_PATIENCE = 5  # seconds for the broker

logger = logging.getLogger(__name__)

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")


def _encryption(url: str) -> dict[str, object] | None:
    return {"ssl_cert_reqs": ssl.CERT_REQUIRED} if url.startswith("rediss:") else None


def _queue(name: str) -> Queue:
    return Queue(name, Exchange(name), routing_key=name)  # type: ignore[no-untyped-call]  # half of it is typed


app = Celery("jobs", broker=settings.JOB_BROKER_URL, backend=settings.JOB_BROKER_URL, include=["jobs.tasks"])
app.conf.update(
    task_acks_late=True,
    task_reject_on_worker_lost=True,
    worker_prefetch_multiplier=1,
    worker_disable_prefetch=True,  # what waits in a worker that is busy, another could have begun
    worker_hijack_root_logger=False,
    task_queues=[_queue(PARTS), _queue(CARE)],
    task_default_queue=PARTS,
    task_routes={name: {"queue": CARE} for name in (BEGIN, FINISH, TEND, CALL)},
    task_ignore_result=False,  # a chord counts them
    broker_connection_retry_on_startup=True,
    broker_connection_max_retries=None,
    # A part may take long, and another that got its message meanwhile could do nothing; tend sees who was killed.
    broker_transport_options={
        "visibility_timeout": max(86_400, 2 * int(settings.JOB_MAX_SECONDS)),
        "socket_connect_timeout": _PATIENCE,
        "max_retries": 1,
    },
    result_backend_transport_options={"retry_policy": {"timeout": _PATIENCE, "max_retries": 1}},
    redis_socket_connect_timeout=_PATIENCE,
    broker_use_ssl=_encryption(settings.JOB_BROKER_URL),
    redis_backend_use_ssl=_encryption(settings.JOB_BROKER_URL),
)


def send(job: UUID) -> None:
    """Tell the workers of a job. Where the broker is not there they learn of it later."""
    try:
        app.send_task(BEGIN, args=[str(job)], ignore_result=True, retry=False)
    except (OperationalError, RedisError) as error:
        logger.warning("the broker cannot be used", exc_info=error)


def send_again(parts: Sequence[int], *, queue: str) -> None:
    """Tell the workers of parts that nobody makes. They are told of again if nobody hears it soon."""
    expires = _TEND_SECONDS if queue == CARE else None
    for part in parts:
        app.send_task(MAKE, args=[part], queue=queue, expires=expires, ignore_result=True, retry=False)


def is_idle() -> bool:
    """Tell whether no message waits that tells of a part."""
    with app.connection_for_write() as connection:
        found = connection.default_channel.queue_declare(PARTS, durable=True, auto_delete=False)
        return bool(found.message_count == 0)


class Tending(StartStopStep):  # type: ignore[misc]  # it ships no types
    """Has a worker look after all jobs, again and again, as long as it is connected."""

    def start(self, consumer: object) -> None:
        """Begin; the timer ends with the connection."""
        consumer.timer.call_repeatedly(_TEND_SECONDS, _tend)  # type: ignore[attr-defined]  # as above


def _tend() -> None:
    try:
        for name in (TEND, CALL):
            app.send_task(name, ignore_result=True, retry=False, expires=_TEND_SECONDS)
    except (OperationalError, RedisError) as error:
        logger.warning("the broker cannot be used", exc_info=error)


def _keep_logging(**_: object) -> None:
    """Have Celery leave the logs as the settings say."""


def _begin(**_: object) -> None:
    """Have a process counted among those that live."""
    begin("worker")


app.steps["consumer"].add(Tending)
signals.worker_process_init.connect(_begin)
signals.setup_logging.connect(_keep_logging)
