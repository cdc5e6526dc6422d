"""How two samples of texts differ: in shapes, lengths, values, order, characters, words and places.

Each test's false alarms are so rare (below one in a thousand million) that thousands of them together raise none.
"""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

FEWEST = 20  # of a category in both samples together; rarer ones are counted as one
MOST_SIGMAS = 7.0  # a normal deviate goes beyond them once in 4 * 10**11 times
FALSE_ALARM = 1e-10
_SHAPES, _PLACES, _ENDS = 3, 12, 4
_AGAIN = re.compile("(?<=a)a+|(?<=A)A+|(?<=c)c+")
Sample = Sequence[str]


@dataclass(frozen=True, slots=True)
class Difference:
    """What differs, by how much, and how much is allowed."""

    what: str
    statistic: float
    limit: float
    example: str

    def __str__(self) -> str:
        return f"{self.what} {self.statistic:.2f} > {self.limit:.2f} ({self.example})"


def differences(ours: Sample, theirs: Sample, known: Collection[str] = ()) -> list[Difference]:
    """Return in which respects two samples cannot come from one source. Each has some hundred texts.

    `known` are the texts that the source may choose from. If it does nothing else, so must we.
    """
    mine, real = _by_shape(ours), _by_shape(theirs)
    found = [
        _strangers(ours, theirs, known),
        _counts("shapes", _sizes(mine), _sizes(real)),
        _distances("lengths", [len(text) for text in ours], [len(text) for text in theirs]),
        _counts("values", Counter(ours), Counter(theirs)),
        _repetition(ours, theirs),
        _distances("order", *_ranks(ours, theirs)),
        _presence("characters", ours, theirs, set),
        _presence("words", ours, theirs, lambda text: set(text.split())),
        *_places(mine, real),
    ]
    return [difference for difference in found if difference.statistic > difference.limit]


def shape(text: str) -> str:
    """Return a text with 9 for digits, a, A and c for letters (c has no case); runs of letters count as one."""
    return _AGAIN.sub("", text.translate(_CLASSES))


