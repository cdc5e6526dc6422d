"""Passwords, with at least one character of each kind that they have."""

from string import ascii_lowercase, ascii_uppercase, digits
from typing import Annotated

import numpy as np
import pyarrow as pa

from generation.engine.errors import CheckError
from generation.engine.kinds import text
from generation.engine.providers.arguments import Flag, Whole
from generation.engine.providers.patterns import Bytes, texts
from generation.engine.providers.registry import provides
from generation.engine.providers.source import Source
from generation.engine.randomness import Draw, Integers

Switch = Annotated[bool, Flag()]

_SIGNS = "!@#$%^&*()_+"
_SLOTS = 8  # of the hash table of a small Python set


@provides("fake.password")
def password(
    _locale: str,
    length: Annotated[int, Whole(4, 200)] = 10,
    special_chars: Switch = True,
    digits: Switch = True,
    upper_case: Switch = True,
    lower_case: Switch = True,
) -> Source:
    """Return a password of `length` characters."""
    asked = (special_chars, digits, upper_case, lower_case)
    kinds = [kind for kind, is_asked in zip(_KINDS, asked, strict=True) if is_asked]
    if not kinds:
        raise CheckError("password needs at least one kind of characters")
    return Source(text(length), lambda draw, _given: _passwords(draw, kinds, length))


_KINDS = (_SIGNS, digits, ascii_uppercase, ascii_lowercase)


def _passwords(draw: Draw, kinds: list[str], length: int) -> pa.Array:
    matrix = _characters(draw, "".join(kinds), length)
    places = _places(draw.at("places"), len(kinds), length)
    required = _required(draw.at("required"), kinds)
    np.put_along_axis(matrix, places, required, axis=1)
    return texts(matrix)


def _characters(draw: Draw, alphabet: str, length: int) -> Bytes:
    letters = np.frombuffer(alphabet.encode(), dtype=np.uint8)
    columns = [letters[(ticket * np.uint64(len(letters))) >> np.uint64(32)] for ticket in draw.tickets(length)]
    return np.stack(columns, axis=1)


def _required(draw: Draw, kinds: list[str]) -> Bytes:
    return np.concatenate([_characters(draw.at(number), kind, 1) for number, kind in enumerate(kinds)], axis=1)


def _places(draw: Draw, count: int, length: int) -> Integers:
    """Return `count` different places a row, in the order in which a Python set of them is walked.

    Faker walks such a set to place one character of each kind, so the order decides which kinds come first.
    """
    places: list[Integers] = []
    slots: list[Integers] = []
    for number in range(count):
        place = draw.at(number).integers(length - number)
        for earlier in np.sort(np.stack(places), axis=0) if places else ():
            place = place + (place >= earlier)
        places.append(place)
        slots.append(_slot(place, slots))
    order = np.argsort(np.stack(slots, axis=1), axis=1)
    return np.take_along_axis(np.stack(places, axis=1), order, axis=1)


def _slot(values: Integers, taken: list[Integers]) -> Integers:
    """Return where CPython's set of at most four small integers puts each next one."""
    slot, perturbed = values % _SLOTS, values
    while taken and (collides := np.any([slot == other for other in taken], axis=0)).any():
        perturbed = np.where(collides, perturbed >> 5, perturbed)
        slot = np.where(collides, (slot * 5 + 1 + perturbed) % _SLOTS, slot)
    return slot
