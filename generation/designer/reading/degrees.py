"""What is higher or lower: where something else is so, or along with another column."""

import re

from generation.designer.reading.clauses import BE, IF, NUMBER, column, held
from generation.designer.reading.conditions import Known, read_conditions
from generation.designer.reading.rule import Linked, Raised, Rule

_UP = (
    r"higher|more|larger|greater|longer|bigger|increased|elevated|better|older|heavier|faster|taller|stronger|"
    r"above-average|high"
)
_DOWN = (
    r"lower|less|smaller|fewer|shorter|reduced|decreased|cheaper|worse|younger|slower|lighter|weaker|below-average|low"
)
_MORE = (
    r"(?:(?:much|significantly|slightly|somewhat|considerably|far|generally|noticeably) )?"
    rf"(?P<dir>{_UP}|{_DOWN})"
)
_TIMES = r"(?P<times>twice|three times|four times|five times|\d+(?:\.\d+)?\s?(?:x|times)) (?:as|more|the)"
_MOSTLY = r"(?:(?:should|must|will|tend to|usually|generally|often|typically) )*"
_HAVING = (
    r"(?:should|must|will|tend to|tends to|usually|generally|often|also|typically|on average|have|has|had|pay|pays|"
    r"spend|spends|get|gets|earn|earns|show|with|are|is|be|receive|receives|make|leads? to|results? in|means?|charge|"
    r"having|a|an|the|their|at)"
)
_HIGHER_FOR = re.compile(
    rf"^.*?{column('t')}\s*:?\(?{BE}\s*(?:{_MORE}|{_TIMES}(?: \w+)*?)(?: \w+)?,? (?:than (?:that |those )?)?"
    rf"(?:{IF}|for|in|at|during) (?P<cond>.+)$"
)
_HAVE_HIGHER = re.compile(rf"^(?P<cond>.+?)(?: {_HAVING})+ {_MORE}(?: [a-z]+){{0,2}}? {column('t')}\b.*$")
_LIKELY = re.compile(
    rf"^(?P<cond>.+?) {BE}\s*(?:{_MORE}|{_TIMES}) likely (?:to |be )*(?:have |has |a |an )*"
    r"(?:§(?P<t>\d+)(?:\.(?P<value>\d+))?)\b.*$"
)
_OFTEN = re.compile(rf"^(?P<cond>.+?) {_MOSTLY}§(?P<t>\d+)(?:\.0)? (?P<dir>more|less) (?:often|frequently|likely)\b")
_ABSOLUTE = re.compile(
    rf"^(?P<cond>.+?) {_MOSTLY}(?P<verb>are|is|be|spend|spends|earn|earns|pay|pays|cost|costs) (?:\w+ )?{_MORE}\b.*$"
)
_TIMES_OF = {"twice": 2.0, "three times": 3.0, "four times": 4.0, "five times": 5.0}


def read_raised(clause: str, known: Known) -> tuple[Rule, ...]:
    """Read "patients over 65 have higher bills" and "smokers are twice as likely to churn"."""
    for pattern in (_LIKELY, _OFTEN, _HIGHER_FOR, _HAVE_HIGHER):
        match = pattern.match(clause)
        if match is None:
            continue
        up, times = _direction(match), _times(match)
        if pattern is _LIKELY and match["value"] == "1":
            up = not up
        if found := held(match, known):
            return (Raised(int(match["t"]), found, up, times),)
        if linked := _driven(match["cond"], int(match["t"]), known, up=up):
            return linked
    return _absolute(clause, known)


def _absolute(clause: str, known: Known) -> tuple[Rule, ...]:
    """Read "fraudulent transactions are larger" and "seniors earn more", which name no column of numbers."""
    match = _ABSOLUTE.match(clause)
    if match is None:
        return ()
    verb = match["verb"].removesuffix("s") if match["verb"] not in {"is", "are", "be"} else "be"
    target = known.drivers.get(verb)
    if target is None:
        return ()
    found = read_conditions(match["cond"], known)
    if found and all(condition.column != target for condition in found):
        return (Raised(target, found, _direction(match)),)
    return _driven(match["cond"], target, known, up=_direction(match))


