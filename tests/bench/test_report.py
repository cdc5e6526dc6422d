from bench.report import at_least, at_most, floors


def test_a_floor_is_reached_from_the_right_side() -> None:
    assert floors([at_least("speed", 401.26, 400, "x"), at_most("time", 6.1, 6, " ms")]).splitlines()[2:] == [
        "| speed | 401.3x | at least 400x | yes |",
        "| time | 6.10 ms | at most 6 ms | **no** |",
    ]
