"""Formulas in symbols and in words: `total = price * quantity`, "tax is 19% of the net amount"."""

import ast
import re

from generation.designer.reading.clauses import BE, NUMBER, column
from generation.designer.reading.conditions import Known
from generation.designer.reading.rule import Formula, Rule
from generation.designer.reading.words import DASHES

_SUM = (
    (re.compile(r"\b(?:the )?sum of (.+)"), " + "),
    (re.compile(r"\b(?:the )?product of (.+)"), " * "),
    (re.compile(r"\b(?:the )?difference (?:between|of) (.+)"), " - "),
    (re.compile(r"\b(?:the )?ratio (?:of|between) (.+)"), " / "),
)
_AVERAGE = re.compile(r"\b(?:the )?(?:average|mean) of (.+)")
_LISTED = re.compile(r"\s*(?:,\s*and|,|\band\b|\bto\b)\s*")
_OPERATORS = (
    (re.compile(r"\bmultiplied (?:by|with)\b|\btimes\b|(?<=[\d)] )x(?= [§\d(])|[\u00d7\u00b7]"), "*"),
    (re.compile(r"\bdivided by\b|\bover\b|÷"), "/"),
    (re.compile(r"\bplus\b|\badded to\b"), "+"),
    (re.compile(r"\bminus\b|\bless\b|[\u2212\u2013]"), "-"),
    (re.compile(rf"({NUMBER})\s?(?:%|percent) of\b"), r"\1 / 100 *"),
    (re.compile(rf"({NUMBER})\s?%"), r"(\1 / 100)"),
    (re.compile(r"\bhalf (?:of )?"), "0.5 * "),
    (re.compile(r"\b(?:twice|double)(?: of)?"), "2 * "),
    (re.compile(r"\b(?:the|an?|its|their|of|value|amount)\b"), " "),
    (re.compile(r"\^"), "**"),
)
_AFTER_TERMS = re.compile(r"[,(]?\s*\b(?:rounded|with|in|where|so|for|if|when|which|and|as)\b.*$")
_TERMS = re.compile(r"[§\d.+\-*/() ]+")
_IS = re.compile(
    rf"^{column('t')}\s*(?::|\()?\s*(?:=|{BE}\s*"
    r"(?:=|(?:calculated|computed|derived|determined|given|defined|obtained|generated|made)"
    r"\s*(?:as|by|from|using|with|to be)?|the result of)?)\s*:?\s*(?P<terms>.+?)\)?$"
)
_FEWEST_OPERATIONS = re.compile(r"§\d+(?![\d.])\s*(?:\*\*?|[+\-/])|(?:\*\*?|[+\-/])\s*\(?\s*§\d+")


_SHARE_OF = re.compile(
    rf"^{column('t')}\s*:?\(?{BE}\s*(?:between )?(?P<low>{NUMBER})\s?%?\s*(?:[{DASHES}]|to|and)\s*"
    rf"(?P<high>{NUMBER})\s?% of {column('s')}"
)


def read_formula(clause: str, _: Known) -> tuple[Rule, ...]:
    """Read a column that is computed from others, or a part of another."""
    if match := _SHARE_OF.match(clause):
        shares = f"random.uniform({float(match['low']) / 100:g}, {float(match['high']) / 100:g})"
        return (Formula(int(match["t"]), f"§{match['s']} * {shares}"),)
    match = _IS.match(clause)
    if match is None:
        return ()
    terms = read_terms(match["terms"])
    target = int(match["t"])
    if terms is None or re.search(rf"§{target}(?!\d)", terms):
        return ()
    return (Formula(target, terms),)


def read_terms(text: str) -> str | None:
    """Return words as an expression with marks: "price times quantity" -> `§0 * §1`; None where it is none."""
    for pattern, operator in _SUM:
        if match := pattern.search(text):
            text = f"{text[: match.start()]}({operator.join(_LISTED.split(match[1]))})"
    text = _AVERAGE.sub(lambda match: _mean(_LISTED.split(match[1])), text)
    for pattern, written in _OPERATORS:
        text = pattern.sub(written, text)
    if not _TERMS.fullmatch(text):
        text = _AFTER_TERMS.sub("", text)
    text = " ".join(text.strip(" .,:").split())
    if not _TERMS.fullmatch(text) or not _FEWEST_OPERATIONS.search(text):
        return None
    try:
        ast.parse(text.replace("§", "c"), mode="eval")
    except SyntaxError:
        return None
    return text


def _mean(parts: list[str]) -> str:
    return f"(({' + '.join(parts)}) / {len(parts)})"


_SAME = re.compile(
    rf"^{column('t')}{BE}\s*(?:the )?(?:same as|identical to|equal to|equals|a copy of|=)\s*{column('s')}$"
)


def read_same(clause: str, _: Known) -> tuple[Rule, ...]:
    """Read a column that holds what another holds."""
    match = _SAME.match(clause)
    return (Formula(int(match["t"]), f"§{match['s']}"),) if match else ()
