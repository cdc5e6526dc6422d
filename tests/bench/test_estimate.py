from bench.estimate import Measure, lines


def test_a_paper_estimate_is_the_measure_times_the_rows() -> None:
    table = list(lines([Measure("csv", seconds=1.8, size=100_000_000)]))
    assert table == [
        "| rows | format | core-hours | 2 cores | 64 cores | 1,000 cores | bytes | rent of cores | a month in a bucket | taken out once |",
        "|--:|---|--:|--:|--:|--:|--:|--:|--:|--:|",
        "| 1,000,000,000 | csv | 0.50 | 15 min | 0.47 min | 0.03 min | 100 GB | 0.02 USD | 2.3 USD | 9.0 USD |",
        "| 100,000,000,000 | csv | 50 | 25 h | 47 min | 3.0 min | 10 TB | 2.0 USD | 230 USD | 900 USD |",
    ]
