import pyarrow as pa
import pytest

from generation.engine.exporters import describing
from generation.engine.schema import Column, DataType
from tests.generation.engine.exporters.made import about


def test_columns_of_which_nothing_is_known_have_a_name_and_a_type() -> None:
    stored = pa.schema([("a", pa.string()), ("d", pa.decimal128(18, 2)), ("t", pa.time32("s"))])
    assert [(column.name, column.data_type) for column in describing.columns(stored, None)] == [
        ("a", DataType.STRING),
        ("d", DataType.DECIMAL),
        ("t", DataType.TIME),
    ]


def test_the_title_is_one_line() -> None:
    assert describing.title(about(title="Things\n of  all kinds ")) == "Things of all kinds"


def test_a_dataset_without_a_title_has_its_name() -> None:
    assert (describing.title(about(title=" ")), describing.title(None)) == ("things", "dataset")


def test_the_facts_are_those_that_make_the_same_rows_again() -> None:
    assert dict(describing.facts(about(rows=5, start=3, link="/datasets/x.csv"))) == {
        "Rows": "5",
        "First row": "3",
        "Seed": "7",
        "Reference date": "2026-11-21",
        "Locale": "en_US",
        "Designed by": "offline/2",
        "Permanent link": "/datasets/x.csv",
    }


@pytest.mark.parametrize(("null_rate", "shown"), [(0.0, ""), (0.1, "10 %"), (0.125, "12.5 %"), (1.0, "100 %")])
def test_the_share_of_missing_cells_is_shown_in_per_cent(null_rate: float, shown: str) -> None:
    column = Column(name="a", expression="1", data_type=DataType.INTEGER, null_rate=null_rate)
    assert describing.entry(column) == ("a", "integer", "", shown, "", "1")


def test_the_dictionary_is_a_table_in_markdown() -> None:
    column = Column(name="a|b", expression="'`|`'", data_type=DataType.STRING, description="<b> *x*\n_y_", unique=True)
    assert describing.dictionary((column,), None).splitlines() == [
        "# dataset",
        "",
        "| Column | Type | Description | Missing | Unique | Made by |",
        "| --- | --- | --- | --- | --- | --- |",
        r"| a\|b | string | \<b\> \*x\* \_y\_ |  | yes | `` '`\|`' `` |",
    ]


def test_the_dictionary_says_how_the_rows_were_made() -> None:
    text = describing.dictionary((), about(rows=5))
    assert text.endswith(
        "## How it was made\n\n- Rows: 5\n- Seed: 7\n- Reference date: 2026-11-21\n- Locale: en\\_US\n- Designed by: offline/2\n"
    )


def test_a_long_title_stands_below_a_short_heading() -> None:
    text = describing.dictionary((), about(title="Orders " * 20))
    assert text.splitlines()[:3] == ["# things", "", " ".join(["Orders"] * 20)]
