"""Nodes to terms: every name is looked up, every argument read, every kind of value known, before a row is made."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from typing import Any

from generation.engine.errors import CheckError
from generation.engine.expressions import nodes
from generation.engine.expressions.forms import (
    CHOOSERS,
    PATTERNED,
    as_comprehension,
    casts_to_text,
    patterns_in,
    range_in,
)
from generation.engine.expressions.functions import ATTRIBUTES, CONSTANTS, FUNCTIONS, METHODS
from generation.engine.expressions.functions.arithmetic import negate, operate
from generation.engine.expressions.functions.comparison import choose, compare, logical, negation, truth
from generation.engine.expressions.functions.drawing import drawn_by_value
from generation.engine.expressions.functions.lists import are_pairs, key_of, look_up, look_up_terms, place_of, slice_of
from generation.engine.expressions.functions.sequences import all_of, each_item, items_of, kept, listed, to_list
from generation.engine.expressions.functions.table import (
    FOREIGN,
    MOST_ITEMS,
    NONE,
    build,
    check_bounds,
    known,
    value_of,
)
from generation.engine.expressions.functions.templates import fill_template, joined
from generation.engine.expressions.functions.writing import formatted, to_text
from generation.engine.expressions.hints import instead_of, near_function, near_member, near_word
from generation.engine.expressions.nodes import Applied, Constant, Drawn, Node, Reference, RowNumber, Term, depth_of
from generation.engine.expressions.references import dotted, is_row
from generation.engine.expressions.scope import Scope
from generation.engine.kinds import BOOLEAN, Kind, integer, list_of
from generation.engine.providers import Operand, find, names, roots
from generation.engine.providers.arguments import MOST_ELEMENTS
from generation.engine.providers.elements import chance

ROW_NUMBER = "row_number"
_VARYING = Applied | Drawn | Reference | RowNumber  # the terms whose values differ by row
_OPTIONAL_SHARE = 0.5  # as Faker's fake.optional has it
_LARGEST_ROW = 2**53
MOST_PARTS = 400  # of an expression, each of which takes some 0.1 milliseconds to compile


def check(node: Node, scope: Scope) -> Term:
    """Return what an expression means. Raises CheckError with the position of the offending part."""
    return _Checker(scope).check(node)


@dataclass(slots=True)
class _Checker:
    """Walks one expression; `variables` are those of the comprehensions around."""

    scope: Scope
    variables: dict[str, Term] = field(default_factory=dict)
    parts: int = 0

    def check(self, node: Node) -> Term:
        try:
            self._count(node)
            return _CHECKS[type(node)](self, node)
        except CheckError as error:
            if error.position is None:
                error.position = node.position
            raise
        except FOREIGN as error:
            raise CheckError("this cannot be computed", position=node.position) from error

    def _count(self, node: Node) -> None:
        """Count a part of the expression; what is written out, such as the items of a list, costs next to nothing."""
        self.scope.budget.spend()
        self.parts += not isinstance(node, nodes.Literal)
        if self.parts > MOST_PARTS:
            raise CheckError(f"the expression has more than {MOST_PARTS} parts, its comprehensions written out")

    def check_all(self, parts: Sequence[Node]) -> list[Term]:
        return [self.check(part) for part in parts]

    # --- words -------------------------------------------------------------------------------------------------------

    def literal(self, node: nodes.Literal) -> Term:
        return known(node.value)

    def name(self, node: nodes.Name) -> Term:
        if node.name in self.variables:
            return self.variables[node.name]
        if node.name in self.scope.columns:
            return Reference(node.name, self.scope.columns[node.name])
        if node.name == ROW_NUMBER:
            return RowNumber(integer(0, _LARGEST_ROW))
        hint = near_word(node.name, [*(self.scope.names or self.scope.columns), ROW_NUMBER], self.scope.locale)
        raise CheckError(f"{node.name!r:.80} is no column and no value", hint=hint)

    def attribute(self, node: nodes.Attribute) -> Term:
        full_name = dotted(node)
        if full_name is not None and full_name in CONSTANTS:
            return known(CONSTANTS[full_name])
        if self._is_root(node.of):
            raise CheckError(f"{full_name} is no value", hint=self._near_value(str(full_name)))
        if self._is_row(node.of):
            return self._column(nodes.Literal(node.position, node.name))
        if meant := self._instead_of(full_name):
            raise CheckError(f"{full_name} is no value", hint=meant)
        value = self.check(node.of)
        if value.type.names is not None and node.name in value.type.names:
            return place_of(value, known(node.name))
        entry = ATTRIBUTES.get((value.type.kind, node.name))
        if entry is None:
            called = (value.type.kind, node.name) in METHODS
            near = near_member(value.type.kind, node.name, ATTRIBUTES, self.scope.locale)
            hint = f"it is called: .{node.name}()" if called else near
            raise CheckError(f"{value.type} has no attribute {node.name!r:.60}", hint=hint)
        return entry(value)

    def _near_value(self, name: str) -> str | None:
        exists = name in FUNCTIONS or name in names(self.scope.locale)
        return f"a function is called: {name}(...)" if exists else near_function(name, self.scope.locale)

    def _is_row(self, node: Node) -> bool:
        """Tell whether a node is the word `row`, through which columns are used, and not a column of that name."""
        return is_row(node) and "row" not in self.scope.columns

    def _is_root(self, node: Node) -> bool:
        """Tell whether a name leads to functions rather than to a value."""
        name = dotted(node)
        if name is None or name in self.scope.columns or name in self.variables:
            return False
        return any(full.startswith(f"{name}.") for full in (*FUNCTIONS, *CONSTANTS, *(f"{root}." for root in roots())))

    # --- calls -------------------------------------------------------------------------------------------------------

    def call(self, node: nodes.Call) -> Term:
        name = dotted(node.function)
        if name is not None and (short := name.removeprefix("fake.random.")) != name:
            name = f"random.{short}"
        if name in _FORMS:
            return _FORMS[name](self, node)
        if name is not None and name.startswith("str.") and node.positional:
            return self._method_of_first(name.removeprefix("str."), node)
        if name in FUNCTIONS:
            return build(name, FUNCTIONS[name], *self._arguments(node))
        if name is not None and name.startswith("fake.") and name.count(".") == 2:  # noqa: PLR2004  # fake.unique.NAME
            return self._proxied(name, node)
        if name is not None and name.rpartition(".")[0] in roots():
            return self._draw(name, node)
        meant = self._instead_of(name)
        if meant is None and isinstance(node.function, nodes.Attribute) and not self._is_root(node.function.of):
            return self._method(node.function, node)
        hint = meant or near_function(name, self.scope.locale)
        raise CheckError(f"there is no function {name or 'like this'}", hint=hint)

    def _instead_of(self, name: str | None) -> str | None:
        """Return what is meant by a name whose first word is not there, such as `hashlib.md5`."""
        first, dot, _ = (name or "").partition(".")
        if not dot or first in {*self.scope.columns, *self.variables, ROW_NUMBER, "row", "fake"}:
            return None
        return instead_of(str(name), self.scope.locale)

    def _arguments(self, node: nodes.Call) -> tuple[list[Term], dict[str, Term]]:
        return self.check_all(node.positional), {name: self.check(value) for name, value in node.named}

    def _draw(self, name: str, node: nodes.Call) -> Term:
        if name in CHOOSERS and (numbers := range_in(node)):
            name, node = "random.randrange", numbers
        provider = find(name, self.scope.locale)
        operands: list[Term] = []

        def argument(part: Node) -> Any:
            term = self._value(part)
            if not isinstance(term, _VARYING):
                return term
            operands.append(term)
            return Operand(term.type, len(operands) - 1)

        positional = [argument(part) for part in node.positional]
        named = {keyword: argument(part) for keyword, part in node.named if not casts_to_text(name, keyword, part)}
        try:
            source = provider.bind(self.scope.locale, positional, named)
        except CheckError:
            if name in PATTERNED and (parts := patterns_in(node)):
                return self.check(parts)
            drawn = drawn_by_value(provider, self.scope.locale, positional, named, operands)
            if drawn is None:
                raise
            return drawn
        return Drawn(source, tuple(operands), source.type, depth=depth_of(operands))

    def _value(self, part: Node) -> Any:
        """Return an argument as a Python value if it is known now, mappings included, and as a term otherwise."""
        if isinstance(part, nodes.Pairs):
            return self._mapping(part)
        term = self.check(part)
        if not isinstance(term, Constant):
            return term
        return tuple(term.value) if isinstance(term.value, list) else term.value

    def _mapping(self, node: nodes.Pairs) -> dict[Any, Any]:
        keys, values = self.check_all(node.keys), [self._value(value) for value in node.values]
        if not all(isinstance(key, Constant) for key in keys) or any(isinstance(v, _VARYING) for v in values):
            raise CheckError("a mapping is written out, it cannot differ from row to row", position=node.position)
        return {key_of(key): value for key, value in zip(keys, values, strict=True)}

    def _method_of_first(self, method: str, node: nodes.Call) -> Term:
        """Return what `str.upper(x)` means: `x.upper()`."""
        of, *others = node.positional
        return self._method(nodes.Attribute(node.position, of, method), replace(node, positional=tuple(others)))

    def mapped(self, node: nodes.Call) -> Term:
        return self.check(as_comprehension(str(dotted(node.function)), node))

    def ordered_mapping(self, node: nodes.Call) -> Term:
        """Return the mapping of an OrderedDict, as a constant."""
        if len(node.positional) == 1 and not node.named and isinstance(node.positional[0], nodes.Pairs):
            return Constant(self._mapping(node.positional[0]), NONE.type)
        pairs = self.check(node.positional[0]) if len(node.positional) == 1 and not node.named else NONE
        if not isinstance(pairs, Constant) or not are_pairs(pairs.value):
            raise CheckError("OrderedDict is written as OrderedDict([('a', 0.7), ('b', 0.3)])")
        return Constant({key_of(known(key)): value for key, value in pairs.value}, NONE.type)

    def number_range(self, node: nodes.Call) -> Term:
        bounds = [value_of(self.check(part), "a limit of range", int) for part in node.positional]
        try:
            numbers = range(*bounds)
        except (TypeError, ValueError) as error:
            raise CheckError("range is written as range(3) or range(1, 10, 2)") from error
        if numbers[MOST_ELEMENTS:]:
            hint = "random.randrange(...) draws from one"
            raise CheckError(f"the range has more than {MOST_ELEMENTS} numbers", hint=hint)
        return known(list(numbers))

    def _proxied(self, name: str, node: nodes.Call) -> Term:
        """Return what `fake.unique.NAME()` or `fake.optional.NAME()` means."""
        _, proxy, method = name.split(".")
        if proxy not in {"unique", "optional"}:
            raise CheckError(f"fake.{proxy} has no {method!r:.60}", hint=instead_of(name, self.scope.locale))
        drawn = self._draw(f"fake.{method}", node)
        if proxy == "unique":
            if not isinstance(drawn, Drawn):
                raise CheckError("fake.unique needs arguments that are written out", hint="make the column unique")
            if drawn.type.kind is Kind.LIST:
                raise CheckError(f"{name} yields lists, which are not kept distinct", hint="take a place of one first")
            return replace(drawn, distinct=True)
        present = chance(_OPTIONAL_SHARE)
        return choose(Drawn(present, (), BOOLEAN), drawn, NONE)

    def _method(self, function: nodes.Attribute, node: nodes.Call) -> Term:
        if isinstance(function.of, nodes.Pairs) and function.name == "get" and len(node.positional) in {1, 2}:
            key, *default = self.check_all(node.positional)
            return look_up(self._mapping(function.of), key, *default)
        if self._is_row(function.of) and function.name == "get" and len(node.positional) == 1 and not node.named:
            return self._column(node.positional[0])
        value = self.check(function.of)
        if function.name == "format" and value.type.kind is Kind.TEXT:
            return fill_template(value_of(value, "the template of format", str), *self._arguments(node))
        entry = METHODS.get((value.type.kind, function.name))
        if entry is None:
            raise CheckError(
                f"{value.type} has no method {function.name!r:.60}",
                position=node.position,
                hint=near_member(value.type.kind, function.name, METHODS, self.scope.locale),
            )
        positional, named = self._arguments(node)
        return build(f".{function.name}", entry, [value, *positional], named)

    # --- operators ---------------------------------------------------------------------------------------------------

    def operation(self, node: nodes.Operation) -> Term:
        operands = self.check_all(node.operands)
        if len(operands) > 1:
            return operate(node.operator, operands[0], operands[1])
        if node.operator == "not":
            return negation(operands[0])
        return negate(operands[0]) if node.operator == "-" else negate(negate(operands[0]))

    def comparison(self, node: nodes.Comparison) -> Term:
        operands = self.check_all(node.operands)
        pairs = zip(node.operators, operands, operands[1:], strict=False)
        result, *others = [compare(operator, left, right) for operator, left, right in pairs]
        for other in others:
            result = logical("and", result, other)
        return result

    def logical(self, node: nodes.Logical) -> Term:
        result, *others = self.check_all(node.operands)
        for other in others:
            result = logical(node.operator, result, other)
        return result

    def conditional(self, node: nodes.Conditional) -> Term:
        test, then, otherwise = self.check_all((node.test, node.then, node.otherwise))
        return choose(truth(test), then, otherwise)

    # --- texts, lists ------------------------------------------------------------------------------------------------

    def joined(self, node: nodes.Joined) -> Term:
        return joined([_writable(self.check(part)) for part in node.parts])

    def formatted(self, node: nodes.Formatted) -> Term:
        return formatted(self.check(node.value), node.layout, node.conversion)

    def items(self, node: nodes.Items) -> Term:
        terms = self.check_all(node.items)
        if len(terms) > MOST_ITEMS and not all(isinstance(term, Constant) for term in terms):
            raise CheckError(f"the list has {len(terms)} items, {MOST_ITEMS} are allowed")
        return listed(terms)

    def pairs(self, _node: nodes.Pairs) -> Term:
        raise CheckError("a mapping is no value of a cell", hint="look a column up in it: {'A': 4.0}[grade]")

    def comprehension(self, node: nodes.Comprehension) -> Term:
        over = to_list(self.check(node.over))
        outer = dict(self.variables)
        made = self._by_row(node, over) if over.type.items is None else self._one_by_one(node, items_of(over))
        self.variables = outer
        return made

    def _one_by_one(self, node: nodes.Comprehension, values: list[Term]) -> Term:
        """Return what a comprehension makes of a list of fixed length: its item written out for each value."""
        tests: list[Term] = []
        terms: list[Term] = []
        for value in values:
            self.variables[node.variable] = value
            test = self._test(node)
            if isinstance(test, Constant) and not test.value:
                continue
            if len(terms) == MOST_ITEMS:
                raise CheckError(f"the comprehension makes more than {MOST_ITEMS} items")
            tests.append(test)
            terms.append(self.check(node.item))
            check_bounds(list_of(term.type for term in terms))
        return kept(terms, tests)

    def _by_row(self, node: nodes.Comprehension, lists: Term) -> Term:
        """Return what a comprehension makes of lists whose length differs by row."""
        variable = Reference(f"item {len(self.variables)} of a list", lists.type.item or NONE.type)
        self.variables[node.variable] = variable
        return each_item(lists, variable, self.check(node.item), self._test(node))

    def _test(self, node: nodes.Comprehension) -> Term:
        """Return whether all conditions of a comprehension hold."""
        return all_of(listed([truth(self.check(condition)) for condition in node.conditions]))

    def subscript(self, node: nodes.Subscript) -> Term:
        if self._is_row(node.of):
            return self._column(node.index)
        if isinstance(node.index, nodes.Span):
            limits = [None if part is None else value_of(self.check(part), "a limit of a slice", int, type(None))
                      for part in (node.index.lower, node.index.upper, node.index.step)]  # fmt: skip
            return slice_of(self.check(node.of), *limits)
        if isinstance(node.of, nodes.Pairs):
            return self._looked_up(node.of, self.check(node.index))
        alone = isinstance(node.of, nodes.Call)  # which nothing else refers to
        return place_of(self.check(node.of), self.check(node.index), alone=alone)

    def _looked_up(self, node: nodes.Pairs, key: Term) -> Term:
        keys, values = self.check_all(node.keys), [self._value(value) for value in node.values]
        if any(isinstance(value, _VARYING) for value in values):
            terms = [value if isinstance(value, _VARYING) else known(value) for value in values]
            return look_up_terms([key_of(key) for key in keys], terms, key)
        mapping = self._mapping(node)
        if isinstance(key, Constant) and key.type.kind is not Kind.LIST and key.value not in mapping:
            raise CheckError(f"the mapping has no key {key.value!r:.60}", hint="a look-up by a column: {...}[grade]")
        return look_up(mapping, key)

    def _column(self, index: Node) -> Term:
        name = index.value if isinstance(index, nodes.Literal) else None
        if not isinstance(name, str) or name not in self.scope.columns:
            near = get_close_matches(str(name), self.scope.columns, n=1)
            raise CheckError(f"there is no column {name!r:.60}", hint=f"did you mean {near[0]!r}?" if near else None)
        return Reference(name, self.scope.columns[name])

    def span(self, _node: nodes.Span) -> Term:
        raise CheckError("a slice stands in brackets after a text or a list")


_FORMS: dict[str, Callable[[_Checker, nodes.Call], Term]] = {  # calls whose arguments are not all values
    "OrderedDict": _Checker.ordered_mapping, "collections.OrderedDict": _Checker.ordered_mapping,
    "range": _Checker.number_range, "map": _Checker.mapped, "filter": _Checker.mapped,
}  # fmt: skip

_CHECKS: dict[type[Node], Callable[[_Checker, Any], Term]] = {
    nodes.Literal: _Checker.literal, nodes.Name: _Checker.name, nodes.Attribute: _Checker.attribute,
    nodes.Call: _Checker.call, nodes.Operation: _Checker.operation, nodes.Comparison: _Checker.comparison,
    nodes.Logical: _Checker.logical, nodes.Conditional: _Checker.conditional, nodes.Joined: _Checker.joined,
    nodes.Formatted: _Checker.formatted, nodes.Items: _Checker.items, nodes.Pairs: _Checker.pairs,
    nodes.Comprehension: _Checker.comprehension, nodes.Subscript: _Checker.subscript, nodes.Span: _Checker.span,
}  # fmt: skip


def _writable(term: Term) -> Term:
    """Return a part of an f-string as text; None is written as Python writes it."""
    return known("None") if term.type.kind is Kind.MISSING else to_text(term)
