"""The columns of a row as others read them: by the catalog's values and units, whatever the writer's own are."""

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from generation.designer.catalog import Catalog, Concept, Value, reference_nodes
from generation.designer.composing.naming import column_reference
from generation.designer.composing.ranges import is_written_date, type_of_values
from generation.designer.composing.sameness import (
    as_yes_no,
    looked_up_by,
    matched,
    outcomes,
    respelt_where_read,
    values_read,
)
from generation.designer.composing.units import read_back
from generation.designer.meaning.choosing import Choice
from generation.engine import DataType


@dataclass(frozen=True)
class Holder:
    """A column that holds a concept."""

    choice: Choice
    catalog: Catalog

    def can_be_read(self, expression: str) -> bool:
        """Tell whether an expression of the catalog's can read this column."""
        concept, limits = self.choice.concept, self.choice.limits
        if limits.several or limits.alphabet or limits.prefix:
            return False
        if concept.data_type is DataType.BOOLEAN:
            return not limits.values or as_yes_no(limits) is not None
        if limits.values and type_of_values(limits) is not concept.data_type and not concept.is_number:
            return False
        if limits.values and (not concept.is_number or looked_up_by(expression, concept.name)):
            return self._spells(expression)
        if limits.case and concept.values:
            return False
        return concept.is_moment or not (limits.example or limits.pattern)

    def _spells(self, expression: str) -> bool:
        """Tell whether the writer's values are among those that the expression asks for."""
        read = values_read(expression, self.choice.concept.name)
        if read and not read & self.spelling.keys():
            return False
        whole = len(self.spelling) == len(self.choice.limits.values)
        return whole or (bool(self.spelling) and not looked_up_by(expression, self.choice.concept.name))

    @cached_property
    def spelling(self) -> Mapping[Value, Value]:
        """Return how the writer spells the catalog's values."""
        found = matched(self.choice.limits.values, known_values(self.choice.concept, self.catalog), self.catalog)
        return {known: known if str(known) == written else written for written, known in found.items()}

    @property
    def written(self) -> str:
        """Return how an expression reads this column as the catalog's concept."""
        choice, own = self.choice, self.catalog.concepts.get(self.choice.concept.name, self.choice.concept)
        name = column_reference(choice.name)
        if own.data_type is DataType.BOOLEAN and (yes_no := as_yes_no(choice.limits)):
            return f"({name} == {1 if yes_no == ('1', '0') else yes_no[0]!r})" if yes_no[0] != "True" else name
        if own.is_moment and is_written_date(choice.limits):
            day = ".date()" if own.data_type is DataType.DATE else ""
            return f"datetime.strptime({name}, {choice.limits.date_format!r}){day}"
        if not own.is_number:
            return name
        read = read_back(name, own.unit, choice.concept.unit, self.catalog)
        return f"round({read})" if own.data_type is DataType.INTEGER and read != name else read


def known_values(concept: Concept, catalog: Catalog) -> tuple[Value, ...]:
    """Return all values that the catalog has for a concept, where it can count them."""
    return tuple(dict.fromkeys((*concept.values, *_values_of_tables(concept, catalog), *_values_of_ways(concept))))


def _values_of_tables(concept: Concept, catalog: Catalog) -> Iterator[Value]:
    for table in catalog.tables_of.get(concept.name, ()):
        yield from table.columns[concept.name]


def _values_of_ways(concept: Concept) -> Iterator[Value]:
    for way in concept.ways:
        yield from sorted(outcomes(way.expression) or (), key=str)


def renamed(expression: str, holders: Mapping[str, Holder]) -> str:
    """Return an expression over concepts as one over columns."""
    for name in {node.id for node in reference_nodes(expression)}:
        if holders[name].choice.limits.values:
            expression = respelt_where_read(expression, name, holders[name].spelling)
    names = {node.id: holders[node.id].written for node in reference_nodes(expression)}
    if all(name == written for name, written in names.items()):
        return expression
    return ast.unparse(_Renaming(names).visit(ast.parse(expression, mode="eval")))


class _Renaming(ast.NodeTransformer):
    def __init__(self, names: Mapping[str, str]) -> None:
        self._names = names

    def visit_Name(self, node: ast.Name) -> ast.expr:
        """Put the column's name in place of the concept's."""
        return ast.parse(self._names[node.id], mode="eval").body if node.id in self._names else node
