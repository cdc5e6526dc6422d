"""The functions, methods, attributes and constants of the language, a file per subject."""

import math
import string
from datetime import date, datetime, time
from types import MappingProxyType

from generation.engine.expressions.functions import (
    calendar,
    elementary,
    lists,
    moments,
    numbers,
    parting,
    sequences,
    texts,
    writing,
)
from generation.engine.expressions.functions.table import ATTRIBUTES, FUNCTIONS, METHODS

__all__ = ["ATTRIBUTES", "CONSTANTS", "FUNCTIONS", "METHODS"]

_SUBJECTS = (
    calendar,
    elementary,
    lists,
    moments,
    numbers,
    parting,
    sequences,
    texts,
    writing,
)  # each enters its functions into the tables

CONSTANTS = MappingProxyType(
    {
        "string.ascii_letters": string.ascii_letters,
        "string.ascii_lowercase": string.ascii_lowercase,
        "string.ascii_uppercase": string.ascii_uppercase,
        "string.digits": string.digits,
        "string.hexdigits": string.hexdigits,
        "string.octdigits": string.octdigits,
        "string.punctuation": string.punctuation,
        "math.pi": math.pi,
        "math.e": math.e,
        "math.tau": math.tau,
        "np.pi": math.pi,
        "np.e": math.e,
        "date.min": date.min,
        "date.max": date.max,
        "datetime.min": datetime.combine(date.min, time.min),
        "datetime.max": datetime.combine(date.max, time(23, 59, 59)),
        "np.nan": None,  # a cell that is missing, which is what people mean by it
        "np.NaN": None,
        "math.nan": None,
        "timezone.utc": None,  # moments have no zone: UTC is what they are in
        "datetime.timezone.utc": None,
        "datetime.UTC": None,
        "pytz.utc": None,
        "pytz.UTC": None,
    }
)
