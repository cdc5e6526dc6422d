import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from generation.engine.providers.lottery import Lottery

UNIT = 2**32
WEIGHTS = st.lists(st.floats(0, 1e9), min_size=1, max_size=40).filter(lambda weights: sum(weights) > 0)


@given(weights=WEIGHTS, tickets=st.lists(st.integers(0, UNIT - 1), min_size=1, max_size=30))
def test_a_ticket_draws_the_entry_whose_share_of_all_tickets_it_lies_in(
    weights: list[float], tickets: list[int]
) -> None:
    shares = np.cumsum(weights) / np.sum(weights)
    drawn = Lottery([np.array(weights)]).entries(np.array(tickets, dtype=np.uint64))
    for ticket, entry in zip(tickets, drawn.tolist(), strict=True):
        before = shares[entry - 1] if entry else 0
        assert before * UNIT - 1 <= ticket <= shares[entry] * UNIT


@given(segments=st.lists(WEIGHTS, min_size=1, max_size=5), ticket=st.integers(0, UNIT - 1))
def test_a_segment_draws_what_it_draws_alone(segments: list[list[float]], ticket: int) -> None:
    weights = [np.array(segment) for segment in segments]
    together, first = Lottery(weights), 0
    for number, segment in enumerate(weights):
        tickets = np.array([ticket], dtype=np.uint64)
        alone = Lottery([segment]).entries(tickets)
        assert together.entries(tickets, np.array([number])) == alone + first
        first += len(segment)


@pytest.mark.parametrize("ticket", [0, UNIT // 2, UNIT - 1])
def test_what_weighs_nothing_is_never_drawn(ticket: int) -> None:
    drawn = Lottery([np.array([0.0, 1.0, 0.0])]).entries(np.array([ticket], dtype=np.uint64))
    assert drawn.tolist() == [1]
