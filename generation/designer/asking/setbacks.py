"""Which failures of the model's service may pass, and what each status other than 200 means."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from math import ceil, isfinite

from generation.designer.errors import ModelError, ModelRateLimited, ModelRefused, ModelUnavailable

DEFAULT_RETRY_AFTER = 60  # seconds, when a service asks for patience without saying how much
_LONGEST_RETRY_AFTER = 24 * 3600
_NO_MONEY = frozenset({"insufficient_quota", "billing_hard_limit_reached", "billing_not_active"})
_DURATION = re.compile(r"(\d+(?:\.\d+)?)(ms|s|m|h|d)")
_SECONDS = {"ms": 0.001, "s": 1, "m": 60, "h": 3600, "d": 86400}
_PASSING = frozenset({HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.CONFLICT, HTTPStatus.TOO_EARLY})
_REASONS: dict[int, str] = {
    HTTPStatus.UNAUTHORIZED: "OpenAI API refused the key",
    HTTPStatus.PAYMENT_REQUIRED: "OpenAI API account has no credit left",
    HTTPStatus.FORBIDDEN: "OpenAI API denied permission",
    HTTPStatus.NOT_FOUND: "OpenAI API does not know the model or the address",
}


class Setback(Exception):  # not an error yet: `error` is what to raise when it does not pass
    """A failure that may pass. `wait` is what the service asked for in seconds, None if it did not."""

    def __init__(self, error: ModelError, *, wait: float | None = None) -> None:
        super().__init__(str(error))
        self.error = error
        self.wait = wait


@dataclass(frozen=True, slots=True)
class Failure:
    """An answer with a status other than 200. `headers` are looked up in lower case; `code` is the protocol's word."""

    status: int
    headers: Mapping[str, str]
    code: str | None

    def to_exception(self) -> Setback | ModelError:
        """Return what to raise: a Setback if another attempt may help, else the ModelError itself."""
        if self.code in _NO_MONEY:
            return ModelRefused(_REASONS[HTTPStatus.PAYMENT_REQUIRED])
        if self.status == HTTPStatus.TOO_MANY_REQUESTS:
            return Setback(self._rate_limited(), wait=_retry_after(self.headers))
        if self.status >= HTTPStatus.INTERNAL_SERVER_ERROR or self.status in _PASSING:
            return Setback(ModelUnavailable(f"OpenAI API error {self.status}"), wait=_retry_after(self.headers))
        if self.status < HTTPStatus.BAD_REQUEST:  # a redirect, which might carry the key elsewhere
            return ModelUnavailable("OpenAI API redirects to another address, which is not followed")
        return ModelRefused(_REASONS.get(self.status, f"OpenAI API refused the request with status {self.status}"))

    def _rate_limited(self) -> ModelRateLimited:
        seconds = _retry_after(self.headers) or _reset_after(self.headers) or DEFAULT_RETRY_AFTER
        seconds = ceil(min(seconds, _LONGEST_RETRY_AFTER))
        limit = self.headers.get("x-ratelimit-limit-requests", "")
        return ModelRateLimited(
            f"OpenAI API rate limit exceeded. Please try again in {seconds} second{'s' if seconds > 1 else ''}",
            retry_after=seconds,
            limit=f"{limit} requests per minute" if limit.isdecimal() and limit.isascii() else None,
        )


def _retry_after(headers: Mapping[str, str]) -> float | None:
    """Read Retry-After, which is a number of seconds or a date."""
    text = headers.get("retry-after", "")
    try:
        seconds = float(text)
    except ValueError:
        seconds = _seconds_until(text)
    return seconds if isfinite(seconds) and seconds > 0 else None


def _seconds_until(text: str) -> float:
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return 0.0
    return (moment.replace(tzinfo=moment.tzinfo or UTC) - datetime.now(UTC)).total_seconds()


def _reset_after(headers: Mapping[str, str]) -> float | None:
    """Read the longest of the x-ratelimit-reset headers, which are durations such as 1m30.5s."""
    texts = (headers.get(f"x-ratelimit-reset-{what}", "") for what in ("requests", "tokens"))
    seconds = (sum(float(number) * _SECONDS[unit] for number, unit in _DURATION.findall(text[:40])) for text in texts)
    return max(seconds) or None
