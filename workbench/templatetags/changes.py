"""What differs between two designs, cut to what shows it: the cards of the columns have the whole."""

from django import template

from presenting.differences import Piece

register = template.Library()

_CONTEXT = 24  # characters of what is the same, on either side of what is not
_LONGEST = 100  # characters of what differs


@register.filter
def cut(piece: Piece) -> str:
    """Return the text of a piece, without the middle of what is the same and the end of what is not."""
    text = piece.text
    if piece.differs:
        return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
    return text if len(text) <= 2 * _CONTEXT + 1 else f"{text[:_CONTEXT]}…{text[-_CONTEXT:]}"
