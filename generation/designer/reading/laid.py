"""What a text looks like."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Layout:
    """Where things stand: what leads to the columns, the items that name one each, and the sentences that follow.

    `listed` tells that the writer listed the columns rather than spoke of them.
    """

    heading: str
    items: tuple[str, ...]
    rest: tuple[str, ...]
    listed: bool
