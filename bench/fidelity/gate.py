"""The gate: which of a locale's providers are not what they stand for."""

from collections.abc import Iterable

from bench.fidelity.comparison import Difference, differences
from bench.fidelity.samples import Sampler, vectorised, vocabulary


def gate(locale: str, names: Iterable[str], rows: int, seed: int, *, itself: bool = False) -> dict[str, list[str]]:
    """Return how each of the named providers that fail differs, in words.

    `itself` compares what they stand for with itself, under another seed: what fails then is a false alarm.
    """
    found = {name: _compared(Sampler(locale, name), rows, seed, itself) for name in names}
    return {name: [str(difference) for difference in differing] for name, differing in found.items() if differing}


def gate_all(locale: str, rows: int, seed: int, itself: bool) -> tuple[int, dict[str, list[str]]]:  # noqa: FBT001  # mapped
    """Return how many vectorised providers a locale has, and how those that fail differ."""
    names = vectorised(locale)
    return len(names), gate(locale, names, rows, seed, itself=itself)


def _compared(sampler: Sampler, rows: int, seed: int, itself: bool) -> list[Difference]:  # noqa: FBT001  # handed on
    ours = sampler.theirs(rows, seed + 1) if itself else sampler.ours(rows, seed)
    return differences(ours, sampler.theirs(rows, seed), vocabulary(sampler.locale))
