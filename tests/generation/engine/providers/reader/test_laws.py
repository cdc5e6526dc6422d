from typing import Any

import pytest

from generation.engine.providers.grammar import Words
from generation.engine.providers.reader.laws import Law, law
from generation.engine.providers.reader.outcomes import NotUnderstood, Reading, decide, joined, mapped


def shares(of: Law) -> dict[Any, float]:
    """Return how likely each value of a law is."""
    values, weights = (of.text.values, of.text.weights) if isinstance(of.text, Words) else (of.values, of.weights)
    total = sum(weights) if weights else len(values)
    found: dict[Any, float] = {}
    for value, weight in zip(values, weights or [1.0] * len(values), strict=True):
        found[value] = found.get(value, 0) + weight / total
    return found


def test_a_function_of_what_is_drawn_keeps_how_likely_it_is() -> None:
    def read(reading: Reading) -> Any:
        return mapped(lambda number: number // 2, reading.choose(range(3)))

    assert shares(law(read)) == pytest.approx({0: 2 / 3, 1: 1 / 3})


def test_code_that_decides_goes_on_each_way_as_often_as_the_decision_falls_so() -> None:
    def read(reading: Reading) -> Any:
        size = reading.choose(("small", "great"), (1.0, 3.0))
        if decide(mapped(lambda value: value == "small", size)):
            return "one"
        return reading.choose(("two", "three"))

    assert shares(law(read)) == pytest.approx({"one": 0.25, "two": 0.375, "three": 0.375})


def test_what_is_drawn_once_is_the_same_in_both_places() -> None:
    def read(reading: Reading) -> Any:
        letter = reading.choose("ab")
        return joined([letter, "-", reading.choose("xy"), "-", letter])

    assert shares(law(read)) == pytest.approx({"a-x-a": 0.25, "a-y-a": 0.25, "b-x-b": 0.25, "b-y-b": 0.25})


def test_decisions_that_depend_on_two_draws_are_taken_for_both() -> None:
    def read(reading: Reading) -> Any:
        first, second = reading.choose(range(4)), reading.choose(range(4))
        return "more" if decide(mapped(lambda one, other: one > other, first, second)) else first

    assert shares(law(read))["more"] == pytest.approx(6 / 16)


@pytest.mark.parametrize("use", [str, bool, list, len, lambda value: value == "a", lambda value: f"{value}"])
def test_a_random_value_is_never_taken_for_a_constant(use: Any) -> None:
    with pytest.raises(NotUnderstood):
        use(Reading({}).choose("ab"))


def test_a_loop_that_may_go_on_in_too_many_ways_is_not_understood() -> None:
    with pytest.raises(NotUnderstood):
        law(lambda reading: decide(reading.choose(range(10_000))))
