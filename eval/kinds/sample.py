"""The values of a column, and what all judges ask of them."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from eval.phrases import words


@dataclass(frozen=True)
class Sample:
    """A column's name and its values, of which none is missing."""

    name: str
    values: tuple[Any, ...]

    @cached_property
    def distinct(self) -> frozenset[Any]:
        """Return the values, each once."""
        return frozenset(self.values)

    @cached_property
    def name_words(self) -> frozenset[str]:
        """Return the words of the name."""
        return frozenset(words(self.name))

    @property
    def is_text(self) -> bool:
        """Tell whether the values are texts of which none is blank."""
        return all(isinstance(value, str) and value.strip() for value in self.values)

    @property
    def is_whole(self) -> bool:
        """Tell whether the values are whole numbers."""
        return all(isinstance(value, int) and not isinstance(value, bool) for value in self.values)

    @property
    def is_number(self) -> bool:
        """Tell whether the values are numbers."""
        return all(isinstance(value, int | float | Decimal) and not isinstance(value, bool) for value in self.values)

    @property
    def varies(self) -> bool:
        """Tell whether there are two values at least, where there are some rows."""
        return len(self.distinct) > 1 or len(self.values) == 1

    def all_match(self, pattern: re.Pattern[str]) -> bool:
        """Tell whether the values are texts that the pattern matches from end to end."""
        return self.is_text and all(pattern.fullmatch(value) for value in self.distinct)

    def all_within(self, low: float, high: float) -> bool:
        """Tell whether the values are numbers in a range."""
        return self.is_number and all(low <= value <= high for value in self.distinct)

    def has_decimals(self, most: int) -> bool:
        """Tell whether no value has more decimals than so many."""
        return all(
            abs(round(float(value), most) - float(value)) < 1e-9 * max(1.0, abs(float(value)))
            for value in self.distinct
        )


Judge = Callable[[Sample], bool]
