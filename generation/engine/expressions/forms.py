"""Calls that mean another expression, which is checked in their place."""

from dataclasses import replace

from generation.engine.errors import CheckError
from generation.engine.expressions import nodes
from generation.engine.expressions.nodes import Node
from generation.engine.expressions.references import dotted

CHOOSERS = frozenset({"random.choice", "fake.random_element", "np.random.choice"})
PATTERNED = frozenset({"fake.bothify", "fake.numerify", "fake.lexify", "fake.hexify"})


def range_in(node: nodes.Call) -> nodes.Call | None:
    """Return the range that a call chooses from, which need not be written out for that, or None."""
    chosen = node.positional[0] if len(node.positional) == 1 and not node.named else None
    return chosen if isinstance(chosen, nodes.Call) and dotted(chosen.function) == "range" else None


def patterns_in(node: nodes.Call) -> Node | None:
    """Return the parts of a pattern of which some differ by row, each filled by itself; None for any other pattern.

    `fake.bothify(f'{country}-####')` is what `f'{country}{fake.bothify('-####')}'` is.
    """
    named = dict(node.named)
    pattern = node.positional[0] if node.positional else named.get("text")
    if isinstance(pattern, nodes.Joined):
        parts = pattern.parts
    elif isinstance(pattern, nodes.Operation) and pattern.operator == "+":
        parts = pattern.operands
    else:
        return None
    if all(isinstance(part, nodes.Literal) for part in parts):
        return None
    return nodes.Joined(pattern.position, tuple(_filled(node, part) for part in parts))


def _filled(call: nodes.Call, part: Node) -> Node:
    """Return a part of a pattern, filled if it is written out."""
    if not isinstance(part, nodes.Literal | nodes.Operation | nodes.Joined):
        return part
    own = _of(call, part)
    return patterns_in(own) or own


def _of(call: nodes.Call, pattern: Node) -> nodes.Call:
    """Return a call with another pattern."""
    if call.positional:
        return replace(call, positional=(pattern, *call.positional[1:]))
    return replace(call, named=tuple((name, pattern if name == "text" else value) for name, value in call.named))


def as_comprehension(name: str, node: nodes.Call) -> nodes.Comprehension:
    """Return the comprehension that `map(function, items)` or `filter(function, items)` means."""
    if len(node.positional) != 2 or node.named:  # noqa: PLR2004  # a function and its items
        raise CheckError(f"{name} is written as {name}(function, items)", hint="or as [f(x) for x in items]")
    function, over = node.positional
    item = nodes.Name(node.position, "item of the list")  # no name that can be written
    called = nodes.Call(function.position, function, (item,), ())
    if name == "map":
        return nodes.Comprehension(node.position, called, item.name, over)
    return nodes.Comprehension(node.position, item, item.name, over, (called,))


def casts_to_text(function: str, keyword: str, part: Node) -> bool:
    """Tell whether an argument is the `cast_to=str` of an identifier, which is a text anyway."""
    return (function, keyword) == ("fake.uuid4", "cast_to") and isinstance(part, nodes.Name) and part.name == "str"
