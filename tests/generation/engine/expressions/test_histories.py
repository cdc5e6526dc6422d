import numpy as np
import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from generation.engine.expressions.histories import History, bits_of, present_in


@given(cells=st.lists(st.none() | st.text(max_size=40), max_size=30), cut=st.integers(0, 10))
def test_the_bits_of_texts_are_equal_where_the_texts_are(cells: list[str | None], cut: int) -> None:
    array = pa.array(["before"] * cut + cells, pa.string()).slice(cut)
    bits, present = bits_of(array), present_in(array)
    assert present.tolist() == [cell is not None for cell in cells]
    texts = [cell for cell in cells if cell is not None]
    assert len(set(bits[present].tolist())) == len(set(texts))


def test_the_bits_of_a_text_are_the_same_in_every_process() -> None:
    bits = bits_of(pa.array(["", "abc", "nine bytes"])).tolist()
    assert bits == [0, 18_103_840_070_669_317_930, 5_737_808_819_362_582_210]


def test_the_bits_of_numbers_are_equal_where_the_numbers_are() -> None:
    assert len(set(bits_of(pa.array([0.0, -0.0, 1.0, 1.0 + 2**-52])).tolist())) == 3
    assert len(set(bits_of(pa.array([True, False, None, True])).tolist())) == 2
    assert len(set(bits_of(pa.array([1, 2, 1], pa.date32())).tolist())) == 2


def test_a_history_holds_what_was_added_and_tells_which_rows_drew_again() -> None:
    history = History()
    bits = [bits_of(pa.array(range(low, low + 100))) for low in range(0, 500, 100)]
    none = np.empty(0, dtype=np.int64)
    for hundred in bits:
        history.add(hundred, none, none, 100)
    history.add(bits[0][:0], np.array([3, 4]), np.array([7, 8]), 10)
    assert [history.holds(hundred).all() for hundred in bits] == [True] * 5
    assert history.holds(bits_of(pa.array([499, 500, -1]))).tolist() == [True, False, False]
    assert {attempt: rows.tolist() for attempt, rows in history.again(502, 3).items()} == {7: [1], 8: [2]}
    assert (len(history), history.settled) == (500, 510)
