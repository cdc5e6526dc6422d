"""Files that are written in parts."""

import pytest

from generation.engine import FORMATS, Options
from generation.engine.exporters.dialects import DIALECTS
from tests.generation.engine.exporters.made import made

TEXT = {"csv", "tsv", "json", "jsonl"}
WAYS = [(name, Options()) for name in sorted(TEXT)] + [("sql", Options(dialect=dialect)) for dialect in DIALECTS]
COLUMNS = {
    "n": ("row_number", "integer"),
    "s": {"faker_method": "fake.name()", "data_type": "string", "null_rate": 0.2},
}
ROWS = 2300


@pytest.mark.parametrize(("name", "options"), WAYS)
def test_parts_of_text_join_whatever_their_number(name: str, options: Options) -> None:
    whole = made(name, COLUMNS, rows=ROWS, options=options)
    group = FORMATS[name].group_rows or ROWS
    for length in (group, 2 * group) if name == "sql" else (1, 700, 1150):
        starts = range(0, ROWS, length)[:100]
        stop = min(ROWS, starts[-1] + length)
        joined = b"".join(part(name, options, start, min(length, ROWS - start)) for start in starts)
        assert joined == (whole if stop == ROWS else whole[: len(joined)])


def part(name: str, options: Options, start: int, rows: int) -> bytes:
    ends = {"is_first": start == 0, "is_last": start + rows == ROWS}
    return made(name, COLUMNS, rows=rows, start=start, options=options, **ends)


def test_only_parts_of_text_may_begin_at_any_row() -> None:
    assert {name for name, of in FORMATS.items() if of.group_rows == 1} == TEXT
