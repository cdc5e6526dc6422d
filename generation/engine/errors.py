"""What can go wrong in the engine.

EngineError
├── SchemaError          the schema document is malformed
├── ExpressionError      an expression is refused
│   ├── ParseError         it is not an expression of the language
│   └── CheckError         it names or does something that the language does not have
├── OptionError          a file cannot be written as it is asked for
├── PlanError            the columns do not go together, or ask for more than there is
│   └── RowsError          a file of the format does not hold so many rows
└── RunError             a value broke a bound while rows were being made
"""

from typing import Self


class EngineError(Exception):
    """The root of the engine's errors: `str(error)` is one sentence for the person who wrote the schema.

    `column` is the column's name, `position` the offset (in characters, from 0) of the offending part in that column's
    expression, `expression` the text that it counts in, and `hint` what to write instead. Each may be None.
    """

    def __init__(
        self,
        message: str,
        *,
        column: str | None = None,
        position: int | None = None,
        expression: str | None = None,
        hint: str | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.column = column
        self.position = position
        self.expression = expression
        self.hint = hint

    def located(self, *, column: str, expression: str) -> Self:
        """Name the column and the expression, which the inner stages do not know; return the error itself."""
        self.column = column
        self.expression = expression
        return self

    @property
    def excerpt(self) -> str | None:
        """Return the expression's line with a caret under the offending part, or None when there is no position."""
        if self.expression is None or self.position is None:
            return None
        start = self.expression.rfind("\n", 0, self.position) + 1
        line = self.expression[start:].partition("\n")[0]
        return f"{line}\n{' ' * (self.position - start)}^"

    def __str__(self) -> str:
        where = f"column {self.column!r}: " if self.column is not None else ""
        hint = f" ({self.hint})" if self.hint else ""
        return f"{where}{self.message}{hint}"


class SchemaError(EngineError):
    """The schema document is malformed."""


class ExpressionError(EngineError):
    """An expression is refused."""


class ParseError(ExpressionError):
    """The text is not an expression of the language."""


class CheckError(ExpressionError):
    """The expression names or does something that the language does not have."""


class OptionError(EngineError):
    """An option is not one of the format's, or its value is none that it can have; `option` names it."""

    def __init__(self, message: str, *, option: str, hint: str | None = None) -> None:
        super().__init__(message, hint=hint)
        self.option = option


class PlanError(EngineError):
    """The columns do not go together (a cycle), or ask for more than there is (distinct values, cells).

    `most` is how many rows would do, where too many are asked for.
    """

    most: int | None = None

    def allowing(self, most: int) -> Self:
        """Say how many rows would do; return the error itself."""
        self.most = most
        return self


class RowsError(PlanError):
    """More rows are asked for than a file of the format holds."""


class RunError(EngineError):
    """A value broke a bound while rows were being made."""
