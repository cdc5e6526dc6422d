"""Values of the writer's own, matched by their meaning to those that the catalog speaks of."""

import ast
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from functools import lru_cache

from generation.designer.catalog import Catalog, Value
from generation.designer.reading import Limits, words
from generation.engine import DataType

_REMEMBERED = 4096  # expressions, most of them the catalog's
_YES, _NO = frozenset({"yes", "y", "true", "t", "1"}), frozenset({"no", "n", "false", "f", "0"})


def matched(written: Sequence[str], known: Sequence[Value], catalog: Catalog) -> dict[str, Value]:
    """Return for each of the writer's values the catalog's for the same, where there is one; no two share one."""
    found = _paired(written, known, _wording)
    rest = [value for value in known if value not in found.values()]
    return found | _paired([value for value in written if value not in found], rest, catalog.groups_of)


def _paired(
    written: Sequence[str], known: Sequence[Value], kinds_of: Callable[[str], Iterable[Hashable]]
) -> dict[str, Value]:
    """Return for each of the writer's values the first one left of the catalog's that shares a kind with it."""
    places: dict[Hashable, list[int]] = {}
    for place, value in enumerate(known):
        for kind in kinds_of(str(value)):
            places.setdefault(kind, []).append(place)
    found: dict[str, int] = {}
    taken: set[int] = set()
    for value in dict.fromkeys(written):
        alike = (place for kind in kinds_of(value) for place in places.get(kind, ()))
        if free := [place for place in alike if place not in taken]:
            found[value] = min(free)
            taken.add(found[value])
    return {value: known[place] for value, place in found.items()}


def _wording(value: str) -> tuple[Hashable, ...]:
    return (tuple(words(value)),)


def as_yes_no(limits: Limits) -> tuple[str, str] | None:
    """Return how yes and no are to be written, where somebody said so by two values or by the range from 0 to 1."""
    if len(limits.values) > 2:  # noqa: PLR2004 - yes and no
        return None
    if limits.yes_no:
        return limits.yes_no
    whole = limits.data_type in {None, DataType.INTEGER, DataType.BOOLEAN} and limits.decimals == 0
    if whole and (limits.low, limits.high, limits.mean) == (0, 1, None):
        return "1", "0"
    if len(limits.values) != 2:  # noqa: PLR2004 - yes and no
        return None
    first, second = limits.values
    if first.lower() in _YES and second.lower() in _NO:
        return first, second
    return (second, first) if second.lower() in _YES and first.lower() in _NO else None


class _Respelling(ast.NodeTransformer):
    """Puts the writer's values in place of the catalog's."""

    def __init__(self, spelling: Mapping[Value, Value]) -> None:
        self._spelling = spelling

    def visit_Constant(self, node: ast.Constant) -> ast.expr:
        """Respell one value."""
        value = node.value
        known = isinstance(value, str | int | float) and value in self._spelling
        return ast.Constant(self._spelling[value]) if known else node  # type: ignore[index]  # it is one of these


class _RespellingWhereRead(ast.NodeTransformer):
    """Respells values where they are compared with a name, or looked up by it, and leaves out those nobody has."""

    def __init__(self, name: str, spelling: Mapping[Value, Value]) -> None:
        self._name, self._spelling, self._respelling = name, spelling, _Respelling(spelling)

    def visit_Compare(self, node: ast.Compare) -> ast.AST:
        """Respell `status == 'Shipped'` and `status in ('Shipped', 'Returned')`."""
        if not any(_is_name(part, self._name) for part in (node.left, *node.comparators)):
            return self.generic_visit(node)
        for part in node.comparators:
            if isinstance(part, ast.Tuple | ast.List | ast.Set):
                part.elts = [one for one in part.elts if not _is_foreign(one, self._spelling)] or part.elts
        if isinstance(node.ops[0], ast.In) and len(lone := getattr(node.comparators[0], "elts", [])) == 1:
            return ast.Compare(node.left, [ast.Eq()], [self._respelling.visit(lone[0])])
        return ast.Compare(
            self._respelling.visit(node.left), node.ops, [self._respelling.visit(part) for part in node.comparators]
        )

    def visit_Subscript(self, node: ast.Subscript) -> ast.AST:
        """Respell the keys of `{'Basic': 9, 'Pro': 29}[plan]`."""
        self.generic_visit(node)
        if _is_name(node.slice, self._name) and isinstance(node.value, ast.Dict):
            pairs = zip(node.value.keys, node.value.values, strict=True)
            kept = [(key, value) for key, value in pairs if key is None or not _is_foreign(key, self._spelling)]
            node.value.keys = [key and self._respelling.visit(key) for key, _ in kept]
            node.value.values = [value for _, value in kept]
        return node


