"""The catalog as a list to search in: what a column can hold, found by any of its phrases or by what it is about."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import IntEnum
from functools import cache, lru_cache
from itertools import chain
from math import log2
from typing import Self

from generation.designer.catalog import Catalog, Concept, Setting
from generation.designer.composing.sampling import sample
from generation.designer.meaning.exact import exactly
from generation.designer.meaning.lexicon import Lexicon, lexicon, spelt_out
from generation.designer.meaning.meanings import NOT_KNOWN
from generation.designer.offline.understanding import setting_of
from generation.designer.reading import is_common, key, languages
from generation.designer.reading.languages import plain
from generation.engine import DEFAULT_LOCALE, DataType, EngineError

_NOTHING_KNOWN = "word"  # what stands in for all that is in no catalog
_SAMPLES, _SAMPLE_ROWS, _LONGEST_SAMPLE = 3, 8, 40
_USED_ONCE = frozenset(
    {"own_key", "other_key", "word"}
)  # they stand for what each table has of its own, or for nothing
_SHORTEST = 2  # letters; a single one finds only what is usual and begins with it
_WIDELY_USED = 3  # domains: what more of them use belongs to none


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """Something that a column can hold. `phrase` says it, `domain` is where it is usual, blank where that is many."""

    name: str
    phrase: str
    about: str
    data_type: DataType
    unit: str
    domain: str

    @property
    def samples(self) -> tuple[str, ...]:
        """Return a few values as they may occur."""
        return _samples(self.name)


class _Kind(IntEnum):
    """How a text names a concept; the value is what that counts for in the ranking."""

    NAME = 60
    PHRASE = 50
    FOREIGN = 45
    AROUND = 0  # everything that is said of it


_EXACT = {_Kind.NAME: 100, _Kind.PHRASE: 8, _Kind.FOREIGN: 8, _Kind.AROUND: 0}
_WHOLE_WORDS, _BEGINS, _PER_EXTRA_WORD, _MOST_EXTRA, _PER_USE = 20, 12, 2, 8, 4


@dataclass(frozen=True, slots=True)
class _Text:
    """Words that stand for a concept."""

    kind: _Kind
    text: str
    concept: str
    words: frozenset[str]

    @classmethod
    def of(cls, kind: _Kind, text: str, concept: str) -> Self:
        """Take a text apart."""
        return cls(kind, text, concept, frozenset(text.split()))


@dataclass(frozen=True, slots=True)
class _Index:
    """Texts by the words in them, for whole words and their beginnings."""

    texts: tuple[_Text, ...]
    words: tuple[str, ...]
    places: dict[str, frozenset[int]]

    def find(self, said: tuple[str, ...]) -> frozenset[int]:
        """Return the places of the texts in which each of the words begins one of theirs."""
        found = sorted((self._begun_by(word) for word in set(said)), key=len)
        return found[0].intersection(*found[1:]) if found else frozenset()

    def knows(self, word: str) -> bool:
        """Tell whether any text has a word that begins so."""
        return bool(self._begun_by(word))

    def _begun_by(self, start: str) -> frozenset[int]:
        first, last = bisect_left(self.words, start), bisect_left(self.words, start + "\uffff")
        return frozenset[int]().union(*(self.places[word] for word in self.words[first:last]))


def find_fields(words: str, *, limit: int, description: str = "", locale: str | None = None) -> tuple[Field, ...]:
    """Return the fields that some words, perhaps not yet written to their end, are looking for; the likest first.

    No words at all find what is used most. With the description of a dataset `phrase` says the field in that one, where
    "title" may be a person's, and what no phrase says there is left out.
    """
    here = _setting(description, locale)
    said = " ".join(words.split()).lower()
    ranked = (*_meant(said, here), *_ranked(said)) if len(said) >= _SHORTEST else _usual(here, said)
    fields = (_field(name, here) for name in dict.fromkeys(ranked))
    return tuple(field for _, field in zip(range(limit), filter(None, fields), strict=False))


def fields_of(names: Iterable[str], *, description: str, locale: str | None = None) -> dict[str, str]:
    """Return by the name of a field the column, of those of a dataset, that is called by one of its phrases."""
    here = _setting(description, locale)
    called = ((name, exactly(name, here, lexicon())) for name in names)
    return {choice.concept.name: name for name, choice in reversed(tuple(called)) if choice}


def not_known(assumptions: Iterable[str]) -> tuple[str, ...]:
    """Return the phrases of the columns that were made of words, for nothing is known of them."""
    before, after = NOT_KNOWN.split("{}")
    said = (text for text in assumptions if text.startswith(before) and text.endswith(after))
    return tuple(text.removeprefix(before).removesuffix(after) for text in said)


def _field(name: str, here: Setting) -> Field | None:
    known = lexicon()
    concept = known.catalog.concepts[name]
    phrase = _phrase(concept, here.subject, here.domain)
    if phrase is None:
        return None
    return Field(
        name=name,
        phrase=phrase,
        about=concept.about,
        data_type=concept.data_type,
        unit=concept.unit,
        domain=_uses().domains.get(name, ""),
    )


def _meant(said: str, here: Setting) -> tuple[str, ...]:
    """Return the concept that is said so there, such as a person's title by "title"."""
    choice = exactly(said, here, lexicon())
    everywhere = lexicon().concepts.get(key(said))
    return (choice.concept.name,) if choice and choice.concept is not everywhere else ()


@lru_cache(maxsize=8192)
def _phrase(concept: Concept, subject: str, domain: str) -> str | None:
    """Return the first phrase that says a concept there, and is one thing for who reads "add this and that"."""
    setting = Setting(domain=domain, subject=subject, locale=DEFAULT_LOCALE)
    for phrase in (concept.name.replace("_", " "), *concept.says):
        if "and" in phrase.split():
            continue
        choice = exactly(phrase, setting, lexicon())
        if choice and choice.concept is concept:
            return phrase
    return None


