"""The tables of the language, and how an entry builds its term.

An entry is a Python function from terms to a term; its signature is the list of arguments that there are. It checks
what it is given, says what the result's type is, and names the kernel that computes it.
"""

import inspect
import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import reduce
from typing import Any

import numpy as np
import pyarrow as pa

from generation.engine.errors import CheckError
from generation.engine.expressions.nodes import Applied, Constant, Kernel, Term, depth_of
from generation.engine.kinds import (
    LARGEST_INTEGER,
    LONGEST_TEXT,
    MOST_SCALE,
    Kind,
    Type,
    Value,
    arrow_type,
    constant,
    type_of,
)
from generation.engine.providers.arguments import MOST_ELEMENTS

Build = Callable[..., Term]
MOST_ITEMS = 100
DEEPEST_TERM = 150
_LARGEST_FLOAT = 1e300
_UNFIT_TEXT = re.compile(r"[\x00\ud800-\udfff]")
FOREIGN = (
    ArithmeticError,
    AttributeError,
    LookupError,
    NotImplementedError,
    TypeError,
    ValueError,
)  # Arrow's errors too

FUNCTIONS: dict[str, Build] = {}
METHODS: dict[tuple[Kind, str], Build] = {}
ATTRIBUTES: dict[tuple[Kind, str], Build] = {}


def function(*names: str) -> Callable[[Build], Build]:
    """Enter a function of the language under its full names: `round`, `math.sqrt`."""
    return _enter(FUNCTIONS, names)


def method(*keys: tuple[Kind, str]) -> Callable[[Build], Build]:
    """Enter a method of a kind of values; the value is the first argument."""
    return _enter(METHODS, keys)


def attribute(*keys: tuple[Kind, str]) -> Callable[[Build], Build]:
    """Enter an attribute of a kind of values; the value is the only argument."""
    return _enter(ATTRIBUTES, keys)


def _enter(table: dict[Any, Build], keys: Sequence[Any]) -> Callable[[Build], Build]:
    def enter(build: Build) -> Build:
        for key in keys:
            table[key] = build
        return build

    return enter


def build(name: str, builder: Build, positional: Sequence[Term], named: Mapping[str, Term]) -> Term:
    """Return the term of a call. Raises CheckError for arguments that the entry does not have."""
    try:
        inspect.signature(builder).bind(*positional, **named)
    except TypeError as error:
        raise CheckError(f"{name} cannot be called with these arguments: {error}") from error
    return builder(*positional, **named)


def known(value: Any) -> Constant:
    """Return a Python value as a term. Raises CheckError for one that no cell can hold."""
    if isinstance(value, float) and not math.isfinite(value):
        raise CheckError("a number is finite")
    if isinstance(value, str) and _UNFIT_TEXT.search(value):
        raise CheckError("the text has a character that no file can hold")
    try:
        of = type_of(value)
    except TypeError as error:
        raise CheckError(str(error)) from error
    if of.kind is not Kind.TEXT:
        check_bounds(of)
    return Constant(value, of)


def value_of(term: Term, what: str, *kinds: type) -> Any:
    """Return the Python value of a term that must be known now and be of one of these Python types."""
    if not isinstance(term, Constant):
        raise CheckError(f"{what} must be written out, it cannot differ from row to row")
    if (isinstance(term.value, bool) and bool not in kinds) or not isinstance(term.value, kinds):
        raise CheckError(f"{what} cannot be {term.value!r:.60}")
    return term.value


def apply(kernel: Kernel, of: Type, *operands: Term, one_to_one: bool = False) -> Term:
    """Return the term that runs a kernel, computed at once where all operands are known.

    Raises CheckError where the result can break a bound, before anything of that size is made.
    """
    check_bounds(of)
    if not all(isinstance(operand, Constant) for operand in operands):
        depth = depth_of(operands)
        if depth > DEEPEST_TERM:
            raise CheckError(f"more than {DEEPEST_TERM} operations stand inside each other")
        return Applied(kernel, operands, of, one_to_one, depth)
    try:
        value = _python(
            kernel(*(_cells(constant(operand.value)) for operand in operands if isinstance(operand, Constant)))
        )
    except FOREIGN as error:
        raise CheckError("this cannot be computed") from error
    if value is None and not any(operand.type.kind is Kind.MISSING for operand in operands):
        raise CheckError("this cannot be computed")
    refined = _refined(of, value)
    check_bounds(refined)  # again: a letter's other case can be longer
    return Constant(value, refined)


