from datetime import date, time
from typing import Any
from xml.etree import ElementTree as ET

import pyarrow as pa
import pytest
from django.utils import translation

from presenting.facts import Fact, facts_of, listed
from presenting.summaries import summary_of


def told(cells: list[Any], stored: pa.DataType = None) -> dict[str, str]:
    return {fact.label: fact.value for fact in facts_of(summary_of(pa.array(cells, stored)))}


def test_numbers_have_a_median_and_a_mean_between_the_least_and_the_greatest() -> None:
    facts = told([1, 2, 2, 100_000, None])
    assert list(facts.items()) == [
        ("Missing", "20 %"),
        ("Different values", "3"),
        ("Least", "1"),
        ("Median", "2"),
        ("Mean", "25,001"),
        ("Greatest", "100,000"),
    ]


@pytest.mark.parametrize(
    ("cells", "stored", "extent"),
    [
        ([date(2024, 1, 1), date(2024, 1, 3)], None, ("2024-01-01", "2024-01-02", "2024-01-03")),
        ([time(8), time(18)], pa.time32("s"), ("08:00", "13:00", "18:00")),
    ],
)
def test_dates_and_times_have_a_median_between_the_earliest_and_the_latest(
    cells: list[Any], stored: pa.DataType, extent: tuple[str, str, str]
) -> None:
    facts = told(cells, stored)
    assert list(facts) == ["Missing", "Different values", "Earliest", "Median", "Latest"]
    assert tuple(facts.values())[2:] == extent


@pytest.mark.parametrize(
    ("cells", "length"),
    [(["a", "bä"], "1 to 2 characters"), (["a", "b"], "1 character"), (["abc", "def"], "3 characters")],
)
def test_texts_have_a_length(cells: list[str], length: str) -> None:
    assert told(cells) == {"Missing": "none", "Different values": "all", "Length": length}


def test_truths_are_missing_or_differ() -> None:
    assert told([True, False, True]) == {"Missing": "none", "Different values": "2"}


def test_one_cell_does_not_differ_from_any() -> None:
    assert told([True]) == {"Missing": "none", "Different values": "1"}


def test_there_is_nothing_else_to_say_of_cells_that_are_all_missing() -> None:
    assert told([None, None], pa.int64()) == {"Missing": "100 %"}


def test_there_is_nothing_to_say_of_no_cells() -> None:
    assert told([], pa.int64()) == {}


def test_numbers_are_in_the_language_of_the_page() -> None:
    with translation.override("de"):
        assert list(told([0.5, 12_000.0]).values())[2:] == ["0,5", "6000", "6000", "12.000"]


def test_facts_are_a_list_of_descriptions_that_is_escaped() -> None:
    drawn = ET.fromstring(listed((Fact("Least", "<1"), Fact("Most", "\u202e2"))))
    assert [(part.tag, part.text) for part in drawn.iter() if part.tag in {"dt", "bdi"}] == [
        ("dt", "Least"),
        ("bdi", "<1"),
        ("dt", "Most"),
        ("bdi", "\u202e2"),
    ]


def test_a_fact_can_be_read_in_one_line() -> None:
    assert str(Fact("Least", "1")) == "Least: 1"
