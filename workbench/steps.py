"""How a dataset came to be, from the first sentence to now."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from generation.links import page_link
from generation.recipes import Recipe
from schemas_cache.entries import Entry, Refinement
from schemas_cache.keys import locale_asked
from schemas_cache.lineage import Ancestor, ancestors

MOST_STEPS = 20


class Way(StrEnum):
    """How a step was made."""

    SENTENCE = "sentence"
    COLUMNS = "columns"  # given in place of a sentence
    WORDS = "words"
    HAND = "hand"
    GONE = "gone"  # what was before can be found no more, or is too long ago


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A state of a dataset, and how it was made: the `text` is the sentence, or what was asked to be changed.

    The `address` leads to it, with the same rows; it is empty where there is none. The last step is where one is.
    """

    way: Way
    text: str = ""
    address: str = ""
    is_here: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Road:
    """All steps to a dataset, and the locale that was asked for along with the first sentence, if one was."""

    steps: tuple[Step, ...]
    locale: str

    @classmethod
    def to(cls, recipe: Recipe) -> "Road":
        """Return the road to a dataset."""
        before = ancestors(recipe.entry, most=MOST_STEPS)
        steps = (*_steps(recipe, before), _here(recipe.entry))
        first = before[-1] if before else recipe.entry
        return cls(steps=steps, locale=locale_asked(first.hash, first.description) or "" if first.description else "")


def _steps(recipe: Recipe, before: tuple[Ancestor, ...]) -> Iterator[Step]:
    first = before[-1] if before else recipe.entry
    if first.refined_from is not None:
        yield Step(way=Way.GONE)
    for ancestor in reversed(before):
        entry = replace(recipe.entry, hash=ancestor.hash, revision=ancestor.revision)
        way, text = _made(ancestor.refined_from, ancestor.description)
        yield Step(way=way, text=text, address=page_link(replace(recipe, entry=entry)))


def _here(entry: Entry) -> Step:
    way, text = _made(entry.refined_from, entry.description)
    return Step(way=way, text=text, is_here=True)


def _made(refined_from: Refinement | None, description: str) -> tuple[Way, str]:
    if refined_from is None:
        return (Way.SENTENCE, description) if description else (Way.COLUMNS, "")
    return (Way.WORDS, refined_from.instruction) if refined_from.instruction else (Way.HAND, "")
