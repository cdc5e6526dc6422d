"""What becomes of allowances when clocks jump, stores are lost and rows grow old."""

import time
from collections.abc import Callable, Iterator

import pytest
from django.db import OperationalError, connection
from pytest_django import Settings
from redis import Redis as Client

from access import allowances
from access.allowances import Allowance, Rate
from access.models import Allowance as Row
from access.stores import database
from access.stores.shared import PREFIX
from tests.brokers import Redis

HOUR = 3600.0
FIVE = Allowance("of the tests", "somebody", Rate(5, 60.0))


@pytest.fixture(autouse=True)
def _every_store_is_asked() -> Iterator[None]:
    yield
    allowances.ask_again()


@pytest.mark.django_db
def test_what_was_taken_by_a_clock_that_went_ahead_locks_nobody_out() -> None:
    Row.objects.create(key=FIVE.key, full_at=time.time() + HOUR)
    assert [allowances.take(FIVE) == 0.0 for _ in range(6)] == [True] * 5 + [False]


@pytest.mark.django_db
def test_after_a_small_jump_back_nobody_waits_for_longer_than_it_takes_to_fill_up() -> None:
    allowances.take(FIVE, 5)
    Row.objects.update(full_at=time.time() + 59.0)
    assert 0 < allowances.take(FIVE) <= 60.0


def test_a_clock_that_went_ahead_locks_nobody_out_of_redis(redis: Redis, settings: Settings) -> None:
    settings.CACHE_URL = redis.url
    with Client(port=redis.port) as client:
        client.set(f"{PREFIX}{FIVE.key}", str(time.time() + HOUR))
    assert [allowances.take(FIVE) == 0.0 for _ in range(6)] == [True] * 5 + [False]


@pytest.mark.django_db
def test_rows_that_say_nothing_any_more_are_swept() -> None:
    now = time.time()
    Row.objects.bulk_create([Row(key="old", full_at=now - 1), Row(key="new", full_at=now + HOUR)])
    assert (allowances.sweep(), [row.key for row in Row.objects.all()]) == (1, ["new"])


@pytest.mark.django_db
def test_a_charge_is_one_statement(django_assert_num_queries: Callable[[int], object]) -> None:
    allowances.take(FIVE)
    with django_assert_num_queries(1):  # type: ignore[attr-defined]  # a context
        allowances.take(FIVE)


@pytest.mark.django_db
def test_a_database_that_fails_stops_nobody_and_is_told_once(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def gone(*_: object) -> float:
        raise OperationalError("gone")

    working = database.take
    monkeypatch.setattr(database, "take", gone)
    assert [allowances.take(FIVE) for _ in range(7)] == [0.0] * 7
    allowances.ask_again()
    allowances.take(FIVE)
    monkeypatch.setattr(database, "take", working)
    allowances.ask_again()
    assert [allowances.take(FIVE) == 0.0 for _ in range(6)] == [True] * 5 + [False]
    assert [(record.levelname, record.message) for record in caplog.records if record.name == "access.allowances"] == [
        ("WARNING", "limits are not kept: what keeps them does not answer"),
        ("INFO", "limits are kept again"),
    ]


def test_redis_that_is_lost_stops_nobody_and_is_asked_again(redis: Redis, settings: Settings) -> None:
    settings.CACHE_URL = redis.url
    assert allowances.is_accessible()
    redis.kill()
    assert not allowances.is_accessible()
    assert [allowances.take(FIVE) for _ in range(7)] == [0.0] * 7
    redis.start()
    allowances.ask_again()
    assert [allowances.take(FIVE) == 0.0 for _ in range(6)] == [True] * 5 + [False]
    assert allowances.is_accessible()


@pytest.mark.django_db
def test_what_is_kept_stays_out_of_redis(settings: Settings) -> None:
    settings.CACHE_URL = "redis://127.0.0.1:1/0"
    allowances.take(Allowance("of the tests", "somebody", Rate(5, 60.0), kept=True))
    assert Row.objects.count() == 1


@pytest.mark.skipif(connection.vendor != "sqlite", reason="a pragma of SQLite")
@pytest.mark.django_db(transaction=True)
def test_other_writers_are_waited_for_again_as_long_as_usual() -> None:
    with connection.cursor() as cursor:
        before = cursor.execute("PRAGMA busy_timeout").fetchone()
        allowances.take(FIVE)
        assert cursor.execute("PRAGMA busy_timeout").fetchone() == before
