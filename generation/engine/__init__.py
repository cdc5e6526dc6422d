"""Schema in, bytes out: pure, repeatable, vectorised. Outsiders import from here only."""

from generation.engine.errors import (
    CheckError,
    EngineError,
    ExpressionError,
    ParseError,
    PlanError,
    RunError,
    SchemaError,
)
from generation.engine.schema import DEFAULT_LOCALE, Column, DatasetSchema, DataType, available_locales

__all__ = [
    "DEFAULT_LOCALE",
    "CheckError",
    "Column",
    "DataType",
    "DatasetSchema",
    "EngineError",
    "ExpressionError",
    "ParseError",
    "PlanError",
    "RunError",
    "SchemaError",
    "available_locales",
]
