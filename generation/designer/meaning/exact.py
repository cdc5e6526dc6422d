"""A phrase of the catalog, read as a whole: nothing in it is taken for a limit, a unit, a list or a slip of the pen."""

from generation.designer.catalog import Setting
from generation.designer.meaning.choosing import Choice
from generation.designer.meaning.lexicon import Lexicon
from generation.designer.meaning.meanings import Meanings
from generation.designer.reading import key, snake

_LONGEST_NAME = 100  # characters


def exactly(phrase: str, setting: Setting, lexicon: Lexicon) -> Choice | None:
    """Return the column that a phrase of the catalog stands for here; None for a word for several, and for others."""
    said = key(phrase)
    concept = None if said in lexicon.groups else Meanings(setting, lexicon).plain(said)
    if concept is None:
        return None
    return Choice(name=snake(phrase)[:_LONGEST_NAME], phrase=phrase, concept=concept)
