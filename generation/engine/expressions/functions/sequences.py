"""Lists made of lists: `list`, `sorted`, `all`, NumPy's ranges, and what a comprehension makes of a list's items."""

from collections.abc import Callable, Sequence
from functools import reduce
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from generation.engine.errors import CheckError, RunError
from generation.engine.expressions.functions.arithmetic import operate
from generation.engine.expressions.functions.comparison import choose, logical, pick_place, truth
from generation.engine.expressions.functions.table import NONE, apply, function, known, value_of
from generation.engine.expressions.nodes import Applied, Constant, Reference, Term, operands_of, terms_in
from generation.engine.kinds import (
    BOOLEAN,
    LONGEST_TEXT,
    Kind,
    Value,
    arrow_type,
    constant,
    full,
    list_of,
    many_of,
    text,
)
from generation.engine.providers.arguments import MOST_ELEMENTS
from generation.engine.providers.elements import common_type

_MOST_BYTES = 1 << 20  # of the items that a comprehension could make for a row
_TOGETHER = 256  # rows
_MOST_USED = 500  # items one by one, each of which takes some 50 microseconds to compile


def items_of(term: Term) -> list[Term]:
    """Return the items of a list of fixed length. Raises CheckError for anything else."""
    if term.type.items is not None and len(term.type.items) > _MOST_USED:
        raise CheckError(f"the list has {len(term.type.items)} items, {_MOST_USED} are allowed here")
    if isinstance(term, Constant) and isinstance(term.value, list | tuple):
        return [known(value) for value in term.value]
    if term.type.items is None:
        raise CheckError(f"{term.type} is no list of fixed length")
    return [pick_place(term, place) for place in range(len(term.type.items))]


# --- made of lists --------------------------------------------------------------------------------------------------


@function("list", "tuple", "np.array")
def to_list(value: Term = known([])) -> Term:
    """Return a list as it is, or the characters of a text."""
    if value.type.kind is Kind.TEXT:
        return known(list(value.value)) if isinstance(value, Constant) else characters(value)
    if value.type.kind is not Kind.LIST:
        raise CheckError(f"{value.type} is no list")
    return value


@function("set", "frozenset")
def distinct_items(values: Term) -> Term:
    """Return the items of a list that is written out, each once."""
    listed_values = value_of(to_list(values), "a set", list, tuple)
    return known(list(dict.fromkeys(listed_values)))


def characters(value: Term) -> Term:
    """Return the list of a text's characters."""

    def kernel(texts: Value) -> Value:
        return pa.array([None if cell is None else list(cell) for cell in texts.to_pylist()], pa.list_(pa.string()))

    return apply(kernel, many_of(text(4), value.type.longest, value.type.longest), value)


@function("sorted", "np.sort")
def in_order(values: Term, *, reverse: Term = known(False)) -> Term:  # noqa: FBT003  # the value itself
    """Return a list's items in order."""
    backwards = value_of(reverse, "reverse", bool)
    values = to_list(values)
    if isinstance(values, Constant):
        return known(sorted(values.value, reverse=backwards))
    of = common_type(values.type.items) if values.type.items else values.type.item
    if of is None or of.kind is Kind.LIST:
        raise CheckError("the items of the list are not of one kind")
    stored = arrow_type(of)

    def kernel(lists: Value) -> Value:
        if not isinstance(lists, tuple):
            rows = [None if row is None else _sorted(row, backwards) for row in lists.to_pylist()]
            return pa.array(rows, pa.list_(stored))
        ordered = [_sorted(row, backwards) for row in zip(*(column.to_pylist() for column in lists), strict=True)]
        return tuple(pa.array([row[place] for row in ordered], stored) for place in range(len(lists)))

    return apply(kernel, list_of([of] * len(values.type.items)) if values.type.items else values.type, values)


def _sorted(row: Sequence[Any], backwards: bool) -> list[Any]:  # noqa: FBT001  # as `sorted` has it
    """Return a row's items in order, those that are missing last."""
    there = sorted((item for item in row if item is not None), reverse=backwards)
    return [*there, *[None] * (len(row) - len(there))]


