"""Templates filled with values: f-strings, `.format` and `%`."""

import re
from collections.abc import Mapping, Sequence
from string import Formatter

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from generation.engine.errors import CheckError
from generation.engine.expressions.functions.table import apply, known, numeric, value_of
from generation.engine.expressions.functions.writing import WIDEST, each, formatted, longest_written, to_text
from generation.engine.expressions.nodes import Constant, Term
from generation.engine.kinds import Kind, integer, text


def joined(parts: Sequence[Term]) -> Term:
    """Return texts one after the other, as an f-string does."""
    parts = [part for part in parts if not isinstance(part, Constant) or part.value]
    if len(parts) < 2:  # noqa: PLR2004  # nothing to join
        return parts[0] if parts else known("")
    of = text(sum(part.type.longest for part in parts))
    alone = sum(not isinstance(part, Constant) for part in parts) == 1
    return apply(lambda *values: pc.binary_join_element_wise(*values, ""), of, *parts, one_to_one=alone)


def fill_template(template: str, positional: Sequence[Term], named: Mapping[str, Term]) -> Term:
    """Return `template.format(*positional, **named)`; a field names an argument and nothing inside it."""
    parts: list[Term] = []
    try:
        fields = list(Formatter().parse(template))
    except ValueError as error:
        raise CheckError(f"{template!r:.60} is no template: {error}") from error
    automatic = iter(range(len(positional)))
    for literal, field, layout, conversion in fields:
        parts.append(known(literal))
        if field is None:
            continue
        if layout and "{" in layout:
            raise CheckError("a format is written out, not computed")
        parts.append(
            formatted(_argument(field or str(next(automatic, "")), positional, named), layout or "", conversion or "")
        )
    return joined(parts)


def _argument(field: str, positional: Sequence[Term], named: Mapping[str, Term]) -> Term:
    if field.isdecimal() and int(field) < len(positional):
        return positional[int(field)]
    if field in named:
        return named[field]
    raise CheckError(f"the template has no argument for {{{field:.40}}}", hint="a field is empty, a number or a name")


_PERCENT = re.compile(
    r"%(?:(?P<escape>%)|(?P<flags>[-+ 0]*)(?P<width>\d{0,4})(?:\.(?P<precision>\d{1,4}))?(?P<type>[sdifFeEgGxXo]))"
)


def percent(template: Term, values: Term) -> Term:
    """Return `template % values` for a template that is written out."""
    pattern = value_of(template, "the template of %", str)
    given = iter(_places(values))
    parts: list[Term] = []
    end = 0
    for match in _PERCENT.finditer(pattern):
        parts.append(known(pattern[end : match.start()]))
        parts.append(known("%") if match["escape"] else _percent_field(match, next(given, None)))
        end = match.end()
    if "%" in _PERCENT.sub("", pattern) or next(given, None) is not None:
        raise CheckError(f"the fields of {pattern!r:.60} and its values do not match")
    return joined([*parts, known(pattern[end:])])


def _places(values: Term) -> list[Term]:
    if values.type.kind is not Kind.LIST:
        return [values]
    if isinstance(values, Constant):
        return [known(value) for value in values.value]
    items = values.type.items or ()
    return [apply(lambda value, place=place: value[place], item, values) for place, item in enumerate(items)]


def _cut(value: Term) -> Term:
    """Return a number cut to a whole one, for `%d`."""
    if not value.type.is_number:
        raise CheckError(f"%d writes a number, not {value.type}")
    of = integer(-(10**15), 10**15)
    return apply(numeric(lambda x: np.where(np.abs(x) < 10**15, np.trunc(x), np.nan), of), of, value)  # as int


def _percent_field(match: re.Match[str], value: Term | None) -> Term:
    if value is None:
        raise CheckError("% has fewer values than fields")
    kind, flags, width = match["type"], match["flags"], match["width"]
    precision = f".{match['precision']}" if match["precision"] else ""
    if kind == "s":
        return formatted(
            to_text(value), f"{'<' if '-' in flags else '>'}{width}{precision}" if width or precision else ""
        )
    if kind in {"d", "i"} and value.type.kind is not Kind.INTEGER:
        value = _cut(value)
    align = "<" if "-" in flags else ""
    sign = "+" if "+" in flags else " " if " " in flags else ""
    zero = "0" if "0" in flags and not align else ""
    if precision and kind in {"d", "i", "o", "x", "X"}:
        return _as_python_does(value, match[0], int(width or 0), int(match["precision"]))
    return formatted(value, f"{align}{sign}{zero}{width}{precision}{'d' if kind == 'i' else kind}")


def _as_python_does(value: Term, field: str, width: int, digits: int) -> Term:
    """Return a whole number with at least so many digits, such as `%.3d`, which a format has no word for."""
    if max(width, digits) > WIDEST:
        raise CheckError(f"the format {field!r} is wider than {WIDEST}")
    of = text(max(width, digits + 1, longest_written(value.type) + 1))
    return apply(lambda numbers: each(numbers, lambda number: field % number, pa.string()), of, value)
