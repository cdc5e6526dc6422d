"""Allowances in the database: a row for each of which something is used up.

One statement decides and takes; its times are those of the database's clock, in seconds since 1970.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

from django.db import connection

_SWEPT_AT_ONCE = 5000
_SLACK = 1e-6  # seconds: what is lost when large numbers are added
_PATIENCE = 1000  # milliseconds for another writer of SQLite; longer nobody waits to be counted
_USUAL_SECONDS = 5  # for another writer, where the settings say nothing
_NOW = {
    "sqlite": "((julianday('now') - 2440587.5) * 86400.0)",
    "postgresql": "extract(epoch FROM clock_timestamp())::double precision",
}
_LATER = {"sqlite": "max", "postgresql": "greatest"}

# What is used up at a time that is further ahead than anything could have been taken is of a clock that went wrong.
_BASE = (
    "CASE WHEN access_allowance.full_at > {now} + %(period)s + {slack} THEN {now} "
    "ELSE {later}(access_allowance.full_at, {now}) END"
)
_TAKE = (
    "INSERT INTO access_allowance (key, full_at) VALUES (%(key)s, {now} + %(seconds)s) "  # noqa: S608 - of constants
    f"ON CONFLICT (key) DO UPDATE SET full_at = {_BASE} + %(seconds)s "
    f"WHERE {_BASE} + %(seconds)s <= {{now}} + %(period)s + {{slack}} RETURNING 1"
)
_LOOK = f"SELECT {_BASE} + %(seconds)s - {{now}} - %(period)s FROM access_allowance WHERE key = %(key)s"  # noqa: S608 - of constants
_GIVE_BACK = "UPDATE access_allowance SET full_at = full_at - %(seconds)s WHERE key = %(key)s"
_FORGET = "DELETE FROM access_allowance WHERE key = %(key)s"
_SWEEP = (
    "DELETE FROM access_allowance WHERE full_at < {now} AND key IN "
    "(SELECT key FROM access_allowance WHERE full_at < {now} LIMIT %(most)s)"
)


def take(key: str, seconds: float, period: float) -> float:
    """Move a number on by so many seconds if that is within the period; return how many are lacking, or 0.0."""
    with _asking(_TAKE, key=key, seconds=seconds, period=period) as cursor:
        if cursor.fetchone():
            return 0.0
    return max(look(key, seconds, period), _SLACK)


def look(key: str, seconds: float, period: float) -> float:
    """Return how many seconds would be lacking, or 0.0."""
    with _asking(_LOOK, key=key, seconds=seconds, period=period) as cursor:
        row = cursor.fetchone()
    return max(row[0], 0.0) if row and row[0] > _SLACK else 0.0


def give_back(key: str, seconds: float) -> None:
    """Move a number back."""
    with _asking(_GIVE_BACK, key=key, seconds=seconds):
        pass


def forget(key: str) -> None:
    """Drop a number."""
    with _asking(_FORGET, key=key):
        pass


def sweep() -> int:
    """Drop rows that say nothing any more, a bounded number of them; return how many."""
    with _asking(_SWEEP, most=_SWEPT_AT_ONCE) as cursor:
        return int(cursor.rowcount)


@contextmanager
def _asking(statement: str, **terms: Any) -> Iterator[Any]:
    vendor = connection.vendor
    with connection.cursor() as cursor, _impatient(vendor):
        cursor.execute(_written(statement, vendor), terms)
        yield cursor


@cache
def _written(statement: str, vendor: str) -> str:
    return statement.format(now=_NOW[vendor], later=_LATER[vendor], slack=_SLACK)


@contextmanager
def _impatient(vendor: str) -> Iterator[None]:
    """Wait for other writers no longer than it is worth."""
    if vendor != "sqlite" or connection.in_atomic_block:
        yield
        return
    driver = connection.connection
    usual = int(connection.settings_dict["OPTIONS"].get("timeout", _USUAL_SECONDS) * 1000)
    driver.execute(f"PRAGMA busy_timeout = {_PATIENCE}")
    try:
        yield
    finally:
        driver.execute(f"PRAGMA busy_timeout = {usual}")
