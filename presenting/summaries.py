"""A column in short: how many cells are missing, how many differ, and how the values are spread."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

MOST_BINS = 10
MOST_TOP = 5
_DIGITS = 4  # of a number that is no cell but a limit of a bin, or a mean
_LARGEST_WHOLE = 1e15
_FIRST = datetime(1970, 1, 1)  # noqa: DTZ001 - cells have no zone either

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Bin:
    """How many values lie from `low` to `high`: included if values are whole, else where the next bin begins."""

    low: str
    high: str
    count: int


@dataclass(frozen=True, slots=True)
class Top:
    """A value, and how many cells have it."""

    value: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """What `count` cells of a column are like; a text is empty, and a tuple too, where there is nothing to say.

    `least`, `most` and `middle` ("mean 3.1", of dates and times "median 2024-03-01") are of numbers and moments, and so
    are the `bins`. `shortest` and `longest` are characters of texts; texts and truths have the values that occur
    most often (`top`), the first of them first.
    """

    count: int
    missing: int
    distinct: int
    least: str = ""
    most: str = ""
    middle: str = ""
    bins: tuple[Bin, ...] = ()
    shortest: int | None = None
    longest: int | None = None
    top: tuple[Top, ...] = ()

    @property
    def present(self) -> int:
        """Return how many cells are there."""
        return self.count - self.missing


def summary_of(cells: pa.Array) -> Summary:
    """Return a column in short."""
    present = cells.drop_null()
    counted = Summary(count=len(cells), missing=len(cells) - len(present), distinct=len(pc.unique(present)))
    if not len(present):
        return counted
    if pa.types.is_string(cells.type) or pa.types.is_boolean(cells.type):
        return _of_names(present, counted)
    return _of_amounts(present, counted)


# --- texts and truths ------------------------------------------------------------------------------------------------


def _of_names(present: pa.Array, counted: Summary) -> Summary:
    lengths = pc.min_max(pc.utf8_length(present)).as_py() if pa.types.is_string(present.type) else {}
    return replace(counted, shortest=lengths.get("min"), longest=lengths.get("max"), top=_top(present))


def _top(present: pa.Array) -> tuple[Top, ...]:
    occurring = pc.value_counts(present)
    counts = occurring.field("counts").to_numpy()
    places = np.argsort(-counts, kind="stable")[:MOST_TOP]
    values = occurring.field("values").take(pa.array(places)).to_pylist()
    return tuple(Top(written(value), int(counts[place])) for value, place in zip(values, places, strict=True))


def written(value: object) -> str:
    """Return a cell's value as a dataset has it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return value.isoformat(" ")
    return value.isoformat() if isinstance(value, date | time) else str(value)


# --- numbers and moments ---------------------------------------------------------------------------------------------


def _of_amounts(present: pa.Array, counted: Summary) -> Summary:
    scale = _scale_of(present.type)
    amounts = _amounts(present)
    extremes = pc.min_max(present)
    moments = pa.types.is_temporal(present.type)
    middle = np.median(amounts) if moments else (amounts / len(amounts)).sum()  # so that no sum is infinite
    return replace(
        counted,
        least=written(extremes["min"].as_py()),
        most=written(extremes["max"].as_py()),
        middle=f"{'median' if moments else 'mean'} {scale.shown(float(middle))}",
        bins=_bins(amounts, scale),
    )


@dataclass(frozen=True, slots=True)
class _Scale:
    """How an amount is shown, and whether amounts are whole."""

    shown: Callable[[float], str]
    whole: bool = False


def _scale_of(stored: pa.DataType) -> _Scale:
    if pa.types.is_date32(stored):
        return _Scale(_shown_date, whole=True)
    if pa.types.is_time32(stored):
        return _Scale(lambda amount: _shown_moment(amount)[11:])
    return (
        _Scale(_shown_moment) if pa.types.is_temporal(stored) else _Scale(_rounded, whole=pa.types.is_integer(stored))
    )


def _shown_date(amount: float) -> str:
    return (_FIRST + timedelta(days=int(amount))).date().isoformat()


def _shown_moment(amount: float) -> str:
    return (_FIRST + timedelta(seconds=int(amount))).isoformat(" ", "minutes")[:16]


def _rounded(amount: float) -> str:
    """Return a number in a few digits, those before the point all shown."""
    if 0 < abs(amount) < 10**-_DIGITS or abs(amount) >= _LARGEST_WHOLE:
        return f"{amount:.{_DIGITS}g}"
    before = len(str(int(abs(amount))))
    return np.format_float_positional(amount, precision=max(0, _DIGITS - before), trim="-")


def _amounts(present: pa.Array) -> Floats:
    if pa.types.is_date32(present.type) or pa.types.is_time32(present.type):
        present = present.view(pa.int32())
    elif pa.types.is_temporal(present.type):
        present = present.view(pa.int64())
    return np.asarray(present.cast(pa.float64(), safe=False).to_numpy())


def _bins(amounts: Floats, scale: _Scale) -> tuple[Bin, ...]:
    low, high = float(amounts.min()), float(amounts.max())
    whole = scale.whole and max(-low, high) < _LARGEST_WHOLE
    limits = _whole_limits(low, high) if whole else _limits(low, high)
    places = np.minimum(np.searchsorted(limits, amounts, side="right") - 1, len(limits) - 2)
    counts = np.bincount(places, minlength=len(limits) - 1).tolist()
    lasts = limits[1:] - 1 if whole else limits[1:]
    shown = [(scale.shown(first), scale.shown(last)) for first, last in zip(limits, lasts, strict=False)]
    return tuple(Bin(first, last, count) for (first, last), count in zip(shown, counts, strict=True))


def _whole_limits(low: float, high: float) -> Floats:
    """Return where bins of whole numbers begin, all as wide, and where the last one ends."""
    width = (high - low) // MOST_BINS + 1
    return np.arange(low, high + width + 0.5, width)


def _limits(low: float, high: float) -> Floats:
    """Return where bins begin and end; there is one bin if there is one value."""
    if low == high:
        return np.array([low, high])
    shares = np.linspace(0, 1, MOST_BINS + 1)
    return low * (1 - shares) + high * shares  # which no sum makes infinite
