"""What can be said about a column."""

import re
from dataclasses import dataclass, fields, replace

from generation.engine import DataType


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What the values of a column must keep to; the ends of ranges are included.

    `decimals` counts the digits of the numbers stated. `since` and `until` are ISO dates, or distances such as `-2y`
    and `today`. `shares` go with `values`, and need not sum up to anything. `about` is an explanation in free words.
    """

    low: float | None = None
    high: float | None = None
    decimals: int = 0
    values: tuple[str, ...] = ()
    shares: tuple[float, ...] = ()
    since: str | None = None
    until: str | None = None
    missing: float | None = None
    unique: bool = False
    example: str | None = None
    data_type: DataType | None = None
    normal: bool = False
    about: str = ""

    @property
    def say_something(self) -> bool:
        """Tell whether anything was stated beyond an explanation."""
        return replace(self, about="") != NOTHING

    @property
    def have_ends(self) -> bool:
        """Tell whether a number was stated at which the values begin or end."""
        return self.low is not None or self.high is not None

    def combined(self, second: "Limits") -> "Limits":
        """Return what the second says, and what these say where the second is silent."""
        names = [field.name for field in fields(self)]
        return replace(
            self, **{name: value for name in names if (value := getattr(second, name)) != getattr(NOTHING, name)}
        )


NOTHING = Limits()


def without(text: str, match: re.Match[str], kept: str = " ") -> str:
    """Return a text without what matched, and `kept` in its place."""
    return f"{text[: match.start()]}{kept}{text[match.end() :]}"
