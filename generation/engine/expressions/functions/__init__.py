"""The functions, methods, attributes and constants of the language, a file per subject."""

import math
import string
from types import MappingProxyType

from generation.engine.expressions.functions import lists, moments, numbers, texts, writing
from generation.engine.expressions.functions.table import ATTRIBUTES, FUNCTIONS, METHODS

__all__ = ["ATTRIBUTES", "CONSTANTS", "FUNCTIONS", "METHODS"]

_SUBJECTS = (lists, moments, numbers, texts, writing)  # each enters its functions into the tables

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
    }
)
