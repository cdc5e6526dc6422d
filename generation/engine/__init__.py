r"""Schema in, bytes out: pure, repeatable, vectorised. Outsiders import from here only.

>>> schema = DatasetSchema.from_json({"n": {"faker_method": "row_number + 1", "data_type": "integer"}})
>>> plan = compile_plan(schema)
>>> b"".join(export(run_plan(plan, rows=2, seed=7), "csv"))
b'n\n1\n2\n'
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from generation.engine.errors import (
    CheckError,
    EngineError,
    ExpressionError,
    OptionError,
    ParseError,
    PlanError,
    RowsError,
    RunError,
    SchemaError,
)
from generation.engine.schema import (
    DEFAULT_LOCALE,
    MAX_COLUMNS,
    MAX_DESCRIPTION_CHARACTERS,
    MAX_EXPRESSION_CHARACTERS,
    Column,
    DatasetSchema,
    DataType,
    available_locales,
)

if TYPE_CHECKING:
    from generation.engine.batches import check_rows, run_plan
    from generation.engine.exporters import (
        FORMATS,
        About,
        Format,
        Options,
        check_export,
        export,
        joined,
    )
    from generation.engine.exporters.output import DELIMITERS, DIALECTS
    from generation.engine.plan import Plan, compile_plan
    from generation.engine.providers import function_names

ENGINE_VERSION = "2"  # what changes the bytes of any dataset raises it

__all__ = [
    "DEFAULT_LOCALE",
    "DELIMITERS",
    "DIALECTS",
    "ENGINE_VERSION",
    "FORMATS",
    "MAX_COLUMNS",
    "MAX_DESCRIPTION_CHARACTERS",
    "MAX_EXPRESSION_CHARACTERS",
    "About",
    "CheckError",
    "Column",
    "DataType",
    "DatasetSchema",
    "EngineError",
    "ExpressionError",
    "Format",
    "OptionError",
    "Options",
    "ParseError",
    "Plan",
    "PlanError",
    "RowsError",
    "RunError",
    "SchemaError",
    "available_locales",
    "check_export",
    "check_rows",
    "compile_plan",
    "export",
    "function_names",
    "joined",
    "run_plan",
]

_COMPUTING = {
    "DELIMITERS": "exporters.output",
    "DIALECTS": "exporters.output",
    "FORMATS": "exporters",
    "About": "exporters",
    "Format": "exporters",
    "Options": "exporters",
    "Plan": "plan",
    "check_export": "exporters",
    "check_rows": "batches",
    "compile_plan": "plan",
    "export": "exporters",
    "function_names": "providers",
    "joined": "exporters",
    "run_plan": "batches",
}


def __getattr__(name: str) -> Any:
    """Import what computes on its first use: who only speaks of schemas need not wait for NumPy, Arrow and Faker."""
    if name not in _COMPUTING:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    globals()[name] = value = getattr(import_module(f"{__name__}.{_COMPUTING[name]}"), name)
    return value
