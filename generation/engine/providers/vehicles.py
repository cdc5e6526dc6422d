"""Vehicles: their identification numbers. License plates are formats, which are read out of Faker's methods."""

import numpy as np
import pyarrow as pa

from generation.engine.kinds import text
from generation.engine.providers.composing import source_of
from generation.engine.providers.digits import bytes_of, ended, values, weighed
from generation.engine.providers.grammar import Sequence, characters
from generation.engine.providers.patterns import DIGITS, texts
from generation.engine.providers.registry import provides
from generation.engine.providers.source import Given, Source
from generation.engine.randomness import Draw

_SIGNS = DIGITS + "ABCDEFGHJKLMNPRSTUVWXYZ"  # I, O and Q look like digits
_WORTH = values(dict(zip("ABCDEFGHJKLMNPRSTUVWXYZ", [*range(1, 9), *range(1, 6), 7, 9, *range(2, 10)], strict=True)))
_WEIGHTS = (8, 7, 6, 5, 4, 3, 2, 10, 9, 8, 7, 6, 5, 4, 3, 2)
_BEFORE = 8  # characters before the check digit


@provides("fake.vin")
def vin(_locale: str) -> Source:
    """Return the identification number of a vehicle (ISO 3779), whose check digit is right."""
    body = source_of(Sequence((*[characters(_SIGNS)] * 12, *[characters(DIGITS)] * 4)))

    def draw_numbers(draw: Draw, given: Given) -> pa.Array:
        signs = bytes_of(body.draw(draw, given))
        checked = ended(signs[:, :_BEFORE], weighed(signs, _WEIGHTS, _WORTH) % 11, f"{DIGITS}X")
        return texts(np.concatenate([checked, signs[:, _BEFORE:]], axis=1))

    return Source(text(len(_WEIGHTS) + 1), draw_numbers)
