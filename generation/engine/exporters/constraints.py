"""What is true of all cells of a column, as its schema shows: that none is missing, that no two are equal."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from generation.engine.schema import Column, DatasetSchema

if TYPE_CHECKING:
    from generation.engine.plan import PlannedColumn

_EXACT = 2.0**53  # units of the last digit that a float tells from each other


@dataclass(frozen=True, slots=True, kw_only=True)
class Constraint:
    """What is known of a column; by default, nothing.

    `longest` are the bytes of its longest text. `is_exact`: floats tell its decimals from each other.
    """

    is_complete: bool = False
    is_unique: bool = False
    longest: int = 0
    is_exact: bool = False


def _is_exact(of: "PlannedColumn") -> bool:
    low, high = of.type.low, of.type.high
    return low is not None and high is not None and max(abs(low), abs(high)) * 10.0 ** (of.type.scale or 0) < _EXACT


def constraints(schema: DatasetSchema) -> Mapping[str, Constraint]:
    """Return what is known of each column. Raises EngineError for a schema that does not compile."""
    from generation.engine.exporters.complete import complete_columns  # noqa: PLC0415  # formats alone need no plans
    from generation.engine.expressions import parse  # noqa: PLC0415
    from generation.engine.plan import compile_plan  # noqa: PLC0415

    planned = {one.column.name: one for one in compile_plan(schema).columns}
    complete = complete_columns(planned, {name: parse(one.column.expression) for name, one in planned.items()})

    def known(column: Column, of: "PlannedColumn") -> Constraint:
        return Constraint(
            is_complete=not column.null_rate and column.name in complete,
            is_unique=column.unique,
            longest=of.type.longest,
            is_exact=_is_exact(of),
        )

    return {name: known(one.column, one) for name, one in planned.items()}
