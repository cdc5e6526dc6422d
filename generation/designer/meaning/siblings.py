"""Short names that the columns beside them speak for."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from generation.designer.reading import key

_Readings = tuple[tuple[frozenset[str], str], ...]


@cache
def _readings() -> Mapping[str, _Readings]:
    document = tomllib.loads(files(__package__).joinpath("siblings.toml").read_text("utf-8"))
    return {
        name: tuple((frozenset(map(key, one["beside"])), one["concept"]) for one in readings)
        for name, readings in document.items()
    }


def meant_beside(phrase: str, siblings: frozenset[str]) -> str:
    """Return the concept that a key stands for beside those of other columns; nothing where they do not tell."""
    readings = _readings().get(phrase, ())
    return next((concept for beside, concept in readings if not beside.isdisjoint(siblings)), "")
