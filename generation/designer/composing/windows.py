"""Windows of dates, passed on to the moments that come before: what was stated of the end holds for the start too."""

import ast
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import cache

from generation.designer.catalog import Catalog
from generation.designer.meaning.choosing import Choice

_BORN, _AGE = "date_of_birth", "age"
_DAY = timedelta(days=1)


def narrowed(
    choices: tuple[Choice, ...], catalog: Catalog, stated: Sequence[tuple[str, str]] = ()
) -> tuple[Choice, ...]:
    """Return the choices with windows in which an earlier moment is never after a later one.

    `stated` are pairs of column names of which the first comes first; other pairs the catalog knows.
    """
    windows = {choice.name: choice for choice in choices}
    pairs = [*_pairs(choices, catalog), *stated]
    for _ in pairs:
        before = dict(windows)
        for first, second in pairs:
            windows[first] = _before(windows[first], windows[second])
        if windows == before:
            break
    return tuple(_aged(windows[choice.name], windows) for choice in choices)


def _pairs(choices: tuple[Choice, ...], catalog: Catalog) -> Iterator[tuple[str, str]]:
    """Yield the names of columns of which the first comes before the second in time."""
    holders = {choice.concept.name: choice for choice in reversed(choices) if choice.concept.is_moment}
    for choice in holders.values():
        for way in choice.concept.ways:
            for name in sorted(way.references & holders.keys() - {_BORN, choice.concept.name}):
                if not choice.limits.every:
                    yield holders[name].name, choice.name
    for expression in catalog.truths.values() if len(holders) > 1 else ():
        for first, second in ordered(expression):
            if {first, second} <= holders.keys() - {_BORN}:
                yield holders[first].name, holders[second].name


@cache
def ordered(expression: str) -> tuple[tuple[str, str], ...]:
    """Return the names in `a <= b` and `b > a`, the smaller first."""
    return tuple(_ordered(expression))


def _ordered(expression: str) -> Iterator[tuple[str, str]]:
    for node in ast.walk(ast.parse(expression, mode="eval")):
        match node:
            case ast.Compare(left=ast.Name(id=first), ops=[ast.Lt() | ast.LtE()], comparators=[ast.Name(id=second)]):
                yield first, second
            case ast.Compare(left=ast.Name(id=second), ops=[ast.Gt() | ast.GtE()], comparators=[ast.Name(id=first)]):
                yield first, second


def _before(first: Choice, second: Choice) -> Choice:
    """Return the first with a window that ends before that of the second; one without a window gets the second's."""
    own, its = first.limits, second.limits
    if its.until is None or first.limits.every:
        return first
    if own.until is None and own.since is None:
        return replace(first, limits=replace(own, since=its.since, until=_day_before(its.until, its.since)))
    if own.until is None or _is_later(own.until, its.until):
        return replace(first, limits=replace(own, until=_day_before(its.until, own.since)))
    return first


def _day_before(until: str, since: str | None) -> str:
    """Return the day before the end, where that leaves a window."""
    if not until[0].isdigit():
        return until
    day = date.fromisoformat(until[:10])
    room = since is None or not since[0].isdigit() or date.fromisoformat(since[:10]) < day - _DAY
    return (day - _DAY).isoformat() if room else until


def _is_later(first: str, second: str) -> bool:
    """Tell whether one end lies after another; today lies after every date that was written out."""
    if first[0].isdigit() and second[0].isdigit():
        return first > second
    return second[0].isdigit() and not first[0].isdigit()


def _aged(choice: Choice, windows: dict[str, Choice]) -> Choice:
    """Keep dates of birth to the ages that were stated beside them."""
    age = next((other for other in windows.values() if other.concept.name == _AGE and other.limits.have_ends), None)
    if choice.concept.name != _BORN or age is None or not (choice.limits.since or choice.limits.until):
        return choice
    return replace(choice, limits=replace(choice.limits, low=age.limits.low, high=age.limits.high))
