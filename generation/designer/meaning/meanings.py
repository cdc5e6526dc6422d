"""What a phrase means in its setting: a concept of the catalog."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import chain

from generation.designer.catalog import Concept, Setting
from generation.designer.meaning.allowing import allowed, fits_last_word
from generation.designer.meaning.lexicon import Lexicon, spelt_out
from generation.designer.meaning.looks import PARTICIPLE, by_capitals, by_fused_word, type_by_looks
from generation.designer.meaning.siblings import meant_beside
from generation.designer.reading import WishedColumn, abbreviated, is_filler, key, languages, singular, word_set, words
from generation.engine import DataType

_KEY_WORDS = frozenset({"id", "key", "identifier"})
_UNITS = word_set(
    "mm cm m km kg g lb ms sec second min minute hour hr day week month year usd eur gbp c f celsius fahrenheit"
    " percent pct kmh mph kwh flag indicator ind yn"
)
_OF_UNIT = {
    "USD": "usd",
    "EUR": "eur",
    "years": "year",
    "months": "month",
    "days": "day",
    "hours": "hour",
    "%": "percent",
}
_ANONYMOUS = re.compile(
    r"(?:x|v|f|z|feature|feat|var|variable|attr|attribute|col|column|pc|dim|component|input|factor)[ _]?\d{1,3}"
)
_BY_TYPE = {
    DataType.BOOLEAN: "flag",
    DataType.INTEGER: "count",
    DataType.FLOAT: "number",
    DataType.DECIMAL: "amount_of_money",
    DataType.DATE: "event_date",
    DataType.DATETIME: "event_timestamp",
    DataType.TIME: "event_time",
}
_BY_UNIT = {
    "%": "percentage",
    **dict.fromkeys(("USD", "EUR", "GBP", "INR", "JPY", "thousands", "millions"), "amount_of_money"),
    **dict.fromkeys(("hours",), "number_of_hours"),
    **dict.fromkeys(("days",), "number_of_days"),
    **dict.fromkeys(("years",), "number_of_years"),
    **dict.fromkeys(("minutes", "seconds"), "duration_minutes"),
    **dict.fromkeys(
        ("cm", "mm", "m", "km", "ft", "in", "miles", "kg", "g", "lbs", "°C", "°F", "mg/dL", "bpm"), "number"
    ),
    **dict.fromkeys(("km/h", "mph", "m/s", "hPa", "kWh", "kW", "V", "W", "MB", "GB", "sqft", "m²", "ppm"), "number"),
}
_JOINING = re.compile(r"\s(?:from|to|with|since|per|in|by|for|given|when|made|after|before|during)\s")
_NUMBERED = re.compile(r"(?<=[a-z])(?: ?\d+[a-z]?)$")
_ANY_NUMBER = frozenset({"count", "number", "amount_of_money", "index_score"})
_PEOPLE = word_set("customer employee patient student user passenger guest participant attendee")
NOT_KNOWN = "“{}” is not known, so its values are made-up words"
_TWO = 2
_SHORTEST_NOUN = 4
_LABELS = word_set("code description name label text")  # `disposition_desc` holds dispositions
_TOLD = frozenset(
    {"status", "type", "category", "priority", "reason", "gender", "currency", "company_name", "second_person"}
)  # what is the same with a name or a code after it
_CHOSEN = word_set(
    "assigned cited used chosen selected offered requested preferred visited owned purchased involved appointed"
    " recommended taken applied"
)
_AGGREGATES = word_set("total average maximum minimum max min mean median sum cumulative")
_KEYS_OF_TABLES = word_set("fk pk sk")
_SPANS = {
    **dict.fromkeys(("day", "night"), "number_of_days"),
    "hour": "number_of_hours",
    "minute": "duration_minutes",
    "year": "number_of_years",
    **dict.fromkeys(("month", "week"), "count"),
}
_COUNTING = word_set("number no n count nr")


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
    """Finds the concepts of phrases in one setting; `language` is the one that they are written in."""

    setting: Setting
    lexicon: Lexicon
    language: str = "en"
    siblings: frozenset[str] = frozenset()  # the keys of all columns of the row

    def of(self, column: WishedColumn) -> Meaning:
        """Return what a column's phrase means: the plainest reading there is that its stated type allows."""
        whole = (
            self._by_kind,
            self._as_person,
            self.beside,
            self._plainly,
            self._in_other_words,
            self._as_key,
            self._by_start,
        )
        partial = (
            self._by_span,
            self._by_head,
            self._in_part,
            self._by_type_alone,
            self._corrected,
            self._by_unit,
            self._as_counted,
            self._by_ending,
            self._by_participle,
            self._by_letters,
            self._by_a_word,
            self._by_front,
        )
        found = (meaning for reading in whole if (meaning := reading(column)))
        guessed = (
            meaning
            for reading in partial
            if (meaning := reading(column)) and fits_last_word(meaning.concept, column.key)
        )
        return next((one for one in chain(found, guessed) if allowed(one.concept, column)), None) or self._unknown(
            column
        )

    def beside(self, column: WishedColumn) -> Meaning | None:
        """Read a short name by the columns beside it."""
        concept = meant_beside(column.key, self.siblings)
        return Meaning(self.lexicon.catalog.concepts[concept]) if concept else None

    def _as_person(self, column: WishedColumn) -> Meaning | None:
        """Read `passenger`, which is one, as a person, and `passengers` as their number."""
        one = column.phrase.lower() in _PEOPLE
        return Meaning(self.lexicon.catalog.concepts["full_name"]) if one and not column.limits.say_something else None

    def _by_kind(self, column: WishedColumn) -> Meaning | None:
        kind = self.plain(key(column.limits.kind)) if column.limits.kind else None
        known = self.plain(column.key)
        return Meaning(kind) if kind and (known is None or column.limits.kind == "uuid") else None

    def _plainly(self, column: WishedColumn) -> Meaning | None:
        limits = column.limits
        unit = _OF_UNIT.get(limits.unit, limits.unit)
        tries = (
            key(f"{column.phrase} {limits.about}") if limits.about else "",
            key(f"{column.phrase} {unit}") if unit else "",
            key(f"{column.table} {column.phrase}") if column.table else "",
            column.key,
        )
        concept = next((concept for one in tries if one and (concept := self.plain(one))), None)
        return Meaning(concept) if concept else None

    def plain(self, phrase: str) -> Concept | None:
        """Return what a key means here, or else anywhere, or else when nothing better is known."""
        meanings = self.lexicon.meanings
        here = meanings[self.setting.subject].get(phrase) or meanings[self.setting.domain].get(phrase)
        if here is None and phrase in self.lexicon.concepts:
            return self.lexicon.concepts[phrase]
        name = here or meanings["generic"].get(phrase)
        return self.lexicon.catalog.concepts[name] if name else None

    def _in_other_words(self, column: WishedColumn) -> Meaning | None:
        """Read abbreviations, words written as one, and words of other languages."""
        bare = _NUMBERED.sub("", column.key)
        tries = (self._translated(column), spelt_out(column.key), bare, spelt_out(bare), *self._parted(column.key))
        concept = next((concept for one in tries if one and one != column.key and (concept := self.plain(one))), None)
        return Meaning(concept) if concept else None

    def _translated(self, column: WishedColumn) -> str:
        known = languages()
        first = [known[self.language]] if self.language in known else []
        found = (language.in_english(column.phrase) for language in (*first, *known.values()))
        return key(next((phrase for phrase in found if phrase), ""))

    def _parted(self, phrase: str) -> Iterator[str]:
        """Yield `customername` as `customer name`, where both parts are known words."""
        for place in range(3, len(phrase) - 1) if " " not in phrase else ():
            first, second = phrase[:place], phrase[place:]
            if first in self.lexicon.words and (second in self.lexicon.words or second in _KEY_WORDS):
                yield f"{first} {second}"

    def _as_key(self, column: WishedColumn) -> Meaning | None:
        parts = spelt_out(self._translated(column) or column.key).split()
        last = parts[-1] if parts else ""
        if words(column.phrase)[1:][-1:] == ["key"]:
            last = "key"
        if len(parts) > 1 and parts[0] in _KEYS_OF_TABLES:
            return Meaning(self.lexicon.catalog.concepts["other_key"])
        numbered = last in {"number", "no", "code"} and len(parts) == _TWO and parts[0] in self.lexicon.catalog.prefixes
        return Meaning(self.lexicon.catalog.concepts["other_key"]) if last in _KEY_WORDS or numbered else None

    def _in_part(self, column: WishedColumn) -> Meaning | None:
        """Try "X of Y" as "Y X", without a unit at its end, and without what qualifies its last two words."""
        first, _, second = column.phrase.lower().replace("_", " ").partition(" of ")
        parts = spelt_out(column.key).split()
        if labelled := self._labelled(parts):
            return Meaning(labelled)
        tries = [key(f"{second} {first}")] if second else []
        tries += [" ".join(parts[:-1])] if parts[-1:] and parts[-1] in _UNITS else []
        tries += [" ".join(parts[place:]) for place in range(1, len(parts) - 1)]
        tries += [spelt_out(key(first))] if second and not set(first.split()) & _COUNTING else []
        concept = next((concept for one in tries if one and (concept := self.plain(one))), None)
        counted = self.plain(" ".join(parts[1:])) if parts and parts[0] in _COUNTING else None
        concept = (
            concept
            or self._aggregated(parts)
            or (counted if counted and counted.data_type is DataType.INTEGER else None)
        )
        return Meaning(concept) if concept else None

    def _aggregated(self, parts: list[str]) -> Concept | None:
        """Read `population_total` and `avg_humidity` as the population and the humidity."""
        ends = (
            parts[:-1] if parts[-1:] and parts[-1] in _AGGREGATES else (),
            parts[1:] if parts[0] in _AGGREGATES else (),
        )
        known = (self.plain(" ".join(end)) for end in ends if end)
        return next((concept for concept in known if concept and concept.is_number), None)

    def _labelled(self, parts: list[str]) -> Concept | None:
        """Read `disposition_desc` as the disposition: what can be counted needs no description."""
        if len(parts) < _TWO or parts[-1] not in _LABELS or self.plain(" ".join(parts[-_TWO:])):
            return None
        concept = self.plain(" ".join(parts[:-1]))
        if parts[-1] == "text" and concept and concept.data_type is DataType.STRING and not concept.unique:
            return concept
        return concept if concept and concept.values and concept.data_type is DataType.STRING else None

    def _as_counted(self, column: WishedColumn) -> Meaning | None:
        """Read `tickets_closed` as a number, but `cuisines_offered` as cuisines."""
        *first, last = words(column.phrase) or [""]
        if not first or not PARTICIPLE.fullmatch(last) or first[-1] == singular(first[-1]):
            return None
        named = self.plain(key(" ".join(first)))
        return self._guessed(
            column, named if named and (named.values or named.is_number) else self.lexicon.catalog.concepts["count"]
        )

    def _by_participle(self, column: WishedColumn) -> Meaning | None:
        """Read `judge_assigned` as the judge, `subject_injured` as a yes or no, `last_treated` as a day."""
        *first, last = words(column.phrase) or [""]
        if not first or not PARTICIPLE.fullmatch(last):
            return None
        if first in (["first"], ["last"], ["next"]):
            return self._guessed(column, self.lexicon.catalog.concepts["event_date"])
        named = self.plain(key(" ".join(first))) if last in _CHOSEN else None
        kind = named.name if named else (last in _CHOSEN and self._ending(key(" ".join(first)))) or "flag"
        return self._guessed(column, self.lexicon.catalog.concepts[kind])

    def _by_letters(self, column: WishedColumn) -> Meaning | None:
        """Read `AESTDTC` and `outtime` by the letters that they end with."""
        known = column.key.split()[-1] in self.lexicon.words
        concept = "" if known else by_capitals(column.phrase) or by_fused_word(column.key)
        return self._guessed(column, self.lexicon.catalog.concepts[concept]) if concept else None

    def _by_unit(self, column: WishedColumn) -> Meaning | None:
        concept = _BY_UNIT.get(column.limits.unit)
        return self._guessed(column, self.lexicon.catalog.concepts[concept]) if concept else None

    def _by_start(self, column: WishedColumn) -> Meaning | None:
        """Read `is_email_verified` as a yes or no, whatever else it names."""
        parts = (self._translated(column) or column.key).split()
        starts = self.lexicon.starts.get(parts[0]) if len(parts) > 1 else None
        if starts is None or starts.concept != "flag":
            return None
        return self._guessed(column, self.lexicon.catalog.concepts[starts.concept])

    def _by_span(self, column: WishedColumn) -> Meaning | None:
        """Read `days_to_flowering` and `days_missing` as a number of days."""
        first, *rest = words(column.phrase) or [""]
        span = _SPANS.get(singular(first)) if rest and first != singular(first) else None
        return Meaning(self.lexicon.catalog.concepts[span]) if span else None

    def _by_head(self, column: WishedColumn) -> Meaning | None:
        """Take `distance from home` for a distance: what stands before the first word that joins."""
        head = _JOINING.split(" ".join(words(column.phrase)), maxsplit=1)
        concept = self.plain(key(head[0])) if len(head) > 1 and head[0] else None
        return Meaning(concept) if concept and not (concept.data_type is DataType.STRING and concept.unique) else None

    def _by_ending(self, column: WishedColumn) -> Meaning | None:
        ending = next((ending for one in (column.key, spelt_out(column.key)) if (ending := self._ending(one))), None)
        number = self._number_named(spelt_out(column.key)) if ending in _ANY_NUMBER else None
        if number and (ending != "count" or number.data_type is DataType.INTEGER):
            return Meaning(number)
        return self._guessed(column, self.lexicon.catalog.concepts[ending]) if ending else None

    def _number_named(self, phrase: str) -> Concept | None:
        """Return the number that any word stands for by itself: `player_kills` are kills."""
        generic = self.lexicon.meanings["generic"]
        known = (self.lexicon.concepts.get(word) for word in reversed(phrase.split()) if word not in generic)
        return next((one for one in known if one and one.is_number and one.name not in _ANY_NUMBER), None)

    def _ending(self, phrase: str) -> str:
        parts = phrase.split()
        for length in (2, 1):
            start, end = " ".join(parts[:length]), " ".join(parts[-length:])
            ending = self.lexicon.starts.get(start) if len(parts) > length else None
            if ending := ending or self.lexicon.ends.get(end):
                return self._state_before(parts) or ending.concept
        return ""

    def _state_before(self, parts: list[str]) -> str:
        """Return what the last word but one stands for, where a code or a letter follows it: `case_type_cd`."""
        if len(parts) <= _TWO or not (parts[-1] in _LABELS or len(parts[-1]) == 1):
            return ""
        before = self.lexicon.ends.get(parts[-_TWO])
        return before.concept if before and before.concept in _TOLD else ""

    def _by_type_alone(self, column: WishedColumn) -> Meaning | None:
        """Read `x1`, `feature_3` and the like, which mean nothing, as numbers."""
        anonymous = _ANONYMOUS.fullmatch(column.phrase.lower()) and not column.limits.values
        return Meaning(self.lexicon.catalog.concepts["number"]) if anonymous else None

    def _corrected(self, column: WishedColumn) -> Meaning | None:
        corrected = None if column.phrase.isupper() else self.lexicon.correct(column.key)
        meant = corrected and (
            self._plainly(replace(column, phrase=corrected)) or self._as_key(replace(column, phrase=corrected))
        )
        if not corrected or not meant or _is_short_for(column, corrected):
            return None
        return Meaning(meant.concept, f"“{column.phrase}” was read as “{corrected}”", corrected)

    def _by_a_word(self, column: WishedColumn) -> Meaning | None:
        """Take what the last words mean by themselves, or else any other word that does not stand for a text."""
        parts = [abbreviated(word) for word in column.key.split()]
        known = self.lexicon.concepts
        last = [" ".join(parts[place:]) for place in range(1, len(parts))]
        others = (one for one in parts[-2::-1] if one in known and _is_telling(known[one]))
        plain = (concept for one in last if not is_filler(one) and (concept := self.plain(one)))
        concept = next(plain, None) or next((known[one] for one in others), None)
        return self._guessed(column, concept) if concept else None

    def _by_front(self, column: WishedColumn) -> Meaning | None:
        """Read `amount_local` by the words before the last one, of which nothing is known."""
        parts = spelt_out(column.key).split()
        endings = (self._ending(" ".join(parts[:place])) for place in range(len(parts) - 1, 0, -1))
        known = (self.lexicon.catalog.concepts[ending] for ending in endings if ending)
        concept = next((one for one in known if one.data_type is not DataType.STRING), None)
        return self._guessed(column, concept) if concept else None

    def _guessed(self, column: WishedColumn, concept: Concept) -> Meaning:
        about = concept.about[:1].lower() + concept.about[1:]
        return Meaning(concept, f"“{column.phrase}” is not in the catalog and was taken for: {about}")

    def _unknown(self, column: WishedColumn) -> Meaning:
        """Take what was said about the values, where the name says nothing."""
        limits = column.limits
        data_type = DataType.BOOLEAN if limits.yes_no or limits.yes_share is not None else limits.data_type
        if data_type is None and (limits.since or limits.every or limits.date_format):
            data_type = DataType.DATETIME if "time" in column.key.split() else DataType.DATE
        if data_type is None and (limits.have_ends or limits.mean is not None or limits.decimals):
            whole = limits.decimals == 0 and all(end is None or end.is_integer() for end in (limits.low, limits.high))
            data_type = DataType.INTEGER if whole and limits.high and limits.high > 1 else DataType.FLOAT
        if data_type is None and not limits.say_something:
            data_type = type_by_looks(column.phrase, self.setting.domain)
        if data_type in _BY_TYPE:
            return self._guessed(column, self.lexicon.catalog.concepts[_BY_TYPE[data_type]])
        said = limits.values or limits.pattern or limits.example or limits.alphabet or limits.prefix or column.seen
        guess = "" if said else NOT_KNOWN.format(column.phrase)
        return Meaning(self.lexicon.catalog.concepts["word"], guess)


def _is_short_for(column: WishedColumn, corrected: str) -> bool:
    """Tell whether a short word of a name as programs have them is changed: `sect_no` is no seat number."""
    slips = set(column.key.split()) - set(corrected.split())
    return "_" in column.phrase and any(len(word) <= _SHORTEST_NOUN for word in slips)


def _is_telling(concept: Concept) -> bool:
    return concept.data_type is not DataType.STRING or bool(concept.values)