def _cells(value: Value) -> Value:
    return tuple(_cells(item) for item in value) if isinstance(value, tuple) else pa.repeat(value, 1)


def _python(value: Value) -> Any:
    if isinstance(value, tuple):
        return [_python(item) for item in value]
    return value.as_py() if isinstance(value, pa.Scalar) else value[0].as_py()


def _refined(of: Type, value: Any) -> Type:
    """Return what is known of a result that has been computed."""
    if value is None or of.kind is Kind.LIST:
        return type_of(value)
    if of.is_number:
        return replace(of, low=value, high=value, scale=of.scale if of.scale is not None else type_of(value).scale)
    return replace(of, longest=len(value.encode())) if of.kind is Kind.TEXT else of


def check_bounds(of: Type) -> None:
    """Raise CheckError for a type whose values can be larger than a cell, a list or a number may be."""
    if of.kind is Kind.TEXT and of.longest > LONGEST_TEXT:
        raise CheckError(f"the text can get {of.longest} bytes long, {LONGEST_TEXT} are allowed")
    if of.kind is Kind.LIST and of.leaves > MOST_ELEMENTS:
        raise CheckError(f"the list has {of.leaves} values, {MOST_ELEMENTS} are allowed")
    if of.kind is Kind.INTEGER and max(map(abs, limits(of))) > LARGEST_INTEGER:
        raise CheckError("the number can get larger than 64 bits hold")
    if of.is_number and any(limit is not None and abs(limit) > _LARGEST_FLOAT for limit in (of.low, of.high)):
        raise CheckError("the number can get too large")


def limits(of: Type) -> tuple[Any, Any]:
    """Return the least and greatest value of a number; what is not known is as far as integers of 53 bits go."""
    far = 2**53
    return (-far if of.low is None else of.low), (far if of.high is None else of.high)


def tidy_scale(scale: int | None) -> int | None:
    """Return a number of digits after the point, or None when there are too many to keep track of."""
    return scale if scale is not None and scale <= MOST_SCALE else None


def numeric(compute: Callable[..., Any], of: Type) -> Kernel:
    """Return a kernel that computes with NumPy. A cell that is missing, infinite or not a number comes out missing."""
    stored = arrow_type(of)

    def kernel(*values: Value) -> Value:
        columns, missing = zip(*map(numbers, values), strict=True)
        with np.errstate(all="ignore"):
            result = np.asanyarray(compute(*columns))
            unfit = _unfit(np.ma.getdata(result), of)
        left_out = [mask for mask in (*missing, unfit, np.ma.getmask(result)) if mask is not False and np.any(mask)]
        result = np.ma.getdata(result)
        if not left_out:
            return pa.array(result.astype(stored.to_pandas_dtype(), copy=False), stored)
        mask = reduce(np.logical_or, left_out)
        result = np.where(mask, 0, result)
        mask = np.ascontiguousarray(np.broadcast_to(mask, result.shape))
        return pa.array(result.astype(stored.to_pandas_dtype()), type=stored, mask=mask)

    return kernel


def _unfit(result: Any, of: Type) -> Any:
    """Return where results are infinite, not a number, or too large for an integer; False where none is."""
    if result.dtype.kind != "f":
        return False
    fit = np.abs(result) <= LARGEST_INTEGER if of.kind is Kind.INTEGER else np.isfinite(result)
    return False if fit.all() else ~fit


def numbers(value: Value) -> tuple[Any, Any]:
    """Return a number, truth value, moment or duration as NumPy sees it, and where it is missing."""
    if isinstance(value, pa.Scalar):
        if not value.is_valid:
            return 0, True
        return numbers(pa.repeat(value, 1))[0][0], False
    missing = value.is_null().to_numpy(zero_copy_only=False) if value.null_count else False
    if pa.types.is_null(value.type):
        return np.zeros(len(value)), missing
    if pa.types.is_boolean(value.type):
        value = value.cast(pa.int8())
    elif pa.types.is_date32(value.type) or pa.types.is_time32(value.type):
        value = value.view(pa.int32()).cast(pa.int64())
    elif pa.types.is_temporal(value.type):
        value = value.view(pa.int64())
    if value.null_count:
        value = value.fill_null(0)
    return value.to_numpy(zero_copy_only=False), missing


NONE = known(None)
