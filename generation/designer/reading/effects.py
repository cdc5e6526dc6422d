"""What a column holds where something else is so: nothing, one value, a range."""

import re

from generation.designer.reading.clauses import BE, IF, NUMBER, column, held
from generation.designer.reading.conditions import Known
from generation.designer.reading.rule import Emptied, Fixed, Ranged, Rule
from generation.designer.reading.words import DASHES

_GONE = (
    r"(?:empty|null|blank|missing|none|unset|not set|not filled|n/a|absent|not available|unavailable|nan|0 and null)"
)
_UNLESS = re.compile(
    rf"^.*?{column('t')}\s*:?\(?{BE}\s*(?:left )?{_GONE}(?: values?)?,? "
    r"(?:unless|except (?:for|if|when)|until) (?P<cond>.+)$"
)
_GONE_IF = re.compile(rf"^.*?{column('t')}\s*:?\(?{BE}\s*(?:left )?{_GONE}(?: values?)?,? {IF} (?P<cond>.+)$")
_IF_GONE = re.compile(
    rf"^{IF} (?P<cond>.+?),? (?:then )?(?:there is no |no )?{column('t')}{BE}\s*(?:left )?(?P<gone>{_GONE})?$"
)
_NO_IF = re.compile(rf"^(?:there (?:is|are) )?no {column('t')} {IF} (?P<cond>.+)$")
_HAVE_NO = re.compile(
    rf"^(?P<cond>.+?) (?:should |must |will )?(?:have|has|had|get|gets|receive|pay|show|with) "
    rf"(?P<none>no|0|zero|null|empty|without) {column('t')}$"
)
_ONLY_HAVE = re.compile(
    rf"^only (?P<cond>.+?) (?:should |must |will |can |may )?"
    r"(?:have|has|had|get|gets|receive|receives|contain|are given|be given|with|earn|pay)"
    rf" (?:a |an |any )?{column('t')}$"
)
_ONLY_FOR = re.compile(
    rf"^.*?{column('t')}\s*:?\(?{BE}\s*(?:set|filled|present|given|available|populated|exists?|applied|applies|apply|shown|"
    rf"required|non-?null|not null|not empty|recorded|used|there)?\s*only (?:(?:{IF}|to) )?(?P<cond>.+)$"
)
_FIXED = re.compile(
    rf"^{IF} (?P<cond>.+?),? (?:then )?(?:the )?(?:§(?P<t>\d+)(?![\d.]){BE}\s*(?:=|==|set to|to)?\s*)"
    rf"(?:§(?P=t)\.(?P<value>\d+)|(?P<number>{NUMBER}))$"
)
_FIXED_IF = re.compile(
    rf"^§(?P<t>\d+)(?![\d.])\s*:?\(?{BE}\s*(?:=|set to)?\s*"
    rf"(?:§(?P=t)\.(?P<value>\d+)|(?P<number>{NUMBER}))\)? {IF} (?P<cond>.+)$"
)
_ENDS = rf"\$?(?P<low>{NUMBER})\s*(?:and|to|[{DASHES}])\s*\$?(?P<high>{NUMBER})"
_RANGED = re.compile(
    rf"^{IF}? ?(?P<cond>.+?),? (?:(?:then|have|has|with|should|must|be|are) )*(?:the |an? )?§(?P<t>\d+)(?![\d.]){BE}\s*"
    rf"(?:from |between |in the range |ranging from ){_ENDS}$"
)


_GAPS = (  # with whether the column is empty where the condition does not hold
    (_UNLESS, True),
    (_GONE_IF, False),
    (_ONLY_HAVE, True),
    (_ONLY_FOR, True),
    (_NO_IF, False),
    (_IF_GONE, False),
)


def read_emptied(clause: str, known: Known) -> tuple[Rule, ...]:
    """Read where a column is empty, and where alone it is not."""
    for pattern, unless in _GAPS:
        match = pattern.match(clause)
        if match is None or (pattern is _IF_GONE and not match["gone"] and "no §" not in clause):
            continue
        if found := held(match, known):
            return (Emptied(int(match["t"]), found, unless),)
    return ()


def read_fixed(clause: str, known: Known) -> tuple[Rule, ...]:
    """Read where a column has one value, such as none at all."""
    for pattern in (_FIXED, _FIXED_IF):
        match = pattern.match(clause)
        if match and (found := held(match, known)):
            return (Fixed(int(match["t"]), match["number"] or f".{match['value']}", found),)
    match = _HAVE_NO.match(clause)
    if match and (found := held(match, known)):
        if match["none"] in {"null", "empty", "without"}:
            return (Emptied(int(match["t"]), found),)
        return (Fixed(int(match["t"]), "0", found),)
    return ()


_RANGED_FOR = re.compile(
    rf"^(?:the |an? )?§(?P<t>\d+)(?![\d.])\s*:?\(?{BE}\s*(?:from |between |in the range |ranging from )?"
    rf"{_ENDS} (?:\w+ )?(?:for|if|when|in|where) (?P<cond>.+)$"
)


def read_ranged(clause: str, known: Known) -> tuple[Rule, ...]:
    """Read where a column lies between two numbers."""
    match = _RANGED.match(clause) or _RANGED_FOR.match(clause)
    if match and (found := held(match, known)) and float(match["low"]) <= float(match["high"]):
        return (Ranged(int(match["t"]), float(match["low"]), float(match["high"]), found),)
    return ()
