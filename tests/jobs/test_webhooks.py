"""Who asked to be told is called when a job has ended, until it was heard."""

import json
from datetime import UTC, datetime, timedelta
from threading import Event

import pytest
from django.conf import LazySettings
from django.utils.timezone import now

from jobs import services, webhooks
from jobs.claims import end
from jobs.models import State, Webhook
from jobs.services import JobWish, Status
from jobs.signing import signed
from jobs.webhooks import WAITS, call_all, calling
from tests.jobs.receiver import receive
from tests.jobs.wished import made, wish

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _may_call_this_machine(settings: LazySettings) -> None:
    settings.WEBHOOK_ALLOWED_HOSTS = ["localhost"]


def submitted(url: str) -> Status:
    return services.submit(JobWish(dataset=wish(rows=1), parts=1, webhook=url))


def ended(url: str, state: State = State.CANCELLED) -> Status:
    status = submitted(url)
    end(status.id, state, "")
    return services.find(status.id)


def webhook_of(status: Status) -> tuple[str, int, str]:
    webhook = services.find(status.id).webhook
    assert webhook is not None
    return webhook.state, webhook.attempts, webhook.error


def let_time_pass() -> None:
    Webhook.objects.filter(next_at__isnull=False).update(next_at=datetime(2026, 1, 1, tzinfo=UTC))


def test_a_job_that_is_done_is_told_of_once() -> None:
    with receive() as receiver:
        status = made(submitted(receiver.url))
        assert (call_all(), call_all()) == (1, 0)
    (call,) = receiver.calls
    told = json.loads(call.body)
    assert (told["type"], told["data"]["id"], told["data"]["links"]["file"]) == (
        "job.done",
        str(status.id),
        f"/jobs/{status.id}/file",
    )
    assert webhook_of(status) == ("delivered", 1, "")


def test_the_call_is_signed_with_the_secret_of_the_job() -> None:
    with receive() as receiver:
        status = ended(receiver.url)
        call_all()
    (call,) = receiver.calls
    secret = services.webhook_secret(status.id)
    assert secret is not None
    signature = signed(f"job_{status.id.hex}", int(call.headers["webhook-timestamp"]), call.body, secret)
    assert {name: call.headers[name] for name in signature} == signature
    assert call.headers["content-type"] == "application/json"


@pytest.mark.parametrize("state", [State.FAILED, State.CANCELLED])
def test_a_job_that_ended_otherwise_is_told_of_too(state: State) -> None:
    with receive() as receiver:
        ended(receiver.url, state)
        call_all()
    assert json.loads(receiver.calls[0].body)["type"] == f"job.{state}"


def test_a_job_that_has_not_ended_is_not_told_of() -> None:
    with receive() as receiver:
        status = submitted(receiver.url)
        assert call_all() == 0
    assert webhook_of(status) == ("waiting", 0, "")


def test_what_was_not_heard_is_told_again_later_with_the_same_id() -> None:
    with receive(status=500) as receiver:
        status = ended(receiver.url)
        assert (call_all(), call_all()) == (1, 0)
        assert webhook_of(status) == ("waiting", 1, "it answered 500")
        receiver.status = 200
        let_time_pass()
        assert call_all() == 1
    assert webhook_of(status) == ("delivered", 2, "")
    assert len({call.headers["webhook-id"] for call in receiver.calls}) == 1
    assert len({call.body for call in receiver.calls}) == 1


def test_it_is_tried_ever_more_rarely_and_then_given_up() -> None:
    with receive(status=503) as receiver:
        status = ended(receiver.url)
        waits = []
        for _ in range(len(WAITS) + 1):
            call_all()
            next_at = Webhook.objects.get(job=status.id).next_at
            waits.append(next_at and round((next_at - now()) / timedelta(seconds=5)) * timedelta(seconds=5))
            let_time_pass()
        assert call_all() == 0
    assert waits == [*WAITS, None]
    assert webhook_of(status) == ("failed", 8, "it answered 503")


def test_who_says_gone_is_never_called_again() -> None:
    with receive(status=410) as receiver:
        status = ended(receiver.url)
        call_all()
    assert webhook_of(status) == ("failed", 1, "it answered 410")


def test_who_is_not_there_is_called_again_later() -> None:
    with receive() as receiver:
        url = receiver.url
    status = ended(url)
    call_all()
    assert webhook_of(status) == (
        "waiting",
        1,
        "it could not be reached, or did not answer: ConnectionRefusedError",
    )


def test_what_has_become_private_meanwhile_is_never_called(settings: LazySettings) -> None:
    settings.WEBHOOK_ALLOWED_HOSTS = []
    with receive() as receiver:
        status = ended(receiver.url)
        call_all()
    assert (webhook_of(status), receiver.calls) == (("failed", 1, "it leads into a private network"), [])


def test_another_worker_makes_no_call_that_one_is_making() -> None:
    with receive() as receiver:
        status = ended(receiver.url)
        Webhook.objects.filter(job=status.id).update(attempts=1, next_at=now() + WAITS[0])  # as the other one notes it
        assert call_all() == 0
    assert receiver.calls == []


@pytest.mark.django_db(transaction=True)
def test_calls_are_made_while_something_else_is_done() -> None:
    with receive() as receiver:
        ended(receiver.url)
        with calling(Event()):
            assert receiver.called.wait(60)
    assert len(receiver.calls) == 1


def test_calls_that_become_due_at_the_end_are_made() -> None:
    with receive() as receiver, calling(Event()):
        ended(receiver.url)
    assert len(receiver.calls) == 1


def test_who_is_to_stop_makes_no_more_calls() -> None:
    stop = Event()
    with receive() as receiver, calling(stop):
        ended(receiver.url)
        stop.set()
    assert receiver.calls == []


@pytest.mark.django_db(transaction=True)
def test_a_receiver_that_is_slow_delays_no_other() -> None:
    with receive() as quick, receive(is_silent=True) as slow:
        waiting = [ended(slow.url) for _ in range(5)]
        ended(quick.url)
        with calling(Event()):
            assert quick.called.wait(60)
            assert {webhook_of(status)[0] for status in waiting} == {"waiting"}
            slow.leaving.set()


def test_one_receiver_is_called_a_few_times_at_one_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(webhooks, "_AT_ONE_HOST", 1)
    with receive() as receiver:
        ended(receiver.url)
        ended(receiver.url)
        assert call_all() == 2
    assert len(receiver.calls) == 2


def test_the_first_call_is_made_also_when_the_clock_was_set_back() -> None:
    with receive() as receiver:
        status = ended(receiver.url)
        Webhook.objects.filter(job=status.id).update(next_at=now() + timedelta(hours=1))
        assert call_all() == 1
