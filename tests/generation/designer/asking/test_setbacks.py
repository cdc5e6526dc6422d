from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from generation.designer.asking.setbacks import Failure, Setback
from generation.designer.errors import ModelError, ModelRateLimited, ModelRefused, ModelUnavailable


def failure(status: int, code: str | None = None, **headers: str) -> Setback | ModelError:
    return Failure(status, {name.replace("_", "-"): value for name, value in headers.items()}, code).to_exception()


def rate_limited(**headers: str) -> ModelRateLimited:
    setback = failure(429, **headers)
    assert isinstance(setback, Setback)
    assert isinstance(setback.error, ModelRateLimited)
    return setback.error


@pytest.mark.parametrize("status", [400, 401, 402, 403, 404, 413, 422])
def test_a_refusal_does_not_pass(status: int) -> None:
    assert isinstance(failure(status), ModelRefused)


@pytest.mark.parametrize("code", ["insufficient_quota", "billing_hard_limit_reached"])
def test_an_empty_account_does_not_fill_up_by_asking_again(code: str) -> None:
    assert str(failure(429, code)) == "OpenAI API account has no credit left"


def test_a_redirect_is_not_followed() -> None:
    assert isinstance(failure(307), ModelUnavailable)


@pytest.mark.parametrize("status", [408, 409, 500, 502, 503, 529])
def test_the_failures_of_a_server_may_pass(status: int) -> None:
    setback = failure(status)
    assert isinstance(setback, Setback)
    assert isinstance(setback.error, ModelUnavailable)


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, 60),
        ({"retry_after": "7"}, 7),
        ({"retry_after": "0.2"}, 1),
        ({"retry_after": "1e400"}, 60),
        ({"retry_after": "nan"}, 60),
        ({"retry_after": "-5"}, 60),
        ({"retry_after": "soon"}, 60),
        ({"retry_after": "999999999"}, 86400),
        ({"x_ratelimit_reset_requests": "1m30.5s"}, 91),
        ({"x_ratelimit_reset_requests": "6ms", "x_ratelimit_reset_tokens": "2h"}, 7200),
        ({"retry_after": "7", "x_ratelimit_reset_requests": "2h"}, 7),
    ],
)
def test_when_to_come_back_is_read_from_the_headers(headers: dict[str, str], seconds: int) -> None:
    assert rate_limited(**headers).retry_after == seconds


def test_when_to_come_back_may_be_a_date() -> None:
    error = rate_limited(retry_after=format_datetime(datetime.now(UTC) + timedelta(minutes=10), usegmt=True))
    assert 590 <= error.retry_after <= 600


def test_only_what_the_service_asked_for_is_waited_for() -> None:
    asked, silent = failure(429, retry_after="2"), failure(429)
    assert isinstance(asked, Setback)
    assert isinstance(silent, Setback)
    assert (asked.wait, silent.wait) == (2.0, None)


@pytest.mark.parametrize(("header", "limit"), [("3", "3 requests per minute"), ("", None), ("<b>", None)])
def test_the_limit_is_told_in_words(header: str, limit: str | None) -> None:
    assert rate_limited(x_ratelimit_limit_requests=header).limit == limit


def test_the_message_says_when_to_try_again() -> None:
    assert str(rate_limited()) == "OpenAI API rate limit exceeded. Please try again in 60 seconds"
