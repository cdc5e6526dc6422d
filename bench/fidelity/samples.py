"""The two samples that are compared: the engine's, and that of what it stands for.

What it stands for is real Faker. The exceptions are Faker's own numbers, which are poor and meant as the uniform grid
that their names describe; what Faker counts from this very second, which is meant as a range of days or seconds; and
lists, which have the same length in all rows.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from functools import cache
from random import Random
from typing import Any

import pyarrow as pa

from generation.engine.errors import CheckError
from generation.engine.providers import faker, find, names
from generation.engine.providers.source import Source
from generation.engine.randomness import Draw

Make = Callable[[Random, date], Any]
_EPOCH = date(1970, 1, 1)
_ROOT = "fake."


@dataclass(frozen=True, slots=True)
class Sampler:
    """Samples of a provider, without arguments, in a locale. Relative dates count from today, as Faker's do."""

    locale: str
    name: str

    def ours(self, rows: int, seed: int) -> list[str]:
        """Return what the engine makes, as texts."""
        draw = Draw.at_seed(seed, start=0, rows=rows, as_of=_today())
        value = source(self.locale, self.name).draw(draw, lambda argument: argument)
        return texts(_rows(value, rows))

    def theirs(self, rows: int, seed: int) -> list[str]:
        """Return what it stands for, as texts."""
        if self.name in MEANT:
            random, today = Random(seed), _today()
            return texts(MEANT[self.name](random, today) for _ in range(rows))
        generator = faker.generator(self.locale)
        generator.random.seed(seed)
        method = getattr(generator, self.name)
        return texts(method() for _ in range(rows))


def methods(locale: str) -> list[str]:
    """Return the names of Faker's methods that the engine has in a locale."""
    return [name.removeprefix(_ROOT) for name in names(locale) if name.startswith(_ROOT)]


@cache
def is_vectorised(locale: str, name: str) -> bool:
    """Tell whether the engine makes a method's values a column at a time."""
    try:
        return source(locale, name).calls == 0
    except CheckError:  # Faker has the method, and nothing to choose from
        return False


def vectorised(locale: str) -> list[str]:
    """Return the names of Faker's methods that the engine makes a column at a time in a locale."""
    return [name for name in methods(locale) if is_vectorised(locale, name)]


def source(locale: str, name: str) -> Source:
    """Return the source of a call without arguments."""
    return find(f"{_ROOT}{name}", locale).bind(locale, (), {})


@cache
def vocabulary(locale: str) -> frozenset[str]:
    """Return every text in the lists, tables and attributes of Faker's providers for a locale."""
    providers = faker.generator(locale).get_providers()
    return frozenset(text for each in providers for name in dir(each) for text in _words(getattr(each, name)))


def _words(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        yield from _words(list(value))
        yield from _words(list(value.values()))
    elif isinstance(value, list | tuple | set | frozenset):
        for item in value:
            yield from _words(item)


def texts(values: Any) -> list[str]:
    """Return values as texts that do not tell a tuple from a list, or a decimal from a float."""
    return [_text(value) for value in values]


def _text(value: Any) -> str:
    if isinstance(value, Mapping):
        return _text(list(value.values()))
    if isinstance(value, list | tuple | set):
        return " | ".join(map(_text, value))
    if isinstance(value, Decimal):
        return str(float(value))
    return "" if value is None else str(value)


def _rows(value: Any, rows: int) -> Iterator[Any]:
    """Yield a value's cells; those of a tuple of values as tuples."""
    if isinstance(value, tuple):
        yield from zip(*(_rows(place, rows) for place in value), strict=True)
    elif isinstance(value, pa.Scalar):
        yield from [value.as_py()] * rows
    else:
        yield from value.to_pylist()


@cache
def _today() -> date:
    return datetime.now(UTC).date()


def _days(low: Callable[[date], date], high: Callable[[date], date]) -> Make:
    """Make days between two points, both included."""

    def make(random: Random, today: date) -> date:
        return date.fromordinal(random.randint(low(today).toordinal(), high(today).toordinal()))

    return make


def _seconds(low: Callable[[date], date], high: Callable[[date], date], between: str = " ") -> Make:
    """Make seconds between two points, both included, as texts; a day's point is its first second."""

    def make(random: Random, today: date) -> str:
        first, last = datetime.combine(low(today), time()), datetime.combine(high(today), time())
        return (first + timedelta(seconds=random.randint(0, int((last - first).total_seconds())))).isoformat(between)

    return make


def _since(**spans: int) -> Callable[[date], date]:
    return lambda today: today + timedelta(**spans)


def _years(count: int) -> Callable[[date], date]:
    return _since(days=round(count * 365.24))


def _start(years: int) -> Callable[[date], date]:
    return lambda today: date(today.year - today.year % years, 1, 1)


_NOW, _BEGIN, _MONTH = _since(), lambda _today: _EPOCH, lambda today: today.replace(day=1)

MEANT: Mapping[str, Make] = {
    "date": _days(_BEGIN, _NOW),
    "date_between": _days(_years(-30), _NOW),
    "date_between_dates": _days(_NOW, _NOW),
    "date_object": _days(_BEGIN, _NOW),
    "date_of_birth": _days(_years(-116), _NOW),
    "date_this_century": _days(_start(100), _NOW),
    "date_this_decade": _days(_start(10), _NOW),
    "date_this_month": _days(_MONTH, _NOW),
    "date_this_year": _days(_start(1), _NOW),
    "date_time": _seconds(_BEGIN, _NOW),
    "date_time_ad": _seconds(lambda _today: date.min, _NOW),
    "date_time_between": _seconds(_years(-30), _NOW),
    "date_time_between_dates": _seconds(_NOW, _NOW),
    "date_time_this_century": _seconds(_start(100), _NOW),
    "date_time_this_decade": _seconds(_start(10), _NOW),
    "date_time_this_month": _seconds(_MONTH, _NOW),
    "date_time_this_year": _seconds(_start(1), _NOW),
    "future_date": _days(_since(days=1), _since(days=30)),
    "future_datetime": _seconds(_NOW, _since(days=30)),
    "iso8601": _seconds(_BEGIN, _NOW, "T"),
    "past_date": _days(_since(days=-30), _since(days=-1)),
    "past_datetime": _seconds(_since(days=-30), _NOW),
    "pydecimal": lambda random, _today: random.randint(1 - 10**7, 10**7 - 1) / 100,
    "pyfloat": lambda random, _today: random.randint(1 - 10**11, 10**11 - 1) / 10**6,
    "random_choices": lambda random, _today: random.choices("abc", k=3),
    "random_elements": lambda random, _today: random.choices("abc", k=3),
    "random_number": lambda random, _today: random.randrange(10**9) % 10 ** random.randint(1, 9),
    "random_sample": lambda random, _today: random.sample("abc", k=3),
    "time_object": lambda random, _today: str(timedelta(seconds=random.randrange(86_400))).zfill(8),
    "unix_time": lambda random, today: random.randint(0, (today - _EPOCH).days * 86_400),
    "year": lambda random, today: _days(_BEGIN, _NOW)(random, today).year,
}
