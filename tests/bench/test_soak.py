from bench.mixture import CACHED, Asked
from bench.soak import Look, Soaked, measures, settled, tables


def soaked(*, seconds: tuple[float, float] = (0.1, 0.1), after: int = 1000, errors: int = 0) -> Soaked:
    """Return a run of 300 requests, of which the first and the second half took so long each."""
    asked = [Asked(at, seconds[at >= 150], CACHED) for at in range(300)]
    sizes = [1000] * 5 + [after] * 5
    looks = [
        Look(30 * number, {("web", 1): size, ("cache", 2): number}, {"web": number})
        for number, size in enumerate(sizes)
    ]
    return Soaked(asked, looks, {"500": errors})


def test_all_bars_are_reached_where_nothing_changes() -> None:
    assert [each.reached for each in measures(soaked())] == [True, True, True]


def test_errors_growth_and_drift_miss_their_bars() -> None:
    missed = measures(soaked(seconds=(0.1, 0.2), after=1100, errors=3))

    assert [(each.value, each.reached) for each in missed] == [
        ("3.00", False),
        ("10.00 %", False),
        ("100.00 %", False),
    ]


def test_cpu_is_told_for_each_request_that_came_meanwhile() -> None:
    assert soaked().cpu("web") == (1 / 30, 1 / 30)


def test_the_memory_of_a_time_is_the_median_of_what_stays() -> None:
    looks = [{("web", 1): 5, ("web", 2): 1}, {("web", 1): 9}, {("web", 1): 6, ("web", 3): 1}]

    assert settled(looks) == {("web", 1): 6}


def test_times_are_told_as_parts_of_the_first_median() -> None:
    assert "| 10 | 30 | 2.00 | 2.00 | 2.00 |" in tables(soaked(seconds=(0.1, 0.2))).splitlines()