@lru_cache(maxsize=128)
def _setting(description: str, locale: str | None) -> Setting:
    return setting_of(description, locale)


@lru_cache(maxsize=512)
def _ranked(words: str) -> tuple[str, ...]:
    """Return the names of the concepts that words look for, the likest first."""
    said = key(plain(words))
    for tried in _readings(said, lexicon()):
        if found := _index().find(tried):
            scores = _scores(found, " ".join(tried), tried)
            return tuple(sorted(scores, key=lambda name: (-scores[name], len(name), name)))
    return ()


def _readings(said: str, known: Lexicon) -> Iterator[tuple[str, ...]]:
    """Yield the words as they are, spelt out, without a slip of the pen, and without those that nothing is known of."""
    yield tuple(said.split())
    yield tuple(spelt_out(said).split())
    if corrected := known.correct(said):
        yield tuple(corrected.split())
    index = _index()
    yield tuple(word for word in said.split() if index.knows(word) and not is_common(word))


def _scores(found: Iterable[int], said: str, words: tuple[str, ...]) -> dict[str, float]:
    scores: dict[str, float] = {}
    index, counts = _index(), _uses().counts
    for place in found:
        text = index.texts[place]
        score = _score(text, said, words) + _PER_USE * log2(1 + counts[text.concept])
        scores[text.concept] = max(score, scores.get(text.concept, 0))
    return scores


def _score(text: _Text, said: str, words: tuple[str, ...]) -> int:
    score = text.kind - _PER_EXTRA_WORD * min(_MOST_EXTRA, len(text.words) - len(words))
    if text.words.issuperset(words):
        score += _WHOLE_WORDS
    if text.text.startswith(said):
        score += _BEGINS
        if text.text == said:
            score += _EXACT[text.kind]
    return score


@cache
def _index() -> _Index:
    known = lexicon()
    texts = tuple(chain(_own_texts(known), _foreign_texts(known), _texts_around(known.catalog)))
    places: dict[str, set[int]] = {}
    for place, text in enumerate(texts):
        for word in text.words:
            places.setdefault(word, set()).add(place)
    return _Index(texts, tuple(sorted(places)), {word: frozenset(found) for word, found in places.items()})


def _own_texts(known: Lexicon) -> Iterator[_Text]:
    for text, concept in known.concepts.items():
        kind = _Kind.NAME if text == key(concept.name) else _Kind.PHRASE
        yield _Text.of(kind, text, concept.name)


def _foreign_texts(known: Lexicon) -> Iterator[_Text]:
    for language in languages().values():
        for said, english in language.names.items():
            if concept := known.concepts.get(key(english)):
                yield _Text.of(_Kind.FOREIGN, key(said), concept.name)


def _texts_around(catalog: Catalog) -> Iterator[_Text]:
    for concept in catalog.concepts.values():
        tests = (test.rpartition(": ")[2] for test in concept.tests if concept.name != _NOTHING_KNOWN)
        said = (concept.name, concept.about, *concept.says, *concept.also, *tests)
        words = dict.fromkeys(word for text in said for word in key(text).split())
        yield _Text.of(_Kind.AROUND, " ".join(words), concept.name)


@dataclass(frozen=True, slots=True)
class _Uses:
    """How often concepts are among the usual columns of a subject, and the domain of each that is used in few."""

    counts: Counter[str]
    domains: dict[str, str]


@cache
def _uses() -> _Uses:
    known = lexicon()
    counts: Counter[str] = Counter()
    domains: dict[str, Counter[str]] = {}
    for subject in known.catalog.subjects.values():
        here = Setting(domain=subject.domain, subject=subject.name, locale=DEFAULT_LOCALE)
        for name in _columns_of(here):
            counts[name] += 1
            domains.setdefault(name, Counter())[subject.domain] += 1
    few = {name: used for name, used in domains.items() if len(used) <= _WIDELY_USED}
    return _Uses(counts, {name: used.most_common(1)[0][0] for name, used in few.items()})


def _columns_of(here: Setting) -> tuple[str, ...]:
    """Return the concepts of the usual columns of a subject."""
    known = lexicon()
    chosen = (exactly(phrase, here, known) for phrase in known.catalog.subjects[here.subject].columns)
    return tuple(dict.fromkeys(choice.concept.name for choice in chosen if choice))


def _usual(here: Setting, start: str) -> tuple[str, ...]:
    """Return what is usual where a dataset is, and then what is used most, if it begins so."""
    common = (name for name, _ in _uses().counts.most_common())
    return tuple(
        name
        for name in dict.fromkeys((*_columns_of(here), *common))
        if name.startswith(start) and name not in _USED_ONCE
    )


@lru_cache(maxsize=4096)
def _samples(name: str) -> tuple[str, ...]:
    catalog = lexicon().catalog
    concept = catalog.concepts[name]
    tables = catalog.tables_of.get(name, ())
    values = concept.values or (list(tables[0].tally(name)) if tables else _drawn(concept))
    texts = dict.fromkeys(str(value) for value in values)
    return tuple(text for text in texts if text and len(text) <= _LONGEST_SAMPLE)[:_SAMPLES]


def _drawn(concept: Concept) -> tuple[object, ...]:
    """Return a few values of the expression that needs no other column."""
    try:
        return sample(concept.ways[-1].expression, concept.data_type, {}, DEFAULT_LOCALE, rows=_SAMPLE_ROWS)
    except EngineError:
        return ()
