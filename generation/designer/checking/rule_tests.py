"""Rules that a description states, as questions to the rows of a schema, and moved to the places of its columns."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

from generation.designer.composing.mentions import Mentions
from generation.designer.composing.naming import column_reference
from generation.designer.composing.ranges import number_text
from generation.designer.composing.relating import StatedRule
from generation.designer.reading.conditions import Condition
from generation.designer.reading.rule import Emptied, Fixed, Formula, Order, Raised, Ranged, Rule
from generation.engine import Column, DataType

_NUMBERS = frozenset({DataType.INTEGER, DataType.FLOAT, DataType.DECIMAL})
_MOMENTS = frozenset({DataType.DATE, DataType.DATETIME})
_MINUTES = {"minute": 1, "hour": 60, "day": 1440, "week": 10_080, "month": 44_640, "year": 527_040}
_MARK = re.compile(r"§(\d+)")


@dataclass(frozen=True, slots=True)
class RuleTest:
    """An expression that is to be true of every row; with `raised`, one that parts the rows whose means differ so."""

    text: str
    expression: str
    columns: tuple[str, ...]
    raised: str | None = None
    up: bool = True

    def is_broken(self, answers: Sequence[Any], cells: Mapping[str, Sequence[Any]]) -> bool:
        """Tell whether the rows break the rule, by the cells of the expression and of the columns."""
        if self.raised is None:
            return False in answers
        pairs = [
            (answer, float(cell))
            for answer, cell in zip(answers, cells.get(self.raised, ()), strict=False)
            if answer is not None and cell is not None
        ]
        among, beside = ([cell for answer, cell in pairs if answer is kind] for kind in (True, False))
        if not among or not beside:
            return False
        return (sum(among) / len(among) > sum(beside) / len(beside)) is not self.up


def rule_tests(rules: tuple[StatedRule, ...], columns: Mapping[int, Column], mentions: Mentions) -> Iterator[RuleTest]:
    """Yield the tests of rules; `columns` are those of the schema by the places that the rules speak of."""
    for stated in rules:
        places = _places(stated.rule)
        if all(place in columns for place in places):
            names = tuple(columns[place].name for place in sorted(places))
            if expression := _Writer(columns, mentions).write(stated.rule):
                raised = columns[stated.rule.target].name if isinstance(stated.rule, Raised) else None
                up = stated.rule.up if isinstance(stated.rule, Raised) else True
                yield RuleTest(stated.text, expression, names, raised, up)


def moved(rules: tuple[StatedRule, ...], places: Mapping[int, int]) -> tuple[StatedRule, ...]:
    """Return the rules with other places for their columns, without those that speak of a column that has none."""
    return tuple(
        replace(stated, rule=_moved(stated.rule, places))
        for stated in rules
        if all(place in places for place in _places(stated.rule))
    )


def rule_places(stated: StatedRule) -> frozenset[int]:
    """Return the places of the columns that a rule speaks of."""
    return _places(stated.rule)


def _places(rule: Rule) -> frozenset[int]:
    found: set[int] = set()
    for field in fields(rule):
        value = getattr(rule, field.name)
        if field.name in {"target", "earlier", "later", "driver", "column"}:
            found.add(value)
        elif field.name == "terms":
            found |= {int(place) for place in _MARK.findall(value)}
        elif field.name == "conditions":
            found |= {condition.column for condition in value}
    return frozenset(found)


def _moved(rule: Rule, places: Mapping[int, int]) -> Rule:
    changes: dict[str, Any] = {}
    for field in fields(rule):
        value = getattr(rule, field.name)
        if field.name in {"target", "earlier", "later", "driver", "column"}:
            changes[field.name] = places[value]
        elif field.name == "terms":
            changes[field.name] = _MARK.sub(lambda match: f"§{places[int(match[1])]}", value)
        elif field.name == "conditions":
            changes[field.name] = tuple(replace(one, column=places[one.column]) for one in value)
    return replace(rule, **changes)


@dataclass(frozen=True, slots=True)
class _Writer:
    columns: Mapping[int, Column]
    mentions: Mentions

    def write(self, rule: Rule) -> str:
        """Return the expression that is true of a row that keeps the rule; nothing for what a row cannot tell."""
        match rule:
            case Formula(target=target, terms=terms):
                computed = _MARK.sub(lambda match: self._name(int(match[1])), terms)
                return f"abs({self._name(target)} - ({computed})) <= 0.02 + 0.005 * abs({self._name(target)})"
            case Order():
                return self._order(rule)
            case Emptied() | Fixed() | Ranged() | Raised():
                test = self._all(rule.conditions)
                return test and self._where(test, rule)
        return ""

    def _where(self, test: str, rule: Emptied | Fixed | Ranged | Raised) -> str:
        name = self._name(rule.target)
        match rule:
            case Emptied(unless=unless):
                return f"{name} is None or {'' if unless else 'not '}({test})"
            case Fixed(value=value):
                return f"not ({test}) or {self._equal(rule.target, value)}"
            case Ranged(low=low, high=high):
                return f"not ({test}) or {number_text(low)} <= {name} <= {number_text(high)}"
        return test if self.columns[rule.target].data_type in _NUMBERS else ""

    def _name(self, place: int) -> str:
        return column_reference(self.columns[place].name)

    def _order(self, rule: Order) -> str:
        earlier, later = self._name(rule.earlier), self._name(rule.later)
        tests = [f"{later} {'>' if rule.strict and rule.least else '>='} {earlier}"]
        kinds = {self.columns[place].data_type for place in (rule.earlier, rule.later)}
        for gap, sign in ((rule.least, ">="), (rule.most, "<=")):
            if gap is not None:
                moments = kinds <= _MOMENTS
                distance = f"timedelta(minutes={gap * _MINUTES[rule.unit]})" if moments else number_text(gap)
                tests.append(f"{later} - {earlier} {sign} {distance}")
        return " and ".join(tests)

    def _all(self, conditions: tuple[Condition, ...]) -> str:
        tests = [self._condition(condition) for condition in conditions]
        return " and ".join(tests) if tests and all(tests) else ""

    def _condition(self, condition: Condition) -> str:
        name, column = self._name(condition.column), self.columns[condition.column]
        if condition.operator not in {"in", "not in"}:
            is_number = column.data_type in _NUMBERS
            return f"{name} {condition.operator} {number_text(condition.number)}" if is_number else ""
        denied = condition.operator == "not in"
        if self.mentions.is_truth(condition.column):
            is_yes = (0 in condition.values) != denied
            return ("" if is_yes else "not ") + name if column.data_type is DataType.BOOLEAN else ""
        values = self.mentions.values(condition.column)
        tests = [self._equal(condition.column, values[one]) for one in condition.values if one < len(values)]
        return f"{'not ' if denied else ''}({' or '.join(tests)})" if tests else ""

    def _equal(self, place: int, value: str) -> str:
        """Compare texts whatever their case is."""
        if self.columns[place].data_type is DataType.STRING:
            return f"{self._name(place)}.lower() == {value.lower()!r}"
        return f"{self._name(place)} == {value}" if re.fullmatch(r"-?\d+(\.\d+)?|True|False", value) else "True"
