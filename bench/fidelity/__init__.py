"""The statistical gate: a sample of every vectorised provider against a sample of what it stands for.

>>> alike = ["a", "b", "c"] * 200
>>> differences(alike, alike), [found.what for found in differences(alike, ["a", "b"] * 300)][:3]
([], ['values', 'order', 'characters'])
"""

from bench.fidelity.comparison import Difference, differences
from bench.fidelity.gate import gate
from bench.fidelity.samples import Sampler, is_vectorised, methods, source, vectorised, vocabulary

__all__ = [
    "Difference",
    "Sampler",
    "differences",
    "gate",
    "is_vectorised",
    "methods",
    "source",
    "vectorised",
    "vocabulary",
]
