"""How many rows a text asks for, and what counts columns instead of naming one."""

import re

from generation.designer.reading.words import any_of

_ROW_WORDS = (
    "rows?, records?, examples?, entries, entry, samples?, observations?, lines?, data ?points?, instances?, tuples?"
)
_COUNT = r"(\d[\d,]*(?:\.\d+)?)\s?(k\b|thousand\b|million\b|m\b)?"
_ROWS = re.compile(rf"\b{_COUNT}\s+(?:[a-z-]+\s+){{0,3}}{any_of(_ROW_WORDS)}\b", re.IGNORECASE)
_ROWS_BEFORE = re.compile(rf"\b{any_of('rows?, records?, n')}\s*[:=]\s*{_COUNT}", re.IGNORECASE)
_DEMAND = any_of(
    "generate, create, make, give me, need, want, simulate, produce, build, list of, set of, dataset of, dataset for,"
    "data for, data of, data about, data on, table of, sample of, total of"
)
_NO_THINGS = any_of(
    "columns?, fields?, features?, variables?, attributes?, tables?, days?, weeks?, months?, years?, hours?, minutes?,"
    "seconds?, digits?, characters?, decimals?, datasets?, files?, percent, numerical, numeric, categorical, different"
)
_PLURAL = r"(?:[A-Za-z-]+\s+){0,4}?(?:[A-Za-z-]*[a-z]s\b|people|children|men|women)"
_THINGS = re.compile(
    rf"\b{_DEMAND}\s+(?:an?\s+|the\s+|about\s+|around\s+|some\s+|exactly\s+)?{_COUNT}\s+(?!{_NO_THINGS}\b)"
    rf"{_PLURAL}",
    re.IGNORECASE,
)
# At the head of a text there is no demand: "500 students with ..."; but 10 shops over a year are not 10 rows.
_HEAD = re.compile(
    rf"\s*{_COUNT}\s+(?!{_NO_THINGS}\b){_PLURAL}\s+(?:with|having)\b"
    r"(?!.*\b(?:per|each|every|hourly|daily|weekly|monthly|yearly|over|a day)\b)",
    re.IGNORECASE | re.DOTALL,
)
_FACTORS = {"k": 1_000, "t": 1_000, "m": 1_000_000}
_MOST_ROWS = 10**9

_COLUMNS = (
    "columns?, fields?, features?, variables?, attributes?, properties, metrics, details?, info(?:rmation)?, data"
)
_NO_COLUMN = re.compile(
    rf"(?:and\s+)?(?:"
    rf"(?:\d[\d,]*|one|two|three|four|five|six|some|several|many"
    rf"|multiple)\s+(?:[\w-]+\s+){{0,2}}{any_of(_COLUMNS)}(?:\s+(?:about|on|of|for|related to)\s+.*)?"
    rf"|\d[\d,]*\s+(?:\w+\s+)?{any_of(_ROW_WORDS)}"
    rf"|(?:an?\s+|the\s+)?target(?:\s+(?:column|variable|label|class|feature))|(?:an?\s+)?class\s+labels?"
    rf"|(?:any\s+|some\s+|all\s+)?(?:other|additional|more|further|the\s+necessary)\s+(?:\w+\s+)?{any_of(_COLUMNS)}"
    r"|etc\.?|so on|so forth|more|others?|anything else.*|whatever.*|realistic (?:values|data).*|random (?:values|data)"
    r"|(?:in |as |to )?(?:a )?(?:csv|json|excel|sql|parquet|xml|tabular)(?: file| format| array| table)*|please"
    r"|thanks?(?: you)?(?: in advance)?|no duplicates|headers?)",
    re.IGNORECASE,
)


def read_rows(text: str) -> int | None:
    """Return the number in `500 rows`, `10k records`, `generate 20 products`, `12 orders with`; at most a billion."""
    match = _ROWS.search(text) or _ROWS_BEFORE.search(text) or _THINGS.search(text) or _HEAD.match(text)
    if not match:
        return None
    count = float(match[1].replace(",", "")[:12]) * _FACTORS.get((match[2] or " ")[0].lower(), 1)
    return int(min(count, _MOST_ROWS))


def is_count(item: str) -> bool:
    """Tell whether an item of a list names no column: "12 features", "etc.", "other relevant fields", "as CSV"."""
    return _NO_COLUMN.fullmatch(item.strip(" .!")) is not None
