"""Names of columns for those who do not tell A from a."""

from collections.abc import Callable, Sequence
from itertools import count


def ascii_folded(name: str) -> str:
    """Return the name as SQLite compares it: it knows the cases of A to Z alone."""
    return "".join(letter.lower() if letter.isascii() else letter for letter in name)


def told_apart(names: Sequence[str], folded: Callable[[str], str] = ascii_folded) -> list[str]:
    """Return the names, a number behind each that is the same as one before once both are folded: A, a_2."""
    taken = {folded(name) for name in names}
    given: list[str] = []
    seen: set[str] = set()
    for name in names:
        fitting = _numbered(name, taken, folded) if folded(name) in seen else name
        taken.add(folded(fitting))
        seen.add(folded(fitting))
        given.append(fitting)
    return given


def _numbered(name: str, taken: set[str], folded: Callable[[str], str]) -> str:
    return next(numbered for number in count(2) if folded(numbered := f"{name}_{number}") not in taken)
