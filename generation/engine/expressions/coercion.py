"""What a column holds: its data type made of what its expression yields, where nothing is lost."""

from collections.abc import Callable
from dataclasses import replace

import pyarrow as pa
import pyarrow.compute as pc

from generation.engine.errors import CheckError
from generation.engine.expressions.functions.table import apply, limits
from generation.engine.expressions.functions.writing import to_text
from generation.engine.expressions.nodes import Term
from generation.engine.kinds import BOOLEAN, DATETIME, DECIMAL_DIGITS, NUMBERS, Kind, Type, Value, arrow_type, integer
from generation.engine.schema import DataType

_LARGEST_EXACT = 2**53  # the whole numbers that a float holds
_PLAIN = {
    DataType.STRING: Kind.TEXT,
    DataType.INTEGER: Kind.INTEGER,
    DataType.FLOAT: Kind.FLOAT,
    DataType.DECIMAL: Kind.DECIMAL,
    DataType.BOOLEAN: Kind.BOOLEAN,
    DataType.DATE: Kind.DATE,
    DataType.DATETIME: Kind.DATETIME,
    DataType.TIME: Kind.TIME,
}
_HINTS = {
    (Kind.FLOAT, DataType.INTEGER): "round(...) or int(...) makes a whole number of it",
    (Kind.DECIMAL, DataType.INTEGER): "round(...) or int(...) makes a whole number of it",
    (Kind.DATETIME, DataType.DATE): ".date() drops the time",
    (Kind.DATETIME, DataType.TIME): ".time() drops the date",
    (Kind.DATETIME, DataType.INTEGER): "int(....timestamp()) is a whole number, and so is .year",
    (Kind.DATETIME, DataType.FLOAT): ".timestamp() is a number",
    (Kind.DATE, DataType.INTEGER): ".year, .month and .day are whole numbers",
    (Kind.DATE, DataType.TIME): "fake.time_object() is a time",
    (Kind.TIME, DataType.DATETIME): "datetime.combine(date, time) is a datetime",
    (Kind.TEXT, DataType.INTEGER): "int(...) reads it",
    (Kind.TEXT, DataType.FLOAT): "float(...) reads it",
    (Kind.TEXT, DataType.DECIMAL): "float(...) reads it",
    (Kind.TEXT, DataType.BOOLEAN): "compare it: ... == 'yes'",
    (Kind.TEXT, DataType.DATE): "leave .strftime(...) out, or read it: datetime.strptime(..., '%d.%m.%Y').date()",
    (Kind.TEXT, DataType.DATETIME): "leave .strftime(...) out, or read it: datetime.strptime(..., '%d.%m.%Y %H:%M')",
    (Kind.TEXT, DataType.TIME): "fake.time_object() is a time",
    (Kind.DURATION, DataType.INTEGER): ".days is a whole number",
    (Kind.DURATION, DataType.FLOAT): ".total_seconds() is a number",
}
_KIND_HINTS = {Kind.LIST: "[0] takes one of its items, and ', '.join(...) makes a text of them"}
_TYPE_HINTS = {DataType.BOOLEAN: "compare it: ... > 0"}


def coerce(term: Term, data_type: DataType) -> Term:
    """Return a term as what its column holds. Raises CheckError where something would be lost."""
    made = _coerced(term, data_type)
    if made.type.kind is Kind.DECIMAL:
        _check_digits(made.type)
    return made


def _check_digits(of: Type) -> None:
    far = max((abs(limit) for limit in (of.low, of.high) if limit is not None), default=0)
    if far * 10 ** (of.scale or 0) >= 10**DECIMAL_DIGITS:
        raise CheckError(f"the number can have more than {DECIMAL_DIGITS} digits", position=0, hint="a float may")


def _coerced(term: Term, data_type: DataType) -> Term:
    of = term.type
    if of.kind in {_PLAIN[data_type], Kind.MISSING}:
        return term
    if data_type is DataType.STRING:
        return _written(term)
    if of.kind is Kind.TEXT and of.spells is not None:
        return _coerced(_read(term), data_type)
    kernel = _lossless(of, data_type)
    if kernel is None:
        raise CheckError(
            f"the expression yields {of}, and the column holds {data_type}",
            position=0,
            hint=_hint(of, data_type),
        )
    target, compute = kernel
    return apply(compute, target, term)


def _written(term: Term) -> Term:
    try:
        return to_text(term)
    except CheckError as error:
        error.position = 0
        raise


def _hint(of: Type, data_type: DataType) -> str | None:
    general = _TYPE_HINTS.get(data_type) if of.is_number else None
    return _HINTS.get((of.kind, data_type)) or _KIND_HINTS.get(of.kind) or general


def _lossless(of: Type, data_type: DataType) -> tuple[Type, Callable[[Value], Value]] | None:
    """Return the type and the kernel that turn a kind into another without loss, or None where there is none."""
    whole = of.kind is Kind.BOOLEAN or (of.is_number and of.scale == 0)
    if data_type is DataType.INTEGER and whole:
        low, high = (0, 1) if of.kind is Kind.BOOLEAN else (of.low, of.high)
        return integer(low, high), lambda value: pc.cast(value, pa.int64())
    if data_type is DataType.BOOLEAN and of.kind is Kind.INTEGER and of.low in {0, 1} and of.high in {0, 1}:
        return BOOLEAN, lambda value: pc.cast(value, pa.bool_())
    if of.kind is Kind.INTEGER and max(map(abs, limits(of))) > _LARGEST_EXACT:
        return None
    if data_type in {DataType.FLOAT, DataType.DECIMAL} and of.is_number:
        kind = Kind.DECIMAL if data_type is DataType.DECIMAL and of.scale is not None else Kind.FLOAT
        return replace(of, kind=kind), lambda value: pc.cast(value, pa.float64(), safe=False)
    if data_type is DataType.DATETIME and of.kind is Kind.DATE:
        return DATETIME, lambda value: pc.cast(value, pa.timestamp("s"))
    return None


def _read(term: Term) -> Term:
    """Return what a text spells."""
    of, spells = term.type, term.type.spells
    read = Type(spells, low=of.low, high=of.high, scale=of.scale) if spells in NUMBERS else Type(spells or of.kind)
    stored = arrow_type(read)

    def kernel(value: Value) -> Value:
        if spells is Kind.TIME:  # which Arrow does not read by itself
            value = pc.cast(pc.binary_join_element_wise("1970-01-01", value, " "), pa.timestamp("s"))
        return pc.cast(value, stored)

    return apply(kernel, read, term)
