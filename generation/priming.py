"""Fail before the first byte: what is streamed begins before it is answered."""

from collections.abc import Generator, Iterator
from itertools import chain
from typing import TypeVar

Item = TypeVar("Item")


class Primed(Iterator[Item]):
    """All of `items`, the first of which is made now; closing it closes them, begun or not."""

    def __init__(self, items: Iterator[Item]) -> None:
        self._items = items
        self._all: Iterator[Item] = chain((next(items),), items)

    def __next__(self) -> Item:
        return next(self._all)

    def close(self) -> None:
        """Stop the making; what was made and not taken is dropped."""
        self._all = iter(())
        if isinstance(self._items, Generator):
            self._items.close()
