"""Numbers between two ends, around a mean, or in steps."""

import math
from datetime import UTC, datetime

from generation.designer.catalog import Concept
from generation.designer.composing.ranges.usual import usual
from generation.designer.reading import Limits, word_set
from generation.engine import DataType

_BETA = {"low": (1.6, 4.0), "high": (4.0, 1.6), "middle": (3.0, 3.0)}
_FIRM, _LOOSE, _FIRMEST, _LOOSEST = 8.0, 5.0, 60.0, 1.5  # how closely a beta distribution holds to its mean
_DEVIATIONS = 8  # of a normal distribution, from one end of a range to the other
_WIDE = 50  # from here on many times the low end is a different order of magnitude
_TAIL = 0.6  # the sigma of a log-normal distribution whose mean alone was stated
_CENTS = 2
_UNIT_INTERVAL = 1
_OLDEST = 85
_MORE_YEARS = 10.0
_RATING_SCALES = (5.0, 10.0, 100.0)
_LOWEST_RATING = 1.0
_UNSPECIFIC = word_set("word type category status code priority thing_name")


def from_numbers(concept: Concept, limits: Limits) -> tuple[str, DataType] | None:
    """Return an expression for numbers in a range, around a mean or in steps; None where none of them was asked for."""
    if not (concept.is_number or concept.name in _UNSPECIFIC or concept.values or limits.have_ends):
        return None
    if limits.multiple_of:
        return _steps(concept, limits, float(limits.multiple_of))
    if ends := _ends(concept, limits):
        return _between(concept, limits, *ends)
    if limits.mean is not None or limits.shape == "normal":
        return _around(concept, limits)
    return None


def _ends(concept: Concept, limits: Limits) -> tuple[float, float] | None:
    """Return the two ends of a range of numbers; a range of years is as good as one."""
    low, high = limits.low, limits.high
    if not limits.have_ends:
        low, high = (float(end[:4]) if end and end[0].isdigit() else None for end in (limits.since, limits.until))
        if limits.until == "today" and low is not None:
            high = float(datetime.now(tz=UTC).year)
    if high is None and low is not None:
        high = _usual_high(concept, low)
    elif low is None and high is not None:
        low = _usual_low(concept, high)
    if low is None or high is None:
        return None
    low, high = float(low), float(high)
    return (max(0.0, low), max(0.0, high)) if concept.name == "age" else (low, high)  # nobody is younger


def _usual_high(concept: Concept, low: float) -> float | None:
    """Return where values of this kind end when only their beginning was stated; None where the usual ones will do."""
    if "rating" in concept.name:
        return next((end for end in _RATING_SCALES if low <= end), None)
    if concept.name == "age":
        return max(float(_OLDEST), low + _MORE_YEARS)
    if not concept.is_number:
        return low + 100
    lies = usual(concept)
    return None if low < (lies.mean + lies.high) / 2 else low + max(abs(low), lies.high - lies.low)


def _usual_low(concept: Concept, high: float) -> float:
    """Return where values of this kind begin when only their end was stated."""
    if "rating" in concept.name:
        return min(high, _LOWEST_RATING)
    if not concept.is_number or concept.name == "age":
        return min(high, 0.0)
    lies = usual(concept)
    if lies.low < high:
        return _rounded_down(lies.low) if concept.data_type is not DataType.INTEGER else float(int(lies.low))
    return high - (lies.high - lies.low) if lies.low < 0 or high <= 0 else 0.0


def _rounded_down(value: float) -> float:
    """Return a rounder number that is not greater: 13.37 -> 13.0, 0.0713 -> 0.07."""
    if value == 0:
        return 0.0
    digits = 1 - math.floor(math.log10(abs(value)))
    return round(math.floor(value * 10.0**digits) / 10.0**digits, max(0, digits))


def _steps(concept: Concept, limits: Limits, step: float) -> tuple[str, DataType]:
    low, high = _ends(concept, limits) or (step, max(step * 20, usual(concept).high if concept.is_number else 0))
    first, last = math.ceil(round(low / step, 9)), math.floor(round(high / step, 9))
    number = _kind(concept, limits, whole=step.is_integer())
    drawn = f"random.randint({first}, {max(first, last)})"
    if number is DataType.INTEGER:
        return f"{number_text(step)} * {drawn}", number
    return f"round({number_text(step)} * {drawn}, {max(limits.decimals, decimals_of(step))})", number