def _of_rows(values: Term, decide: Callable[[Sequence[Any]], bool]) -> Term:
    """Return what is decided of the truths in lists whose length differs by row."""

    def kernel(lists: Value) -> Value:
        return pa.array([None if row is None else decide(row) for row in lists.to_pylist()], pa.bool_())

    if values.type.item is None or values.type.item.kind is not Kind.BOOLEAN:
        raise CheckError("the items of the list are no truths")
    return apply(kernel, BOOLEAN, values)


@function("all")
def all_of(values: Term) -> Term:
    """Return whether every item of a list is true."""
    if values.type.kind is Kind.LIST and values.type.items is None:
        return _of_rows(values, all)
    start: Term = known(True)  # noqa: FBT003  # the value itself
    return reduce(lambda left, right: logical("and", left, right), map(truth, items_of(values)), start)


@function("any")
def one_of(values: Term) -> Term:
    """Return whether an item of a list is true."""
    if values.type.kind is Kind.LIST and values.type.items is None:
        return _of_rows(values, any)
    start: Term = known(False)  # noqa: FBT003  # the value itself
    return reduce(lambda left, right: logical("or", left, right), map(truth, items_of(values)), start)


@function("sum", "np.sum", "math.fsum")
def total(values: Term) -> Term:
    """Return the sum of a list's numbers."""
    start: Term = known(0)
    return reduce(lambda a, b: operate("+", a, b), items_of(values), start)


@function("np.mean", "np.average", "statistics.mean", "statistics.fmean")
def mean(values: Term) -> Term:
    """Return the mean of a list's numbers."""
    return operate("/", total(values), known(len(items_of(values))))


@function("math.prod", "np.prod")
def product(values: Term) -> Term:
    """Return the product of a list's numbers."""
    start: Term = known(1)
    return reduce(lambda a, b: operate("*", a, b), items_of(values), start)


@function("np.select")
def select(condlist: Term, choicelist: Term, default: Term = known(0)) -> Term:
    """Return the choice beside the first condition that holds."""
    conditions, choices = items_of(condlist), items_of(choicelist)
    if len(conditions) != len(choices):
        raise CheckError(f"there are {len(conditions)} conditions and {len(choices)} choices")
    result = default
    for condition, choice in zip(reversed(conditions), reversed(choices), strict=True):
        result = choose(truth(condition), choice, result)
    return result


@function("np.arange")
def arange(start: Term, stop: Term = NONE, step: Term = known(1)) -> Term:
    """Return the numbers from `start` (included) to `stop` (not included)."""
    low, high, by = (value_of(part, "a limit of arange", int, float, type(None)) for part in (start, stop, step))
    if high is None:
        low, high = 0, low
    if low is None or not by or not 0 <= (high - low) / by <= MOST_ELEMENTS:
        raise CheckError(f"arange makes {MOST_ELEMENTS} numbers at most")
    return known(np.arange(low, high, by).tolist())


@function("np.linspace")
def linspace(start: Term, stop: Term, num: Term = known(50)) -> Term:
    """Return `num` numbers from `start` to `stop`, both included."""
    count = value_of(num, "the number of numbers", int)
    if not 1 <= count <= MOST_ELEMENTS:
        raise CheckError(f"linspace makes 1 to {MOST_ELEMENTS} numbers")
    low, high = (value_of(part, "a limit of linspace", int, float) for part in (start, stop))
    return known(np.linspace(low, high, count).tolist())


# --- comprehensions -------------------------------------------------------------------------------------------------


def kept(items: Sequence[Term], tests: Sequence[Term]) -> Term:
    """Return a list of those items whose test holds; its length differs by row unless the tests are known."""
    if all(isinstance(test, Constant) for test in tests):
        items = [item for item, test in zip(items, tests, strict=True) if isinstance(test, Constant) and test.value]
        return listed(items)
    of = common_type([item.type for item in items])
    if of is None or of.kind is Kind.LIST:
        raise CheckError("the items of the list are not of one kind")
    stored, count = arrow_type(of), len(items)

    def kernel(*cells: Value) -> Value:
        rows = max(len(cell) for cell in cells if not isinstance(cell, pa.Scalar))
        tests = [full(cell, rows).to_numpy(zero_copy_only=False).astype(bool) for cell in cells[count:]]
        return _gathered([full(cell, rows) for cell in cells[:count]], np.stack(tests, axis=1), stored)

    longest = sum(item.type.longest for item in items)
    return apply(kernel, many_of(of, longest, count), *items, *tests)


