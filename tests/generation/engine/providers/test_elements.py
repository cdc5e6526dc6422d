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


def test_weights_may_differ_by_row() -> None:
    columns = {
        "score": ("random.randint(0, 100)", "integer"),
        "kind": "random.choice('AB')",
        "x": "random.choices(['a', 'b'], weights=[score, 100 - score])[0]",
        "y": "random.choices(['c', 'd'], weights={'A': [1, 0], 'B': [0, 1]}[kind])[0]",
        "z": ("random.choices([score, None], weights=[9, 1])[0]", "integer"),
        "w": "random.choices({'A': ['k', 'l'], 'B': ['m', 'n']}[kind], [1, 0])[0]",
    }
    rows = table(columns, rows=5000).to_pylist()
    high = [row["x"] for row in rows if row["score"] > 90]
    assert high.count("a") / len(high) == pytest.approx(0.95, abs=0.05)
    assert all(row["y"] == {"A": "c", "B": "d"}[row["kind"]] for row in rows)
    assert all(row["z"] in {row["score"], None} for row in rows)
    assert sum(row["z"] is None for row in rows) / 5000 == pytest.approx(0.1, abs=0.03)
    assert all(row["w"] == {"A": "k", "B": "m"}[row["kind"]] for row in rows)


def test_how_many_are_taken_may_differ_by_row() -> None:
    columns = {"n": ("random.randint(1, 4)", "integer"), "x": "''.join(random.choices('abc', k=n))"}
    rows = table(columns, rows=300).to_pylist()
    assert [len(row["x"]) for row in rows] == [row["n"] for row in rows]


def test_the_chance_of_a_truth_may_differ_by_row() -> None:
    columns = {"p": ("100 * (row_number % 2)", "integer"), "x": ("fake.boolean(chance_of_getting_true=p)", "boolean")}
    assert table(columns, rows=4)["x"].to_pylist() == [False, True, False, True]
