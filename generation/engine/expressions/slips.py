"""What people write that is no Python: each slip with the place where it stands and what to write instead."""

import re

_SLIPS: tuple[tuple[str, str], ...] = (  # a pattern whose first group is the slip, and the hint; the first that fits
    (r";\s*$", "leave the semicolon out"),
    (r"^\s*`", "leave the backticks out"),
    (r"[\u2018\u2019\u201c\u201d\u201e]", "write straight quotes: ' or \""),
    (r"^\s*=", "leave the = at the start out"),
    (r"^\s*(?:from|import)\b", "leave the import out: fake, random, np, math, datetime, uuid and string are there"),
    (r"^\s*(?:let|var|const)\b", "leave the assignment out: write its right side"),
    (r"^\s*[A-Za-z_]\w*\s*(?:[-+*/]?=)(?![=>])", "leave the assignment out: write its right side"),
    (r"^\s*return\b", "leave return out"),
    (r"^\s*(?:def|class|for|while|with|try)\b", "write one expression: a cell has one value"),
    (r"^\s*if\b", "write: a if condition else b"),
    (r"===|!==", "write == or !="),
    (r"&&", "write and"),
    (r"\|\|", "write or"),
    (r"<>", "write !="),
    (r"=>", "write >=, or leave the function out: write its value"),
    (r"->", "leave the function out: write its value"),
    (r"\?", "write: a if condition else b"),
    (r"!(?!=)", "write not"),
    (r"\$\{", "write an f-string: f'{name}'"),
    (r"\$", "leave the $ out: a column is used by its name"),
    (r"(?i)^\s*case\b|\bwhen\b.+\bthen\b", "write: a if condition else b"),
    (r"(?i)^\s*select\b", "write the expression alone, without SQL around it"),
    (r"(?i)\bis\s+not\s+null\b", "write: is not None"),
    (r"(?i)\bis\s+null\b", "write: is None"),
    (r"(?i)\bbetween\b.+\band\b", "write: low <= x <= high"),
    (r"(?i)\b(?:not\s+)?like\b\s*['\"]", "write 'part' in x, x.startswith('part') or x.endswith('part')"),
    (r"(?i)\bAND\b|\bOR\b|\bNOT\b|\bIN\b", "write and, or, not and in in small letters"),
    (r"\bnew\s+\w", "leave new out"),
    (r"\+\+|--", "write + 1 or - 1"),
)
_QUOTED = re.compile(r"'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\"")
_QUOTE = re.compile("['\"]")
_COMPILED = [(re.compile(pattern), hint) for pattern, hint in _SLIPS]


def slip_in(text: str) -> tuple[int, str] | None:
    """Return where a text slips first, and what to write instead; None where it has no slip that is known.

    What stands in quotes is no slip, nor what follows a quote that is never closed.
    """
    never_closed = _QUOTE.search(_QUOTED.sub(lambda match: " " * len(match[0]), text))
    bare = _QUOTED.sub(lambda match: f"'{' ' * (len(match[0]) - 2)}'", text)
    for pattern, hint in _COMPILED:
        if match := pattern.search(bare, 0, never_closed.start() if never_closed else len(bare)):
            lead = len(match[0]) - len(match[0].lstrip())
            return match.start() + lead, hint
    return None
