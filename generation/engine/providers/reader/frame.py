"""The Python that Faker's methods are written in, evaluated over what each expression may yield.

What a function may use is what there is a case for here; anything else raises NotUnderstood. Pure functions, of
Python's and of Faker's modules, are called on constants and on each of some listed values.
"""

import ast
import inspect
import operator
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

from faker import Generator
from faker.providers import BaseProvider
from faker.utils import decorators, text

from generation.engine.providers.reader import calls, draws, strings
from generation.engine.providers.reader.draws import Own
from generation.engine.providers.reader.laws import Law
from generation.engine.providers.reader.outcomes import (
    Joined,
    NotUnderstood,
    Reading,
    Unlisted,
    decide,
    holds_hidden,
    holds_random,
    is_random,
    joined,
    mapped,
)
from generation.engine.providers.reader.sources import Method, Super, method_of, signature, tree

_DEEPEST = 12
_OPERATORS: dict[type[ast.AST], Callable[..., Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.FloorDiv: operator.floordiv,
    ast.Mod: operator.mod,
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
    ast.In: lambda item, within: item in within,
    ast.NotIn: lambda item, within: item not in within,
    ast.Is: operator.is_,
    ast.IsNot: operator.is_not,
    ast.USub: operator.neg,
    ast.Not: operator.not_,
}
_DECORATORS: dict[Any, Callable[[str], str]] = {
    decorators.lowercase: str.lower,
    decorators.slugify: text.slugify,
    decorators.slugify_domain: lambda value: text.slugify(value, allow_dots=True),
    decorators.slugify_unicode: lambda value: text.slugify(value, allow_unicode=True),
}


@dataclass(frozen=True, slots=True)
class World:
    """What code can reach: the generator's methods by name, and what methods yield whose arguments are constants."""

    method: Callable[[str], Method]
    law: Callable[[Method, tuple[Any, ...], tuple[tuple[str, Any], ...]], Law]


class _Returned(Exception):
    """A function returns."""

    def __init__(self, value: Any) -> None:
        super().__init__()
        self.value = value


def call(
    world: World, reading: Reading, method: Method, positional: Iterable[Any], named: Mapping[str, Any], depth: int = 0
) -> Any:
    """Return what a method yields in a reading. Raises NotUnderstood."""
    if depth > _DEEPEST:
        raise NotUnderstood("code that calls itself")
    method = replace(method, function=inspect.unwrap(method.function))
    bound = signature(method.function).bind(*method.itself, *positional, **named)
    bound.apply_defaults()
    frame = Frame(world, reading, method, dict(bound.arguments), depth)
    definition = tree(method.function)
    value = frame.run(definition.body)
    for decorator in reversed(definition.decorator_list):
        value = frame.decorated(decorator, value)
    return value


class Frame:
    """One call of a function: the names that it knows, in a reading."""

    def __init__(self, world: World, reading: Reading, method: Method, names: dict[str, Any], depth: int) -> None:
        """Take the function, and its arguments by name."""
        self.world = world
        self.reading = reading
        self.method = method
        self.names = names
        self.depth = depth

    # --- statements -------------------------------------------------------------------------------------------------

    def run(self, body: list[ast.stmt]) -> Any:
        """Return what the statements return."""
        try:
            self._statements(body)
        except _Returned as returned:
            return returned.value
        return None

    def _statements(self, body: list[ast.stmt]) -> None:
        for statement in body:
            self._statement(statement)

    def _statement(self, statement: ast.stmt) -> None:
        match statement:
            case ast.Return(value=value):
                raise _Returned(self.value(value) if value else None)
            case ast.Assign(targets=[target], value=value) | ast.AnnAssign(target=target, value=ast.expr() as value):
                self._assign(target, self.value(value))
            case ast.AugAssign(target=ast.Name(id=name), op=op, value=value):
                self.names[name] = self._operation(op, self.names[name], self.value(value))
            case ast.If(test=test, body=body, orelse=orelse):
                self._statements(body if self._truth(self.value(test)) else orelse)
            case ast.For(target=target, iter=iterable, body=body, orelse=[]):
                for item in self.items(self.value(iterable)):
                    self._assign(target, item)
                    self._statements(body)
            case ast.Try(body=body, orelse=[], finalbody=[]):
                self._statements(body)  # what fails while it is read is not understood
            case ast.Expr(value=ast.Constant() | ast.Call() as value):
                self.value(value)
            case _:
                raise NotUnderstood(f"the statement {type(statement).__name__}")

    def _assign(self, target: ast.expr, value: Any) -> None:
        match target:
            case ast.Name(id=name):
                self.names[name] = value
            case ast.Tuple(elts=targets):
                for inner, item in zip(targets, self.items(value), strict=True):
                    self._assign(inner, item)
            case _:
                raise NotUnderstood("an assignment to a part")

    def _truth(self, value: Any) -> bool:
        return bool(decide(mapped(bool, value))) if is_random(value) else bool(value)

    def items(self, value: Any) -> list[Any]:
        """Return the items of a collection, or the characters of a text."""
        if isinstance(value, Joined):
            return [strings.part_of(value, place) for place in range(strings.length(value))]
        known = decide(value)
        if isinstance(known, set | frozenset) or not isinstance(known, Iterable):
            raise NotUnderstood("the order of a set")
        return list(known)

    # --- expressions ------------------------------------------------------------------------------------------------

    def value(self, node: ast.expr) -> Any:
        """Return what an expression yields."""
        match node:
            case ast.Constant() | ast.Name():
                return node.value if isinstance(node, ast.Constant) else self._name(node.id)
            case ast.Attribute(value=inner, attr=name):
                return self.attribute(self.value(inner), name)
            case ast.Call():
                return calls.called(self, node)
            case ast.Subscript(value=inner, slice=place):
                return self._index(self.value(inner), self._place(place))
            case (
                ast.JoinedStr()
                | ast.Dict()
                | ast.Tuple()
                | ast.List()
                | ast.Set()
                | ast.ListComp()
                | ast.GeneratorExp()
            ):
                return self._collection(node)
            case _:
                return self._combination(node)

    def _combination(self, node: ast.expr) -> Any:
        match node:
            case ast.BinOp(left=left, op=op, right=right) | ast.Compare(left=left, ops=[op], comparators=[right]):
                return self._operation(op, self.value(left), self.value(right))
            case ast.UnaryOp(op=op, operand=operand):
                return self._operation(op, self.value(operand))
            case ast.BoolOp(op=op, values=[*first, last]):
                return self._either(first, last, until=isinstance(op, ast.Or))
            case ast.Compare(left=left, ops=ops, comparators=comparators):
                pairs = pairwise(map(self.value, (left, *comparators)))
                return all(self._truth(self._operation(op, *pair)) for op, pair in zip(ops, pairs, strict=True))
            case ast.IfExp(test=test, body=body, orelse=orelse):
                return self.value(body if self._truth(self.value(test)) else orelse)
            case _:
                raise NotUnderstood(f"the expression {type(node).__name__}")

    def _collection(self, node: ast.expr) -> Any:
        match node:
            case ast.JoinedStr(values=pieces):
                return joined(map(self._piece, pieces))
            case ast.Tuple(elts=items):
                return tuple(self.values(items))
            case ast.List(elts=items):
                return Own(self.values(items))
            case ast.Set(elts=items):
                return frozenset(self.values(items))
            case ast.Dict(keys=keys, values=items) if None not in keys:
                return dict(zip(self.values(keys), self.values(items), strict=True))  # type: ignore[arg-type]  # no None
            case ast.ListComp(elt=item, generators=[loop]) | ast.GeneratorExp(elt=item, generators=[loop]):
                return Own(self._comprehended(item, loop))
            case _:
                raise NotUnderstood(f"the expression {type(node).__name__}")

    def values(self, nodes: Iterable[ast.expr]) -> list[Any]:
        """Return what expressions yield, those with a star as several."""
        values: list[Any] = []
        for node in nodes:
            values += self.items(self.value(node.value)) if isinstance(node, ast.Starred) else [self.value(node)]
        return values

    def _comprehended(self, item: ast.expr, loop: ast.comprehension) -> Iterable[Any]:
        outer = dict(self.names)
        for one in self.items(self.value(loop.iter)):
            self._assign(loop.target, one)
            if all(self._truth(self.value(test)) for test in loop.ifs):
                yield self.value(item)
        self.names = outer

    def _either(self, first: list[ast.expr], last: ast.expr, *, until: bool) -> Any:
        for node in first:
            value = self.value(node)
            if self._truth(value) is until:
                return value
        return self.value(last)

    def _operation(self, op: ast.AST, *values: Any) -> Any:
        if isinstance(op, ast.Add) and any(strings.is_text(value) for value in values):
            return joined(values)
        if isinstance(op, ast.Mod) and isinstance(values[0], str):
            return strings.directed(*values)
        if isinstance(op, ast.Is | ast.IsNot) and isinstance(values[0], Joined | Unlisted):
            return isinstance(op, ast.IsNot)
        if isinstance(op, ast.Lt) and isinstance(values[0], draws.Share):
            return values[0].below(self.reading, values[1])
        if isinstance(op, ast.Not):
            return not self._truth(values[0])
        function = _OPERATORS.get(type(op))
        if function is None or (not isinstance(op, ast.Add) and any(map(holds_hidden, values))):
            raise NotUnderstood(f"the operator {type(op).__name__}")
        return mapped(function, *values)

    # --- names and parts --------------------------------------------------------------------------------------------

    def _name(self, name: str) -> Any:
        for known in (self.names, self.method.function.__globals__, calls.NAMES):
            if name in known:
                return known[name]
        raise NotUnderstood(f"the name {name}")

    def attribute(self, value: Any, name: str) -> Any:
        """Return an attribute of a value."""
        if name.startswith("__") and not name.endswith("__"):
            name = f"_{self.method.owner.__name__.lstrip('_')}{name}"
        if isinstance(value, Generator):
            return draws.DICE if name == "random" else self.world.method(name)
        if isinstance(value, Super):
            return method_of(value.provider, name, value.after)
        if name == "__class__":
            return type(value)
        if isinstance(value, BaseProvider) and callable(getattr(type(value), name, None)):
            return method_of(value, name)
        return mapped(lambda one: getattr(one, name), value)

    def _place(self, node: ast.expr) -> Any:
        if not isinstance(node, ast.Slice):
            return self.value(node)
        return slice(*(decide(self.value(end)) if end else None for end in (node.lower, node.upper, node.step)))

    def _index(self, value: Any, place: Any) -> Any:
        if isinstance(value, strings.Pieces):
            return value.piece(place)
        if isinstance(value, Joined | Unlisted):
            return strings.part_of(value, decide(place))
        if holds_random(value) and not is_random(value):
            return value[decide(place)]
        return mapped(lambda one, at: one[at], value, place)

    def _piece(self, node: ast.expr) -> Any:
        match node:
            case ast.FormattedValue(value=inner, conversion=-1, format_spec=spec):
                return strings.formatted(self.value(inner), decide(self.value(spec)) if spec else "")
            case _:
                return self.value(node)

    def decorated(self, decorator: ast.expr, value: Any) -> Any:
        """Return what a decorator makes of the function's result."""
        if isinstance(decorator, ast.Name) and decorator.id == "staticmethod":
            return value
        return strings.changed(self.reading, value, _DECORATORS[self.value(decorator)])

    # --- other frames -----------------------------------------------------------------------------------------------

    def within(self, reading: Reading) -> "Frame":
        """Return this frame in another reading."""
        return Frame(self.world, reading, self.method, self.names, self.depth)

    def inlined(self, method: Method, positional: Iterable[Any], named: Mapping[str, Any]) -> Any:
        """Return what a method yields in this reading."""
        return call(self.world, self.reading, method, positional, named, self.depth + 1)
