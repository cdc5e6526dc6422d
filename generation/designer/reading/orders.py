"""What comes after something, or is greater: "ship date within 7 days after order date", `min < max`."""

import re

from generation.designer.reading.clauses import BE, column
from generation.designer.reading.conditions import Known
from generation.designer.reading.rule import Order, Rule
from generation.designer.reading.words import DASHES

_UNITS = ("minute", "hour", "day", "week", "month", "year")
_UNIT = f"(?:{'|'.join(_UNITS)})s?"
_GAP = (
    rf"(?:(?:between )?(?P<least>\d+)\s*(?:[{DASHES}]|to|and)\s*(?P<most>\d+) {_UNIT}"
    rf"|(?:within|up to|at most|no more than|a maximum of) (?:the )?(?:next |first )?(?P<within>\d+) {_UNIT}"
    rf"|(?:at least|a minimum of|more than) (?P<over>\d+) {_UNIT}"
    rf"|(?:exactly |about )?(?P<exact>\d+) {_UNIT}"
    r"|a few days|shortly|some days|sometime|immediately)"
)
_LATER = (
    r"(?:strictly )?(?:after|later than|following|greater than|more than|bigger than|larger than|higher than|above|"
    r"newer than|>=|>|at least|(?:on or|same day or) after|from|of|since)"
)
_EARLIER = (
    r"(?:before|earlier than|prior to|preceding|less than|lower than|smaller than|below|under|older than|<=|<|up to|"
    r"at most|(?:on or) before)"
)
_NOT = (
    r"(?:cannot(?: be)?|can not(?: be)?|can't(?: be)?|never|not(?: be)?|no|must not(?: be)?|should not(?: be)?|isn't|"
    r"(?:does|do) not)"
)
_ORDER = re.compile(
    rf"^(?P<lead>.*?){column('b')}(?: dates?| times?)?\s*:?\(?{BE}\s*(?P<not>{_NOT}\s+)?{BE}\s*(?P<gap>{_GAP}\s+)?"
    rf"(?:(?P<later>{_LATER})|(?P<earlier>{_EARLIER})|(?P<exceed>exceeds?))\s+"
    rf"(?:or (?:equal to|on|the same as) )?{column('a')}(?P<by>.*)"
)
_BY = re.compile(  # what follows: "and at most 5 days later"
    rf"\b(?:(?P<at_most>at most|within|up to|(?:never|no|not) (?:more|later) than|by at most|maximum)"
    rf"|(?P<at_least>at least|by at least|minimum|(?:never|no|not) less than)|by) (?:\w+ )?(?P<gap>\d+)"
    rf"(?:\s?(?:[{DASHES}]|to) ?(?P<upper>\d+))? (?P<unit>{'|'.join(_UNITS)})"
)
_INCLUSIVE = re.compile(r">=|<=|at least|at most|\bor equal|on or|same day|up to")
_CHAIN = re.compile(r"§(\d+)(?![\d.])\s*(?:<=?|->|\u2192|before)\s*(?=§(\d+)(?![\d.]))")


def read_order(clause: str, _: Known) -> tuple[Rule, ...]:
    """Read which of two columns comes first, or a chain of them."""
    chain = _CHAIN.findall(clause)
    if len(chain) > 1:
        return tuple(Order(int(first), int(second), strict="<=" not in clause) for first, second in chain)
    match = _ORDER.match(clause)
    if match is None or re.search(r"\b(?:if|when|only|unless)\b", match["lead"]):
        return ()
    first, second = int(match["a"]), int(match["b"])
    later, denied = not match["earlier"], bool(match["not"])
    if later == denied:
        first, second = second, first
    if first == second:
        return ()
    least, most = _gap(match)
    strict = not (denied or _INCLUSIVE.search(match[0]))
    unit = next((unit for unit in _UNITS if unit in (match["gap"] or "")), "day")
    if least is None and most is None and (by := _BY.search(match["by"])):
        least, most, unit = *_by(by), by["unit"]
        least = 1 if strict and least is None else least
    if match["later"] in {"of", "from", "since"} and least is None and most is None:
        return ()
    return (Order(first, second, strict, least, most, unit),)


def _by(match: re.Match[str]) -> tuple[int | None, int | None]:
    gap = int(match["gap"])
    if match["at_most"]:
        return None, gap
    return (gap, None) if match["at_least"] else (gap, int(match["upper"] or gap))


def _gap(match: re.Match[str]) -> tuple[int | None, int | None]:
    if match["least"]:
        return int(match["least"]), int(match["most"])
    if match["within"]:
        return None, int(match["within"])
    if match["over"]:
        return int(match["over"]), None
    return (int(match["exact"]), int(match["exact"])) if match["exact"] else (None, None)
