"""Comparison and logic: what is equal, greater, inside or true, and choosing by it."""

from collections.abc import Callable
from datetime import date, datetime, time
from functools import reduce
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from generation.engine.errors import CheckError
from generation.engine.expressions.functions.arithmetic import as_number, same_moments
from generation.engine.expressions.functions.table import apply, value_of
from generation.engine.expressions.nodes import Constant, Term
from generation.engine.kinds import (
    BOOLEAN,
    Kind,
    Type,
    Value,
    arrow_type,
    constant,
    type_of,
    unify,
)

_COMPARISONS = {
    "==": pc.equal, "!=": pc.not_equal, "<": pc.less, "<=": pc.less_equal, ">": pc.greater, ">=": pc.greater_equal,
}  # fmt: skip


def compare(operator: str, left: Term, right: Term) -> Term:
    """Return `left operator right`; it is missing where a side is."""
    if operator in {"in", "not in"}:
        inside = _contains(left, right)
        return negation(inside) if operator == "not in" else inside
    if operator in {"is", "is not"} or Kind.MISSING in {left.type.kind, right.type.kind}:
        return _is(operator, left, right)
    if left.type.kind is right.type.kind is Kind.LIST and left.type.items and right.type.items:
        return _compare_lists(operator, left, right)
    left, right = _comparable(left, right)
    compute = _COMPARISONS[operator]
    if left.type.is_number and left.type.kind is not right.type.kind:
        return apply(lambda *sides: compute(*map(as_float, sides)), BOOLEAN, left, right)
    return apply(compute, BOOLEAN, left, right)


def _compare_lists(operator: str, left: Term, right: Term) -> Term:
    """Compare lists place by place: the first two items that differ decide, or the lengths where none do."""
    sizes = [len(side.type.items or ()) for side in (left, right)]
    result: Term = Constant(_COMPARISONS[operator](pa.scalar(sizes[0]), sizes[1]).as_py(), BOOLEAN)
    for place in reversed(range(min(sizes))):
        mine, theirs = pick_place(left, place), pick_place(right, place)
        result = choose(compare("==", mine, theirs), result, compare(operator, mine, theirs))
    return result


def as_float(value: Value) -> Value:
    """Return numbers as floats, whole ones beyond 2**53 rounded."""
    return pc.cast(value, pa.float64(), safe=False)


def _is(operator: str, left: Term, right: Term) -> Term:
    positive = operator in {"is", "=="}
    if left.type.kind is Kind.MISSING:
        left, right = right, left
    if right.type.kind is Kind.MISSING and operator in {"is", "is not", "==", "!="}:
        if left.type.kind is Kind.LIST:
            return Constant(not positive, BOOLEAN)
        return apply(pc.is_null if positive else pc.is_valid, BOOLEAN, left)
    if isinstance(right, Constant) and isinstance(right.value, bool) and left.type.kind is Kind.BOOLEAN:
        return compare("==" if positive else "!=", left, right)
    raise CheckError(f"{operator} is for None, True and False", hint="== compares values")


def _comparable(left: Term, right: Term) -> tuple[Term, Term]:
    """Return the two sides as one kind: a text beside a moment is read as an ISO date."""
    if left.type.is_number and right.type.is_number:
        return left, right
    if Kind.BOOLEAN in {left.type.kind, right.type.kind} and (left.type.is_number or right.type.is_number):
        return as_number(left), as_number(right)
    if left.type.is_moment and right.type.is_moment:
        return same_moments(left, right)
    if isinstance(right, Constant) and right.type.kind is Kind.TEXT and left.type.kind in _READERS:
        return left, _read_moment(right, left.type.kind)
    if isinstance(left, Constant) and left.type.kind is Kind.TEXT and right.type.kind in _READERS:
        return _read_moment(left, right.type.kind), right
    if left.type.kind is not right.type.kind or left.type.kind is Kind.LIST:
        raise CheckError(f"{left.type} and {right.type} cannot be compared")
    return left, right


_READERS: dict[Kind, Callable[[str], Any]] = {
    Kind.DATE: date.fromisoformat, Kind.DATETIME: datetime.fromisoformat, Kind.TIME: time.fromisoformat,
}  # fmt: skip


def _read_moment(term: Constant, kind: Kind) -> Constant:
    try:
        value = _READERS[kind](term.value)
    except ValueError as error:
        raise CheckError(f"{term.value!r:.60} is no {kind}", hint="for example '2024-01-31'") from error
    return Constant(value, type_of(value))


