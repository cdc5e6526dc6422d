"""What differs is shown with little around it."""

import pytest

from presenting.differences import Piece
from workbench.templatetags.changes import cut


@pytest.mark.parametrize(
    ("piece", "shown"),
    [
        (Piece("fake.name()"), "fake.name()"),
        (Piece("a" * 49), "a" * 49),
        (Piece("a" * 25 + "b" * 25), f"{'a' * 24}…{'b' * 24}"),
        (Piece("a" * 100, differs=True), "a" * 100),
        (Piece("a" * 100 + "b", differs=True), f"{'a' * 100}…"),
    ],
)
def test_of_what_is_the_same_the_ends_are_shown_and_of_what_differs_the_beginning(piece: Piece, shown: str) -> None:
    assert cut(piece) == shown
