"""What is said outside the list of columns, and what relates columns to each other, put to those that it speaks of."""

import re
from dataclasses import dataclass, replace
from functools import cached_property

from generation.designer.catalog import Catalog
from generation.designer.composing.mentions import Mentions
from generation.designer.composing.relating import StatedRule
from generation.designer.composing.sameness import matched
from generation.designer.meaning.choosing import Choice
from generation.designer.reading import Limits, Statement, Wish, key, read_statement
from generation.designer.reading.conditions import Known
from generation.designer.reading.rule import Formula, Ratio, Rule, Shared, rule_numbers
from generation.designer.reading.rules import read_rules

_MOST_RULES = 40
_CLAUSE = re.compile(
    r"\b(?:if|when|where|unless|only|after|before|than|depend\w*|with|for|as|of|plus|minus|times|between)\b|[=<>*]"
)
_IN_VALUE = re.compile(r"\b(?:if|when|where|unless|after|before|than|depend\w*|between)\b|[=<>*]")  # no word of a value
_RELATES = re.compile(
    r"%|[=<>*]|\b(?:after|before|than|unless|if|when|only|depend|increas|decreas|correlat|proportion|higher|lower"
    r"|larger"
    r"|more|less|fewer|longer|smaller|shorter|cheaper|older|younger|same|sum|times|multipl|plus|minus|product|divided"
    r"|calculat|comput|deriv|ratio|equal|match|within|between|each|no|0|empty|null|earn|spend|percent|likely|affect"
    r"|influenc|exceed|following|prior|later|earlier|based|determin|grow|ris)"
)
_SAYS = r"\s+(?:is|are|must|should|ranges?|between|from|at|max|min|lies?|has|have|only|up to|can|in|\d)\b"
_WHOLE = 100.0


@dataclass(frozen=True, slots=True)
class Heeded:
    """The choices with what was said about them, the rules between them, and the sentences that speak of none.

    `wish` is what was wished, less what turned out to be a rule.
    """

    choices: tuple[Choice, ...]
    rules: tuple[StatedRule, ...]
    unheeded: tuple[str, ...]
    wish: Wish


def heed(choices: tuple[Choice, ...], wish: Wish, catalog: Catalog) -> Heeded:
    """Put each sentence to the column that it speaks of, or read it as a rule between several."""
    heeder = _Heeder(choices, catalog)
    heeder.heed_items(wish)
    heeder.heed_heading(wish)
    unheeded = [statement.text for statement in wish.statements if not heeder.heed_statement(statement)]
    unread = tuple(text for text in wish.unread if not heeder.heed_statement(read_statement(text)))
    left = heeder.without_rules(replace(wish, unread=unread))
    return Heeded(heeder.choices, tuple(heeder.rules), tuple(unheeded), left)


