"""What comes nearest to a name that does not exist: in writing, or in what people mean by it."""

from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from typing import Any

from generation.engine.expressions.functions import FUNCTIONS
from generation.engine.kinds import Kind
from generation.engine.providers import names, roots
from generation.engine.providers.suggestions import suggestion

_CONSTANTS = {"true": "True", "TRUE": "True", "false": "False", "FALSE": "False"} | dict.fromkeys(
    ("null", "NULL", "nil", "undefined", "none", "NONE", "NaN", "nan", "NA", "missing"), "None"
)


_ALIKE, _VERY_ALIKE = 0.7, 0.75


def near_word(name: str, words: Iterable[str], locale: str) -> str:
    """Return what to write instead of a word that is no column."""
    if name in _CONSTANTS:
        return f"write {_CONSTANTS[name]}"
    if name in FUNCTIONS:
        return f"{name} is called: {name}(...)"
    if name in roots():
        return f"{name} is used as {name}.something(...)"
    if near := _nearest(name, words, _ALIKE):
        return f"did you mean {near}?"
    if meant := suggestion(name, locale):
        return f"there is no such column; write {meant}"
    near = _nearest(name, FUNCTIONS, _VERY_ALIKE)
    return f"did you mean {near}?" if near else "a text stands in quotes"


def near_function(name: str | None, locale: str) -> str | None:
    """Return what to call instead of a function that does not exist."""
    if name is None:
        return None
    if meant := instead_of(name, locale):
        return meant
    near = _nearest(name, [*FUNCTIONS, *names(locale)], _ALIKE)
    return f"did you mean {near}?" if near else None


def instead_of(name: str, locale: str) -> str | None:
    """Return what is meant by a name that begins with something that is not there, or None where that is not known."""
    if name.startswith("self."):
        return f"leave self. out: {name.removeprefix('self.')}()"
    meant = suggestion(name, locale)
    return f"write {meant}" if meant else None


def near_member(kind: Kind, name: str, table: Mapping[tuple[Kind, str], Any], locale: str) -> str | None:
    """Return the method or attribute of a kind of values that comes nearest to a name, or what is meant by it."""
    if near := _nearest(name, [key for of, key in table if of is kind], _ALIKE):
        return f"did you mean {near}?"
    meant = suggestion(f"fake.value.{name}", locale) if kind is Kind.TEXT else None
    return f"write {meant}" if meant else None


def _nearest(name: str, words: Iterable[str], cutoff: float) -> str | None:
    near = get_close_matches(name, list(words), n=1, cutoff=cutoff)
    return near[0] if near else None
