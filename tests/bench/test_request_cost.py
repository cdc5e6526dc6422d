from bench.request_cost import table


def test_requests_are_told_as_so_many_times_an_empty_view() -> None:
    seconds = {"GET an empty view": 0.001, "POST /generate, 1,000 rows, cached": 0.0085}

    assert table(seconds).splitlines()[2:4] + table(seconds).splitlines()[-1:] == [
        "| GET an empty view | 1.00 | 1.0 |",
        "| POST /generate, 1,000 rows, cached | 8.50 | 8.5 |",
        "| a cached request of 1,000 rows | 8.50x | at most 12x | yes |",
    ]