def listed(terms: Sequence[Term]) -> Term:
    """Return a list of terms, known where all of them are."""
    if all(isinstance(term, Constant) for term in terms):
        return known([term.value for term in terms if isinstance(term, Constant)])
    return apply(lambda *values: values, list_of(term.type for term in terms), *terms)


def _lists(values: pa.Array, lengths: Any, missing: Value = None) -> pa.ListArray:
    offsets = pa.array(np.concatenate([[0], np.cumsum(lengths)]), pa.int32())
    return pa.ListArray.from_arrays(offsets, values, mask=missing)


def by_row(term: Term) -> Term:
    """Return a list of fixed length as one whose length may differ by row."""
    if term.type.items is None:
        return term
    of = common_type(term.type.items)
    if of is None or of.kind is Kind.LIST:
        raise CheckError("the items of the list are not of one kind")
    count, stored = len(term.type.items), arrow_type(of)
    longest = sum(item.longest for item in term.type.items)
    return apply(lambda cells: _gathered(cells, None, stored), many_of(of, longest, count), term)


def _gathered(cells: Sequence[Value], holds: Any, stored: Any) -> pa.ListArray:
    """Return columns as one list a row, of those that hold there, or of all."""
    rows = max((len(cell) for cell in cells if not isinstance(cell, pa.Scalar)), default=1)
    values = pa.concat_arrays([full(cell, rows).cast(stored) for cell in cells])
    if holds is None:
        holds = np.full((rows, len(cells)), fill_value=True)
    row, place = np.nonzero(holds)
    return _lists(values.take(pa.array(place * rows + row)), holds.sum(axis=1))


def each_item(lists: Term, variable: Reference, item: Term, test: Term) -> Term:
    """Return lists of what `item` makes of each item of lists whose length differs by row, where the test holds.

    `variable` stands for the item. All items of some rows are computed at once, one after the other.
    """
    _check_alone((item, test), variable)
    most = int(lists.type.high or 0)
    if item.type.kind is Kind.LIST or most * max(1, item.type.longest) > _MOST_BYTES:
        raise CheckError("the list can get too long", hint="cut the text first: text[:100]")

    def kernel(cells: Value) -> Value:
        parts = [
            _made(cells.slice(start, _TOGETHER), variable, item, test) for start in range(0, len(cells), _TOGETHER)
        ]
        return pa.concat_arrays(parts) if parts else pa.array([], pa.list_(arrow_type(item.type)))

    return apply(kernel, many_of(item.type, min(LONGEST_TEXT, most * item.type.longest), most), lists)


def _check_alone(terms: Sequence[Term], variable: Reference) -> None:
    """Raise CheckError where a term uses more than the item: other columns are as long as the rows, not the lists."""
    for part in (part for term in terms for part in terms_in(term)):
        if part != variable and not isinstance(part, Applied | Constant):
            raise CheckError("inside a list whose length differs by row, only the item itself can be used")


def _made(cells: pa.ListArray, variable: Reference, item: Term, test: Term) -> pa.ListArray:
    """Return the new lists of a few rows. Raises RunError where a row's items are longer than a cell may be."""
    flat, rows = cells.flatten(), len(cells)
    owners = pc.list_parent_indices(cells).to_numpy()
    holds = full(_computed(test, variable, flat), len(flat))
    flat, owners = flat.filter(holds), owners[holds.to_numpy(zero_copy_only=False).astype(bool)]
    made = full(_computed(item, variable, flat), len(flat)).cast(arrow_type(item.type))
    if item.type.kind is Kind.TEXT:
        sizes = np.bincount(owners, pc.fill_null(pc.binary_length(made), 0).to_numpy(), minlength=rows)
        if sizes.max(initial=0) > LONGEST_TEXT:
            raise RunError(f"a text is longer than {LONGEST_TEXT} bytes")
    return _lists(made, np.bincount(owners, minlength=rows), cells.is_null())


def _computed(term: Term, variable: Reference, flat: pa.Array) -> Value:
    """Return the values of a term that is made of constants and of the item alone."""
    if isinstance(term, Constant):
        return constant(term.value)
    if not isinstance(term, Applied):
        return flat
    return term.kernel(*(_computed(operand, variable, flat) for operand in operands_of(term)))
