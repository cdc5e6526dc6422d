"""What is said about one column: a range, values, shares, dates, missing cells, an example.

Each reader takes the text that is left, and gives back the text without what it read, together with the limits.
"""

from collections.abc import Callable

from generation.designer.reading.dates import read_dates
from generation.designer.reading.limit import Limits
from generation.designer.reading.lists import read_shares, read_values
from generation.designer.reading.notes import read_example, read_missing, read_shape, read_type, read_unique
from generation.designer.reading.numbers import read_range

_READERS: tuple[Callable[[str, Limits], tuple[str, Limits]], ...] = (
    read_missing,
    read_unique,
    read_type,
    read_example,
    read_shares,
    read_dates,
    read_range,
    read_values,
    read_shape,
)


def read_limits(text: str) -> tuple[str, Limits]:
    """Return the text without what was read as a limit, and the limits."""
    limits = Limits()
    for reader in _READERS:
        text, limits = reader(text, limits)
    return " ".join(text.split()), limits
