import pytest

from generation.engine import DataType
from presenting.facts import Fact
from presenting.shown import ColumnPreview, Preview
from schemas_cache.checking import Problem


@pytest.mark.parametrize(
    ("shown", "said"),
    [
        (Preview(), "There are no columns yet."),
        (Preview(problems=(Problem(column=None, message="x"),)), "1 problem."),
        (
            Preview(problems=(Problem(column="a", message="x"), Problem(column="a", message="y"))),
            "1 column does not run.",
        ),
    ],
)
def test_a_preview_says_in_a_sentence_what_it_shows(shown: Preview, said: str) -> None:
    assert shown.said == said


def column(data_type: DataType) -> ColumnPreview:
    return ColumnPreview(name="x", data_type=data_type.value)


def test_cells_are_escaped_numbers_and_missing_ones_marked() -> None:
    shown = Preview(columns=(column(DataType.STRING), column(DataType.INTEGER)), rows=(("<b>{}", "1"), (None, None)))
    assert shown.cells == (
        '<tr><td dir="auto">&lt;b&gt;{}</td><td class="cell-number">1</td></tr>\n'
        '<tr><td dir="auto"><span class="cell-missing">missing</span></td>'
        '<td class="cell-number"><span class="cell-missing">missing</span></td></tr>'
    )


def test_no_rows_have_no_cells() -> None:
    assert Preview(columns=(column(DataType.STRING),)).cells == ""


def test_kinds_of_columns_are_told_in_plain_words() -> None:
    assert [column(data_type).kind for data_type in DataType] == [
        *("text", "whole number", "number", "amount", "yes or no", "date", "date and time", "time of day"),
    ]


def test_facts_are_a_list_if_there_are_any() -> None:
    told = ColumnPreview(name="x", data_type="string", facts=(Fact("Length", "3"),))
    assert told.facts_html == '<dl class="facts"><div><dt>Length</dt><dd><bdi>3</bdi></dd></div></dl>'
    assert column(DataType.STRING).facts_html == ""
