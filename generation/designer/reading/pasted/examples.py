"""What example cells tell about their column: its type, how dates and yes and no are written, and a form."""

import re
from dataclasses import replace
from datetime import datetime

from generation.designer.reading.limit import Limits
from generation.engine import DataType

_INTEGER = re.compile(r"[-+]?\d{1,15}")
_GROUPED = re.compile(r"[$€£]?\s?-?\d{1,3}(?:,\d{3})+(?:\.\d+)?|[$€£]\s?-?\d+(?:\.\d+)?")
_FLOAT = re.compile(r"[-+]?\d*\.\d+(?:e[-+]?\d+)?", re.IGNORECASE)
_CODE = re.compile(r"[A-Z]{2,6}[-_]?\d{2,10}|[A-Z][-_]\d{2,10}")
_BOOLEANS = frozenset({"true", "false"})
_YES_NO = {frozenset({"yes", "no"}), frozenset({"y", "n"})}
_MISSING = frozenset({"", "nan", "null", "none", "na", "n/a", "-", "..."})
_DATES = ("%Y-%m-%d", "%m/%d/%Y", "%d/%m/%Y", "%d.%m.%Y", "%Y/%m/%d", "%d-%m-%Y", "%m/%d/%y")
_MOMENTS = tuple(
    f"{date}{between}{clock}"
    for date in _DATES
    for between in (" ", "T")
    for clock in ("%H:%M:%S", "%H:%M", "%H:%M:%SZ", "%H:%M:%S.%f")
)
_TIMES = ("%H:%M:%S", "%H:%M")
_USUAL = frozenset({"%Y-%m-%d", "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S", "%H:%M:%S"})
_MOST_DIGITS = 4


def present(cells: tuple[str, ...]) -> tuple[str, ...]:
    """Return the cells that hold something."""
    clean = (cell.strip().strip("\"'") for cell in cells)
    return tuple(cell for cell in clean if cell.lower() not in _MISSING)


def limits_of(cells: tuple[str, ...]) -> Limits:
    """Return what some example cells say about the others of their column; nothing that they cannot know."""
    cells = present(cells)
    if not cells:
        return Limits()
    readings = (_of_yes_no, _of_numbers, _of_codes, _of_moments)
    return next((limits for reading in readings if (limits := reading(cells)) != Limits()), Limits())


def _of_yes_no(cells: tuple[str, ...]) -> Limits:
    folded = frozenset(cell.lower() for cell in cells)
    if folded <= _BOOLEANS:
        return Limits(data_type=DataType.BOOLEAN)
    if folded == {"0", "1"}:
        return Limits(yes_no=("1", "0"))
    pair = next((pair for pair in _YES_NO if folded <= pair), None)
    return Limits(yes_no=_written(pair, cells[0])) if pair else Limits()


def _of_numbers(cells: tuple[str, ...]) -> Limits:
    if all(_INTEGER.fullmatch(cell) for cell in cells):
        padded = all(cell.startswith("0") and len(cell) > 1 for cell in cells)
        return Limits(data_type=DataType.STRING if padded else DataType.INTEGER)
    if not all(_INTEGER.fullmatch(cell) or _FLOAT.fullmatch(cell) for cell in cells):
        return Limits()
    digits = max(len(cell.partition(".")[2]) for cell in cells)
    return Limits(data_type=DataType.FLOAT, decimals=min(digits, _MOST_DIGITS))


def _of_codes(cells: tuple[str, ...]) -> Limits:
    return Limits(example=cells[0]) if all(_CODE.fullmatch(cell) for cell in cells) else Limits()


def _written(pair: frozenset[str], cell: str) -> tuple[str, str]:
    no, yes = sorted(pair)
    change = str.upper if cell.isupper() else str.title if cell.istitle() else str.lower
    return change(yes), change(no)


def _of_moments(cells: tuple[str, ...]) -> Limits:
    for formats, data_type in ((_DATES, DataType.DATE), (_MOMENTS, DataType.DATETIME), (_TIMES, DataType.TIME)):
        if fitting := next((form for form in formats if all(_is_written(cell, form) for cell in cells)), None):
            limits = Limits(data_type=data_type)
            return limits if fitting in _USUAL else replace(limits, date_format=fitting)
    if all(_GROUPED.fullmatch(cell) for cell in cells):
        return Limits(data_type=DataType.DECIMAL)
    return Limits()


def _is_written(cell: str, form: str) -> bool:
    if not cell[:1].isdigit():
        return False
    try:
        datetime.strptime(cell, form)  # noqa: DTZ007 - it is only looked at
    except ValueError:
        return False
    return True
