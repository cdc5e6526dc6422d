"""Expressions for what was said about a column: a range, values, dates, a form of its text."""

from dataclasses import replace

from generation.designer.catalog import Concept
from generation.designer.composing.ranges.following import in_window, inside
from generation.designer.composing.ranges.moments import formatted, from_dates, is_written_date, moment
from generation.designer.composing.ranges.numbers import from_numbers, number_text
from generation.designer.composing.ranges.picks import from_values, several_of, type_of_values, written_as
from generation.designer.composing.ranges.texts import fitted, from_form
from generation.designer.composing.ranges.usual import usual
from generation.designer.reading import Limits
from generation.engine import DataType

__all__ = [
    "fitted",
    "formatted",
    "from_dates",
    "from_limits",
    "from_values",
    "in_window",
    "inside",
    "is_written_date",
    "moment",
    "number_text",
    "several_of",
    "type_of_values",
    "usual",
    "written_as",
]


def from_limits(concept: Concept, limits: Limits) -> tuple[str, DataType] | None:
    """Return an expression that keeps to the limits, with its data type; None where they ask for nothing special."""
    if limits.values:
        return from_values(concept, limits)
    if concept.name == "date_of_birth" and limits.have_ends:
        return from_dates(concept, limits)
    if limits.unique and limits.low is not None and limits.high is None and limits.low.is_integer():
        return f"row_number + {int(limits.low)}", DataType.INTEGER
    return from_form(concept, limits) or _from_window(concept, limits)


def _from_window(concept: Concept, limits: Limits) -> tuple[str, DataType] | None:
    """Return moments in a window or numbers in a range: what was stated goes before what the concept is."""
    dated = bool(limits.since or limits.until)
    if dated and not (concept.is_moment or _counts_years(concept)):
        return from_dates(concept, replace(limits, data_type=limits.data_type or DataType.DATE))
    counted = concept.data_type is DataType.STRING or (concept.is_moment and not limits.about)
    if limits.have_ends and not dated and counted:
        return from_numbers(concept, limits)
    if concept.is_moment or concept.data_type is DataType.TIME:
        return from_dates(concept, limits)
    return from_numbers(concept, limits)


def _counts_years(concept: Concept) -> bool:
    return "year" in concept.name or concept.data_type is DataType.TIME
