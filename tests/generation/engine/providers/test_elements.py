from collections import Counter

import pytest

from tests.generation.engine.tables import table, values


@pytest.mark.parametrize(
    "expression",
    [
        "fake.random_element(OrderedDict([('a', 0.7), ('b', 0.3)]))",
        "fake.random_element({'a': 7, 'b': 3})",
        "random.choices(['a', 'b'], weights=[70, 30])[0]",
        "random.choices(['a', 'b'], cum_weights=[7, 10])[0]",
        "np.random.choice(['a', 'b'], p=[0.7, 0.3])",
        "fake.random_choices(elements=['a', 'b'], weights=[7, 3], k=1)[0]",
    ],
)
def test_weights_are_the_shares(expression: str) -> None:
    assert Counter(values(expression, rows=20_000))["a"] / 20_000 == pytest.approx(0.7, abs=0.015)


def test_without_weights_all_are_equally_likely() -> None:
    counts = Counter(values("random.choice(['a', 'b', 'c', 'c'])", rows=20_000))
    assert counts["c"] / 20_000 == pytest.approx(0.5, abs=0.015)


def test_a_sample_has_no_element_twice() -> None:
    made = values("','.join(random.sample(['a', 'b', 'c', 'd'], 3))", rows=500)
    assert all(len(set(text.split(","))) == 3 for text in made)
    assert len(set(made)) == 24


def test_elements_may_be_drawn_themselves() -> None:
    made = values("random.choice([fake.random_int(1, 9), 0, 100])", "integer", rows=500)
    assert set(made) == {*range(10), 100}


def test_a_list_that_differs_by_row_can_be_chosen_from() -> None:
    rows = table(
        {"kind": "random.choice('ab')", "x": "random.choice({'a': ['p', 'q'], 'b': ['r']}[kind])"}, rows=200
    ).to_pylist()
    assert {(row["kind"], row["x"]) for row in rows} == {("a", "p"), ("a", "q"), ("b", "r")}


def test_what_is_absent_for_half_is_optional() -> None:
    made = values("fake.optional.word()", rows=5000)
    assert made.count(None) / 5000 == pytest.approx(0.5, abs=0.03)


def test_many_different_elements_are_as_likely_in_every_place() -> None:
    made = values("str(random.sample(range(20), 20))", rows=2000)
    rows = [[int(item) for item in cell.strip("[]").split(", ")] for cell in made]
    assert all(sorted(row) == list(range(20)) for row in rows)
    firsts, lasts = ([row[place] for row in rows].count(7) for place in (0, -1))
    assert 60 <= firsts <= 145
    assert 60 <= lasts <= 145
