"""Phrases in, entries of the catalog out."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import TypeVar

from generation.designer.catalog import Catalog, Concept, Domain, Ending, Group, Subject, load
from generation.designer.reading import key

_SHORTEST_GUESSED_WORD = 5
_Entry = TypeVar("_Entry")


@dataclass(frozen=True)
class Lexicon:
    """The catalog's entries by the keys of the phrases that mean them."""

    catalog: Catalog
    concepts: Mapping[str, Concept]
    renamed: frozenset[str]  # phrases that make no good column name
    groups: Mapping[str, Group]
    subjects: Mapping[str, Subject]
    domains: Mapping[str, tuple[Domain, ...]]
    ends: Mapping[str, Ending]
    starts: Mapping[str, Ending]
    meanings: Mapping[str, Mapping[str, str]]  # subject or domain -> what short phrases mean there
    misspellings: Mapping[str, str]  # a phrase less one letter -> the phrase

    def correct(self, phrase: str) -> str | None:
        """Return the known phrase that one wrong, missing or additional letter made this key, if there is one."""
        if len(phrase) < _SHORTEST_GUESSED_WORD:
            return None
        less = _less_one_letter(phrase)
        near = [self.misspellings.get(phrase), *(one for one in sorted(less) if one in self.concepts)]
        near += sorted({self.misspellings[one] for one in less if one in self.misspellings})
        return next((one for one in near if one), None)


@cache
def lexicon() -> Lexicon:
    """Return the lexicon of the catalog that comes with the project, made once per process."""
    catalog = load()
    domains: dict[str, tuple[Domain, ...]] = {}
    for domain in catalog.domains.values():
        for phrase in domain.says:
            domains[key(phrase)] = (*domains.get(key(phrase), ()), domain)
    concepts = _by_phrase((concept, (*concept.says, *concept.also)) for concept in catalog.concepts.values())
    return Lexicon(
        catalog=catalog,
        concepts=concepts,
        renamed=frozenset(key(phrase) for concept in catalog.concepts.values() for phrase in concept.also),
        groups=_by_phrase((group, group.says) for group in catalog.groups.values()),
        subjects=_by_phrase((subject, subject.says) for subject in catalog.subjects.values()),
        domains=domains,
        ends=_by_phrase((ending, ending.ends) for ending in catalog.endings),
        starts={phrase: ending for ending in reversed(catalog.endings) for phrase in ending.starts},
        meanings={
            **{name: _by_key(domain.means) for name, domain in catalog.domains.items()},
            **{name: _by_key(subject.means) for name, subject in catalog.subjects.items()},
        },
        misspellings=_misspellings(concepts),
    )


def _by_key(means: Mapping[str, str]) -> dict[str, str]:
    return {key(phrase): concept for phrase, concept in means.items()}


def _by_phrase(entries: Iterable[tuple[_Entry, tuple[str, ...]]]) -> dict[str, _Entry]:
    """Index entries by the keys of their phrases; the first phrase of each, its name, comes before all others."""
    pairs = [(place, key(phrase), entry) for entry, phrases in entries for place, phrase in enumerate(phrases)]
    index: dict[str, _Entry] = {}
    for _, phrase, entry in sorted(pairs, key=lambda pair: pair[0] > 0):
        index.setdefault(phrase, entry)
    return index


def _misspellings(phrases: Iterable[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for phrase in phrases:
        if len(phrase) > _SHORTEST_GUESSED_WORD:
            for less in _less_one_letter(phrase):
                found.setdefault(less, phrase)
    return found


def _less_one_letter(phrase: str) -> set[str]:
    return {phrase[:place] + phrase[place + 1 :] for place in range(len(phrase))}
