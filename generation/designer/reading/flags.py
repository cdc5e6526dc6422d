"""How yes and no are written, and how often it is yes."""

import re
from dataclasses import replace

from generation.designer.reading.limit import Limits, without
from generation.engine import DataType

_PAIRS = r"yes|no|y|n|true|false|t|f|0|1"
_OPPOSITES = {frozenset(pair.split()) for pair in ("yes no", "y n", "true false", "t f", "0 1")}
_YES = frozenset({"yes", "y", "true", "t", "1"})
_EITHER = re.compile(
    rf"(?:^|(?<=[\s(\[:]))[\"']?({_PAIRS})[\"']?\s*(?:/|\||,|\bor\b"
    rf"|\band\b)\s*[\"']?({_PAIRS})[\"']?(?=\s*(?:[)\];.]|,(?!\s*[\w\"'])|$))(?:\s*(?:flag|values?|only))?",
    re.IGNORECASE,
)
_SLASHED = re.compile(
    rf"(?:^|(?<=[\s(\[:]))[\"']?({_PAIRS})[\"']?\s?[/|]\s?[\"']?({_PAIRS})[\"']?(?![/|\w])", re.IGNORECASE
)
_EXPLAINED = re.compile(
    r"[\"']?\b([01]|[yn])\b[\"']?\s*(?:=|:|is|means|for|->|→)\s*[\"']?([\w -]{1,30}?)[\"']?\s*(?:,|;|/|\bor\b"
    r"|\band\b)\s*"
    r"[\"']?\b([01]|[yn])\b[\"']?\s*(?:=|:|is|means|for|->|→)\s*[\"']?([\w -]{1,30}?)[\"']?(?=\s*(?:[)\],;.]|$))",
    re.IGNORECASE,
)
_ONE_IF = re.compile(
    r"\b1 (?:if|when|for)\b[^,;)]{1,60}?(?:(?:,|;| and| or)?\s*(?:0|else 0|otherwise 0|0 otherwise|else"
    r"|otherwise)\b[^;)]{0,40})?(?=[);]|$)",
    re.IGNORECASE,
)
_BINARY = re.compile(
    r"(?<![-\w])(?<!non )\bbinary\b"
    r"(?:\s+(?:flag|label|target|variable|indicator|outcome|class|value|column)s?\b|(?=\s*(?:[),;.:]|$)))",
    re.IGNORECASE,
)


def read_yes_no(text: str, limits: Limits) -> tuple[str, Limits]:
    """Read `yes/no`, `(Y/N)`, `0 or 1`, `1 = storm, 0 = calm`, `True/False`, `binary`."""
    if (match := _EXPLAINED.search(text)) and match[1].lower() != match[3].lower():
        return without(text, match), replace(limits, yes_no=_ordered(match[1], match[3]))
    match = _SLASHED.search(text) or _EITHER.search(text)
    if match and frozenset({match[1].lower(), match[2].lower()}) in _OPPOSITES:
        words = _ordered(match[1], match[2])
        if words[0].lower() == "true":
            return without(text, match), replace(limits, data_type=DataType.BOOLEAN)
        return without(text, match), replace(limits, yes_no=words)
    for pattern in (_ONE_IF, _BINARY):
        if match := pattern.search(text):
            return without(text, match), replace(limits, yes_no=("1", "0"))
    return text, limits


def _ordered(first: str, second: str) -> tuple[str, str]:
    return (first, second) if first.lower() in _YES else (second, first)


_ABOUT = (
    r"(?:(?:very |quite )?(?:rare|rarely|seldom|uncommon|low)[,;:]? |with |about |around |roughly |approximately "
    r"|approx\.? |only |~ ?|at |is |of |for |should be |a |an )*"
)
_WHO = (
    r"(?:of (?:the |all )?(?:\w+ ){0,2}?\w+ (?:should be |are |is |have |has |had |will |be )?|are |is |chance of "
    r"|probability of |chance |rate |of )?"
)
_ONE_SHARE = re.compile(
    rf"^[\s(:,]*{_ABOUT}(\d{{1,2}}(?:\.\d+)?)\s?(?:%"
    rf"|percent)\s*{_WHO}(?:being )?([A-Za-z][\w-]*(?: [\w-]+)?)?[\s),.;]*$",
    re.IGNORECASE,
)
_YES_AND_SHARE = re.compile(
    r"\b(?:yes|true|positive)(?: in| for| is|:|,)? (?:about )?(\d{1,2}(?:\.\d+)?)\s?%(?: of (?:the )?(?:\w+))?",
    re.IGNORECASE,
)
_NO_YES = frozenset({"discount", "off", "tax", "vat", "apr", "increase", "interest", "per", "growth", "commission"})


def read_one_share(text: str, limits: Limits) -> tuple[str, Limits]:
    """Read `2% fraud`, `60% female`, `20% yes`: one value and its share, or nothing but a share."""
    if not limits.values and (match := _YES_AND_SHARE.search(text)):
        return without(text, match), replace(limits, yes_share=float(match[1]) / 100)
    match = None if limits.values or limits.have_ends else _ONE_SHARE.match(text)
    if match is None or _NO_YES & set((match[2] or "").lower().split()):
        return text, limits
    said, share = (match[2] or "").strip(), float(match[1])
    if not said or said.lower() in _YES or re.search(rf"\bof (?:the |all )?{re.escape(said)}\b", text):
        data_type = DataType.BOOLEAN if said.lower() in _YES else limits.data_type
        return "", replace(limits, yes_share=share / 100, data_type=data_type)
    return "", replace(limits, values=(said,), shares=(share,))