def _between(concept: Concept, limits: Limits, low: float, high: float) -> tuple[str, DataType]:
    whole = limits.decimals == 0 and low.is_integer() and high.is_integer()
    number = _kind(concept, limits, whole=whole)
    if limits.shape == "normal" or (limits.sd is not None and limits.mean is not None):
        return _bell(limits, number, low, high), number
    if number is DataType.INTEGER:
        return _whole_between(concept, limits, math.ceil(low), math.floor(high)), number
    shape = _spread(concept, limits, low, high)
    if shape is None:
        drawn = f"random.uniform({number_text(low)}, {number_text(high)})"
    elif _is_wide(concept, limits, low, high):
        drawn = f"{number_text(low)} * {number_text(high / low)} ** random.betavariate(2, 3)"
    else:
        drawn = f"random.betavariate({shape})"
        drawn = f"{number_text(high - low)} * {drawn}" if high - low != 1 else drawn
        drawn = f"{number_text(low)} + {drawn}" if low else drawn
    return f"round({drawn}, {_digits(number, limits, high - low)})", number


def _whole_between(concept: Concept, limits: Limits, first: int, last: int) -> str:
    last = max(first, last)
    shape = _spread(concept, limits, first - 0.5, last + 0.5)
    if shape is None or last - first < 2:  # noqa: PLR2004 - two values have no shape
        return f"random.randint({first}, {last})"
    if _is_wide(concept, limits, first, last):
        return f"min({last}, int({first} * {number_text(round(last / first, 3))} ** random.betavariate(2, 3)))"
    return f"{f'{first} + ' if first else ''}int({last - first + 1} * random.betavariate({shape}))"


def _is_wide(concept: Concept, limits: Limits, low: float, high: float) -> bool:
    """Tell whether a skewed range is so wide that its values lie by orders of magnitude."""
    shape = limits.shape or concept.shape
    return shape == "low" and limits.mean is None and low > 0 and high / low >= _WIDE


def _spread(concept: Concept, limits: Limits, low: float, high: float) -> str | None:
    """Return the two parameters of a beta distribution over a range; None for an even one."""
    if limits.mean is not None and low < limits.mean < high:
        share = (limits.mean - low) / (high - low)
        firm = _FIRM if 0.25 <= share <= 0.75 else _LOOSE  # noqa: PLR2004 - about the middle
        return f"{share * firm:.3g}, {(1 - share) * firm:.3g}"
    beta = _BETA.get(limits.shape or concept.shape)
    return f"{beta[0]:g}, {beta[1]:g}" if beta else None


def _bell(limits: Limits, number: DataType, low: float, high: float) -> str:
    mean = (low + high) / 2 if limits.mean is None else limits.mean
    sd = limits.sd or max(min(mean - low, high - mean), (high - low) / _DEVIATIONS) * 2 / _DEVIATIONS
    drawn = f"random.gauss({number_text(mean)}, {number_text(sd)})"
    clipped = f"min({number_text(high)}, max({number_text(low)}, {drawn}))"
    return _rounded(clipped, number, limits, high - low)


def _around(concept: Concept, limits: Limits) -> tuple[str, DataType]:
    """Return numbers around a mean, the usual one where none was stated, and on the usual side of zero."""
    lies = usual(concept) if concept.is_number else None
    mean = float(limits.mean if limits.mean is not None else lies.mean if lies else 50)
    positive = lies is None or (lies.low >= 0 and mean > 0)
    skewed = (limits.shape or concept.shape) == "low"
    sd = limits.sd or (abs(mean) / 4 if positive or lies is None else lies.sd)
    number = _kind(concept, limits, whole=concept.data_type is DataType.INTEGER or mean.is_integer())
    if skewed and positive:
        tail = math.sqrt(math.log(1 + (limits.sd / mean) ** 2)) if limits.sd else _TAIL
        drawn = f"random.lognormvariate({math.log(mean) - tail**2 / 2:.4f}, {tail:.3g})"
    else:
        drawn = f"random.gauss({number_text(mean)}, {number_text(sd)})"
        drawn = f"max(0, {drawn})" if positive else drawn
    return _rounded(drawn, number, limits, abs(mean)), number


def _rounded(drawn: str, number: DataType, limits: Limits, span: float) -> str:
    if number is DataType.INTEGER:
        return f"int(round({drawn}))"
    return f"round({drawn}, {_digits(number, limits, span)})"


def _kind(concept: Concept, limits: Limits, *, whole: bool) -> DataType:
    """Return the data type of numbers in a range, whose ends are whole or not."""
    number = concept.data_type if concept.is_number else DataType.INTEGER
    if limits.data_type in {DataType.INTEGER, DataType.FLOAT, DataType.DECIMAL}:
        return limits.data_type
    return DataType.FLOAT if number is DataType.INTEGER and not whole else number


def _digits(number: DataType, limits: Limits, span: float) -> int:
    if limits.decimals:
        return limits.decimals
    return _CENTS if number is DataType.DECIMAL or span <= _UNIT_INTERVAL else 1


def decimals_of(value: float) -> int:
    """Return how many digits a number has after its point."""
    return len(number_text(value).partition(".")[2])


def number_text(value: float) -> str:
    """Return a number as people write it, without a needless point."""
    return repr(int(value)) if float(value).is_integer() else repr(round(float(value), 10))
