"""Numbers that states give to people and companies, where what they check is simple; the others stay with Faker."""

from typing import Annotated

import numpy as np
import pyarrow as pa
from faker.providers.ssn.en_US import Provider as American

from generation.engine.kinds import text
from generation.engine.providers import faker, methods
from generation.engine.providers.arguments import Only
from generation.engine.providers.digits import digits, laid_out
from generation.engine.providers.registry import provides
from generation.engine.providers.source import Source
from generation.engine.randomness import Draw, Integers

_AREAS, _GROUPS, _SERIALS = 899, 99, 9999  # of an American number; each counts from 1
_NO_AREA = 666
_METHODS = {"EIN": "ein", "ITIN": "itin", "INVALID_SSN": "invalid_ssn"}


@provides("fake.ssn")
def ssn(
    locale: str,
    taxpayer_identification_number_type: Annotated[str | None, Only(("SSN", *_METHODS))] = None,
) -> Source:
    """Return a social security number; which kind can be chosen in en_US."""
    found = faker.implementation(locale, "ssn")
    if found is None or found[1] is not American.ssn:
        return methods.read(locale, "ssn") or faker.per_row(locale, "ssn", text(32))
    if other := _METHODS.get(taxpayer_identification_number_type or "SSN"):
        return methods.source(locale, other)
    return _american()


def _american() -> Source:
    def at(indices: Integers) -> pa.Array:
        areas, rest = np.divmod(indices, _GROUPS * _SERIALS)
        return spelled(areas + 1 + (areas + 1 >= _NO_AREA), rest)

    def draw_numbers(draw: Draw) -> pa.Array:
        """Make the area after the one that there is not twice as likely, as Faker does."""
        areas = draw.at("area").integers(_AREAS) + 1
        return spelled(areas + (areas == _NO_AREA), draw.integers(_GROUPS * _SERIALS))

    def spelled(areas: Integers, rest: Integers) -> pa.Array:
        groups, serials = np.divmod(rest, _SERIALS)
        return laid_out(digits((areas * 100 + groups + 1) * 10_000 + serials + 1, 9), "###-##-####")

    return Source(text(11), lambda draw, _given: draw_numbers(draw), (_AREAS - 1) * _GROUPS * _SERIALS, at)
