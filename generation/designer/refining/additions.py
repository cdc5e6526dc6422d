"""What is said of a column to come, written as in a list of columns."""

import re

_VALUES_AFTER = re.compile(
    r"(?P<name>[\w ]+?)\s+(?:with|of|that is|which is|being)\s+(?:either|only|(?:the )?values?:?|one of|categories)\s+"
    r"(?P<values>[^()]+)",
    re.IGNORECASE,
)
_SHARES_AFTER = re.compile(
    r"(?P<name>[A-Za-z][\w ]*?)\s*:?\s+(?:with\s+)?"
    r"(?P<shares>\d+(?:\.\d+)?\s*%\s*[A-Za-z][^()%]*?\d+(?:\.\d+)?\s*%[^()]*)",
    re.IGNORECASE,
)
_BETWEEN_VALUES = re.compile(r"\s*,?\s+(?:and|or)\s+", re.IGNORECASE)
_BETWEEN_SHARES = re.compile(r"\s*(?:,|\band\b|\s)\s*(?=\d+(?:\.\d+)?\s*%)", re.IGNORECASE)
_NO_COLUMN = re.compile(  # what is done to rows or values
    r"(?:\d+(?:\.\d+)?\s*(?:%|percent)\s+)?"
    r"(?:(?:more|some|a few|exact|duplicate[ds]?)\s+)*(?:duplicate[ds]?|rows?|records?)"
    r"|.*\b(?:noise|typos?|errors?|mistakes?|variation|randomness)\s+(?:to|in|into)\s+.+",
    re.IGNORECASE,
)


def is_column(what: str) -> bool:
    """Tell whether what is to be added may be a column, and is nothing that is done to rows or values."""
    return not _NO_COLUMN.fullmatch(what)


def as_listed(what: str) -> str:
    """Return a column with what is said of its values in brackets: "size with only S and L" as `size (S, L)`."""
    if match := _VALUES_AFTER.fullmatch(what):
        values = _BETWEEN_VALUES.sub(", ", match["values"])
    elif match := _SHARES_AFTER.fullmatch(what):
        values = _BETWEEN_SHARES.sub(", ", match["shares"])
    else:
        return what
    return f"{match['name']} ({values})"
