"""Which values an option can have, whatever the format."""

import re
from collections.abc import Callable

from generation.engine.errors import OptionError
from generation.engine.exporters.output import DELIMITERS, DIALECTS, FORMULA, MOST_CHARACTERS, Options

_DIRECTIVE = re.compile(r"%(.?)", re.DOTALL)
_DIRECTIVES = frozenset("Yymd")
_SIGNS = 1  # a sign by itself computes nothing
_FORMULA = re.compile(re.sub(r"\\x\{(\w+)\}", lambda code: chr(int(code[1], 16)), FORMULA))


def check_options(options: Options) -> None:
    """Refuse what no file can be written with. Raises OptionError for the first option that cannot be what it is."""
    for option, check in _CHECKS.items():
        if option in options.chosen:
            check(options)


def _check_delimiter(options: Options) -> None:
    if options.delimiter not in DELIMITERS:
        raise OptionError(
            f"cells cannot be delimited by {options.delimiter!r:.40}",
            option="delimiter",
            hint="a delimiter is a comma, a semicolon, a vertical bar or a tab",
        )


def _check_dialect(options: Options) -> None:
    if options.dialect not in DIALECTS:
        raise OptionError(
            f"there is no dialect {options.dialect!r:.40}", option="dialect", hint=f"there is {', '.join(DIALECTS)}"
        )


def _check_missing(options: Options) -> None:
    _check_text("missing", options.missing)
    if any(special in options.missing for special in ('"', *DELIMITERS)):
        raise OptionError(
            "the text of a missing cell has no quotes and no delimiters", option="missing", hint="for example NA"
        )
    if options.csv_safe and len(options.missing) > _SIGNS and _FORMULA.search(options.missing):
        raise OptionError(
            "with csv_safe the text of a missing cell does not begin like a formula",
            option="missing",
            hint="for example NA",
        )


def _check_date_format(options: Options) -> None:
    _check_text("date_format", options.date_format)
    found = _DIRECTIVE.findall(options.date_format)
    unknown = next((letter for letter in found if letter not in _DIRECTIVES), None)
    if unknown is not None or not found:
        what = "has no day, month or year" if unknown is None else f"has no directive %{unknown}"
        raise OptionError(
            f"the date format {options.date_format!r} {what}",
            option="date_format",
            hint="it is made of %Y, %y, %m and %d, for example %d.%m.%Y",
        )


def _check_text(option: str, text: str) -> None:
    if len(text) > MOST_CHARACTERS or not text.isprintable():
        raise OptionError(
            f"{option} is a text of at most {MOST_CHARACTERS} characters, all of which can be printed", option=option
        )


_CHECKS: dict[str, Callable[[Options], None]] = {
    "delimiter": _check_delimiter,
    "missing": _check_missing,
    "date_format": _check_date_format,
    "dialect": _check_dialect,
}
