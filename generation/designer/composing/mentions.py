"""Sentences with the columns and values that they mention marked, so that rules can be read from them.

`§3` is the fourth column, `§3.1` the second of its values; of a truth, `§3.0` is yes and `§3.1` no.
"""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

from generation.designer.catalog import Catalog
from generation.designer.composing.holders import known_values
from generation.designer.composing.sameness import as_yes_no
from generation.designer.meaning.choosing import Choice
from generation.designer.reading import is_filler, key, singular, word_set, words
from generation.designer.reading.conditions import Known
from generation.engine import DataType

_LONGEST_PHRASE = 5  # words
_MOST_VALUES = 40
_SHORTEST_STEM = 3
_ENDINGS = (
    "ulent",
    "ments",
    "ic",
    "ment",
    "ings",
    "ing",
    "ery",
    "ions",
    "ion",
    "ies",
    "ed",
    "ers",
    "er",
    "es",
    "s",
    "y",
    "e",
)
_TOKEN = re.compile(r"[^\W_]+|[^\w\s'-]")
_CAMEL = re.compile(r"(?<=[a-z][a-z])(?=[A-Z])|(?<=[A-Z]{2})(?=[A-Z][a-z])")
_PLAIN = word_set(
    "date number id name status type total amount time rate count level value code is has flag of at in on per day year"
    " month hour minute first last start end min max text score percent percentage price customer user employee patient"
    " order product transaction people person"
)
_TIMES = word_set("second minute hour day week month year")
_HEADS = word_set("score price amount rate time level total count value percent percentage")  # of one name only
_DRIVERS = {  # words that speak of a column without its name -> concepts, or ends of their names
    "older": "age",
    "larger": "area_sqft sqft area area_sqm size",
    "bigger": "area_sqft sqft area area_sqm size",
    "aged": "age",
    "elderly": "age",
    "experienced": "experience_years experience years_with_company tenure",
    "wealthier": "income salary",
    "richer": "income salary",
    "expensive": "price unit_price",
    "taller": "height_cm height",
    "heavier": "weight_kg weight",
    "busier": "traffic visits",
    "loyal": "tenure_months tenure loyalty_points",
    "earn": "salary income wage hourly_rate",
    "spend": "total_spent order_value total_amount transaction_amount amount purchase_amount spending price",
    "pay": "bill_amount premium total_amount amount price charges monthly_charges fare fee",
    "cost": "price cost fare total_amount amount bill_amount",
    "be": "transaction_amount amount total_amount order_value bill_amount price claim_amount value",
}
_OPPOSITES = {"younger": "age", "cheaper": "price unit_price", "inexperienced": "experience_years experience"}
_SHORT_WORD = 3  # letters, that may stand for anything
_LONG_WORD = 5


