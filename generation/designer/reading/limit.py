"""What can be said about a column."""

import re
from dataclasses import dataclass, fields, replace
from typing import Literal

from generation.engine import DataType

Unit = Literal["second", "minute", "hour", "day", "week", "month", "year"]
Shape = Literal["", "even", "normal", "low", "high"]
Case = Literal["", "upper", "lower", "title"]
Alphabet = Literal["", "digits", "letters", "alphanumeric", "hex"]


@dataclass(frozen=True, slots=True)
class Step:
    """The time from one row to the next, such as 5 minutes."""

    count: int
    unit: Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What the values of a column must keep to; the ends of ranges are included, None and empty are "nothing said".

    Numbers: `low`, `high`, `mean` and `sd` count what was written, thousands and millions multiplied out. `decimals` is
    how many digits they have after the point, `multiple_of` what they can be divided by. `unit` is what they have to
    count, as in the catalog ("EUR", "kg", "thousand USD"). `shape` is how they lie: even, normal, low (a long tail to
    the right) or high.

    Values: `values` are all that may occur. `shares` go with them, in percent; less than 100 in all leaves the rest to
    other values that the column usually has ("60% female"), more is scaled down. `yes_no` is how yes and no are written
    ("Y", "N"), `yes_share` the share of the rows, from 0 to 1, that say yes. `several` is how many values one cell
    holds, as a list: the fewest and the most.

    Dates: `since` and `until` are ISO dates, or distances such as `-2y`, `today` and `this year`. `opens` and `closes`
    are times of day, "09:00". `weekdays` asks for Monday to Friday. `every` is the step of a time series. `date_format`
    is how dates are to be written, in the letters of strftime.

    Text: `shortest` and `longest` count characters, `alphabet` is what they are taken from ("digits"), `prefix` is what
    each value starts with, `suffix` what it ends with. `pattern` is a form in which `#` stands for a digit, `?` for a
    capital letter and all else for itself; `example` is one value that shows a form, as `PT-001` does. `case` is upper,
    lower or title.

    All: `missing` is the share of empty cells from 0 to 1, 0.0 where none may be; `unique` allows no value twice;
    `data_type` is the one that was stated, `kind` a phrase of the catalog that the writer's type stands for, such as
    "uuid" or "email". `about` is an explanation in free words.
    """

    low: float | None = None
    high: float | None = None
    mean: float | None = None
    sd: float | None = None
    decimals: int = 0
    multiple_of: float | None = None
    unit: str = ""
    shape: Shape = ""
    values: tuple[str, ...] = ()
    shares: tuple[float, ...] = ()
    yes_no: tuple[str, str] | None = None
    yes_share: float | None = None
    several: tuple[int, int] | None = None
    since: str | None = None
    until: str | None = None
    opens: str | None = None
    closes: str | None = None
    weekdays: bool = False
    every: Step | None = None
    date_format: str = ""
    shortest: int | None = None
    longest: int | None = None
    alphabet: Alphabet = ""
    prefix: str = ""
    suffix: str = ""
    pattern: str = ""
    example: str | None = None
    case: Case = ""
    missing: float | None = None
    unique: bool = False
    data_type: DataType | None = None
    kind: str = ""
    about: str = ""

    @property
    def normal(self) -> bool:
        """Tell whether the values are to be distributed normally."""
        return self.shape == "normal"

    @property
    def say_something(self) -> bool:
        """Tell whether anything was stated beyond an explanation."""
        return self != NOTHING and replace(self, about="") != NOTHING

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