def _direction(match: re.Match[str]) -> bool:
    return not (match["dir"] and re.fullmatch(_DOWN, match["dir"]))


def _times(match: re.Match[str]) -> float | None:
    stated = match.groupdict().get("times")
    if not stated:
        return None
    return _TIMES_OF.get(stated) or float(re.match(NUMBER, stated)[0])  # type: ignore[index]  # the pattern has a number


_AND = rf"(?:(?:,| and|, and) {column('e')})?"
_LINKS = (
    re.compile(
        rf"^.*?{column('t')}\s*:?\(?{BE}\s*(?P<verb>increas|ris|grow|go(?:es)? up|scal|improv|decreas|fall|drop|declin"
        r"|go(?:es)? down|reduc)\w*\s*(?:steadily |linearly )?(?:with|as|by) (?:(?:more|higher|greater|older|the) )*"
        rf"{column('d')}"
    ),
    re.compile(
        rf"^.*?{column('t')}\s*:?\(?{BE}\s*"
        r"(?:(?P<how>negatively|inversely|positively|strongly|closely|roughly|weakly|highly|directly) )*"
        rf"(?:correlat\w*|proportional|related|linked|tied|associated|consistent)(?: \w+)? (?:with|to) "
        rf"{column('d')}{_AND}"
    ),
    re.compile(
        rf"^.*?{column('t')}\s*:?\(?{BE}\s*(?:depend\w*|based|var(?:y|ies)|influenced|determined|driven|calculated|"
        r"derived|computed|affected|inferred|a function) ?(?:on|upon|by|with|from|of|according to|using)? "
        rf"{column('d')}{_AND}"
    ),
    re.compile(
        r"^(?:.*?(?:correlation|relationship|relation|dependency|link) (?:between|of)) "
        rf"{column('d')} (?:and|with|to) {column('t')}"
    ),
    re.compile(
        rf"^{column('d')}{BE}\s*(?:affect|influence|drive|determine|impact|correlate)\w*(?: with)? {column('t')}"
    ),
)
_HIGHER_HIGHER = re.compile(
    rf"^(?:.*?\b)?(?:the )?(?P<first>{_UP}|{_DOWN})(?: the| of)* {column('d')}\b.*?"
    rf"(?:the )?\b(?P<dir>{_UP}|{_DOWN})(?: the| \w+)? {column('t')}"
)
_FALLS = re.compile(r"decreas|fall|drop|declin|go(?:es)? down|reduc")


def read_linked(clause: str, _: Known) -> tuple[Rule, ...]:
    """Read "salary increases with experience" and "the older, the higher"."""
    match = _HIGHER_HIGHER.match(clause)
    if match and match["d"] != match["t"]:
        up = bool(re.fullmatch(_UP, match["first"])) == bool(re.fullmatch(_UP, match["dir"]))
        return (Linked(int(match["t"]), int(match["d"]), up),)
    for pattern in _LINKS:
        if match := pattern.match(clause):
            groups = match.groupdict()
            up = (
                groups.get("how") not in {"negatively", "inversely"}
                and not _FALLS.match(groups.get("verb") or "")
                and "negative" not in clause
            )
            named = dict.fromkeys(int(groups[name]) for name in ("d", "e") if groups.get(name))
            return tuple(Linked(int(groups["t"]), driver, up) for driver in named if driver != int(groups["t"]))
    return ()


def _driven(text: str, target: int, known: Known, *, up: bool) -> tuple[Rule, ...]:
    """Read "older people": the word speaks of a column."""
    for word in text.split():
        driver = known.drivers.get(word)
        opposite = known.opposites.get(word)
        if driver is not None and driver != target:
            return (Linked(target, driver, up),)
        if opposite is not None and opposite != target:
            return (Linked(target, opposite, not up),)
    match = re.search(rf"\b(?P<first>{_UP}|{_DOWN}) §(?P<d>\d+)(?![\d.])", text)
    if match and int(match["d"]) != target:
        return (Linked(target, int(match["d"]), up == bool(re.fullmatch(_UP, match["first"]))),)
    return ()
