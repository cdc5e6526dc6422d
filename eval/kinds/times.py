"""Kinds of moments, and of texts that write moments."""

import re
from collections.abc import Mapping
from datetime import date, datetime, time

from eval.kinds.sample import Judge, Sample

_DAY = r"(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/. ](?:\d{1,2}|[A-Z][a-z]{2,8})[-/. ](?:\d{4}|\d{2})|[A-Z][a-z]{2,8} \d{1,2}, \d{4})"
_CLOCK = r"\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?: ?[AaPp]\.?[Mm]\.?)?"
_WRITTEN_DAY = re.compile(_DAY)
_WRITTEN_CLOCK = re.compile(_CLOCK)
_WRITTEN_MOMENT = re.compile(rf"{_DAY}[T ,]+{_CLOCK}(?:Z|[+-]\d\d:?\d\d)?")
_YEARS = range(1700, 2150)


def is_date(sample: Sample) -> bool:
    """Days without a time of day, in years that people speak of, and not always the same."""
    days = all(isinstance(value, date) and not isinstance(value, datetime) for value in sample.values)
    return sample.varies and (_in_our_years(sample) if days else sample.all_match(_WRITTEN_DAY))


def is_datetime(sample: Sample) -> bool:
    """Moments with a time of day that is not always midnight."""
    if not all(isinstance(value, datetime) for value in sample.values):
        return sample.varies and sample.all_match(_WRITTEN_MOMENT)
    return sample.varies and _in_our_years(sample) and any(value.time() != time() for value in sample.values)


def is_time(sample: Sample) -> bool:
    """Clock times, as such or written."""
    return sample.varies and (
        all(isinstance(value, time) for value in sample.values) or sample.all_match(_WRITTEN_CLOCK)
    )


def _in_our_years(sample: Sample) -> bool:
    return all(value.year in _YEARS for value in sample.distinct)


TIMES: Mapping[str, Judge] = {"date": is_date, "datetime": is_datetime, "time": is_time}
