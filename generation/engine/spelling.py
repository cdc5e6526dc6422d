"""Values as text in their standard form, as files hold them: most are looked up in a table of all texts of a range.

| value    | text                                                              |
|----------|-------------------------------------------------------------------|
| boolean  | `true`, `false`                                                   |
| integer  | `-12`                                                             |
| float    | the shortest that reads back equal; `3.0` stays a float           |
| decimal  | all digits of its scale: `3.10`                                   |
| date     | `2024-02-29`                                                      |
| datetime | `2024-02-29 13:05:00`                                             |
| time     | `13:05:00`                                                        |
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

Integers: TypeAlias = npt.NDArray[np.int64]
Floats: TypeAlias = npt.NDArray[np.float64]
Spell: TypeAlias = Callable[[Integers], pa.Array]

_BLOCK_BITS = 10  # tables begin and end at multiples of 1024, so that neighbouring ranges share them
_ALWAYS = 1 << 13  # so large a table is made for any number of rows
_ENTRIES_A_ROW = 8  # a larger one only if this is how its size compares to the rows
_MOST_ENTRIES = 1 << 17
_TABLES = 16
_DAY = 86_400
_MOST_SCALE = 4  # of floats that are looked up
_EXACT = 10.0**15  # below it, decimal digits and floats tell each other exactly
_PROBED = 32  # cells


def spelled(cells: pa.Array) -> pa.Array:
    """Return the texts of cells of any type but lists; a missing cell stays missing."""
    if pa.types.is_decimal128(cells.type):
        return looked_up(_units(cells), Decimals(cells.type.scale), cells)
    return _SPELLINGS.get(cells.type, _cast)(cells)


@dataclass(frozen=True, slots=True)
class Decimals:
    """Spells numbers of units of 10**-`scale`: with all digits, or without the zeros that say nothing."""

    scale: int
    zeros: bool = True

    def __call__(self, units: Integers) -> pa.Array:
        """Return the texts, `-0.05` for -5 units of 0.01."""
        if not self.scale:
            return pa.array(units).cast(pa.string())
        whole, rest = np.divmod(np.abs(units), 10**self.scale)
        texts = pc.binary_join_element_wise(pa.array(whole).cast(pa.string()), self._after_the_point(rest), "")
        below = units < 0
        return pc.binary_join_element_wise(_signs(below), texts, "") if below.any() else texts

    def _after_the_point(self, rest: Integers) -> pa.Array:
        """Return `.05` for 5 of 100: few are looked up, of many the 1 in 1000005 becomes the point."""
        if self.scale <= _MOST_SCALE:
            return _fractions(self.scale, zeros=self.zeros).take(pa.array(rest))
        return pc.binary_replace_slice(pa.array(rest + 10**self.scale).cast(pa.string()), 0, 1, ".")


def _signs(below: npt.NDArray[np.bool_]) -> pa.Array:
    return pa.array(["", "-"]).take(pa.array(below.astype(np.int64)))


@lru_cache
def _fractions(scale: int, *, zeros: bool) -> pa.Array:
    """Return all that can follow the whole part: `.00`, `.01`, ...; `.0`, `.01`, ..., `.1` without the last zeros."""
    digits = (f"{rest:0{scale}d}" for rest in range(10**scale))
    return pa.array([f".{text}" if zeros else f".{text.rstrip('0') or '0'}" for text in digits])


def _days(numbers: Integers) -> pa.Array:
    return pa.array(numbers.astype(np.int32)).view(pa.date32()).cast(pa.string())


def _seconds_of_day(numbers: Integers) -> pa.Array:
    return pa.array(numbers.astype(np.int32)).view(pa.time32("s")).cast(pa.string())


def _datetimes(cells: pa.Array) -> pa.Array:
    days, seconds = np.divmod(_numbers(cells, pa.int64()), _DAY)
    return pc.binary_join_element_wise(looked_up(days, _days, cells), looked_up(seconds, _seconds_of_day, cells), " ")


def looked_up(numbers: Integers, spell: Spell, cells: pa.Array) -> pa.Array:
    """Return the texts of these numbers, by a table where one is worth it; missing where the cells are."""
    missing = cells.is_null().to_numpy(zero_copy_only=False) if cells.null_count else None
    table, first = _table_for(numbers, spell)
    if table is not None:
        return table.take(pa.array(numbers - first, mask=missing))
    texts = spell(numbers)
    return texts if missing is None else pc.if_else(pa.array(missing), pa.scalar(None, pa.string()), texts)


def _table_for(numbers: Integers, spell: Spell) -> tuple[pa.Array | None, int]:
    """Return a table that holds all these numbers and the number of its first entry, or no table."""
    if not len(numbers):
        return None, 0
    low, high = int(numbers.min()) >> _BLOCK_BITS, int(numbers.max()) >> _BLOCK_BITS
    entries = (high - low + 1) << _BLOCK_BITS
    if entries > min(_MOST_ENTRIES, max(_ALWAYS, _ENTRIES_A_ROW * len(numbers))):
        return None, 0
    return _table(spell, low, high), low << _BLOCK_BITS


@lru_cache(maxsize=_TABLES)
def _table(spell: Spell, low: int, high: int) -> pa.Array:
    return spell(np.arange(low << _BLOCK_BITS, (high + 1) << _BLOCK_BITS))


def _numbers(cells: pa.Array, stored: pa.DataType) -> Integers:
    """Return moments as the numbers that they are stored as; 0 where one is missing."""
    return np.asarray(cells.view(stored).fill_null(0).to_numpy(), dtype=np.int64)


def _units(cells: pa.Array) -> Integers:
    """Return decimals of at most 18 digits as numbers of their smallest unit; 0 where one is missing."""
    words = np.frombuffer(cells.buffers()[1], dtype=np.int64)
    units: Integers = words[2 * cells.offset : 2 * (cells.offset + len(cells)) : 2]
    return np.where(cells.is_null().to_numpy(zero_copy_only=False), 0, units) if cells.null_count else units


def _floats(cells: pa.Array) -> pa.Array:
    """Return floats as the shortest text that reads back equal: by their digits where they have few, else by Arrow."""
    values = np.asarray(cells.fill_null(0).to_numpy(zero_copy_only=False), dtype=np.float64)
    scale = _scale(values[:_PROBED])
    if scale is not None and (scale := _scale(values)) is not None:
        return looked_up(np.rint(values * 10.0**scale).astype(np.int64), Decimals(max(1, scale), zeros=False), cells)
    texts = _cast(cells)
    if not pc.any(pc.equal(pc.floor(cells), cells)).as_py():
        return texts
    whole = pc.match_substring_regex(texts, "^-?[0-9]+$")
    return pc.if_else(whole, pc.binary_join_element_wise(texts, ".0", ""), texts)


def _scale(values: Floats) -> int | None:
    """Return how many digits after the point tell all these floats exactly, if few do; -0.0 has a text of its own."""
    if not len(values) or not np.abs(values).max() < _EXACT or np.signbit(values[values == 0]).any():
        return None
    for scale in range(1, _MOST_SCALE + 1):
        units = np.rint(values * 10.0**scale)
        if np.abs(units).max() < _EXACT and np.array_equal(units / 10.0**scale, values):
            return scale
    return None


def _booleans(cells: pa.Array) -> pa.Array:
    return pc.if_else(cells, "true", "false")


def _cast(cells: pa.Array) -> pa.Array:
    return cells.cast(pa.string())


_SPELLINGS: dict[pa.DataType, Callable[[pa.Array], pa.Array]] = {
    pa.bool_(): _booleans,
    pa.float64(): _floats,
    pa.date32(): lambda cells: looked_up(_numbers(cells, pa.int32()), _days, cells),
    pa.time32("s"): lambda cells: looked_up(_numbers(cells, pa.int32()), _seconds_of_day, cells),
    pa.timestamp("s"): _datetimes,
}
