"""Columns of a schema that are made anew by the field catalog, beside others that stay as they are.

A column is replaced alone, and its expression reads the columns beside it as the offline designer's would. Where that
does not work, because values of theirs are none that the catalog knows, it reads only what the catalog made, then
nothing at all.
"""

from collections.abc import Mapping
from dataclasses import replace
from enum import IntEnum

from generation.designer.checking.demands import Cells
from generation.designer.checking.recognising import Recognised
from generation.designer.checking.rule_tests import moved, rule_places
from generation.designer.composing.composer import compose_by_rules
from generation.designer.meaning.choosing import Choice
from generation.designer.offline.designing import plain_column
from generation.designer.offline.understanding import Understanding
from generation.engine import Column, DatasetSchema

_INERT = "word"  # a concept that no other is made from


class Making(IntEnum):
    """How a column is made, one way after the other."""

    AS_IT_WAS = 0
    BESIDE_ALL = 1
    BESIDE_REMADE = 2
    ALONE = 3
    PLAINLY = 4


class Remaker:
    """Makes some columns anew. `cells` are those that the schema has made."""

    def __init__(
        self, schema: DatasetSchema, recognised: Recognised, cells: Mapping[str, Cells], understood: Understanding
    ) -> None:
        self.choices = {choice.name: choice for choice in recognised.choices}
        self._schema = schema
        self._cells = cells
        self._setting = replace(understood.setting, locale=schema.locale)
        self._catalog = understood.lexicon.catalog
        self._rules = moved(understood.rules, recognised.places)
        self._makings: dict[str, Making] = {}
        self._composed: dict[
            frozenset[str], dict[str, Column]
        ] = {}  # by what may be read, as long as no making changes

    @property
    def remade(self) -> tuple[str, ...]:
        """Return the names of the columns that are made anew, in the order in which they were asked for."""
        return tuple(self._makings)

    def making(self, name: str) -> Making:
        """Return how a column is made."""
        return self._makings.get(name, Making.AS_IT_WAS)

    def remake(self, name: str) -> None:
        """Make a column anew, or in the next way if it is already; nothing comes after the last."""
        self._makings[name] = Making(min(self.making(name) + 1, Making.PLAINLY))

    def schema(self) -> DatasetSchema:
        """Return the schema as it is now."""
        self._composed.clear()
        return replace(self._schema, columns=tuple(map(self._column, self._schema.columns)))

    def _column(self, column: Column) -> Column:
        making = self.making(column.name)
        if making is Making.AS_IT_WAS:
            return column
        composed = self._beside(self._readable(column.name, making))[column.name]
        is_stated = self.choices[column.name].limits.missing is not None
        null_rate = composed.null_rate if is_stated else composed.null_rate or column.null_rate
        return replace(plain_column(composed) if making is Making.PLAINLY else composed, null_rate=null_rate)

    def _readable(self, name: str, making: Making) -> frozenset[str]:
        """Return the columns whose values the catalog may take for its own."""
        if making is Making.BESIDE_ALL:
            return frozenset(self.choices)
        return frozenset(self._makings) if making is Making.BESIDE_REMADE else frozenset({name})

    def _beside(self, readable: frozenset[str]) -> dict[str, Column]:
        if readable not in self._composed:
            self._composed[readable] = self._compose(readable)
        return self._composed[readable]

    def _compose(self, readable: frozenset[str]) -> dict[str, Column]:
        inert = self._catalog.concepts[_INERT]
        choices = tuple(
            self._as_held(choice) if choice.name in readable else replace(choice, concept=inert)
            for choice in self.choices.values()
        )
        names = tuple(self.choices)
        rules = tuple(rule for rule in self._rules if all(names[place] in readable for place in rule_places(rule)))
        composed = compose_by_rules(choices, rules, self._setting, self._catalog)
        return {column.name: column for column in composed.columns}

    def _as_held(self, choice: Choice) -> Choice:
        """Tell the catalog the texts that a column holds which it did not make: it reads it if it knows them all."""
        if self.making(choice.name) is not Making.AS_IT_WAS:
            return choice
        texts = tuple(dict.fromkeys(cell for cell in self._cells.get(choice.name, ()) if isinstance(cell, str)))
        is_countable = choice.concept.values or choice.concept.name in self._catalog.tables_of
        return replace(choice, limits=replace(choice.limits, values=texts)) if texts and is_countable else choice
