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


def near_word(name: str, words: Iterable[str], locale: str) -> str:
    """Return what to write instead of a word that is no column."""
    if name in _CONSTANTS:
        return f"write {_CONSTANTS[name]}"
    if name in FUNCTIONS:
        return f"{name} is called: {name}(...)"
    if name in roots():
        return f"{name} is used as {name}.something(...)"
    near = get_close_matches(name, [*words, *FUNCTIONS], n=1)
    if near:
        return f"did you mean {near[0]}?"
    meant = suggestion(name, locale)
    return f"there is no such column; write {meant}" if meant else "a text stands in quotes"


def near_function(name: str | None, locale: str) -> str | None:
    """Return what to call instead of a function that does not exist."""
    if name is None:
        return None
    if name.startswith("self."):
        return f"leave self. out: {name.removeprefix('self.')}()"
    if meant := suggestion(name, locale):
        return f"write {meant}"
    if "." not in name and f"fake.{name}" in names(locale):
        return f"write fake.{name}(...)"
    near = get_close_matches(name, [*FUNCTIONS, *names(locale)], n=1, cutoff=0.7)
    return f"did you mean {near[0]}?" if near else None


def near_member(kind: Kind, name: str, table: Mapping[tuple[Kind, str], Any]) -> str | None:
    """Return the method or attribute of a kind of values that comes nearest to a name."""
    near = get_close_matches(name, [key for of, key in table if of is kind], n=1)
    return f"did you mean {near[0]}?" if near else None
