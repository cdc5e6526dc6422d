"""Allowances in a Redis server: a key for each of which something is used up, gone by itself when nothing is.

One script decides and takes, alone on the server; its times are those of the server's clock, in seconds since 1970.
"""

from functools import lru_cache
from typing import Any, cast

from django.conf import settings
from redis import Redis

_PATIENCE = 0.5  # seconds; longer nobody waits to be counted
PREFIX = "allowance:"
_BASE = """
local time = redis.call('TIME')
local now = time[1] + time[2] / 1000000
local seconds, period = tonumber(ARGV[1]), tonumber(ARGV[2])
local full_at = tonumber(redis.call('GET', KEYS[1]) or '0')
if full_at > now + period + 0.000001 or full_at < now then full_at = now end
full_at = full_at + seconds
"""
_TAKE = f"""{_BASE}
if full_at > now + period + 0.000001 then return string.format('%.6f', full_at - now - period) end
redis.call('SET', KEYS[1], string.format('%.6f', full_at), 'PX', math.ceil((full_at - now) * 1000) + 1)
return '0'
"""
_LOOK = f"""{_BASE}
return string.format('%.6f', full_at - now - period)
"""
_GIVE_BACK = """
local full_at = redis.call('GET', KEYS[1])
if full_at then redis.call('SET', KEYS[1], string.format("%.6f", full_at - ARGV[1]), 'KEEPTTL') end
"""


def take(key: str, seconds: float, period: float) -> float:
    """Move a number on by so many seconds if that is within the period; return how many are lacking, or 0.0."""
    return float(cast(bytes, _run(_TAKE, key, seconds, period)))


def look(key: str, seconds: float, period: float) -> float:
    """Return how many seconds would be lacking, or 0.0."""
    return max(float(cast(bytes, _run(_LOOK, key, seconds, period))), 0.0)


def give_back(key: str, seconds: float) -> None:
    """Move a number back."""
    _run(_GIVE_BACK, key, seconds)


def forget(key: str) -> None:
    """Drop a number."""
    _server(settings.CACHE_URL).delete(PREFIX + key)


def answers() -> bool:
    """Tell that the server answers. Raises RedisError where it does not."""
    return bool(_server(settings.CACHE_URL).ping())


def _run(script: str, key: str, *terms: float) -> Any:
    return _script(settings.CACHE_URL, script)(keys=[PREFIX + key], args=[repr(term) for term in terms])


@lru_cache(maxsize=2)
def _server(url: str) -> "Redis":
    return Redis.from_url(url, socket_timeout=_PATIENCE, socket_connect_timeout=_PATIENCE)


@lru_cache(maxsize=8)
def _script(url: str, script: str) -> Any:
    return _server(url).register_script(script)
