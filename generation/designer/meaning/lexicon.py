"""Phrases in, entries of the catalog out."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from typing import TypeVar

from generation.designer.catalog import Catalog, Concept, Domain, Ending, Group, Part, Subject, load
from generation.designer.reading import abbreviated, key

_SHORTEST_GUESSED_WORD = 4
_LONGEST_CORRECTED = 4  # words
_SUFFIXES = frozenset({"ed", "er", "ing", "s", "y", "al", "ly", "ion", "d", "r", "n"})  # other words, not slips
_ALONE = frozenset({"ph"})  # not short for anything at the end of a phrase
_Entry = TypeVar("_Entry")


@dataclass(frozen=True)
class Lexicon:
    """The catalog's entries by the keys of the phrases that mean them."""

    catalog: Catalog
    concepts: Mapping[str, Concept]
    renamed: frozenset[str]  # phrases that make no good column name
    groups: Mapping[str, Group]
    subjects: Mapping[str, Subject]
    parts: Mapping[str, Part]
    domains: Mapping[str, tuple[Domain, ...]]
    ends: Mapping[str, Ending]
    starts: Mapping[str, Ending]
    meanings: Mapping[str, Mapping[str, str]]  # subject or domain -> what short phrases mean there

    @cached_property
    def words(self) -> frozenset[str]:
        """Return every word that a phrase of the catalog holds."""
        phrases = (
            *self.concepts,
            *self.groups,
            *self.subjects,
            *(phrase for short in self.meanings.values() for phrase in short),
        )
        return frozenset(word for phrase in phrases for word in phrase.split())

    @cached_property
    def _misspellings(self) -> Mapping[str, tuple[str, ...]]:
        """Return the words that are left when one letter is taken from a known one, with those known ones."""
        found: dict[str, tuple[str, ...]] = {}
        for word in sorted(self.words):
            if len(word) >= _SHORTEST_GUESSED_WORD and word.isalpha():
                for less in _less_one_letter(word):
                    found[less] = (*found.get(less, ()), word)
        return found

    def correct(self, phrase: str) -> str | None:
        """Return this key with the known words that one slip of a letter made of its unknown ones, if there are any."""
        words = phrase.split()
        if len(words) > _LONGEST_CORRECTED:
            return None
        shortest = _SHORTEST_GUESSED_WORD if len(words) == 1 else _SHORTEST_GUESSED_WORD - 1
        corrected = " ".join(self._correct_word(word, shortest) for word in words)
        return corrected if corrected != phrase else None

    def _correct_word(self, word: str, shortest: int) -> str:
        if word in self.words or len(word) < shortest or not word.isalpha():
            return word
        swapped = (f"{word[:place]}{word[place + 1]}{word[place]}{word[place + 2 :]}" for place in range(len(word) - 1))
        common = self.words if len(word) > _SHORTEST_GUESSED_WORD else self.meanings["generic"]
        if turned := next((one for one in swapped if one in common), None):
            return turned
        if len(word) <= _SHORTEST_GUESSED_WORD and shortest == _SHORTEST_GUESSED_WORD:
            return word
        less = sorted(_less_one_letter(word))
        near = [*self._misspellings.get(word, ()), *(one for one in less if one in self.words)]
        near += [known for one in less for known in self._misspellings.get(one, ())]
        return next((one for one in near if _is_slip(word, one)), word)


def _is_slip(word: str, known: str) -> bool:
    """Tell whether a word may be a slip of the pen: another first letter or another ending makes another word."""
    if len(known) < _SHORTEST_GUESSED_WORD or word[0] != known[0]:
        return False
    same = next((place for place, (one, other) in enumerate(zip(word, known, strict=False)) if one != other), None)
    same = min(len(word), len(known)) if same is None else same
    ends = {word[same:], known[same:]} - {""}
    return not (ends <= _SUFFIXES or (len(word) == len(known) and same == len(word) - 1))


@cache
def lexicon() -> Lexicon:
    """Return the lexicon of the catalog that comes with the project, made once per process."""
    catalog = load()
    domains: dict[str, tuple[Domain, ...]] = {}
    for domain in catalog.domains.values():
        for phrase in domain.says:
            domains[key(phrase)] = (*domains.get(key(phrase), ()), domain)
    return Lexicon(
        catalog=catalog,
        concepts=_by_phrase((concept, (*concept.says, *concept.also)) for concept in catalog.concepts.values()),
        renamed=frozenset(key(phrase) for concept in catalog.concepts.values() for phrase in concept.also),
        groups=_by_phrase((group, group.says) for group in catalog.groups.values()),
        subjects=_by_phrase((subject, subject.says) for subject in catalog.subjects.values()),
        parts=_by_phrase((part, part.says) for part in catalog.parts.values()),
        domains=domains,
        ends=_by_phrase((ending, ending.ends) for ending in catalog.endings),
        starts={key(phrase): ending for ending in reversed(catalog.endings) for phrase in ending.starts},
        meanings={
            **{name: _by_key(domain.means) for name, domain in catalog.domains.items()},
            **{name: _by_key(subject.means) for name, subject in catalog.subjects.items()},
        },
    )


def spelt_out(phrase: str) -> str:
    """Return a key with its abbreviations spelt out."""
    *first, last = phrase.split() or [""]
    return key(" ".join([*map(abbreviated, first), last if last in _ALONE else abbreviated(last)]))


def _by_key(means: Mapping[str, str]) -> dict[str, str]:
    return {key(phrase): concept for phrase, concept in means.items()}


def _by_phrase(entries: Iterable[tuple[_Entry, tuple[str, ...]]]) -> dict[str, _Entry]:
    """Index entries by the keys of their phrases; the first phrase of each, its name, comes before all others."""
    pairs = [(place, key(phrase), entry) for entry, phrases in entries for place, phrase in enumerate(phrases)]
    index: dict[str, _Entry] = {}
    for _, phrase, entry in sorted(pairs, key=lambda pair: pair[0] > 0):
        index.setdefault(phrase, entry)
    return index


def _less_one_letter(phrase: str) -> set[str]:
    return {phrase[:place] + phrase[place + 1 :] for place in range(len(phrase))}
