"""What is said about one column: a range, values, shares, dates, missing cells, a form.

Each reader takes the text that is left, and gives back the text without what it read, together with the limits.
"""

from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache

from generation.designer.reading.dates import read_dates
from generation.designer.reading.flags import read_one_share, read_yes_no
from generation.designer.reading.forms import (
    read_case,
    read_date_format,
    read_example,
    read_length,
    read_pattern,
    read_prefix,
    read_suffix,
)
from generation.designer.reading.limit import Limits
from generation.designer.reading.lists import (
    read_bands,
    read_constant,
    read_letters,
    read_shares,
    read_slashes,
    read_values,
)
from generation.designer.reading.notes import (
    read_missing,
    read_several,
    read_shape,
    read_type,
    read_unique,
    read_unit,
)
from generation.designer.reading.numbers import read_grid, read_mean, read_range
from generation.designer.reading.splits import favoured, shared, take_favourite, take_split, values_beside
from generation.designer.reading.steps import read_hours, read_step, read_step_of_heading

_REMEMBERED = 1024  # texts: the same names and ranges are read again and again
_Reader = Callable[[str, Limits], tuple[str, Limits]]

_IN_NAMES: tuple[_Reader, ...] = (
    read_missing,
    read_unique,
    read_type,
    read_yes_no,
    read_date_format,
    read_prefix,
    read_suffix,
    read_pattern,
    read_example,
    read_length,
    read_several,
    read_shares,
    read_step,
    read_bands,
    read_hours,
    read_dates,
    read_shape,
    read_grid,
    read_range,
    read_mean,
    read_unit,
    read_case,
    read_slashes,
)
_BESIDE_NAMES: tuple[_Reader, ...] = (read_letters, *_IN_NAMES, read_one_share, read_values, read_constant)
_IN_HEADINGS: tuple[_Reader, ...] = (*_IN_NAMES, read_values, read_step_of_heading)


@lru_cache(maxsize=_REMEMBERED)
def read_limits(text: str) -> tuple[str, Limits]:
    """Return the text that stands beside a name without what was read as a limit, and the limits."""
    less, favourite = take_favourite(text)
    rest, limits = _read(less, _BESIDE_NAMES)
    if favourite in limits.values and favourite:
        return rest, favoured(limits, favourite)
    return _read(text, _BESIDE_NAMES)


@lru_cache(maxsize=_REMEMBERED)
def read_limits_in_sentence(text: str) -> tuple[str, Limits]:
    """Return a sentence without what was read as a limit, and the limits."""
    return _read(text, _IN_HEADINGS)


def _read(text: str, readers: tuple[_Reader, ...]) -> tuple[str, Limits]:
    rest, parts = take_split(text)
    left, limits = _read_by(rest, readers)
    if parts and not (limits.values or limits.yes_no):
        left, values = values_beside(left, len(parts))
        limits = replace(limits, values=values)
    if parts and not (limits.values or limits.yes_no):  # it was no split then
        left, limits = _read_by(text, readers)
    return " ".join(left.split()), shared(limits, parts)


def _read_by(text: str, readers: tuple[_Reader, ...]) -> tuple[str, Limits]:
    limits = Limits()
    for reader in readers:
        text, limits = reader(text, limits)
    return text, limits
