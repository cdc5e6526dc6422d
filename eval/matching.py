"""Which column of a row is which of those expected, told by their names.

Names are the same whatever their case, blanks and plural are. Those left over then match where one's words are part of
the other's, or at least half of all their words are shared, or where both are names for the same thing
(`synonyms.txt`): the best match first. A table's name before a point counts where a name alone says too little.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path

from eval.phrases import squeezed, words
from eval.wanted import Expected

_SYNONYMS = Path(__file__).parent / "synonyms.txt"
_SAME, _SYNONYM, _PART, _LEAST = 1.0, 0.9, 0.6, 0.5


def match(expected: Sequence[Expected], names: Iterable[str]) -> dict[str, str]:
    """Return for each expected name that was found the name of the column; no column serves twice."""
    free = list(names)
    scores = sorted(
        (
            (alike(one.name, name), -place, -index)
            for place, one in enumerate(expected)
            for index, name in enumerate(free)
        ),
        reverse=True,
    )
    found: dict[str, str] = {}
    taken: set[str] = set()
    for score, place, index in scores:
        wanted, name = expected[-place].name, free[-index]
        if score >= _LEAST and wanted not in found and name not in taken:
            found[wanted] = name
            taken.add(name)
    return found


@cache
def alike(wanted: str, name: str) -> float:
    """Return from 0 to 1 how much two names are the same."""
    table, _, column = wanted.rpartition(".")
    if squeezed(column) == squeezed(name) or (table and squeezed(wanted) == squeezed(name)):
        return _SAME
    meant = _meant(column)
    if meant & _meant(name):
        return _SYNONYM
    return max(_shared(words(column), words(name)), _shared(words(wanted), words(name)) if table else 0)


def _shared(wanted: list[str], name: list[str]) -> float:
    """Return the share of common words, all of them; names of which one holds the other's last word count more."""
    common, every = set(wanted) & set(name), {*wanted, *name}
    share = len(common) / len(every)
    part = common in (set(wanted), set(name)) and wanted[-1] == name[-1]
    return max(share, _PART) if part else share * (wanted[-1] in name or name[-1] in wanted)


def _meant(name: str) -> frozenset[int]:
    return _synonyms().get(squeezed(name), frozenset())


@cache
def _synonyms() -> Mapping[str, frozenset[int]]:
    """Return for each name the numbers of the lines that hold it."""
    lines = [line for line in _SYNONYMS.read_text("utf-8").splitlines() if line and not line.startswith("#")]
    found: dict[str, frozenset[int]] = {}
    for number, line in enumerate(lines):
        for name in line.split(","):
            found[squeezed(name)] = found.get(squeezed(name), frozenset()) | {number}
    return found
