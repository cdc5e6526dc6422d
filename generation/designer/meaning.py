"""What a phrase means in its setting: a concept of the catalog."""

from dataclasses import dataclass

from generation.designer.catalog import Concept, Setting
from generation.designer.lexicon import Lexicon
from generation.designer.reading import WishedColumn, key, word_set

_KEY_WORDS = frozenset({"id", "key", "identifier"})
_UNITS = word_set(
    "mm cm m km kg g lb ms sec second min minute hour hr day week month year usd eur gbp c f celsius fahrenheit"
    " percent pct kmh mph kwh"
)


@dataclass(frozen=True, slots=True)
class Meaning:
    """A concept; `guess` tells in words how the phrase was read, where it does not say so plainly.

    `corrected` is what a misspelt phrase was meant to be.
    """

    concept: Concept
    guess: str = ""
    corrected: str = ""


@dataclass(frozen=True, slots=True)
class Meanings:
    """Finds the concepts of phrases in one setting."""

    setting: Setting
    lexicon: Lexicon

    def of(self, column: WishedColumn) -> Meaning:
        """Return what a column's phrase means: the plainest reading there is."""
        readings = (self._plainly, self._as_key, self._in_part, self._by_ending, self._corrected, self._by_a_word)
        found = (reading(column) for reading in readings)
        return next((meaning for meaning in found if meaning), None) or Meaning(
            self.lexicon.catalog.concepts["word"], f"“{column.phrase}” is not known, so its values are made-up words"
        )

    def _plainly(self, column: WishedColumn) -> Meaning | None:
        explained = key(f"{column.phrase} {column.limits.about}") if column.limits.about else ""
        concept = self.lexicon.concepts.get(explained) or self.plain(column.key)
        return Meaning(concept) if concept else None

    def plain(self, phrase: str) -> Concept | None:
        """Return what a key means here, or else anywhere, or else when nothing better is known."""
        meanings = self.lexicon.meanings
        here = meanings[self.setting.subject].get(phrase) or meanings[self.setting.domain].get(phrase)
        if here is None and phrase in self.lexicon.concepts:
            return self.lexicon.concepts[phrase]
        name = here or meanings["generic"].get(phrase)
        return self.lexicon.catalog.concepts[name] if name else None

    def _as_key(self, column: WishedColumn) -> Meaning | None:
        last = column.key.rpartition(" ")[2]
        return Meaning(self.lexicon.catalog.concepts["other_key"]) if last in _KEY_WORDS else None

    def _in_part(self, column: WishedColumn) -> Meaning | None:
        """Try "X of Y" as "Y X", without a unit at its end, and without what qualifies its last two words."""
        first, _, second = column.phrase.lower().replace("_", " ").partition(" of ")
        parts = column.key.split()
        tries = [key(f"{second} {first}")] if second else []
        tries += [" ".join(parts[:-1])] if parts[-1:] and parts[-1] in _UNITS else []
        tries += [" ".join(parts[place:]) for place in range(1, len(parts) - 1)]
        concept = next((concept for one in tries if (concept := self.plain(one))), None)
        return Meaning(concept) if concept else None

    def _by_ending(self, column: WishedColumn) -> Meaning | None:
        parts = column.key.split()
        for length in (2, 1):
            start, end = " ".join(parts[:length]), " ".join(parts[-length:])
            ending = self.lexicon.starts.get(start) if len(parts) > length else None
            ending = ending or self.lexicon.ends.get(end)
            if ending:
                return self._guessed(column, self.lexicon.catalog.concepts[ending.concept])
        return None

    def _corrected(self, column: WishedColumn) -> Meaning | None:
        corrected = self.lexicon.correct(column.key)
        if corrected is None:
            return None
        return Meaning(self.lexicon.concepts[corrected], f"“{column.phrase}” was read as “{corrected}”", corrected)

    def _by_a_word(self, column: WishedColumn) -> Meaning | None:
        """Take what the last words mean by themselves, or else any other word."""
        parts = column.key.split()
        tries = [" ".join(parts[place:]) for place in range(1, len(parts))] + parts[-2::-1]
        concept = next((self.lexicon.concepts[one] for one in tries if one in self.lexicon.concepts), None)
        return self._guessed(column, concept) if concept else None

    def _guessed(self, column: WishedColumn, concept: Concept) -> Meaning:
        about = concept.about[:1].lower() + concept.about[1:]
        return Meaning(concept, f"“{column.phrase}” is not in the catalog and was taken for: {about}")
