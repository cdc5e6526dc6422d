"""Which of a schema's columns are those that a description asks for."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import TypeAlias

from generation.designer.design import Origin
from generation.designer.meaning.choosing import Choice
from generation.designer.meaning.meanings import Meanings
from generation.designer.offline.understanding import Understanding
from generation.designer.reading import WishedColumn, key, word_set, words
from generation.engine import Column, DataType

_Likeness: TypeAlias = Callable[[Choice, Choice], bool]

_MANY = word_set("own_key other_key flag number count event_date rate percentage amount_of_money word thing_name")


@dataclass(frozen=True, slots=True)
class Recognised:
    """What the columns of a schema hold, a choice for each in their order and by their names.

    Those that the description asks for have the limits stated in it. `absent` are the choices stated that no column
    is, `doubtful` those of them that rules may have misread: not listed, and nothing that the catalog knows. `unasked`
    are the names of columns that the description does not ask for. `places` tells where its choices are among the
    columns.
    """

    choices: tuple[Choice, ...]
    absent: tuple[Choice, ...]
    doubtful: tuple[Choice, ...]
    unasked: frozenset[str]
    places: Mapping[int, int]


def recognise(columns: tuple[Column, ...], understood: Understanding) -> Recognised:
    """Find the columns of a schema in what a description was understood to ask for."""
    meanings = Meanings(understood.setting, understood.lexicon)
    own = [_by_name(column, meanings) for column in columns]
    pairs = _pairs(own, understood)
    pairs |= _by_kind(columns, understood.choices, pairs, listed=understood.wish.listed)
    said = set(words(key(understood.wish.text)))
    choices = tuple(
        replace(understood.choices[pairs[place]], name=choice.name) if place in pairs else _named(choice, said)
        for place, choice in enumerate(own)
    )
    paired = set(pairs.values())
    lost = [one for place, one in enumerate(understood.choices) if place not in paired and one.origin is Origin.STATED]
    sure = {one.name for one in lost if understood.wish.listed or not one.guess}
    return Recognised(
        choices=choices,
        absent=tuple(one for one in lost if one.name in sure),
        doubtful=tuple(one for one in lost if one.name not in sure),
        unasked=frozenset(choice.name for place, choice in enumerate(own) if place not in pairs),
        places={wished: place for place, wished in pairs.items()},
    )


def origins(recognised: Recognised) -> dict[str, Origin]:
    """Tell which columns the description names; all others are inferred, also those that are usual for its subject."""
    return {
        choice.name: choice.origin if choice.origin is Origin.STATED else Origin.INFERRED
        for choice in recognised.choices
    }


def _by_name(column: Column, meanings: Meanings) -> Choice:
    meaning = meanings.of(WishedColumn(phrase=column.name))
    return Choice(
        name=column.name, phrase=column.name, concept=meaning.concept, origin=Origin.INFERRED, guess=meaning.guess
    )


def _named(choice: Choice, said: set[str]) -> Choice:
    """Take a column for named whose every word the description says: rules may have missed it."""
    return replace(choice, origin=Origin.STATED) if set(key(choice.name).split()) <= said else choice


def _pairs(own: list[Choice], understood: Understanding) -> dict[int, int]:
    """Return by a column's place that of the choice it is: the likest first, and none where two are as like."""
    wished, pairs = understood.choices, dict[int, int]()
    for alike in _LIKENESSES:
        left = [place for place in range(len(own)) if place not in pairs]
        free = [place for place in range(len(wished)) if place not in pairs.values()]
        for place in left:
            likes = [one for one in free if alike(own[place], wished[one])]
            if len(likes) == 1 and sum(alike(own[other], wished[likes[0]]) for other in left) == 1:
                pairs[place] = likes[0]
    return pairs


def _by_kind(
    columns: tuple[Column, ...], wished: tuple[Choice, ...], pairs: dict[int, int], *, listed: bool
) -> dict[int, int]:
    """Pair the columns left: a model has names of its own.

    All of them where as many of the same kinds are left of a list, else the only date with the only date.
    """
    left = {place: _kind(column.data_type) for place, column in enumerate(columns) if place not in pairs}
    free = {place: _kind(one.concept.data_type) for place, one in enumerate(wished) if place not in pairs.values()}
    if listed and list(left.values()) == list(free.values()):
        return dict(zip(left, free, strict=True))
    dates = [place for place in left if left[place] == "moment"]
    wanted = [place for place in free if free[place] == "moment"]
    return {dates[0]: wanted[0]} if len(dates) == len(wanted) == 1 else {}


def _kind(data_type: DataType) -> str:
    if data_type in {DataType.DATE, DataType.DATETIME}:
        return "moment"
    return "number" if data_type in {DataType.FLOAT, DataType.DECIMAL, DataType.INTEGER} else data_type


def _same_name(column: Choice, wished: Choice) -> bool:
    return column.name == wished.name


def _same_phrase(column: Choice, wished: Choice) -> bool:
    return key(column.name) in {key(wished.name), key(wished.phrase)}


def _same_concept(column: Choice, wished: Choice) -> bool:
    return column.concept is wished.concept and not column.guess and column.concept.name not in _MANY


def _one_in_the_other(column: Choice, wished: Choice) -> bool:
    names, phrase = set(key(column.name).split()), set(key(wished.phrase).split())
    return names <= phrase or phrase <= names


_LIKENESSES: tuple[_Likeness, ...] = (_same_name, _same_phrase, _same_concept, _one_in_the_other)
