import pytest

from bench.formats import Cost, cost
from generation.engine import FORMATS


def test_a_row_tells_how_often_the_cost_of_csv_it_costs() -> None:
    csv = Cost(cpu=2.0, wall=2.0, size=95_000_000, memory_before=100 * 2**20, memory=120 * 2**20)
    other = Cost(cpu=3.0, wall=2.5, size=40_000_000, memory_before=100 * 2**20, memory=164 * 2**20)
    assert other.line("parquet", 1_000_000, csv) == (
        *("parquet", "3.00", "1.50", "2.50", "400,000", "40.0", "164", "64"),
    )


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_is_measured_by_a_whole_file(name: str) -> None:
    assert cost(name, 10).size > 0
