"""API keys: how they are made, sent, known again and revoked."""

from base64 import b64encode
from datetime import timedelta

import pytest
from django.test import RequestFactory
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from access import keys
from access.models import ApiKey

pytestmark = pytest.mark.django_db


def basic(text: str) -> str:
    return f"Basic {b64encode(text.encode()).decode()}"


def used(ago: timedelta) -> None:
    ApiKey.objects.update(last_used=timezone.now() - ago)


def test_a_key_is_kept_as_a_digest_and_a_beginning() -> None:
    made = keys.make("A class")
    kept = ApiKey.objects.get()
    assert (len(made.text), kept.name, kept.beginning) == (47, "A class", made.text[:9])
    assert made.text not in str(ApiKey.objects.values_list())


def test_no_two_are_the_same() -> None:
    assert len({keys.make("A class").text for _ in range(10)}) == 10


@pytest.mark.parametrize(
    "way", ["Bearer {}", "bearer {}", "Bearer  {} ", "basic me:{}", "basic :{}", "basic {}:", "basic {}"]
)
def test_it_is_sent_as_programs_and_browsers_send_things(way: str) -> None:
    made = keys.make("A class")
    header = way.format(made.text)
    if way.startswith("basic"):
        header = basic(header.removeprefix("basic "))
    assert keys.read(header) == made.kept


@pytest.mark.parametrize(
    "header",
    [
        "",
        "Bearer",
        "Bearer dfs_short",
        f"Token dfs_{'a' * 43}",
        "Basic %%%",
        "Basic /////w==",
        basic("me:secret"),
        "\x00 ä",
    ],
)
def test_what_cannot_be_one_asks_no_database(header: str, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(0):
        assert keys.read(header) is None


def test_one_that_there_is_not_is_none() -> None:
    keys.make("A class")
    assert keys.read(f"Bearer dfs_{'a' * 43}") is None


def test_one_that_is_revoked_opens_nothing_and_is_revoked_once() -> None:
    made = keys.make("A class")
    assert [keys.revoke(made.kept), keys.revoke(made.kept)] == [True, False]
    assert keys.read(f"Bearer {made.text}") is None


def test_when_it_was_used_is_written_once_a_minute(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    header = f"Bearer {keys.make('A class').text}"
    statements = []
    for ago in (None, timedelta(seconds=50), timedelta(seconds=70), timedelta(hours=-1)):  # the last: a clock jumped
        if ago is not None:
            used(ago)
        with django_assert_num_queries(1 if ago == timedelta(seconds=50) else 2):
            keys.read(header)
        statements.append(ApiKey.objects.get().last_used)
    assert abs(statements[-1] - timezone.now()) < timedelta(minutes=1)  # type: ignore[operator]  # it is there by now


def test_a_request_asks_for_its_key_once(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    made = keys.make("A class")
    used(timedelta(0))
    request = RequestFactory().get("/", HTTP_AUTHORIZATION=f"Bearer {made.text}")
    with django_assert_num_queries(1):
        assert [keys.key_of(request), keys.key_of(request)] == [made.kept, made.kept]
