from typing import Any

import pytest

from generation.engine import OptionError, Options, check_export

REFUSED: dict[tuple[str, str, Any], str] = {
    ("csv", "delimiter", ":"): "cells cannot be delimited by ':' (a delimiter is a comma, a semicolon, a vertical bar or a tab)",
    ("csv", "delimiter", ",,"): "cells cannot be delimited by ',,' (a delimiter is a comma, a semicolon, a vertical bar or a tab)",
    ("csv", "missing", "a;b"): "the text of a missing cell has no quotes and no delimiters (for example NA)",
    ("csv", "missing", '"'): "the text of a missing cell has no quotes and no delimiters (for example NA)",
    ("csv", "missing", "\n"): "missing is a text of at most 40 characters, all of which can be printed",
    ("csv", "missing", "x" * 41): "missing is a text of at most 40 characters, all of which can be printed",
    ("csv", "date_format", "%H"): "the date format '%H' has no directive %H (it is made of %Y, %y, %m and %d, for example %d.%m.%Y)",
    ("csv", "date_format", "%d.%m.%Y%"): "the date format '%d.%m.%Y%' has no directive % (it is made of %Y, %y, %m and %d, for example %d.%m.%Y)",
    ("csv", "date_format", "today"): "the date format 'today' has no day, month or year (it is made of %Y, %y, %m and %d, for example %d.%m.%Y)",
    ("csv", "date_format", "%Y\n"): "date_format is a text of at most 40 characters, all of which can be printed",
    ("sql", "dialect", "oracle"): "there is no dialect 'oracle' (there is postgresql, mysql, sqlite)",
    ("csv", "dialect", "mysql"): "csv has no option dialect (it has csv_safe, date_format, decimal_comma, delimiter, header, missing)",
    ("tsv", "delimiter", ";"): "tsv has no option delimiter (it has csv_safe, date_format, decimal_comma, header, missing)",
    ("json", "csv_safe", True): "json has no option csv_safe (it has none)",
    ("jsonl", "header", False): "jsonl has no option header (it has none)",
    ("sql", "missing", "NA"): "sql has no option missing (it has dialect)",
}  # fmt: skip


@pytest.mark.parametrize("case", REFUSED, ids=str)
def test_an_option_that_cannot_be_is_refused_by_its_name(case: tuple[str, str, Any]) -> None:
    format_name, option, value = case
    with pytest.raises(OptionError) as refusal:
        check_export(format_name, rows=1, options=Options(**{option: value}))
    assert (refusal.value.option, str(refusal.value)) == (option, REFUSED[case])


def test_the_text_of_a_missing_cell_is_no_formula_where_formulas_are_guarded() -> None:
    with pytest.raises(OptionError, match="with csv_safe the text of a missing cell does not begin like a formula"):
        check_export("csv", rows=1, options=Options(csv_safe=True, missing="=1+1"))
    check_export("csv", rows=1, options=Options(csv_safe=True, missing="-"))
    check_export("csv", rows=1, options=Options(missing="=1+1"))


@pytest.mark.parametrize("date_format", ["%d.%m.%Y", "%m/%d/%y", "%Y%m%d", "%Y年%m月%d日", "%d"])
def test_a_date_format_is_made_of_days_months_and_years(date_format: str) -> None:
    check_export("csv", rows=1, options=Options(date_format=date_format))
