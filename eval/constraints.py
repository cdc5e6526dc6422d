"""Whether the rows keep to what was said about a column: every row, or the stated share within two points."""

import math
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from itertools import pairwise
from typing import Any

from eval.rows import Cells, Rows
from eval.wanted import Expected

NEAR = 0.02
_ROUNDING = 0.011
_SLACK = 0.05
_FORMULA_NAME = re.compile(r"[A-Za-z_]\w*")
_FUNCTIONS: dict[str, Any] = {"round": round, "abs": abs, "min": min, "max": max}

Holds = Callable[[Cells, Any], bool]


def broken(expected: Expected, found: Mapping[str, str], rows: Rows) -> Iterator[str]:
    """Name the notes of a column that do not hold; all of them where there is no such column."""
    for note in stated(expected):
        if expected.name not in found or not _holds(note, expected, found, rows):
            yield note


def stated(expected: Expected) -> list[str]:
    """Return the names of a column's notes that are checked."""
    return [note for note in expected.notes if note in CHECKED]


def _holds(note: str, expected: Expected, found: Mapping[str, str], rows: Rows) -> bool:
    cells, wanted = rows[found[expected.name]], expected.notes[note]
    if note in _OF_ROWS:
        return _OF_ROWS[note](rows, found, expected.name, wanted)
    return _OF_CELLS[note](cells, wanted)


def _present(cells: Cells) -> list[Any]:
    return [cell for cell in cells if cell is not None]


def number(cell: Any) -> float:
    """Return the number that a cell is or writes, such as 1200 for $1,200; NaN where it is none."""
    if isinstance(cell, int | float | Decimal):
        return float(cell)
    text = re.sub(r"[^\d.-]", "", str(cell))
    try:
        return float(text)
    except ValueError:
        return math.nan


def day(cell: Any) -> date | None:
    """Return the day of a cell; None where it has none that ISO would know."""
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    try:
        return date.fromisoformat(str(cell)[:10])
    except ValueError:
        return None


def _at_least(cells: Cells, low: float) -> bool:
    return all(number(cell) >= low for cell in _present(cells))


def _at_most(cells: Cells, high: float) -> bool:
    return all(number(cell) <= high for cell in _present(cells))


def _since(cells: Cells, first: str) -> bool:
    return all((known := day(cell)) is not None and known >= date.fromisoformat(first) for cell in _present(cells))


def _until(cells: Cells, last: str) -> bool:
    return all((known := day(cell)) is not None and known <= date.fromisoformat(last) for cell in _present(cells))


def _categories(cells: Cells, wanted: list[Any]) -> bool:
    return {written(cell) for cell in _present(cells)} == {written(value) for value in wanted}


def written(cell: Any) -> str:
    """Return a cell as a reader of the file would compare it: without regard to case; 2.0 is 2, and true is yes."""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    text = str(cell).strip().lower()
    return {"true": "yes", "false": "no"}.get(text, text)


def _shares(cells: Cells, wanted: Mapping[str, float]) -> bool:
    values = [written(cell) for cell in _present(cells)]
    return all(abs(values.count(written(value)) / len(values) - share) <= NEAR for value, share in wanted.items())


def _missing(cells: Cells, share: float) -> bool:
    return abs(sum(cell in {None, ""} for cell in cells) / len(cells) - share) <= NEAR


def _unique(cells: Cells, _: bool) -> bool:  # noqa: FBT001  # notes are called alike
    values = _present(cells)
    return len(set(values)) == len(values)


def _mean(cells: Cells, wanted: float) -> bool:
    values = [number(cell) for cell in _present(cells)]
    return abs(sum(values) / len(values) - wanted) <= _SLACK * abs(wanted)


def _decimals(cells: Cells, most: int) -> bool:
    return all(math.isclose(round(number(cell), most), number(cell), abs_tol=1e-9) for cell in _present(cells))


def _pattern(cells: Cells, wanted: str | bool) -> bool:  # noqa: FBT001  # a file's note may say just that there is one
    if isinstance(wanted, str):
        return all(re.fullmatch(wanted, str(cell)) for cell in _present(cells))
    return len({re.sub(r"\d+", "9", re.sub(r"[A-Za-z]", "a", str(cell))) for cell in _present(cells)}) == 1


def _time_series(cells: Cells, _: bool) -> bool:  # noqa: FBT001  # notes are called alike
    values = _present(cells)
    return all(before <= after for before, after in pairwise(values)) and values[0] < values[-1]


def _greater_than(rows: Rows, found: Mapping[str, str], name: str, wanted: str) -> bool:
    if wanted not in found:
        return False
    return all(
        comparable(greater) > comparable(less)
        for greater, less in zip(rows[found[name]], rows[found[wanted]], strict=True)
        if greater is not None and less is not None
    )


def _not_less_than(rows: Rows, found: Mapping[str, str], name: str, wanted: str) -> bool:
    if wanted not in found:
        return False
    return all(
        comparable(greater) >= comparable(less)
        for greater, less in zip(rows[found[name]], rows[found[wanted]], strict=True)
        if greater is not None and less is not None
    )


def comparable(cell: Any) -> float:
    """Return a number that is the greater the later a moment or the greater a number is."""
    if isinstance(cell, datetime):
        return cell.toordinal() + (cell.hour * 3600 + cell.minute * 60 + cell.second) / 86_400
    return float(cell.toordinal()) if isinstance(cell, date) else number(cell)


def _equals(rows: Rows, found: Mapping[str, str], name: str, formula: str) -> bool:
    operands = formula_names(formula)
    if not operands <= found.keys():
        return False
    code = _compiled(formula)
    for place, cell in enumerate(rows[found[name]]):
        values = {operand: rows[found[operand]][place] for operand in operands}
        if cell is None or None in values.values():
            continue
        worked_out = eval(code, {**_FUNCTIONS, **{key: _operand(value) for key, value in values.items()}})  # noqa: S307  # formulas are the project's own
        slack = _ROUNDING if isinstance(cell, date) else max(_ROUNDING, 0.001 * abs(worked_out))
        if abs(_operand(cell) - worked_out) > slack:
            return False
    return True


def _operand(cell: Any) -> float:
    return comparable(cell) if isinstance(cell, date) else number(cell)


def formula_names(formula: str) -> set[str]:
    """Return the columns that a formula names."""
    return set(_FORMULA_NAME.findall(formula)) - _FUNCTIONS.keys()


@cache
def _compiled(formula: str) -> Any:
    return compile(formula, "formula", "eval")


_OF_CELLS: Mapping[str, Holds] = {
    "min": _at_least,
    "max": _at_most,
    "date_from": _since,
    "date_to": _until,
    "categories": _categories,
    "shares": _shares,
    "null_rate": _missing,
    "unique": _unique,
    "mean": _mean,
    "decimals": _decimals,
    "pattern": _pattern,
    "time_series": _time_series,
}
_OF_ROWS = {"greater_than": _greater_than, "not_less_than": _not_less_than, "equals": _equals}
CHECKED = frozenset({*_OF_CELLS, *_OF_ROWS})
