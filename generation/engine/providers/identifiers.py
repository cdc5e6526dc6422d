"""Identifiers that hold a moment (RFC 9562): UUIDs of version 1 and 7. Their moments are as random as the rest."""

from functools import cache

import numpy as np
import pyarrow as pa

from generation.engine.kinds import text
from generation.engine.providers.digits import laid_out
from generation.engine.providers.patterns import Bytes
from generation.engine.providers.registry import provides
from generation.engine.providers.source import Source
from generation.engine.randomness import Draw, Words

_LAST_SECOND = 2_051_222_400  # of Faker's moments, since 1970
_BEFORE_1970 = 0x01B21DD213814000  # units of 100 nanoseconds since 1582-10-15, as version 1 counts
_VARIANT = np.uint64(1 << 63)  # two bits, 10
_REST = np.uint64((1 << 62) - 1)


@provides("fake.uuid1")
def uuid1(_locale: str) -> Source:
    """Return a UUID of version 1."""

    def draw_high(draw: Draw) -> Words:
        moment = draw.at("moment").integers(_LAST_SECOND * 10**7 + 1).view(np.uint64) + np.uint64(_BEFORE_1970)
        low, middle, high = (
            moment & np.uint64(0xFFFFFFFF),
            (moment >> np.uint64(32)) & np.uint64(0xFFFF),
            moment >> np.uint64(48),
        )
        return (low << np.uint64(32)) | (middle << np.uint64(16)) | np.uint64(0x1000) | high

    return Source(text(36), lambda draw, _given: _spelled(draw_high(draw), draw.words()))


@provides("fake.uuid7")
def uuid7(_locale: str) -> Source:
    """Return a UUID of version 7."""

    def draw_high(draw: Draw) -> Words:
        moment = draw.at("moment").integers(_LAST_SECOND * 10**3 + 1).view(np.uint64)
        return (moment << np.uint64(16)) | np.uint64(0x7000) | (draw.at("more").words() >> np.uint64(52))

    return Source(text(36), lambda draw, _given: _spelled(draw_high(draw), draw.words()))


def _spelled(high: Words, low: Words) -> pa.Array:
    """Return the texts of numbers of 128 bits; the first two bits of the lower half become the variant."""
    words = np.stack([high, (low & _REST) | _VARIANT], axis=1)
    pairs = _pairs()[np.ascontiguousarray(words.astype(">u8")).view(np.uint8)]
    return laid_out(pairs.view(np.uint8), "########-####-####-####-############")


@cache
def _pairs() -> Bytes:
    return np.frombuffer("".join(f"{byte:02x}" for byte in range(256)).encode(), dtype=np.uint16)
