from datetime import date

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from generation.engine.randomness import Draw

DAY = date(2026, 11, 21)


def draw(start: int = 0, rows: int = 1000, seed: int = 7) -> Draw:
    return Draw.at_seed(seed, start=start, rows=rows, as_of=DAY).at("place")


@given(start=st.integers(0, 990), rows=st.integers(1, 10))
def test_a_window_of_rows_is_that_part_of_the_whole(start: int, rows: int) -> None:
    window, whole, part = draw(start, rows), draw(), slice(start, start + rows)
    assert window.words().tolist() == whole.words()[part].tolist()
    assert window.distinct(1000).tolist() == whole.distinct(1000)[part].tolist()
    blocks = [
        d.blocks(lambda seed, n: [float(seed % 997 + i) for i in range(n)], pa.float64()) for d in (window, whole)
    ]
    assert blocks[0].to_pylist() == blocks[1].to_pylist()[part]


@given(places=st.lists(st.integers(0, 999), min_size=1, unique=True).map(sorted))
def test_rows_that_are_picked_are_those_of_the_whole(places: list[int]) -> None:
    whole, some = draw(start=17), draw(start=17).of(np.array(places))
    assert some.numbers().tolist() == [17 + place for place in places]
    assert some.words().tolist() == whole.words()[places].tolist()
    assert some.distinct(2000).tolist() == whole.distinct(2000)[places].tolist()


def test_a_row_that_is_picked_is_a_block_of_its_own() -> None:
    alone = draw().of(np.array([5])).blocks(lambda seed, rows: [seed % 997] * rows, pa.int64())
    among = draw().of(np.array([4, 5, 900])).blocks(lambda seed, rows: [seed % 997] * rows, pa.int64())
    assert among[1] == alone[0]


@given(count=st.integers(1, 3000), seed=st.integers(0, 2**63 - 1))
def test_distinct_numbers_are_a_permutation(count: int, seed: int) -> None:
    assert sorted(draw(rows=count, seed=seed).distinct(count).tolist()) == list(range(count))


def test_places_and_seeds_draw_independently() -> None:
    first, other_place, other_seed = draw(), draw().at("inside"), draw(seed=8)
    for other in (other_place, other_seed):
        assert abs(np.corrcoef(first.uniform(), other.uniform())[0, 1]) < 0.1


@pytest.mark.parametrize("count", [2, 10, 70_000, 2**62])
def test_integers_are_spread_evenly_over_their_range(count: int) -> None:
    numbers = draw(rows=20_000).integers(count)
    assert numbers.min() >= 0
    assert numbers.max() < count
    assert abs(numbers.mean() / ((count - 1) / 2) - 1) < 0.03


def test_numbers_between_0_and_1_reach_neither_end_where_that_is_asked() -> None:
    assert 0 <= draw().uniform().min() < draw().uniform().max() < 1
    assert 0 < draw().inside().min() < draw().inside().max() < 1
