"""What the look of a name gives away where its words say nothing."""

import re

from generation.designer.reading import singular, word_set, words
from generation.engine import DataType

PARTICIPLE = re.compile(
    r"[a-z]{4,}ed|[a-z]{2}[^aeiou]ed|used|seen|made|sent|paid|held|met|lost|sold|given|taken|shown|done|won|kept|built"
)
_LONG_PARTICIPLE = re.compile(r"[a-z]{4,}ed|sold|paid|sent")
_DIGIT = re.compile(r"\d")

_ACRONYM = re.compile(r"[A-Z]{2,8}")
_MEASURING = word_set("weather iot science machine-learning energy environment biology manufacturing")
_SHORTEST_FUSED, _SHORTEST_NOUN, _LONGEST_SYMBOL = 6, 4, 6
_CAPITAL_ENDS = {
    **dict.fromkeys(("DTC", "DAT", "DTE", "DATE"), "event_date"),
    **dict.fromkeys(("ID", "NR", "NO", "NUM", "KEY"), "code"),
    **dict.fromkeys(("TXT", "TERM", "DESC"), "written_note"),
    **dict.fromkeys(("CD", "CODE"), "short_code"),
    **dict.fromkeys(("FL", "FLG", "YN"), "flag"),
    **dict.fromkeys(("AMT", "PRC"), "amount_of_money"),
    **dict.fromkeys(("QTY", "CNT"), "count"),
    **dict.fromkeys(("NM", "NAME"), "thing_name"),
    "STAT": "status",
    "TYP": "type",
}
_FUSED = {
    "time": "event_timestamp",
    "date": "event_date",
    "name": "thing_name",
    "code": "short_code",
    "number": "code",
    "type": "type",
    "mode": "type",
    "status": "status",
    "level": "priority",
    "email": "email",
    "year": "year",
    "datum": "event_date",
    "nummer": "code",
    **dict.fromkeys(("price", "amount", "preis", "betrag"), "amount_of_money"),
    **dict.fromkeys(("score", "index"), "index_score"),
}


def by_capitals(phrase: str) -> str:
    """Return what `AESTDTC` or `CUSTNR` holds, named by a system that knows no small letters."""
    capitals = len(phrase) > _SHORTEST_NOUN and phrase.isupper() and phrase.isalpha()
    return next((concept for end, concept in _CAPITAL_ENDS.items() if capitals and phrase.endswith(end)), "")


def by_fused_word(phrase: str) -> str:
    """Return what a key holds whose last word is made of several: `outtime`."""
    last = phrase.rsplit(maxsplit=1)[-1]
    fused = len(last) >= _SHORTEST_FUSED
    return next((concept for end, concept in _FUSED.items() if fused and last.endswith(end)), "")


def type_by_looks(phrase: str, domain: str) -> DataType | None:
    """Return the type of `Discontinued`, a yes or no, of `CRIM`, a number, and of what is named in the plural."""
    if _LONG_PARTICIPLE.fullmatch(phrase.lower()):
        return DataType.BOOLEAN
    last = (words(phrase) or [""])[-1]
    if len(last) > _SHORTEST_NOUN and last != singular(last):
        return DataType.INTEGER
    measured = domain in _MEASURING and (len(phrase) <= _LONGEST_SYMBOL or bool(_DIGIT.search(phrase)))
    return DataType.FLOAT if measured or _ACRONYM.fullmatch(phrase) else None
