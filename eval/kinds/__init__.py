"""Whether values are of a kind, such as `email` or `money`: decided from the values and the column's name alone.

What is missing is left out before. A kind nobody wrote a rule for holds whatever was not made up of random words.
"""

from collections.abc import Mapping

from eval.kinds.numbers import NUMBERS
from eval.kinds.sample import Judge, Sample
from eval.kinds.times import TIMES
from eval.kinds.words import WORDS, is_made_up, meant_something

KINDS: Mapping[str, Judge] = {**NUMBERS, **TIMES, **WORDS}

__all__ = ["KINDS", "Sample", "is_made_up", "is_one_of"]


def is_one_of(kinds: tuple[str, ...], sample: Sample) -> bool:
    """Tell whether the values are of one of the kinds. No values are of no kind."""
    return bool(sample.values) and any(KINDS.get(kind, meant_something)(sample) for kind in kinds)
