"""A column in short: how many cells are missing, how many differ, and how the values are spread."""

from dataclasses import dataclass, replace
from datetime import time
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from presenting.bins import CLOCK, Bins, Floats, bins_of
from presenting.timelines import DAY, TimeLine, line_of, moment
from presenting.values import Value, written

_FEW_NUMBERS = 12  # that lie apart, as codes do
MOST_TOP = 6  # values that all have a bar; of more, all but the last have one


@dataclass(frozen=True, slots=True)
class Top:
    """A value, and how many cells have it."""

    value: str
    count: int


@dataclass(frozen=True, slots=True)
class Extent:
    """The least, the middle and the greatest value; numbers have a mean as well."""

    least: Value
    median: Value
    greatest: Value
    mean: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """What `count` cells of a column are like; what there is nothing to say of is None, or () where it is a tuple.

    Numbers, dates and times have an `extent`; numbers and times of the day `bins`, dates and moments a `line`. Texts
    have their `lengths` in characters; texts, truths and a few numbers that are far apart have the values that occur
    most often (`top`), in the order of their first cells where they are as often.
    """

    count: int
    missing: int
    distinct: int
    extent: Extent | None = None
    bins: Bins | None = None
    line: TimeLine | None = None
    lengths: tuple[int, int] | None = None
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
    return _of_moments(present, counted) if pa.types.is_temporal(cells.type) else _of_numbers(present, counted)


# --- texts and truths ------------------------------------------------------------------------------------------------


def _of_names(present: pa.Array, counted: Summary) -> Summary:
    if pa.types.is_boolean(present.type):
        return replace(counted, top=_top(present))
    extremes = pc.min_max(pc.utf8_length(present)).as_py()
    return replace(counted, lengths=(extremes["min"], extremes["max"]), top=_top(present))


def _top(present: pa.Array) -> tuple[Top, ...]:
    occurring = pc.value_counts(present)
    counts = occurring.field("counts").to_numpy()
    places = np.argsort(-counts, kind="stable")[:MOST_TOP]
    values = occurring.field("values").take(pa.array(places)).to_pylist()
    return tuple(Top(written(value), int(counts[place])) for value, place in zip(values, places, strict=True))


# --- numbers, dates and times ----------------------------------------------------------------------------------------


def _of_numbers(present: pa.Array, counted: Summary) -> Summary:
    amounts = np.asarray(present.cast(pa.float64(), safe=False).to_numpy())
    mean = float((amounts / len(amounts)).sum())  # so that no sum is infinite
    extent, bins = replace(_extent(present, _middle(amounts)), mean=mean), bins_of(amounts)
    few = counted.distinct <= min(_FEW_NUMBERS, counted.present // 2)
    apart = any(low != high for low, high in bins.ranges)
    return replace(counted, extent=extent, bins=bins, top=_top(present) if few and apart else ())


def _middle(amounts: Floats) -> float:
    middle = float(np.median(amounts / 2)) * 2  # so that no sum is infinite
    return int(middle) if middle.is_integer() else middle


def _of_moments(present: pa.Array, counted: Summary) -> Summary:
    seconds, days = _seconds(present), pa.types.is_date32(present.type)
    middle = moment(int(np.median(seconds) // 1))
    if pa.types.is_time32(present.type):
        bins = bins_of(seconds.astype(np.float64), widths=CLOCK)
        return replace(counted, extent=_extent(present, middle.time()), bins=bins)
    extent = _extent(present, middle.date() if days else middle)
    return replace(counted, extent=extent, line=line_of(seconds, days=days))


def _seconds(present: pa.Array) -> Any:
    if pa.types.is_date32(present.type):
        return np.asarray(present.view(pa.int32())).astype(np.int64) * DAY
    return np.asarray(present.view(pa.int32() if pa.types.is_time32(present.type) else pa.int64())).astype(np.int64)


def _extent(present: pa.Array, middle: "Value | time") -> Extent:
    extremes = pc.min_max(present)
    return Extent(extremes["min"].as_py(), middle, extremes["max"].as_py())
