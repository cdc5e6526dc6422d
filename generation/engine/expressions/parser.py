"""Text to nodes: Python's own parser reads the text, and what the language has is copied over, part by part."""

import ast
import warnings
from threading import Lock
from typing import Any, ClassVar

from generation.engine.errors import ParseError
from generation.engine.expressions.nodes import (
    Attribute,
    Call,
    Comparison,
    Comprehension,
    Conditional,
    Formatted,
    Items,
    Joined,
    Literal,
    Logical,
    Name,
    Node,
    Operation,
    Pairs,
    Span,
    Subscript,
)
from generation.engine.expressions.slips import slip_in

_FILTERS = Lock()  # the warnings' filters are one for all threads
DEEPEST = 60
MOST_NODES = 3000
_BRACKETS = {"(": 1, "[": 1, "{": 1, ")": -1, "]": -1, "}": -1}

_OPERATORS: dict[type[ast.AST], str] = {
    ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/", ast.FloorDiv: "//", ast.Mod: "%", ast.Pow: "**",
    ast.UAdd: "+", ast.USub: "-", ast.Not: "not", ast.And: "and", ast.Or: "or",
    ast.Eq: "==", ast.NotEq: "!=", ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=",
    ast.In: "in", ast.NotIn: "not in", ast.Is: "is", ast.IsNot: "is not",
    ast.BitAnd: "&", ast.BitOr: "|", ast.BitXor: "^",
}  # fmt: skip
_OPERATOR_HINTS: dict[type[ast.AST], str] = {
    ast.LShift: "write * 2**n", ast.RShift: "write // 2**n", ast.Invert: "write not", ast.MatMult: "write *",
}  # fmt: skip
_CONVERSIONS = {-1: "", 115: "s", 114: "r", 97: "a"}
_HINTS: dict[type[ast.AST], str] = {
    ast.Lambda: "leave lambda: out, write what it returns",
    ast.NamedExpr: "leave the name and := out, and make it a column of its own",
    ast.Await: "there is nothing to wait for",
    ast.Yield: "a cell has one value",
    ast.YieldFrom: "a cell has one value",
    ast.DictComp: "write the mapping out",
    ast.Starred: "write the arguments out",
}


def parse(text: str) -> Node:
    """Return the tree of an expression. Raises ParseError, whose position counts in `text`."""
    stripped = text.strip()
    _check_nesting(stripped)
    try:
        tree = _tree(stripped)
    except SyntaxError as error:
        position, hint = slip_in(text) or (_error_position(text, error), error.msg or "see the expression language")
        raise ParseError("this is not a Python expression", position=position, hint=hint) from error
    except ValueError as error:
        raise ParseError("this is not a Python expression", position=0) from error
    except (MemoryError, RecursionError) as error:  # which depth it is differs by Python's version
        raise ParseError(f"the expression is nested more than {DEEPEST} deep", position=0) from error
    return _Reader(text).read(tree.body)


def _tree(text: str) -> ast.Expression:
    """Return Python's tree, without its doubts about what it can read, such as `1if x else 2`."""
    with _FILTERS, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return ast.parse(text, mode="eval")


def _check_nesting(text: str) -> None:
    depth = 0
    for position, character in enumerate(text):
        depth += _BRACKETS.get(character, 0)
        if depth > DEEPEST:
            raise ParseError(f"brackets are nested more than {DEEPEST} deep", position=position)


def _error_position(text: str, error: SyntaxError) -> int:
    lead = len(text) - len(text.lstrip())
    lines = text.strip().split("\n")
    line = min(max(error.lineno or 1, 1), len(lines))
    return min(
        len(text), lead + sum(len(earlier) + 1 for earlier in lines[: line - 1]) + max(0, (error.offset or 1) - 1)
    )


def _written_out(part: ast.expr) -> ast.expr:
    """Return what stands in the braces of a format: `{2}` in `{price:.{2}f}`."""
    return part.value if isinstance(part, ast.FormattedValue) and part.format_spec is None else part


