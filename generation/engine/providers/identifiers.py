"""Random identifiers: UUIDs (RFC 9562; the moments of versions 1 and 7 are as random as the rest), and digests."""

from functools import cache
from typing import Annotated

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from generation.engine.kinds import UUID, Type, text
from generation.engine.providers.arguments import Only
from generation.engine.providers.codes import HEXADECIMAL
from generation.engine.providers.patterns import combinations, texts
from generation.engine.providers.registry import provides
from generation.engine.providers.source import Source
from generation.engine.randomness import Draw, Words

_LAST_SECOND = 2_051_222_400  # of Faker's moments, since 1970
_BEFORE_1970 = 0x01B21DD213814000  # units of 100 nanoseconds since 1582-10-15, as version 1 counts
_VARIANT = np.uint64(1 << 63)  # two bits, 10
_REST = np.uint64((1 << 62) - 1)
_NO_VERSION = np.uint64(0xFFFFFFFFFFFF0FFF)
_UUID = np.dtype(
    {"names": [*"abcdefgh"], "formats": ["u4"] * 8, "offsets": [0, 4, 9, 14, 19, 24, 28, 32], "itemsize": 36}
)

Digits = Annotated[bool, Only((False,))]  # raw bytes are no value of a cell


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


@provides("fake.uuid4")
def uuid4(_locale: str) -> Source:
    """Return a random UUID of version 4 as text."""
    return _random_uuids(text(36))


@provides("uuid.uuid4")
def uuid_object(_locale: str) -> Source:
    """Return a random UUID of version 4."""
    return _random_uuids(UUID)


def _random_uuids(of: Type) -> Source:
    def draw_uuids(draw: Draw) -> pa.Array:
        return _spelled(draw.at(0).words() & _NO_VERSION | np.uint64(0x4000), draw.at(1).words())

    return Source(of, lambda draw, _given: draw_uuids(draw))


def _spelled(high: Words, low: Words) -> pa.Array:
    """Return the texts of numbers of 128 bits; the first two bits of the lower half become the variant."""
    matrix = np.full((len(high), 36), ord("-"), dtype=np.uint8)
    for name, lane in zip(_UUID.names or (), [*_lanes(high), *_lanes(low & _REST | _VARIANT)], strict=True):
        matrix.view(_UUID)[:, 0][name] = _quads().take(lane.view(np.int64))
    return texts(matrix)


def _lanes(words: Words) -> list[Words]:
    """Return the four times sixteen bits of words, the highest first."""
    return [(words >> np.uint64(shift)) & np.uint64(0xFFFF) for shift in (48, 32, 16, 0)]


@cache
def _quads() -> npt.NDArray[np.uint32]:
    """Return all texts of four hexadecimal digits, each as one number."""
    return combinations(np.frombuffer(HEXADECIMAL.encode(), dtype=np.uint8), 4).view(np.uint32).ravel()


def _digest(digits: int) -> Source:
    """Return the source of so many hexadecimal digits."""

    def draw_digits(draw: Draw) -> pa.Array:
        words = [draw.at(place).words() for place in range(-(-digits // 16))]
        lanes = np.stack([lane for word in words for lane in _lanes(word)], axis=1)
        return texts(_quads().take(lanes.view(np.int64)).view(np.uint8)[:, :digits])

    return Source(text(digits), lambda draw, _given: draw_digits(draw))


@provides("fake.md5")
def md5(_locale: str, raw_output: Digits = False) -> Source:
    """Return 32 hexadecimal digits."""
    del raw_output
    return _digest(32)


@provides("fake.sha1")
def sha1(_locale: str, raw_output: Digits = False) -> Source:
    """Return 40 hexadecimal digits."""
    del raw_output
    return _digest(40)


@provides("fake.sha256")
def sha256(_locale: str, raw_output: Digits = False) -> Source:
    """Return 64 hexadecimal digits."""
    del raw_output
    return _digest(64)
