"""Writing dates and times by a layout such as `%d.%m.%Y`.

Only directives of bounded length, which mean the same on every machine, are known; each different value is written
once.
"""

import re
from datetime import date, datetime, time

import pyarrow as pa
import pyarrow.compute as pc

from generation.engine.errors import CheckError

_LONGEST = {
    "%": 1, "Y": 4, "m": 2, "d": 2, "H": 2, "M": 2, "S": 2, "y": 2, "b": 3, "B": 9, "a": 3, "A": 9, "p": 2, "I": 2,
    "j": 3, "f": 6, "w": 1, "u": 1, "U": 2, "W": 2, "V": 2, "G": 4, "F": 10, "T": 8, "D": 8, "R": 5, "e": 2, "h": 3,
    "x": 8, "X": 8, "c": 24, "Z": 0, "z": 0,
}  # fmt: skip
_EXPANDED = {"F": "%Y-%m-%d", "T": "%H:%M:%S", "D": "%m/%d/%y", "R": "%H:%M", "h": "%b",
             "x": "%m/%d/%y", "X": "%H:%M:%S", "c": "%a %b %d %H:%M:%S %Y", "Z": "", "z": ""}  # fmt: skip
_DIRECTIVE = re.compile(r"%(-?)(.?)", re.DOTALL)


def longest_text(layout: str) -> int:
    """Return the most bytes that a moment takes in this layout. Raises CheckError for a directive that is not known."""
    longest = len(_DIRECTIVE.sub("", layout).encode())
    for sign, letter in _DIRECTIVE.findall(layout):
        if letter not in _LONGEST or (sign and letter not in "dmHIMSjy"):
            raise CheckError(
                f"the layout {layout!r:.60} has no directive %{sign}{letter}", hint="for example '%Y-%m-%d %H:%M'"
            )
        longest += _LONGEST[letter]
    return longest


def written(moments: pa.Array, layout: str) -> pa.Array:
    """Return dates, datetimes or times as texts in this layout; missing stays missing."""
    layout = _DIRECTIVE.sub(lambda match: match[0] if match[1] else _EXPANDED.get(match[2], match[0]), layout)
    encoded = pc.dictionary_encode(moments)
    return pa.array([_write(value, layout) for value in encoded.dictionary.to_pylist()], pa.string()).take(
        encoded.indices
    )


def _write(moment: date | datetime | time, layout: str) -> str:
    """Write one moment: a year has four digits and `%-d` drops the zero, whatever the machine's own strftime does."""

    def directive(match: re.Match[str]) -> str:
        if match[2] == "Y" and not isinstance(moment, time):
            return f"{moment.year:04d}"
        text = moment.strftime(f"%{match[2]}")
        return text.lstrip("0") or "0" if match[1] else text

    return _DIRECTIVE.sub(directive, layout)
