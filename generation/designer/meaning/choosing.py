"""From what was wished to the columns of a row, each with its concept."""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from generation.designer.catalog import Concept, Group, Part, Setting
from generation.designer.design import Origin
from generation.designer.meaning.lexicon import Lexicon
from generation.designer.meaning.meanings import Meaning, Meanings
from generation.designer.meaning.parts import columns_of, named_parts, part_of
from generation.designer.meaning.setting import head_noun, is_about_something, noun_part, phrases
from generation.designer.reading import (
    NOTHING,
    Limits,
    Wish,
    WishedColumn,
    is_common,
    is_filler,
    key,
    singular,
    snake,
    word_set,
    words,
)

_ENOUGH_COLUMNS = 4  # fewer, and a template's are added where the writer left columns to us
_FULL_TEMPLATE = 13
_LONGEST_NAME = 100  # characters
_UNKNOWN = "word"
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
_FEW_ITEMS = 2  # who writes more of them parts them with commas
_SHORTEST_RUN, _LONGEST_RUN, _FEWEST_PARTS, _LONGEST_PHRASE = 4, 60, 3, 4  # words, words, phrases, words
_COLUMN_WORD = re.compile(r"\b(?:columns?|fields?|attributes?|features?|variables?|only|just)\b", re.IGNORECASE)
_TAIL = re.compile(r"\s(?:of|in|for|from|by)\s", re.IGNORECASE)
_OWNER = re.compile(r"(?<!\w)\w+(?:['\u2019]s|s['\u2019])\s+")
_NO_SUBJECT = "thing"
_NO_COLUMN = word_set("app application system tool website software platform dashboard")  # "a tracking app"
_VAGUE = word_set(
    "record number value class type label post text time view like share measure source model project make open high"
    " low"
)
_COUNTED = word_set("number kind type")  # "number of games" says nothing without its tail
_SORTS = word_set("type status level category class group kind plan tier role segment")  # of them, values are listed
MANIFOLD = word_set(
    "other_key own_key word thing_name flag number count event_date rate second_person percentage amount_of_money"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A column to be: its name and what it holds. `guess` tells how its phrase was read where that was not plain."""

    name: str
    phrase: str
    concept: Concept
    limits: Limits = NOTHING
    origin: Origin = Origin.STATED
    guess: str = ""


def choose(wish: Wish, setting: Setting, lexicon: Lexicon) -> tuple[Choice, ...]:
    """Choose a concept for every column that was named, the columns of group words, and a template where none was."""
    chooser = Chooser(setting, lexicon, wish)
    if parts := named_parts(wish, lexicon):
        return _name_apart(_merge(chooser.of_parts(parts, wish)))
    named = (column for column in wish.columns if wish.listed or column.key not in _NO_COLUMN)
    wished = tuple(part for column in named for part in chooser.parted(column, among=len(wish.columns)))
    wished = wished or chooser.named_in_heading(wish)
    chosen = [choice for column in wished for choice in chooser.choices(column)]
    left_to_us = any(choice.origin is Origin.INFERRED for choice in chosen) and not wish.listed
    if not chosen or left_to_us or chooser.is_open(wish, wished):
        chosen = chooser.with_template(chosen, few=len(wished) < _ENOUGH_COLUMNS)
    return _name_apart(_merge(chosen))


class Chooser:
    """Chooses columns for phrases, in one setting; the names in a list are kept as they were written."""

    def __init__(self, setting: Setting, lexicon: Lexicon, wish: Wish) -> None:
        self._setting = setting
        self._lexicon = lexicon
        siblings = frozenset(column.key for column in wish.columns)
        self._meanings = Meanings(setting, lexicon, wish.language, siblings)
        self._heading = wish.heading
        self._listed = wish.listed or wish.language != "en"

    def choices(self, column: WishedColumn) -> list[Choice]:
        """Return the column for a phrase, or the columns of a group word such as `demographics`."""
        group = None if "_" in column.phrase or self._meanings.beside(column) else self._lexicon.groups.get(column.key)
        if group is None:
            column = self._without_owner(self._without_tail(column))
            meaning = self._meanings.of(column)
            name = snake(meaning.corrected) if meaning.corrected else self._name(column, meaning.concept)
            limits = _with_examples(column, meaning)
            return [
                Choice(name=name, phrase=column.phrase, concept=meaning.concept, limits=limits, guess=meaning.guess)
            ]
        members = self._members(group)
        guess = f"“{column.phrase}” was read as {enumerate_words(members)}"
        return [self._of_ours(member, Origin.INFERRED, guess) for member in members]

    def parted(self, column: WishedColumn, among: int) -> tuple[WishedColumn, ...]:
        """Part "temperature humidity wind speed", a list without commas, into the known phrases it is made of."""
        if inner := self._columns_inside(column):
            return inner
        run = words(column.phrase)
        if among > _FEW_ITEMS or not _SHORTEST_RUN <= len(run) <= _LONGEST_RUN or column.limits.say_something:
            return (column,)
        if self._meanings.plain(column.key) or column.key in self._lexicon.groups:
            return (column,)
        parts = self._phrases_of(tuple(run))
        return tuple(WishedColumn(phrase=part) for part in parts) if len(parts) >= _FEWEST_PARTS else (column,)

    def _columns_inside(self, column: WishedColumn) -> tuple[WishedColumn, ...]:
        """Read `personal details: name, email, age` as these columns: what looks like values are known phrases."""
        values = column.limits.values
        sorts = words(column.phrase)[-1:]
        if sorts and singular(sorts[0]) in _SORTS:
            return ()
        if len(values) < _FEWEST_PARTS or column.limits.shares or any(value[:1].isdigit() for value in values):
            return ()
        known = sum(self._meanings.plain(key(value)) is not None for value in values)
        concept = self._meanings.plain(column.key)
        if known < len(values) or (concept and {key(str(value)) for value in concept.values} & set(map(key, values))):
            return ()
        return tuple(WishedColumn(phrase=value, said=value) for value in values)

    def _phrases_of(self, run: tuple[str, ...]) -> tuple[str, ...]:
        """Return the known phrases, the longest first, that make up all the words; nothing where there are none."""
        best: list[tuple[str, ...] | None] = [()]  # for each number of words from the start
        for end in range(1, len(run) + 1):
            tries = (
                (*before, phrase)
                for start in range(max(0, end - _LONGEST_PHRASE), end)
                if (before := best[start]) is not None and self._meanings.plain(key(phrase := " ".join(run[start:end])))
            )
            best.append(min(tries, key=len, default=None))
        return best[-1] or ()

    def is_open(self, wish: Wish, wished: tuple[WishedColumn, ...]) -> bool:
        """Tell whether "emergency visits with triage level and wait time" leaves the usual columns to us."""
        if wish.listed or len(wished) > _FEW_ITEMS or _COLUMN_WORD.search(wish.text):
            return False
        return is_about_something(wish.heading, self._lexicon)

    def of_parts(self, parts: Mapping[str, Part], wish: Wish) -> list[Choice]:
        """Return the telling columns of several things, and the columns that were named beside them."""
        beside = [column for column in wish.columns if part_of(column, self._lexicon) is None]
        known = [column for column in beside if self._meanings.plain(column.key)]
        ours = [self._of_ours(phrase, Origin.TEMPLATE) for phrase in columns_of(parts)]
        return [*ours, *(choice for column in known for choice in self.choices(column))]

    def named_in_heading(self, wish: Wish) -> tuple[WishedColumn, ...]:
        """Find "a list of e-mail addresses": a thing without a template of its own that is a column itself."""
        if self._setting.subject != _NO_SUBJECT:
            return ()
        nouns = [phrase for _, phrase in phrases(key(noun_part(wish.heading)))]
        found = [phrase for phrase in nouns if phrase in self._lexicon.concepts and phrase not in _VAGUE]
        whole = [
            phrase for phrase in found if not any(f" {phrase} " in f" {other} " for other in found if other != phrase)
        ]
        said = {word for phrase in whole for word in phrase.split()}
        rest = (word for word in key(noun_part(wish.heading)).split() if word not in said)
        left = [word for word in rest if not (is_common(word) or word.isdigit())]
        return () if left else tuple(WishedColumn(phrase=phrase) for phrase in whole)

    def with_template(self, chosen: list[Choice], *, few: bool) -> list[Choice]:
        """Add the subject's natural key, and more of its usual columns when there are few."""
        subject = self._lexicon.catalog.subjects[self._setting.subject]
        own_key, *template = (self._of_ours(phrase, Origin.TEMPLATE) for phrase in subject.columns)
        if subject.name == _NO_SUBJECT and (noun := head_noun(self._heading)):
            own_key = self._of_ours(f"{noun} id", Origin.TEMPLATE)
        held = {choice.concept.name for choice in chosen}
        others = [choice for choice in template if choice.concept.name not in held]
        room = len(others) if not chosen else max(0, _FULL_TEMPLATE - 1 - len(chosen)) if few else 0
        named = own_key.name in {choice.name for choice in chosen}
        return [*([] if named else [own_key]), *chosen, *others[:room]]

    def _without_tail(self, column: WishedColumn) -> WishedColumn:
        """Take "price of products" or "age in the patient records" for `price` and `age`."""
        first, _, second = _TAIL.sub("\n", column.phrase, count=1).partition("\n")
        tail = {phrase for _, phrase in phrases(key(second))}
        known = key(first) not in _COUNTED and self._meanings.plain(key(first)) and not self._meanings.plain(column.key)
        return replace(column, phrase=first) if known and tail & self._lexicon.subjects.keys() else column

    def _without_owner(self, column: WishedColumn) -> WishedColumn:
        """Take "the student's name" for `name`."""
        match = _OWNER.match(column.phrase)
        rest = self._meanings.plain(key(column.phrase[match.end() :])) if match else None
        if match is None or rest is None or self._meanings.plain(column.key) not in {None, rest}:
            return column
        return replace(column, phrase=column.phrase[match.end() :])

    def _members(self, group: Group) -> tuple[str, ...]:
        places = (self._setting.subject, self._setting.domain, "")
        return next(columns for place in places if (columns := group.columns.get(place)))

    def _of_ours(self, phrase: str, origin: Origin, guess: str = "") -> Choice:
        concept = self._meanings.of(WishedColumn(phrase=phrase)).concept
        return Choice(name=snake(phrase)[:_LONGEST_NAME], phrase=phrase, concept=concept, origin=origin, guess=guess)

    def _name(self, column: WishedColumn, concept: Concept) -> str:
        if column.typed or self._listed:
            return snake(column.phrase)[:_LONGEST_NAME]
        if (" " in column.key and column.key in self._lexicon.renamed) or column.key == key(concept.name):
            return concept.name
        kept = [word for word in words(column.phrase) if not is_filler(word)] or words(column.phrase)
        return snake(" ".join((*kept[:-1], singular(kept[-1]))))[:_LONGEST_NAME]


def _with_examples(column: WishedColumn, meaning: Meaning) -> Limits:
    """Return what was said of a column; where its name says nothing, its examples say what its values look like."""
    limits, seen = column.limits, tuple(dict.fromkeys(column.seen))
    if not seen or (not meaning.guess and meaning.concept.name != _UNKNOWN):
        return limits
    numbers = [float(cell) for cell in seen if _NUMBER.fullmatch(cell)]
    if len(numbers) == len(seen) and not limits.have_ends and meaning.concept.is_number:
        low, high = min(numbers), max(numbers)
        return replace(limits, low=low if low < 0 else math.floor(low / 2), high=math.ceil(high * 1.5) or 1.0)
    plain = limits.yes_no is None and limits.example is None and not limits.values and not numbers
    return replace(limits, values=seen) if plain and meaning.concept.name == _UNKNOWN else limits


def _merge(chosen: list[Choice]) -> list[Choice]:
    """Take "phone, ... and 20% missing phone numbers" for one column."""
    merged: list[Choice] = []
    for choice in chosen:
        twins = [place for place, other in enumerate(merged) if _are_same(other, choice)]
        if not twins:
            merged.append(choice)
        elif choice.limits.say_something:
            first = merged[twins[0]]
            merged[twins[0]] = replace(first, limits=first.limits.combined(choice.limits))
    return merged


def _are_same(first: Choice, second: Choice) -> bool:
    if first.concept is not second.concept or first.origin is second.origin is Origin.TEMPLATE:
        return False
    if first.name == second.name or key(first.phrase) == key(second.phrase):
        return True
    if first.concept.name in MANIFOLD:
        return False
    return second.origin is not Origin.STATED or second.limits.missing is not None


def _name_apart(chosen: list[Choice]) -> tuple[Choice, ...]:
    taken: dict[str, int] = {}
    apart = []
    for choice in chosen:
        taken[choice.name] = taken.get(choice.name, 0) + 1
        apart.append(choice if taken[choice.name] == 1 else replace(choice, name=f"{choice.name}_{taken[choice.name]}"))
    return tuple(apart)


def enumerate_words(names: tuple[str, ...]) -> str:
    """Return `a, b and c`."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