class _Reader:
    """Copies one tree; knows the text for its positions, and counts."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._lead = len(text) - len(text.lstrip())
        self._lines = text.strip().split("\n")
        self._starts = [0]
        for line in self._lines:
            self._starts.append(self._starts[-1] + len(line) + 1)
        self._nodes = 0
        self._depth = 0

    def read(self, tree: ast.AST) -> Node:
        """Return the node for a part of Python's tree. Raises ParseError for what the language does not have."""
        self._nodes += 1
        self._depth += 1
        position = self._position(tree)
        if self._nodes > MOST_NODES:
            raise ParseError(f"the expression has more than {MOST_NODES} parts", position=position)
        if self._depth > DEEPEST:
            raise ParseError(f"the expression is nested more than {DEEPEST} deep", position=position)
        reader = self._READERS.get(type(tree))
        if reader is None:
            kind = type(tree).__name__
            raise ParseError(f"the language has no {kind}", position=position, hint=_HINTS.get(type(tree)))
        node: Node = reader(self, tree, position)
        self._depth -= 1
        return node

    def _position(self, tree: ast.AST) -> int:
        line, column = getattr(tree, "lineno", 1), getattr(tree, "col_offset", 0)
        line = min(line, len(self._lines))
        characters = len(self._lines[line - 1].encode()[:column].decode(errors="ignore"))
        return self._lead + self._starts[line - 1] + characters

    def _read_all(self, trees: list[Any]) -> tuple[Node, ...]:
        return tuple(self.read(tree) for tree in trees)

    def _constant(self, tree: ast.Constant, position: int) -> Node:
        if isinstance(tree.value, bytes | complex) or tree.value is Ellipsis:
            raise ParseError(f"{tree.value!r:.40} is no value of a cell", position=position)
        return Literal(position, tree.value)

    def _word(self, word: str, position: int) -> str:
        """Return a name as it stands in the text: Python takes other letters for these, such as a script f."""
        if word not in self._text:
            raise ParseError(f"{word!r:.60} is spelt with other letters", position=position, hint=f"write {word:.60}")
        return word

    def _name(self, tree: ast.Name, position: int) -> Node:
        return Name(position, self._word(tree.id, position))

    def _attribute(self, tree: ast.Attribute, position: int) -> Node:
        if tree.attr.startswith("_"):
            raise ParseError(
                f"{tree.attr!r:.60} is not part of the language", position=position, hint="no name begins with _"
            )
        return Attribute(position, self.read(tree.value), self._word(tree.attr, position))

    def _call(self, tree: ast.Call, position: int) -> Node:
        if any(keyword.arg is None for keyword in tree.keywords):
            raise ParseError("** is not part of the language", position=position, hint="write the arguments out")
        named = tuple((str(keyword.arg), self.read(keyword.value)) for keyword in tree.keywords)
        return Call(position, self.read(tree.func), self._read_all(tree.args), named)

    def _operator(self, tree: ast.AST, position: int) -> str:
        operator = _OPERATORS.get(type(tree))
        if operator is None:
            hint = _OPERATOR_HINTS.get(type(tree))
            raise ParseError(
                f"the operator {type(tree).__name__} is not part of the language", position=position, hint=hint
            )
        return operator

    def _binary(self, tree: ast.BinOp, position: int) -> Node:
        return Operation(position, self._operator(tree.op, position), (self.read(tree.left), self.read(tree.right)))

    def _unary(self, tree: ast.UnaryOp, position: int) -> Node:
        return Operation(position, self._operator(tree.op, position), (self.read(tree.operand),))

    def _logical(self, tree: ast.BoolOp, position: int) -> Node:
        return Logical(position, self._operator(tree.op, position), self._read_all(tree.values))

    def _comparison(self, tree: ast.Compare, position: int) -> Node:
        operators = tuple(self._operator(operator, position) for operator in tree.ops)
        return Comparison(position, operators, (self.read(tree.left), *self._read_all(tree.comparators)))

    def _conditional(self, tree: ast.IfExp, position: int) -> Node:
        return Conditional(position, self.read(tree.test), self.read(tree.body), self.read(tree.orelse))

    def _joined(self, tree: ast.JoinedStr, position: int) -> Node:
        return Joined(position, self._read_all(tree.values))

    def _formatted(self, tree: ast.FormattedValue, position: int) -> Node:
        layout = ""
        if isinstance(tree.format_spec, ast.JoinedStr):
            parts = [_written_out(part) for part in tree.format_spec.values]
            if not all(isinstance(part, ast.Constant) for part in parts):
                raise ParseError("a format is written out, not computed", position=position)
            layout = "".join(str(part.value) for part in parts if isinstance(part, ast.Constant))
        return Formatted(position, self.read(tree.value), _CONVERSIONS.get(tree.conversion, ""), layout)

    def _subscript(self, tree: ast.Subscript, position: int) -> Node:
        return Subscript(position, self.read(tree.value), self.read(tree.slice))

    def _span(self, tree: ast.Slice, position: int) -> Node:
        lower, upper, step = (self.read(part) if part else None for part in (tree.lower, tree.upper, tree.step))
        return Span(position, lower, upper, step)

    def _items(self, tree: ast.List | ast.Tuple | ast.Set, position: int) -> Node:
        return Items(position, self._read_all(tree.elts))

    def _pairs(self, tree: ast.Dict, position: int) -> Node:
        if None in tree.keys:
            raise ParseError("** is not part of the language", position=position, hint="write the mapping out")
        return Pairs(position, self._read_all(tree.keys), self._read_all(tree.values))

    def _comprehension(self, tree: ast.ListComp | ast.GeneratorExp, position: int) -> Node:
        loop = tree.generators[0]
        if len(tree.generators) > 1 or loop.is_async or not isinstance(loop.target, ast.Name):
            raise ParseError("a comprehension is as short as `fake.word() for _ in range(3)`", position=position)
        conditions = self._read_all(loop.ifs)
        return Comprehension(position, self.read(tree.elt), loop.target.id, self.read(loop.iter), conditions)

    _READERS: ClassVar[dict[type[ast.AST], Any]] = {
        ast.Constant: _constant, ast.Name: _name, ast.Attribute: _attribute, ast.Call: _call, ast.BinOp: _binary,
        ast.UnaryOp: _unary, ast.BoolOp: _logical, ast.Compare: _comparison, ast.IfExp: _conditional,
        ast.JoinedStr: _joined, ast.FormattedValue: _formatted, ast.Subscript: _subscript, ast.Slice: _span,
        ast.List: _items, ast.Tuple: _items, ast.Set: _items, ast.Dict: _pairs, ast.ListComp: _comprehension,
        ast.GeneratorExp: _comprehension,
    }  # fmt: skip