class _Classes(dict[int, str]):
    """What stands for a character in a shape; found out when it first occurs."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        if character.isdigit():
            found = "9"
        elif character.isalpha():
            found = "a" if character.islower() else "A" if character.isupper() else "c"
        else:
            found = character
        return self.setdefault(code, found)


_CLASSES = _Classes()


def _counts(what: str, mine: Counter[str], real: Counter[str]) -> Difference:
    """Compare how often each category occurs: chi-square, as a normal deviate (Wilson and Hilferty 1931)."""
    table = _pooled(mine, real)
    share = table.sum(axis=1, keepdims=True) / table.sum()
    expected = share * table.sum(axis=0, keepdims=True)
    parts = ((table - expected) ** 2 / expected).sum(axis=0)
    freedom = table.shape[1] - 1
    if freedom == 0:
        return Difference(what, 0, MOST_SIGMAS, "")
    spread = 2 / (9 * freedom)
    sigmas = ((parts.sum() / freedom) ** (1 / 3) - 1 + spread) / math.sqrt(spread)
    return Difference(what, float(sigmas), MOST_SIGMAS, _most_unlike(mine, real))


def _pooled(mine: Counter[str], real: Counter[str]) -> npt.NDArray[np.float64]:
    """Return the two rows of counts, in which categories that are rare in both are one."""
    both = mine + real
    common = [category for category, count in both.items() if count >= FEWEST]
    rows = [[counts[category] for category in common] for counts in (mine, real)]
    rest = [counts.total() - sum(row) for counts, row in zip((mine, real), rows, strict=True)]
    if sum(rest) >= FEWEST:
        rows = [[*row, other] for row, other in zip(rows, rest, strict=True)]
    return np.array(rows, dtype=np.float64)


def _most_unlike(mine: Counter[str], real: Counter[str]) -> str:
    category = max(mine | real, key=lambda each: (mine[each] - real[each]) ** 2 / (mine[each] + real[each]))
    return f"{category!r:.40}: {mine[category]} times, not {real[category]}"


def _distances(what: str, ours: Sequence[float], theirs: Sequence[float]) -> Difference:
    """Compare two distributions by the greatest distance between them (Kolmogorov, Smirnov; the bound is Massart's)."""
    mine, real = np.sort(ours), np.sort(theirs)
    steps = np.concatenate([mine, real])
    shares = [np.searchsorted(side, steps, side="right") / len(side) for side in (mine, real)]
    gap = np.abs(shares[0] - shares[1])
    limit = math.sqrt(math.log(2 / FALSE_ALARM) / 2 * (1 / len(mine) + 1 / len(real)))
    where = int(gap.argmax())
    shown = f"{shares[0][where]:.0%} up to {steps[where]:g}, not {shares[1][where]:.0%}"
    return Difference(what, float(gap[where]), limit, shown)


def _ranks(ours: Sample, theirs: Sample) -> tuple[Sequence[float], Sequence[float]]:
    """Return numbers in the order of the texts: themselves, where all are numbers."""
    try:
        return [float(text) for text in ours], [float(text) for text in theirs]
    except ValueError:
        ranks = {text: rank for rank, text in enumerate(sorted({*ours, *theirs}))}
        return [ranks[text] for text in ours], [ranks[text] for text in theirs]


def _repetition(ours: Sample, theirs: Sample) -> Difference:
    """Compare how many different values there are; what occurs once could as well be missing, which is the noise."""
    mine, real = Counter(ours), Counter(theirs)
    once = sum(count == 1 for counts in (mine, real) for count in counts.values())
    sigmas = abs(len(mine) - len(real)) / math.sqrt(once + 1)
    return Difference("repetition", sigmas, MOST_SIGMAS, f"{len(mine)} different values, not {len(real)}")


def _strangers(ours: Sample, theirs: Sample, known: Collection[str]) -> Difference:
    """Count the values that nobody has heard of, where all of the other sample are known."""
    strangers = {*ours}.difference(theirs, known) if {*theirs}.issubset(known) else set()
    return Difference("strangers", len(strangers), 0, f"{min(strangers, default='')!r:.40}")


def _presence(what: str, ours: Sample, theirs: Sample, parts: Callable[[str], set[str]]) -> Difference:
    """Compare in how many texts each character or word occurs at all."""
    mine, real = (Counter(part for text in sample for part in parts(text)) for sample in (ours, theirs))
    worst = Difference(what, 0, MOST_SIGMAS, "")
    for part, count in (mine + real).items():
        sigmas = _unlike(mine[part], len(ours), real[part], len(theirs)) if count >= FEWEST else 0
        if sigmas > worst.statistic:
            worst = Difference(what, sigmas, MOST_SIGMAS, f"{part!r:.40} in {mine[part]}, not {real[part]}")
    return worst


def _unlike(mine: int, of_mine: int, real: int, of_real: int) -> float:
    """Compare two shares: the root of the logarithmic likelihood ratio, which keeps its promise for rare parts too."""
    share = (mine + real) / (of_mine + of_real)
    observed = (mine, of_mine - mine, real, of_real - real)
    expected = (of_mine * share, of_mine * (1 - share), of_real * share, of_real * (1 - share))
    ratio = sum(seen * math.log(seen / hoped) for seen, hoped in zip(observed, expected, strict=True) if seen)
    return math.sqrt(max(0.0, 2 * ratio))


def _places(mine: Mapping[str, Sample], real: Mapping[str, Sample]) -> list[Difference]:
    """Compare which characters stand at each place of the texts of the commonest shapes."""
    commonest = sorted(real, key=lambda found: len(real[found]), reverse=True)[:_SHAPES]
    places = [*range(_PLACES), *range(-_ENDS, 0)]
    return [
        _counts(f"place {place} of {each!r:.30}", _characters(mine[each], place), _characters(real[each], place))
        for each in commonest
        if min(len(mine.get(each, ())), len(real[each])) >= 5 * FEWEST
        for place in places
    ]


def _by_shape(sample: Sample) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for text in sample:
        found[shape(text)].append(text)
    return found


def _sizes(by_shape: Mapping[str, Sample]) -> Counter[str]:
    return Counter({found: len(texts) for found, texts in by_shape.items()})


def _characters(sample: Sample, place: int) -> Counter[str]:
    """Return the characters at a place of each text, nothing where it is beyond the ends."""
    stop = place + 1 or None
    return Counter(text[place:stop] for text in sample)