def _is_name(node: ast.AST, name: str) -> bool:
    return isinstance(node, ast.Name) and node.id == name


def _is_foreign(node: ast.expr, spelling: Mapping[Value, Value]) -> bool:
    return isinstance(node, ast.Constant) and node.value not in spelling


def respelt_where_read(expression: str, name: str, spelling: Mapping[Value, Value]) -> str:
    """Return an expression that reads a column by the writer's values instead of the catalog's."""
    if not values_read(expression, name) - {known for known, written in spelling.items() if known == written}:
        return expression
    return ast.unparse(_RespellingWhereRead(name, spelling).visit(ast.parse(expression, mode="eval")))


@lru_cache(maxsize=_REMEMBERED)
def looked_up_by(expression: str, name: str) -> bool:
    """Tell whether an expression looks something up by a name: then every value must have an entry."""
    nodes = ast.walk(ast.parse(expression, mode="eval"))
    return any(isinstance(node, ast.Subscript) and _is_name(node.slice, name) for node in nodes)


@lru_cache(maxsize=_REMEMBERED)
def values_read(expression: str, name: str) -> frozenset[Value]:
    """Return the values that an expression compares a name with, or has entries for."""
    found: set[Value] = set()
    for node in ast.walk(ast.parse(expression, mode="eval")):
        match node:
            case ast.Compare(left=left, comparators=others) if any(_is_name(part, name) for part in (left, *others)):
                parts: list[ast.AST] = [left, *others]
            case ast.Subscript(value=ast.Dict(keys=keys), slice=by) if _is_name(by, name):
                parts = [key for key in keys if key]
            case _:
                continue
        leaves = (leaf for part in parts for leaf in ast.walk(part) if isinstance(leaf, ast.Constant))
        found |= {leaf.value for leaf in leaves if isinstance(leaf.value, str | int | float)}
    return frozenset(found)


@lru_cache(maxsize=_REMEMBERED)
def outcomes(expression: str) -> frozenset[Value] | None:
    """Return all values that an expression can yield, if they stand in it as they are; None otherwise."""
    nodes = _outcome_nodes(ast.parse(expression, mode="eval").body)
    return frozenset(node.value for node in nodes) if nodes is not None else None  # type: ignore[misc]  # constants


def respelt_outcomes(expression: str, spelling: Mapping[Value, Value]) -> str:
    """Return an expression that yields the writer's values instead of the catalog's; see `outcomes`."""
    if all(str(value) == written for value, written in spelling.items()):
        return expression
    tree = ast.parse(expression, mode="eval")
    for node in _outcome_nodes(tree.body) or ():
        node.value = spelling.get(node.value, node.value)  # type: ignore[arg-type]  # text, number or truth
    return ast.unparse(tree)


def _outcome_nodes(node: ast.expr) -> list[ast.Constant] | None:
    match node:
        case ast.Constant(value=None):
            return []
        case ast.Constant():
            return [node]
        case ast.IfExp():
            parts = [node.body, node.orelse]
        case ast.List() | ast.Tuple():
            parts = node.elts
        case ast.Subscript(value=ast.Dict() as table):
            parts = table.values
        case ast.Subscript(value=ast.Call() as call):
            return _outcome_nodes(call)
        case ast.Call(func=ast.Attribute(attr="choice" | "choices"), args=[first, *_]):
            parts = [first]
        case ast.Call(func=ast.Attribute(attr="random_element"), args=[ast.Call(args=[ast.List(elts=pairs)])]):
            parts = [pair.elts[0] for pair in pairs if isinstance(pair, ast.Tuple)]
        case _:
            return None
    found = [_outcome_nodes(part) for part in parts]
    return None if any(one is None for one in found) else [leaf for one in found for leaf in one or ()]
