from collections.abc import Iterator

import pytest

from generation.priming import Primed


@pytest.mark.parametrize("taken", [0, 1, 2])
def test_closing_a_dataset_stops_its_making_however_much_was_taken(taken: int) -> None:
    stopped = []

    def numbers() -> Iterator[int]:
        try:
            yield from range(10)
        finally:
            stopped.append(True)

    source = numbers()
    items = Primed(source)
    assert [next(items) for _ in range(taken)] == list(range(taken))
    items.close()
    assert (stopped, list(items)) == ([True], [])
