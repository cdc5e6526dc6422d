"""What a column holds: its data type made of what its expression yields, where nothing is lost."""

from collections.abc import Callable
from dataclasses import replace

import pyarrow as pa
import pyarrow.compute as pc

from generation.engine.errors import CheckError
from generation.engine.expressions.functions.table import apply, limits
from generation.engine.expressions.functions.writing import to_text
from generation.engine.expressions.nodes import Term
from generation.engine.kinds import DATE, DATETIME, TIME, Kind, Type, Value, integer
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
    (Kind.TEXT, DataType.INTEGER): "int(...) reads it",
    (Kind.TEXT, DataType.FLOAT): "float(...) reads it",
}


def coerce(term: Term, data_type: DataType) -> Term:
    """Return a term as what its column holds. Raises CheckError where something would be lost."""
    of = term.type
    if of.kind in {_PLAIN[data_type], Kind.MISSING}:
        return term
    if data_type is DataType.STRING:
        return to_text(term)
    kernel = _lossless(of, data_type)
    if kernel is None:
        raise CheckError(
            f"the expression yields {of}, and the column holds {data_type}",
            position=0,
            hint=_HINTS.get((of.kind, data_type)),
        )
    target, compute = kernel
    return apply(compute, target, term)


def _lossless(of: Type, data_type: DataType) -> tuple[Type, Callable[[Value], Value]] | None:
    """Return the type and the kernel that turn a kind into another without loss, or None where there is none."""
    whole = of.kind is Kind.BOOLEAN or (of.is_number and of.scale == 0)
    if data_type is DataType.INTEGER and whole:
        low, high = (0, 1) if of.kind is Kind.BOOLEAN else (of.low, of.high)
        return integer(low, high), lambda value: pc.cast(value, pa.int64())
    if of.kind is Kind.INTEGER and max(map(abs, limits(of))) > _LARGEST_EXACT:
        return None
    if data_type in {DataType.FLOAT, DataType.DECIMAL} and of.is_number:
        kind = Kind.DECIMAL if data_type is DataType.DECIMAL and of.scale is not None else Kind.FLOAT
        return replace(of, kind=kind), lambda value: pc.cast(value, pa.float64(), safe=False)
    if data_type is DataType.DATETIME and of.kind is Kind.DATE:
        return DATETIME, lambda value: pc.cast(value, pa.timestamp("s"))
    if of.kind is Kind.TEXT and of.spells is _PLAIN[data_type]:
        return _SPELLED[of.spells]
    return None


_SPELLED: dict[Kind, tuple[Type, Callable[[Value], Value]]] = {
    Kind.DATE: (DATE, lambda value: pc.cast(value, pa.date32())),
    Kind.DATETIME: (DATETIME, lambda value: pc.cast(value, pa.timestamp("s"))),
    Kind.TIME: (TIME, lambda value: pc.cast(value, pa.time32("s"))),
    Kind.INTEGER: (integer(), lambda value: pc.cast(value, pa.int64())),
}