def _contains(item: Term, container: Term) -> Term:
    if container.type.kind is Kind.TEXT and item.type.kind is Kind.TEXT:
        part = value_of(item, "the text to look for", str)
        return apply(lambda value: pc.match_substring(value, part), BOOLEAN, container)
    if container.type.kind is not Kind.LIST or container.type.items is None:
        raise CheckError(f"nothing can be looked for in {container.type}")
    if not container.type.items:
        raise CheckError("nothing is in an empty list")
    if isinstance(container, Constant):
        return _contains_known(item, container.value)
    places = [pick_place(container, place) for place in range(len(container.type.items))]
    return any_of([compare("==", item, place) for place in places])


def _contains_known(item: Term, values: list[Any]) -> Term:
    sides = [_comparable(item, Constant(value, type_of(value))) for value in values if value is not None]
    if not sides:
        return apply(pc.is_null, BOOLEAN, item)
    left = sides[0][0]
    stored = pa.float64() if left.type.is_number else arrow_type(left.type)
    cells = [constant(right.value).as_py() for _, right in sides if isinstance(right, Constant)]
    listed = pa.array([float(cell) for cell in cells] if left.type.is_number else cells, stored)
    return apply(lambda value: pc.is_in(pc.cast(value, stored, safe=False), listed), BOOLEAN, left)


def pick_place(container: Term, place: int) -> Term:
    """Return one place of a list of fixed length."""
    items = container.type.items or ()
    return apply(lambda value: value[place], items[place], container)


# --- logic ---------------------------------------------------------------------------------------------------------


def truth(term: Term) -> Term:
    """Return whether a value counts as true: not missing, not False, not 0, not empty."""
    kind = term.type.kind
    if kind is Kind.BOOLEAN:
        return term if isinstance(term, Constant) else apply(lambda value: pc.fill_null(value, False), BOOLEAN, term)  # noqa: FBT003  # Arrow's own
    if kind is Kind.MISSING:
        return Constant(False, BOOLEAN)  # noqa: FBT003  # the value itself
    if term.type.is_number:
        return apply(lambda value: pc.fill_null(pc.not_equal(value, 0), False), BOOLEAN, term)  # noqa: FBT003  # Arrow's own
    if kind is Kind.TEXT:
        return apply(lambda value: pc.fill_null(pc.not_equal(value, ""), False), BOOLEAN, term)  # noqa: FBT003  # Arrow's own
    if kind is Kind.LIST:
        raise CheckError("a list is neither true nor false", hint="len(...) counts it")
    return apply(pc.is_valid, BOOLEAN, term)


def negation(term: Term) -> Term:
    """Return `not term`."""
    return apply(pc.invert, BOOLEAN, truth(term))


def any_of(terms: list[Term]) -> Term:
    """Return whether one of several truths holds."""
    return reduce(lambda left, right: apply(pc.or_kleene, BOOLEAN, left, right), terms)


def logical(operator: str, left: Term, right: Term) -> Term:
    """Return `left and right` or `left or right`: of truths a truth, otherwise one of the two values."""
    if left.type.kind is right.type.kind is Kind.BOOLEAN:
        return apply(pc.and_kleene if operator == "and" else pc.or_kleene, BOOLEAN, left, right)
    if left.type.kind is Kind.BOOLEAN and right.type.kind is not Kind.MISSING:
        if operator == "or":
            raise CheckError(f"`or` between a truth and {right.type}", hint="write: value if condition else other")
        return choose(truth(left), right, Constant(None, type_of(None)))
    test = truth(left)
    return choose(test, right, left) if operator == "and" else choose(test, left, right)


def choose(test: Term, then: Term, otherwise: Term) -> Term:
    """Return `then if test else otherwise`; both are made for every row, and a missing test counts as false."""
    if isinstance(test, Constant):
        return then if test.value else otherwise
    of = unify(then.type, otherwise.type)
    if of is None:
        raise CheckError(
            f"the two sides are {then.type} and {otherwise.type}", hint="make both the same kind, or one of them None"
        )
    return apply(_chooser(of), of, test, then, otherwise)


def _chooser(of: Type) -> Callable[..., Value]:
    if of.kind is Kind.LIST:
        if of.items is None:
            return lambda test, then, otherwise: pc.if_else(pc.fill_null(test, False), then, otherwise)  # noqa: FBT003  # Arrow's own
        choosers = [_chooser(item) for item in of.items]
        return lambda test, then, otherwise: tuple(
            chooser(test, *pair) for chooser, pair in zip(choosers, zip(then, otherwise, strict=True), strict=True)
        )
    stored = arrow_type(of)

    def kernel(test: Value, then: Value, otherwise: Value) -> Value:
        sides = (pc.cast(side, stored, safe=False) for side in (then, otherwise))
        return pc.if_else(pc.fill_null(test, False), *sides)  # noqa: FBT003  # Arrow's own

    return kernel
