"""The two trees of an expression: what was written (nodes), and what it means (terms)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from generation.engine.kinds import Type, Value
from generation.engine.providers import Source

# --- what was written ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Node:
    """A part of an expression; `position` is its offset in the text, in characters from 0."""

    position: int


@dataclass(frozen=True, slots=True)
class Literal(Node):
    """A number, a text, True, False or None."""

    value: Any


@dataclass(frozen=True, slots=True)
class Name(Node):
    """A word by itself."""

    name: str


@dataclass(frozen=True, slots=True)
class Attribute(Node):
    """`of.name`."""

    of: Node
    name: str


@dataclass(frozen=True, slots=True)
class Call(Node):
    """`function(*positional, **named)`."""

    function: Node
    positional: tuple[Node, ...]
    named: tuple[tuple[str, Node], ...]


@dataclass(frozen=True, slots=True)
class Operation(Node):
    """An operator between two operands, or before one (`-`, `+`, `not`)."""

    operator: str
    operands: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Comparison(Node):
    """`operands[0] operators[0] operands[1] operators[1] ...`."""

    operators: tuple[str, ...]
    operands: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Logical(Node):
    """`and` or `or` between two or more operands."""

    operator: str
    operands: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Conditional(Node):
    """`then if test else otherwise`."""

    test: Node
    then: Node
    otherwise: Node


@dataclass(frozen=True, slots=True)
class Formatted(Node):
    """`{value!conversion:layout}` in an f-string."""

    value: Node
    conversion: str
    layout: str


@dataclass(frozen=True, slots=True)
class Joined(Node):
    """An f-string: its parts one after the other."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Subscript(Node):
    """`of[index]`."""

    of: Node
    index: Node


@dataclass(frozen=True, slots=True)
class Span(Node):
    """`lower:upper:step` in a subscript; None where nothing is written."""

    lower: Node | None
    upper: Node | None
    step: Node | None


@dataclass(frozen=True, slots=True)
class Items(Node):
    """A literal list, tuple or set."""

    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Pairs(Node):
    """A literal mapping."""

    keys: tuple[Node, ...]
    values: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Comprehension(Node):
    """`item for variable in over if condition if ...`."""

    item: Node
    variable: str
    over: Node
    conditions: tuple[Node, ...] = ()


# --- what it means --------------------------------------------------------------------------------------------------

Kernel: TypeAlias = Callable[..., Value]


@dataclass(frozen=True, slots=True)
class Constant:
    """A value that is known now, as a Python object."""

    value: Any
    type: Type


@dataclass(frozen=True, slots=True)
class Reference:
    """Another column of the same row."""

    column: str
    type: Type


@dataclass(frozen=True, slots=True)
class RowNumber:
    """The number of the row, from 0."""

    type: Type


@dataclass(frozen=True, slots=True)
class Applied:
    """A computation on the values of other terms, with no chance in it.

    `one_to_one`: different operands always give different results. `depth`: how many terms stand inside each other.
    """

    kernel: Kernel
    operands: tuple["Term", ...]
    type: Type
    one_to_one: bool = False
    depth: int = 1


@dataclass(frozen=True, slots=True)
class Drawn:
    """Random values; `operands` are the arguments that differ from row to row. `distinct`: no value occurs twice.

    A term that stands in several places is drawn once: the same object means the same values.
    """

    source: Source
    operands: tuple["Term", ...]
    type: Type
    distinct: bool = False
    depth: int = 1


Term: TypeAlias = Constant | Reference | RowNumber | Applied | Drawn


def operands_of(term: Term) -> tuple[Term, ...]:
    """Return the terms that a term is made of."""
    return term.operands if isinstance(term, Applied | Drawn) else ()


def depth_of(terms: Sequence[Term]) -> int:
    """Return how many terms stand inside each other in a term that is made of these."""
    return 1 + max((term.depth for term in terms if isinstance(term, Applied | Drawn)), default=0)


def terms_in(term: Term) -> list[Term]:
    """Return a term and all that it is made of, each once."""
    found: dict[int, Term] = {}
    stack = [term]
    while stack:
        part = stack.pop()
        if id(part) not in found:
            found[id(part)] = part
            stack.extend(operands_of(part))
    return list(found.values())
