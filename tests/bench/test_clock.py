from functools import partial

from bench.clock import Run, interleaved


def test_contenders_take_turns_and_the_first_round_does_not_count() -> None:
    turns: list[str] = []
    times = iter([9.0, 9.0, 1.0, 5.0, 3.0, 5.0, 2.0, 7.0])

    def measure(run: Run) -> float:
        run()
        return next(times)

    taken = interleaved({name: partial(turns.append, name) for name in ("a", "b")}, 3, measure)
    assert ("".join(turns), taken) == ("abababab", {"a": 2.0, "b": 5.0})
