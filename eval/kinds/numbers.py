"""Kinds of numbers, and of texts that write numbers."""

import re
from collections.abc import Mapping

from eval.kinds.sample import Judge, Sample
from eval.phrases import word_set

_FALLS_BELOW_ZERO = word_set(
    "profit loss change net balance pnl margin delta diff difference return growth variance adjustment flow cash gain"
    " sentiment polarity z correlation trend anomaly"
)
_OLDEST, _OLDEST_IN_MONTHS = 115, 1380
_NEWEST_YEAR, _OLDEST_YEAR = 2100, 1500
_MOST_MONEY = 1e13
_HIGHEST_SCORE = 2400  # of two school tests together; sums of points go under count
_FEWEST_AGES = 3
_WRITTEN_MEASURE = re.compile(r"[<>~±]?-?\d[\d.,/'\"x\u00d7: -]*\s?[\w%°/²³'\".μµ]{0,12}")
_WRITTEN_MONEY = re.compile(
    r"(?:[A-Z]{3} |[$€£¥₹])?-?\d[\d,. ]*(?:k|K|M|m)?(?: ?[\u2013-] ?(?:[$€£¥₹])?\d[\d,. ]*[kKM]?)?(?: ?(?:[A-Z]{3}|[€$£]|LPA))?"
)
_WRITTEN_DURATION = re.compile(
    r"(?:\d+ ?(?:d|days?|h|hrs?|hours?|m|mins?|minutes?|s|sec|seconds?|weeks?|months?|years?|yrs?),? ?)+|\d+:\d\d(?::\d\d)?(?:\.\d+)?"
)
_FLAGS = frozenset({"yes", "no", "y", "n", "true", "false", "t", "f", "0", "1", "on", "off", "active", "inactive"})


def _may_fall_below_zero(sample: Sample) -> bool:
    return bool(sample.name_words & _FALLS_BELOW_ZERO)


def is_money(sample: Sample) -> bool:
    """Amounts have two decimals at most, vary, and are not negative unless the name is one of profits and changes."""
    if sample.is_text:
        return sample.varies and sample.all_match(_WRITTEN_MONEY)
    low = -_MOST_MONEY if _may_fall_below_zero(sample) else 0
    return sample.varies and sample.all_within(low, _MOST_MONEY) and sample.has_decimals(2)


def is_count(sample: Sample) -> bool:
    """Count values are whole, not negative, and vary."""
    return sample.is_whole and sample.varies and min(sample.values) >= 0


def is_measure(sample: Sample) -> bool:
    """Measures are numbers that vary, or texts such as 120/80 and 6'2"."""
    if sample.is_text:
        return sample.varies and sample.all_match(_WRITTEN_MEASURE)
    return sample.is_number and sample.varies


def is_duration(sample: Sample) -> bool:
    """Durations are numbers, not negative, that vary, or texts such as `3h 20m` and 02:15."""
    if sample.is_text:
        return sample.varies and sample.all_match(_WRITTEN_DURATION)
    return sample.is_number and sample.varies and min(sample.values) >= 0


def is_percent(sample: Sample) -> bool:
    """Percentages lie between 0 and 100 (or 1); those of changes may be negative. Rates may all be the same."""
    return sample.all_within(-100 if _may_fall_below_zero(sample) else 0, 100)


def is_rating(sample: Sample) -> bool:
    """Ratings lie between 0 and 10 and have two decimals at most."""
    return sample.varies and sample.all_within(0, 10) and sample.has_decimals(2)


def is_score(sample: Sample) -> bool:
    """Scores are numbers that vary, not negative unless they are of sentiment, and not boundless."""
    low = -10 if _may_fall_below_zero(sample) else 0
    return sample.varies and sample.all_within(low, _HIGHEST_SCORE)


def is_age(sample: Sample) -> bool:
    """Ages are whole numbers that somebody reaches; in months where the name says so."""
    most = _OLDEST_IN_MONTHS if sample.name_words & {"month", "week", "day"} else _OLDEST
    several = len(sample.distinct) >= min(_FEWEST_AGES, len(sample.values))
    return sample.is_whole and several and sample.all_within(0, most)


def is_year(sample: Sample) -> bool:
    """Years are whole numbers of four digits."""
    return sample.is_whole and sample.all_within(_OLDEST_YEAR, _NEWEST_YEAR)


def is_latitude(sample: Sample) -> bool:
    """Latitudes are broken numbers from -90 to 90."""
    return sample.varies and sample.all_within(-90, 90) and not sample.has_decimals(1)


def is_longitude(sample: Sample) -> bool:
    """Longitudes are broken numbers from -180 to 180."""
    return sample.varies and sample.all_within(-180, 180) and not sample.has_decimals(1)


def is_boolean(sample: Sample) -> bool:
    """Answers of yes or no, however they are written; two at most."""
    return len(sample.distinct) <= 2 and all(str(value).lower() in _FLAGS for value in sample.distinct)  # yes and no


NUMBERS: Mapping[str, Judge] = {
    "money": is_money,
    "count": is_count,
    "measure": is_measure,
    "duration": is_duration,
    "percent": is_percent,
    "rating": is_rating,
    "score": is_score,
    "age": is_age,
    "year": is_year,
    "latitude": is_latitude,
    "longitude": is_longitude,
    "boolean": is_boolean,
}