class Mentions:
    """The columns of a row by the words that mention them."""

    def __init__(self, choices: tuple[Choice, ...], catalog: Catalog) -> None:
        self._choices = choices
        self._catalog = catalog
        self._index: dict[tuple[str, ...], str] = {}
        for phrase, mark in self._phrases():  # the first one is kept
            self._index.setdefault(tuple(phrase.split()), mark)
        self._column_stems = _alone(self._stems_of_columns())
        self._stems = {**self._column_stems, **_alone(self._stems_of_values())}

    def values(self, place: int) -> tuple[str, ...]:
        """Return the values of a column as its rows hold them, where they can be counted."""
        choice = self._choices[place]
        if self.is_truth(place):
            return as_yes_no(choice.limits) or ("True", "False")
        if choice.limits.values:
            return choice.limits.values
        values = known_values(choice.concept, self._catalog) if choice.concept.data_type is DataType.STRING else ()
        return tuple(map(str, values)) if len(values) <= _MOST_VALUES else ()

    def known(self) -> Known:
        """Return what rules need to know of the row."""
        return Known(
            drivers=dict(self._spoken_of(_DRIVERS)),
            opposites=dict(self._spoken_of(_OPPOSITES)),
            truths=frozenset(place for place in range(len(self._choices)) if self.is_truth(place)),
        )

    def is_truth(self, place: int) -> bool:
        """Tell whether a column says yes or no."""
        choice = self._choices[place]
        truth = choice.concept.data_type is DataType.BOOLEAN
        return truth and (not choice.limits.values or as_yes_no(choice.limits) is not None)

    def _spoken_of(self, table: dict[str, str]) -> Iterator[tuple[str, int]]:
        for word, names in table.items():
            for name in names.split():
                place = next(
                    (at for at, choice in enumerate(self._choices) if name in {choice.concept.name, choice.name}), None
                )
                if place is not None:
                    yield word, place
                    break

    def marked(self, text: str, *, values: bool = True) -> str:
        """Return the text with marks in place of what it mentions; without `values`, words speak of columns only."""
        stems = self._stems if values else self._column_stems
        text = text.replace("§", " ")
        kept = [part for part in _parts(text) if not is_filler(part[2])]
        pieces, place, at = list[str](), 0, 0
        while at < len(kept):
            length, mark = self._found(kept, at, stems)
            if not mark:
                at += 1
                continue
            start, end = kept[at][0], kept[at + length - 1][1]
            if start >= place:
                pieces.append(text[place:start] + mark)
                place = end
            at += length
        return "".join(pieces) + text[place:]

    def _found(self, kept: list[tuple[int, int, str]], at: int, stems: Mapping[str, str]) -> tuple[int, str]:
        """Return how many words from here on mention something, and its mark."""
        if kept[at][2] in _TIMES and at and kept[at - 1][2].isdigit():
            return 0, ""  # "30 days"
        for length in range(min(_LONGEST_PHRASE, len(kept) - at), 0, -1):
            run = tuple(part for _, _, part in kept[at : at + length])
            mark = self._index.get(run, "")
            if mark and not ("." in mark and stems is self._column_stems and _stem(run[0]) in stems):
                return length, mark
        word = kept[at][2]
        return (1, mark) if len(word) > _SHORTEST_STEM and (mark := stems.get(_stem(word), "")) else (0, "")

    def _phrases(self) -> Iterator[tuple[str, str]]:
        """Yield phrases and their marks: the names first, then values, then what the catalog says of the concept."""
        for place, choice in enumerate(self._choices):
            yield from ((key(phrase), f"§{place}") for phrase in (choice.name, choice.phrase))
        for place in range(len(self._choices)):
            for number, value in enumerate(self.values(place)):
                if not self.is_truth(place) and key(value) and not value.isdigit():
                    yield key(value), f"§{place}.{number}"
        for place, choice in enumerate(self._choices):
            yield from ((phrase, f"§{place}") for phrase in _keys(choice.concept.says, choice.concept.also))
        yield from self._synonyms()

    def _synonyms(self) -> Iterator[tuple[str, str]]:
        for place in range(len(self._choices)):
            for number, value in enumerate(() if self.is_truth(place) else self.values(place)):
                for word in synonyms(value.lower(), self._catalog.same):
                    yield word, f"§{place}.{number}"

    def _stems_of_columns(self) -> Iterator[tuple[str, str]]:
        """Yield the stems of the words of names: `shipping` speaks of `ship_date`, `churned` of `churn`."""
        for place, choice in enumerate(self._choices):
            truth = self.is_truth(place)
            said = (choice.name, choice.phrase, *(choice.concept.says if truth else ()))
            for phrase in said:
                *firsts, head = words(phrase) or [""]
                telling = [word for word in firsts if singular(word) not in _PLAIN]
                if head in _HEADS or singular(head) not in _PLAIN:
                    telling.append(head)
                yield from ((_stem(word), f"§{place}.0" if truth else f"§{place}") for word in telling)

    def _stems_of_values(self) -> Iterator[tuple[str, str]]:
        """Yield the stems of the words of values: `diabetic` speaks of "Type 2 diabetes"."""
        for place in range(len(self._choices)):
            for number, value in enumerate(() if self.is_truth(place) else self.values(place)):
                found = words(value)
                for word in found:
                    if len(found) == 1 or (len(word) > _LONG_WORD and word not in _PLAIN):
                        yield _stem(word), f"§{place}.{number}"


@lru_cache(maxsize=4096)
def _keys(says: tuple[str, ...], also: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(map(key, (*says, *also)))


@lru_cache(maxsize=4096)
def synonyms(value: str, groups: tuple[frozenset[str], ...]) -> tuple[str, ...]:
    """Return the longer words for a value, as keys."""
    words_of = (word for group in groups if value in group for word in sorted(group) if len(word) > _SHORT_WORD)
    return tuple(map(key, words_of))


def _alone(stems: Iterator[tuple[str, str]]) -> dict[str, str]:
    """Return the stems that speak of one thing only."""
    found: dict[str, set[str]] = {}
    for stem, mark in stems:
        found.setdefault(stem, set()).add(mark)
    return {stem: min(marks) for stem, marks in found.items() if len(marks) == 1}


def _parts(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield the words of a text in the singular, and the signs between them, each with its start and its end."""
    for match in _TOKEN.finditer(text):
        start = match.start()
        for word in _CAMEL.split(match[0]):
            yield start, start + len(word), singular(word.lower())
            start += len(word)


def _stem(word: str) -> str:
    """Return what forms of a word have in common: `shipping`, `shipped` and `ship` -> `ship`."""
    for _ in range(2):
        ending = next((one for one in _ENDINGS if word.endswith(one) and len(word) - len(one) >= _SHORTEST_STEM), "")
        word = word.removesuffix(ending)
        if len(word) > _SHORTEST_STEM and word[-1] == word[-2] and ending:
            word = word[:-1]
    return word
