"""Sentences that relate columns to each other, read as rules.

They are read from a text in which the columns and their values are marked (see `mentions`): `§3` is the fourth column,
`§3.1` the second value of it, of a truth `§3.0` is yes and `§3.1` no.
"""

import re
from collections.abc import Callable, Iterator

from generation.designer.reading.conditions import Known
from generation.designer.reading.degrees import read_linked, read_raised
from generation.designer.reading.effects import read_emptied, read_fixed, read_ranged
from generation.designer.reading.formulas import read_formula, read_same
from generation.designer.reading.orders import read_order
from generation.designer.reading.parts import read_ratio, read_repeated, read_shared
from generation.designer.reading.rule import Rule

_MOST_CLAUSES = 12
_LONGEST = 400

_APART = re.compile(r"\s*(?:;|\bwhile\b|\bwhereas\b|, but\b|\. )\s*")
_AND = re.compile(r",? and (?=(?:the |a |an |their |its )?§\d+(?![\d.]) (?!and\b))|, (?=if |when |only )")
_VERB = re.compile(
    r"\b(?:is|are|be|has|have|should|must|equals?|depends?|increases?|decreases?|comes?|occurs?|after|before|only|unless)"
    r"\b|[=<>]"
)
_LEAD = re.compile(
    r"^(?:(?:and|also|please|note|that|where|so|such|make|sure|ensure|ensuring|with|the rule is|rule|keep in mind"
    r"|remember|of course|in addition|additionally|furthermore|finally|but|it is important) (?:that )?[:,]?\s*)+(?=\S)"
)
_READERS: tuple[Callable[[str, Known], tuple[Rule, ...]], ...] = (
    read_ratio,
    read_shared,
    read_repeated,
    read_emptied,
    read_fixed,
    read_formula,
    read_same,
    read_ranged,
    read_order,
    read_linked,
    read_raised,
)


def read_rules(marked: str, known: Known) -> tuple[Rule, ...]:
    """Return the rules in a marked text."""
    text = " ".join(marked[:_LONGEST].lower().split()).strip(" .;")
    found = (rule for clause in _clauses(text) for rule in _read_clause(_LEAD.sub("", clause), known))
    return tuple(dict.fromkeys(found))


def _clauses(text: str) -> Iterator[str]:
    """Yield the parts of a sentence, each of which may be a rule by itself."""
    for part in _APART.split(text)[:_MOST_CLAUSES]:
        pieces = _AND.split(part)
        yield from pieces if all("§" in piece and _VERB.search(piece) for piece in pieces) else [part]


def _read_clause(clause: str, known: Known) -> tuple[Rule, ...]:
    return next((rules for reader in _READERS if (rules := reader(clause, known))), ())
