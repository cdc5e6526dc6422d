"""What a schema has that another one has not."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

from generation.engine import Column, DatasetSchema


@dataclass(frozen=True, slots=True)
class Change:
    """A column that is another one now: what it was and what it is, by the names of the columns' fields."""

    column: str
    before: Mapping[str, Any]
    after: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """The columns added, removed and changed, and those that stand elsewhere among the columns that both have.

    A renamed column is a changed one, under its new name. `locale` is the one before and the one after, if they differ.
    """

    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    changed: tuple[Change, ...] = ()
    moved: tuple[str, ...] = ()
    locale: tuple[str, str] | None = None


def difference(before: DatasetSchema, after: DatasetSchema) -> Difference:
    """Return what became of a schema."""
    old = {column.name: column for column in before.columns}
    new = {column.name: column for column in after.columns}
    renamed = _renamed(old, new)
    pairs = {name: name for name in new if name in old} | renamed
    return Difference(
        added=tuple(name for name in new if name not in pairs),
        removed=tuple(name for name in old if name not in pairs.values()),
        changed=tuple(
            _change(old[pairs[name]], new[name]) for name in new if name in pairs and _differs(old, new, name, pairs)
        ),
        moved=_moved(
            [name for name in old if name in pairs.values()], [pairs[name] for name in new if name in pairs], pairs
        ),
        locale=None if before.locale == after.locale else (before.locale, after.locale),
    )


def _differs(old: Mapping[str, Column], new: Mapping[str, Column], name: str, pairs: Mapping[str, str]) -> bool:
    return old[pairs[name]] != new[name]


def _renamed(old: Mapping[str, Column], new: Mapping[str, Column]) -> dict[str, str]:
    """Return by its new name what a column was called that is the same but for its name."""
    gone = {name: column for name, column in old.items() if name not in new}
    found: dict[str, str] = {}
    for name, column in new.items():
        same = [one for one in gone if one not in found.values() and replace(gone[one], name=name) == column]
        if name not in old and same:
            found[name] = same[0]
    return found


def _change(before: Column, after: Column) -> Change:
    keys = [field.name for field in fields(Column) if getattr(before, field.name) != getattr(after, field.name)]
    return Change(after.name, {key: getattr(before, key) for key in keys}, {key: getattr(after, key) for key in keys})


def _moved(before: list[str], after: list[str], pairs: Mapping[str, str]) -> tuple[str, ...]:
    """Return the fewest columns, by their new names, that have to be moved to come from one order to the other."""
    names = {old: new for new, old in pairs.items()}
    stay = _longest_in_order([before.index(name) for name in after])
    return tuple(names[name] for place, name in enumerate(after) if place not in stay)


def _longest_in_order(numbers: list[int]) -> frozenset[int]:
    """Return the places of the longest series of numbers that rise."""
    best: list[tuple[int, ...]] = []
    for place, number in enumerate(numbers):
        rising = [one for one in best if numbers[one[-1]] < number]
        best.append((*_longest(rising), place))
    return frozenset(_longest(best))


def _longest(series: list[tuple[int, ...]]) -> tuple[int, ...]:
    longest: tuple[int, ...] = ()
    for one in series:
        longest = one if len(one) > len(longest) else longest
    return longest
