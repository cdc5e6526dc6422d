"""What workers of Celery do, against a real broker."""

import sys
from collections.abc import Iterator
from importlib import import_module
from types import ModuleType
from typing import Any
from uuid import uuid4

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import override_settings
from redis import Redis as Client

from jobs import services
from jobs.claims import give_back, take
from jobs.models import Part, State
from tests.brokers import Redis
from tests.jobs.wished import kept, submitted, whole

pytestmark = pytest.mark.django_db

MINE, OTHERS = "a machine:the message", "another machine:another message"


@pytest.fixture(scope="module")
def tasks(redis: Redis) -> Iterator[ModuleType]:
    """Return the module as a worker imports it: with a broker."""
    modules = ("jobs.celery", "jobs.tasks")
    with override_settings(JOB_BROKER_URL=redis.url):
        for name in modules:
            sys.modules.pop(name, None)
        yield import_module("jobs.tasks")
    for name in modules:
        sys.modules.pop(name)


@pytest.fixture
def broker(redis: Redis) -> Iterator[Client]:
    with Client(port=redis.port) as client:
        client.flushall()
        yield client


def parts(job: services.Status) -> list[int]:
    """Return the rows of the parts of a job."""
    return list(Part.objects.filter(job=job.id).order_by("number").values_list("pk", flat=True))


def waiting(broker: Client) -> dict[str, Any]:
    """Return how many messages wait."""
    return {queue: broker.llen(queue) for queue in ("jobs.parts", "jobs.care")}


def make(tasks: ModuleType, part: int, *, redelivered: bool = False) -> None:
    """Deliver the message that tells of a part."""
    machine, message = MINE.split(":")
    tasks.make.push_request(id=message, hostname=machine, delivery_info={"redelivered": redelivered})
    try:
        tasks.make.run(part)
    finally:
        tasks.make.pop_request()


@pytest.mark.usefixtures("tasks")
def test_a_job_that_is_taken_in_is_told_of(broker: Client) -> None:
    submitted(parts=3)
    assert waiting(broker) == {"jobs.parts": 0, "jobs.care": 1}


def test_each_part_of_a_job_is_handed_out_as_a_message(tasks: ModuleType, broker: Client) -> None:
    tasks.begin(str(submitted(parts=3).id))
    assert broker.llen("jobs.parts") == 3


def test_nothing_is_handed_out_of_a_job_that_was_cancelled(tasks: ModuleType, broker: Client) -> None:
    job = submitted(parts=3)
    services.cancel(job.id)
    tasks.begin(str(job.id))
    assert broker.llen("jobs.parts") == 0


@pytest.mark.usefixtures("broker")
def test_the_last_message_ends_the_job(tasks: ModuleType) -> None:
    job = submitted(parts=3)
    for part in parts(job):
        make(tasks, part)
    done = services.find(job.id)
    assert (done.state, b"".join(kept(done))) == (State.DONE, whole(done))


def test_a_message_leaves_the_part_alone_that_another_makes(tasks: ModuleType) -> None:
    first, *_ = parts(submitted())
    take(first, OTHERS)
    make(tasks, first)
    make(tasks, first, redelivered=True)
    assert Part.objects.values_list("owner", "is_done").get(pk=first) == (OTHERS, False)


def test_a_message_that_comes_again_takes_over_from_who_had_it(tasks: ModuleType) -> None:
    first, *_ = parts(submitted())
    take(first, MINE)
    make(tasks, first)
    before = Part.objects.get(pk=first).is_done
    make(tasks, first, redelivered=True)
    assert (before, Part.objects.get(pk=first).is_done) == (False, True)


def test_parts_that_nobody_has_begun_are_told_of_anew(tasks: ModuleType, broker: Client) -> None:
    held, done, *_ = parts(submitted(parts=4))
    make(tasks, done)
    take(held, OTHERS)
    broker.flushall()
    tasks.tend()
    assert waiting(broker) == {"jobs.parts": 2, "jobs.care": 0}


def test_they_are_not_as_long_as_messages_wait(tasks: ModuleType, broker: Client) -> None:
    submitted(parts=4)
    broker.flushall()
    tasks.tend()
    tasks.tend()
    assert waiting(broker) == {"jobs.parts": 4, "jobs.care": 0}


def test_a_part_that_was_lost_is_told_of_before_the_others(tasks: ModuleType, broker: Client) -> None:
    job = submitted(parts=4)
    broker.flushall()
    tasks.begin(str(job.id))
    take(parts(job)[1], OTHERS)
    give_back(OTHERS)
    tasks.tend()
    assert waiting(broker) == {"jobs.parts": 4, "jobs.care": 1}


@pytest.mark.usefixtures("broker")
def test_a_job_that_was_left_with_all_parts_done_is_finished(tasks: ModuleType) -> None:
    job = submitted(parts=1)
    Part.objects.filter(job=job.id).update(is_done=True)
    tasks.tend()
    assert services.find(job.id).state is State.DONE


def test_a_job_that_is_unknown_is_no_work(tasks: ModuleType, broker: Client) -> None:
    tasks.begin(str(uuid4()))
    assert broker.llen("jobs.parts") == 0


def test_a_worker_that_was_told_of_no_broker_does_not_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "jobs.tasks", raising=False)
    with override_settings(JOB_BROKER_URL=""), pytest.raises(ImproperlyConfigured, match="JOB_BROKER_URL"):
        import_module("jobs.tasks")
