"""Which words of an expression stand for columns, and which for functions."""

from collections.abc import Iterator

from generation.engine.expressions import nodes
from generation.engine.expressions.functions import CONSTANTS, FUNCTIONS
from generation.engine.expressions.nodes import Node
from generation.engine.providers import roots

_ALIASES = {"numpy": "np", "faker": "fake"}
_PROVIDER_ROOTS = frozenset(root.split(".")[0] for root in roots()) - {"np"}


def columns_in(node: Node) -> set[str]:
    """Return the names that an expression uses as columns, if there are columns of these names."""
    found: set[str] = set()
    stack: list[tuple[Node, frozenset[str]]] = [(node, frozenset())]
    while stack:
        part, variables = stack.pop()
        if isinstance(part, nodes.Comprehension):
            variables |= {part.variable}
        if isinstance(part, nodes.Name):
            found |= {part.name} - variables
        if isinstance(part, nodes.Subscript) and is_row(part.of) and isinstance(part.index, nodes.Literal):
            found.add(str(part.index.value))
        stack += [(child, variables) for child in _values_in(part)]
    return found


def _values_in(node: Node) -> Iterator[Node]:
    """Yield the parts of a node that stand for values: not the names of functions and constants."""
    if isinstance(node, nodes.Attribute) and dotted(node) in CONSTANTS:
        return
    for name in type(node).__dataclass_fields__:
        value = getattr(node, name)
        for item in value if isinstance(value, tuple) else (value,):
            for part in item if isinstance(item, tuple) else (item,):
                if isinstance(part, Node) and not (name == "function" and _names_function(part)):
                    yield part


def _names_function(node: Node) -> bool:
    name = dotted(node)
    if isinstance(node, nodes.Name) or name is None:
        return isinstance(node, nodes.Name)
    return name in FUNCTIONS or name.rpartition(".")[0] in roots() or name.split(".")[0] in _PROVIDER_ROOTS


def is_row(node: Node) -> bool:
    """Tell whether a node is the word `row`, through which columns are used by their text."""
    return isinstance(node, nodes.Name) and node.name == "row"


def dotted(node: Node) -> str | None:
    """Return the name of a function, such as `np.random.normal`; None for what is computed."""
    if isinstance(node, nodes.Name):
        return _ALIASES.get(node.name, node.name)
    if isinstance(node, nodes.Attribute):
        root = dotted(node.of)
        return f"{root}.{node.name}" if root else None
    if isinstance(node, nodes.Call) and dotted(node.function) == "np.random.default_rng":
        return "np.random"  # NumPy's newer way to the same functions
    return None