class _Heeder:
    def __init__(self, choices: tuple[Choice, ...], catalog: Catalog) -> None:
        self.choices = choices
        self.rules: list[StatedRule] = []
        self._catalog = catalog
        self._shared: dict[int, set[str]] = {}  # column -> the values whose shares were stated

    @cached_property
    def _mentions(self) -> Mentions:
        return Mentions(self.choices, self._catalog)

    @cached_property
    def _known(self) -> Known:
        return self._mentions.known()

    def heed_items(self, wish: Wish) -> None:
        """Read rules from what is said about a column in the list."""
        for column in wish.columns:
            if not _CLAUSE.search(column.said.lower()) or len(self.rules) > _MOST_RULES:
                continue
            place = next((at for at, choice in enumerate(self.choices) if choice.phrase == column.phrase), None)
            if place is None:
                continue
            if rules := self._rules(column.said, place):
                self._add(rules, column.said)
                self._change(place, _unruled(self.choices[place].limits, rules))

    def without_rules(self, wish: Wish) -> Wish:
        """Return the wish with no explanations that were read as rules."""
        ruled = {stated.text for stated in self.rules}
        columns = (
            replace(column, limits=replace(column.limits, about="")) if column.said in ruled else column
            for column in wish.columns
        )
        return replace(wish, columns=tuple(columns))

    def heed_heading(self, wish: Wish) -> None:
        """Read what leads to the columns: it may speak of one, or of how two belong together."""
        self._add(self._rules(wish.heading), wish.heading)
        said = read_statement(wish.heading)
        self._limit(replace(said, limits=replace(said.limits, several=None)))  # "a list of films" has one a row

    def heed_statement(self, statement: Statement) -> bool:
        """Heed one sentence. Returns whether it speaks of any column."""
        parts = self._parts(statement.text)
        if len(parts) > 1:
            heeded = [self.heed_statement(read_statement(part)) for part in parts]
            return all(heeded)
        if rules := self._rules(statement.text):
            self._add(rules, statement.text)
            return True
        return self._limit(statement)

    def _parts(self, text: str) -> list[str]:
        """Return what a sentence says of one column after the other: "a must be 1 to 5, b at most 7 and c unique"."""
        names = "|".join(sorted({re.escape(name) for choice in self.choices for name in (choice.name, choice.phrase)}))
        if not names:
            return [text]
        return re.split(rf",\s+(?:and\s+)?(?=(?:the )?(?:{names}){_SAYS})", text, flags=re.IGNORECASE)

    def _rules(self, text: str, place: int | None = None) -> tuple[Rule, ...]:
        """Return the rules in a text, which may be about one column without saying so."""
        if not _RELATES.search(text.lower()):
            return ()
        for values in (True, False):
            marked = self._mentions.marked(text, values=values)
            if place is not None and not marked.startswith(f"§{place}"):
                marked = f"§{place} {marked}"
            if rules := read_rules(marked, self._known):
                return rules
        return ()

    def _add(self, rules: tuple[Rule, ...], text: str) -> None:
        for rule in rules:
            if isinstance(rule, Ratio):
                self._share_out(rule)
            elif isinstance(rule, Shared):
                self._give_share(rule)
            self.rules.append(StatedRule(rule, text))

    def _change(self, place: int, limits: Limits) -> None:
        changed = replace(self.choices[place], limits=limits)
        self.choices = (*self.choices[:place], changed, *self.choices[place + 1 :])

    def _share_out(self, rule: Ratio) -> None:
        """Give the values of a column the shares that a ratio of two sets of them asks for."""
        values = self._mentions.values(rule.column)
        rest = tuple(place for place in range(len(values)) if place not in {*rule.first, *rule.second})
        first, second = rule.first or rest, rule.second or rest
        others = tuple(place for place in rest if place not in {*first, *second})
        left = _WHOLE * (1 - len(others) / len(values))
        shares = dict.fromkeys(others, _WHOLE / len(values))
        for places, part in zip((first, second), rule.parts, strict=True):
            shares |= dict.fromkeys(places, left * part / sum(rule.parts) / len(places))
        stated = tuple(round(shares[place], 3) for place in range(len(values)))
        self._change(rule.column, replace(self.choices[rule.column].limits, values=values, shares=stated))

    def _give_share(self, rule: Shared) -> None:
        """Give one value its share, and the others of which nothing was said the rest."""
        limits = self.choices[rule.column].limits
        if self._mentions.is_truth(rule.column):
            share = rule.share if rule.value == 0 else 1 - rule.share
            self._change(rule.column, replace(limits, yes_share=share))
            return
        values = self._mentions.values(rule.column)
        stated = dict(zip(limits.values, limits.shares, strict=False)) if rule.column in self._shared else {}
        self._shared.setdefault(rule.column, set()).add(values[rule.value])
        stated[values[rule.value]] = rule.share * _WHOLE
        said = {value: stated[value] for value in self._shared[rule.column]}
        rest = [value for value in values if value not in said]
        left = max(0.0, _WHOLE - sum(said.values())) / max(1, len(rest))
        shares = tuple(round(said.get(value, left), 3) for value in values)
        self._change(rule.column, replace(limits, values=values, shares=shares))

    def _limit(self, statement: Statement) -> bool:
        places = _spoken_of(statement, self.choices)
        for place in places:
            self._change(place, self._combined(self.choices[place], statement.limits))
        return bool(places)

    def _combined(self, choice: Choice, said: Limits) -> Limits:
        """Return the limits of a choice with those of a sentence, whose values are among the column's own."""
        own = choice.limits
        if not (own.values and said.values and said.shares):
            return own.combined(said)
        spelled = matched(said.values, own.values, self._catalog)
        if len(spelled) != len(said.values):
            return own.combined(said)
        shares = {str(spelled[value]): share for value, share in zip(said.values, said.shares, strict=True)}
        rest = [value for value in own.values if value not in shares]
        left = max(0.0, _WHOLE - sum(shares.values()))
        stated = tuple(shares.get(value, left / max(1, len(rest))) for value in own.values)
        return replace(own.combined(said), values=own.values, shares=stated)


def _unruled(limits: Limits, rules: tuple[Rule, ...]) -> Limits:
    """Return the limits of a column without what is part of a rule: "2-5 days after the order", "if age is over 65"."""
    numbers = [number for rule in rules for number in rule_numbers(rule)]
    numbers += [100 * number for number in numbers if number < 1]  # percent
    ends = [end for end in (limits.low, limits.high) if end is not None]
    if any(abs(end - number) <= 1 for end in ends for number in numbers):
        limits = replace(limits, low=None, high=None)
    computed = any(isinstance(rule, Formula) for rule in rules)
    clause = any(_IN_VALUE.search(value.lower()) for value in limits.values)
    return replace(limits, values=(), shares=()) if clause or computed else limits


def _spoken_of(statement: Statement, choices: tuple[Choice, ...]) -> tuple[int, ...]:
    """Return the place of the column with the longest name in the statement, of those that can take what it says.

    Dates that are said of no column are taken for those of all moments that follow from no other.
    """
    if not statement.limits.say_something:
        return ()
    able = [place for place, choice in enumerate(choices) if _can_take(statement.limits, choice)]
    found = [
        (len(name), -place)
        for place in able
        for name in _names(choices[place])
        if f" {name} " in f" {statement.words} "
    ]
    if found:
        return (-max(found)[1],)
    limits = statement.limits
    return _undated(choices, able) if limits.since or limits.until or limits.every else ()


def _undated(choices: tuple[Choice, ...], able: list[int]) -> tuple[int, ...]:
    """Return the moments of which nothing was said and that start something."""
    moments = [
        place
        for place in able
        if choices[place].concept.is_moment
        and choices[place].concept.name != "date_of_birth"
        and not (choices[place].limits.since or choices[place].limits.until)
    ]
    held = {choices[place].concept.name for place in moments}
    roots = [place for place in moments if not any(way.references & held for way in choices[place].concept.ways)]
    return tuple(roots or moments[:1])


def _names(choice: Choice) -> set[str]:
    return {key(choice.name), key(choice.phrase), *(key(phrase) for phrase in choice.concept.says)}


def _can_take(limits: Limits, choice: Choice) -> bool:
    concept = choice.concept
    if limits.shape and not (concept.is_number or limits.have_ends or choice.limits.have_ends):
        return False
    if limits.have_ends or limits.mean is not None:
        return concept.is_number or concept.name == "date_of_birth"
    if limits.since or limits.until or limits.every:
        return concept.is_moment or concept.name == "year"
    return not (limits.values and concept.is_moment)
