"""A row's columns by their places, while rules change them one after the other."""

from dataclasses import replace
from functools import cached_property

from generation.designer.catalog import Catalog
from generation.designer.composing.holders import Holder
from generation.designer.composing.mentions import Mentions
from generation.designer.composing.naming import column_reference
from generation.designer.composing.ranges import from_limits, number_text
from generation.designer.composing.sameness import as_yes_no
from generation.designer.composing.sampling import check, closure
from generation.designer.meaning.choosing import Choice
from generation.designer.reading.conditions import Condition
from generation.engine import Column, DataType

NUMBERS = frozenset({DataType.INTEGER, DataType.FLOAT, DataType.DECIMAL})


class Row:
    """Columns, what they hold, and what is asked of them by their places among the choices."""

    def __init__(self, columns: dict[str, Column], choices: tuple[Choice, ...], catalog: Catalog, locale: str) -> None:
        self.columns = columns
        self._choices = choices
        self._catalog = catalog
        self._locale = locale

    @cached_property
    def _mentions(self) -> Mentions:
        return Mentions(self._choices, self._catalog)

    def _name(self, place: int) -> str:
        return f"“{self._choices[place].name}”"

    def _column(self, place: int) -> Column:
        return self.columns[self._choices[place].name]

    def _read(self, place: int) -> str:
        """Return how a column is read by what it means: a date, a number."""
        return Holder(self._choices[place], self._catalog).written

    def _set(self, place: int, expression: str, data_type: DataType | None = None) -> bool:
        """Give a column another expression, if it runs and reads nothing that reads the column."""
        column = self._column(place)
        changed = replace(column, expression=expression, data_type=data_type or column.data_type)
        columns = {**self.columns, column.name: changed}
        if column.name in closure(expression, columns):
            return False
        check(expression, changed.data_type, columns, self._locale)
        self.columns = columns
        return True

    def _leads(self, first: int, second: int) -> bool:
        """Tell whether the first column is made from the second."""
        return self._column(second).name in closure(self._column(first).expression, self.columns)

    def _free(self, place: int, of: int) -> None:
        """Have a column made by itself, where it is made from another that is to be made from it."""
        if not self._leads(place, of):
            return
        choice = self._choices[place]
        stated = from_limits(choice.concept, choice.limits)
        expression, data_type = stated or (choice.concept.ways[-1].expression, choice.concept.data_type)
        column = self._column(place)
        self.columns = {**self.columns, column.name: replace(column, expression=expression, data_type=data_type)}

    def _test(self, conditions: tuple[Condition, ...], target: int) -> str:
        for condition in conditions:
            self._free(condition.column, target)
        return " and ".join(self._tested(condition) for condition in conditions)

    def _tested(self, condition: Condition) -> str:
        name = column_reference(self._choices[condition.column].name)
        if condition.operator not in {"in", "not in"}:
            return f"{self._read(condition.column)} {condition.operator} {number_text(condition.number)}"
        values = self._mentions.values(condition.column)
        picked = [values[place] for place in condition.values if place < len(values)]
        denied = condition.operator == "not in"
        if self._mentions.is_truth(condition.column):
            return self._is_true(condition.column, yes=(0 in condition.values) != denied)
        if self._column(condition.column).data_type in NUMBERS:
            shown = ", ".join(picked)
        else:
            shown = ", ".join(map(repr, picked))
        if len(picked) == 1:
            return f"{name} {'!=' if denied else '=='} {shown}"
        return f"{name} {condition.operator} ({shown})"

    def _is_true(self, place: int, *, yes: bool) -> str:
        name = column_reference(self._choices[place].name)
        written = as_yes_no(self._choices[place].limits)
        if written is None or self._column(place).data_type is DataType.BOOLEAN:
            return name if yes else f"not {name}"
        value = written[0 if yes else 1]
        return f"{name} == {value if self._column(place).data_type is DataType.INTEGER else repr(value)}"
