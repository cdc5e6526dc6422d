"""Sentences that relate columns to each other, read as rules.

They are read from a text in which the columns and their values are marked (see `mentions`): `§3` is the fourth column,
`§3.1` the second value of it, of a truth `§3.0` is yes and `§3.1` no.
"""

import ast
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

from generation.designer.reading.conditions import Condition, Known, read_conditions


@dataclass(frozen=True, slots=True)
class Formula:
    """A column is computed from others: `terms` is an expression with their marks."""

    target: int
    terms: str

    @property
    def operands(self) -> tuple[int, ...]:
        """Return the columns that it is computed from."""
        return tuple(dict.fromkeys(int(place) for place in re.findall(r"§(\d+)", self.terms)))


@dataclass(frozen=True, slots=True)
class Order:
    """A column comes after another, or is greater, by `least` to `most` of a unit where these were stated."""

    earlier: int
    later: int
    strict: bool = True
    least: int | None = None
    most: int | None = None
    unit: str = "day"


@dataclass(frozen=True, slots=True)
class Emptied:
    """A column is empty where a condition holds, or, as `unless` says, where it does not."""

    target: int
    conditions: tuple[Condition, ...]
    unless: bool = False


@dataclass(frozen=True, slots=True)
class Fixed:
    """A column has one value where a condition holds."""

    target: int
    value: str
    conditions: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Raised:
    """A column is higher where a condition holds, or lower; `times` says how much more, where that was stated."""

    target: int
    conditions: tuple[Condition, ...]
    up: bool = True
    times: float | None = None


@dataclass(frozen=True, slots=True)
class Ranged:
    """A column lies between two numbers where a condition holds."""

    target: int
    low: float
    high: float
    conditions: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Linked:
    """A column rises with another, or falls."""

    target: int
    driver: int
    up: bool = True


@dataclass(frozen=True, slots=True)
class Ratio:
    """Two sets of one column's values stand in a ratio; an empty set is all other values."""

    column: int
    first: tuple[int, ...]
    second: tuple[int, ...]
    parts: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Repeated:
    """Something occurs in several rows, as its key does anyway."""

    column: int


Rule: TypeAlias = Formula | Order | Emptied | Fixed | Raised | Ranged | Linked | Ratio | Repeated


def rule_numbers(rule: Rule) -> tuple[float, ...]:
    """Return the numbers that were stated in a rule."""
    match rule:
        case Order():
            return tuple(float(gap) for gap in (rule.least, rule.most) if gap is not None)
        case Formula():
            return tuple(float(number) for number in re.findall(r"(?<![§\d.])\d+(?:\.\d+)?", rule.terms))
        case Emptied() | Raised() | Fixed() | Ranged():
            stated = [condition.number for condition in rule.conditions if condition.operator not in {"in", "not in"}]
            ends = [rule.low, rule.high] if isinstance(rule, Ranged) else []
            return (*stated, *ends)
    return ()


_MOST_CLAUSES = 12
_LONGEST = 400


def read_rules(marked: str, known: Known) -> tuple[Rule, ...]:
    """Return the rules in a marked text."""
    text = " ".join(marked[:_LONGEST].lower().split()).strip(" .;")
    found: list[Rule] = []
    for clause in _clauses(text):
        found += _read_clause(clause, known)
    return tuple(dict.fromkeys(found))


_APART = re.compile(r"\s*(?:;|\bwhile\b|\bwhereas\b|, but\b|\. )\s*")
_AND = re.compile(r",? and (?=(?:the |a |an |their |its )?§\d+(?![\d.]) (?!and\b))|, (?=if |when |only )")


def _clauses(text: str) -> Iterator[str]:
    """Yield the parts of a sentence, each of which may be a rule by itself."""
    for part in _APART.split(text)[:_MOST_CLAUSES]:
        pieces = _AND.split(part)
        yield from pieces if all("§" in piece and _VERB.search(piece) for piece in pieces) else [part]


_LEAD = re.compile(
    r"^(?:(?:and|also|please|note|that|where|so|such|make|sure|ensure|ensuring|with|the rule is|rule|keep in mind|remember|"
    r"of course|in addition|additionally|furthermore|finally|but|it is important) (?:that )?[:,]?\s*)+(?=\S)"
)


def _read_clause(clause: str, known: Known) -> tuple[Rule, ...]:
    if not clause.startswith("with ") or "likely" not in clause:
        clause = _LEAD.sub("", clause)
    for reader in _READERS:
        if rules := reader(clause, known):
            return rules
    return ()


def _column(name: str) -> str:
    return rf"(?:the |their |its |a |an |any |his |her )?§(?P<{name}>\d+)(?![\d.])(?: (?:values?|column|field|date|amount)s?\b)?"


_BE = (
    r"(?:\s*(?:is|are|was|be|should|must|has to|have to|needs to|will|can|always|also|strictly|usually|typically|"
    r"generally|tends? to|automatically|then|equal(?:s)?(?: to)?|match(?:es)?|comes?|falls?|occurs?|happens?|on average)\b)*"
)
_VERB = re.compile(
    r"\b(?:is|are|be|has|have|should|must|equals?|depends?|increases?|decreases?|comes?|occurs?|after|before|only|unless)\b|[=<>]"
)
_NUMBER = r"-?\d+(?:\.\d+)?"

# ------------------------------------------------------------------------------------------------------------ formulas

_SUM = (
    (re.compile(r"\b(?:the )?sum of (.+)"), " + "),
    (re.compile(r"\b(?:the )?product of (.+)"), " * "),
    (re.compile(r"\b(?:the )?difference (?:between|of) (.+)"), " - "),
    (re.compile(r"\b(?:the )?ratio (?:of|between) (.+)"), " / "),
)
_AVERAGE = re.compile(r"\b(?:the )?(?:average|mean) of (.+)")
_LISTED = re.compile(r"\s*(?:,\s*and|,|\band\b|\bto\b)\s*")
_OPERATORS = (
    (re.compile(r"\bmultiplied (?:by|with)\b|\btimes\b|(?<=[\d)] )x(?= [§\d(])|[×·]"), "*"),
    (re.compile(r"\bdivided by\b|\bover\b|÷"), "/"),
    (re.compile(r"\bplus\b|\badded to\b"), "+"),
    (re.compile(r"\bminus\b|\bless\b|[−–]"), "-"),
    (re.compile(rf"({_NUMBER})\s?(?:%|percent) of\b"), r"\1 / 100 *"),
    (re.compile(rf"({_NUMBER})\s?%"), r"(\1 / 100)"),
    (re.compile(r"\bhalf (?:of )?"), "0.5 * "),
    (re.compile(r"\b(?:twice|double)(?: of)?"), "2 * "),
    (re.compile(r"\b(?:the|an?|its|their|of|value|amount)\b"), " "),
    (re.compile(r"\^"), "**"),
)
_AFTER_TERMS = re.compile(r"[,(]?\s*\b(?:rounded|with|in|where|so|for|if|when|which|and|as)\b.*$")
_TERMS = re.compile(r"[§\d.+\-*/() ]+")
_IS = re.compile(
    rf"^{_column('t')}\s*(?::|\()?\s*(?:=|{_BE}\s*(?:=|(?:calculated|computed|derived|determined|given|defined|obtained|generated|made)"
    r"\s*(?:as|by|from|using|with|to be)?|the result of)?)\s*:?\s*(?P<terms>.+?)\)?$"
)
_FEWEST_OPERATIONS = re.compile(r"§\d+(?![\d.])\s*(?:\*\*?|[+\-/])|(?:\*\*?|[+\-/])\s*\(?\s*§\d+")


_SHARE_OF = re.compile(
    rf"^{_column('t')}\s*:?\(?{_BE}\s*(?:between )?(?P<low>{_NUMBER})\s?%?\s*(?:-|–|to|and)\s*(?P<high>{_NUMBER})\s?% of {_column('s')}"
)


def _formula(clause: str, _: Known) -> tuple[Rule, ...]:
    if match := _SHARE_OF.match(clause):
        shares = f"random.uniform({float(match['low']) / 100:g}, {float(match['high']) / 100:g})"
        return (Formula(int(match["t"]), f"§{match['s']} * {shares}"),)
    match = _IS.match(clause)
    if match is None:
        return ()
    terms = _arithmetic(match["terms"])
    target = int(match["t"])
    if terms is None or re.search(rf"§{target}(?!\d)", terms):
        return ()
    return (Formula(target, terms),)


def _arithmetic(text: str) -> str | None:
    """Return words as an expression with marks: "price times quantity" -> `§0 * §1`; None where it is none."""
    for pattern, operator in _SUM:
        text = pattern.sub(lambda match, operator=operator: f"({operator.join(_LISTED.split(match[1]))})", text)  # type: ignore[misc]  # a string
    text = _AVERAGE.sub(lambda match: _mean(_LISTED.split(match[1])), text)
    for pattern, written in _OPERATORS:
        text = pattern.sub(written, text)
    if not _TERMS.fullmatch(text):
        text = _AFTER_TERMS.sub("", text)
    text = " ".join(text.strip(" .,:").split())
    if not _TERMS.fullmatch(text) or not _FEWEST_OPERATIONS.search(text):
        return None
    try:
        ast.parse(text.replace("§", "c"), mode="eval")
    except SyntaxError:
        return None
    return text


def _mean(parts: list[str]) -> str:
    return f"(({' + '.join(parts)}) / {len(parts)})"


_SAME = re.compile(
    rf"^{_column('t')}{_BE}\s*(?:the )?(?:same as|identical to|equal to|equals|a copy of|=)\s*{_column('s')}$"
)


def _same(clause: str, _: Known) -> tuple[Rule, ...]:
    match = _SAME.match(clause)
    return (Formula(int(match["t"]), f"§{match['s']}"),) if match else ()


# --------------------------------------------------------------------------------------------------------------- order

_UNITS = r"(?P<unit>minute|hour|day|week|month|year)s?"
_GAP = (
    rf"(?:(?:between )?(?P<least>\d+)\s*(?:-|–|to|and)\s*(?P<most>\d+) {_UNITS}"
    rf"|(?:within|up to|at most|no more than|a maximum of) (?:the )?(?:next |first )?(?P<within>\d+) {_UNITS.replace('unit', 'unit2')}"
    rf"|(?:at least|a minimum of|more than) (?P<over>\d+) {_UNITS.replace('unit', 'unit3')}"
    rf"|(?:exactly |about )?(?P<exact>\d+) {_UNITS.replace('unit', 'unit4')}"
    r"|a few days|shortly|some days|sometime|immediately)"
)
_LATER = (
    r"(?:strictly )?(?:after|later than|following|greater than|more than|bigger than|larger than|higher than|above|"
    r"newer than|>=|>|at least|(?:on or|same day or) after|from|of|since)"
)
_EARLIER = r"(?:before|earlier than|prior to|preceding|less than|lower than|smaller than|below|under|older than|<=|<|up to|at most|(?:on or) before)"
_NOT = r"(?:cannot(?: be)?|can not(?: be)?|can't(?: be)?|never|not(?: be)?|no|must not(?: be)?|should not(?: be)?|isn't|(?:does|do) not)"
_ORDER = re.compile(
    rf"^(?P<lead>.*?){_column('b')}(?: dates?| times?)?\s*:?\(?{_BE}\s*(?P<not>{_NOT}\s+)?{_BE}\s*(?:{_GAP}\s+)?"
    rf"(?:(?P<later>{_LATER})|(?P<earlier>{_EARLIER})|(?P<exceed>exceeds?))\s+(?:or (?:equal to|on|the same as) )?{_column('a')}"
)
_INCLUSIVE = re.compile(r">=|<=|at least|at most|\bor equal|on or|same day|up to")
_CHAIN = re.compile(r"§(\d+)(?![\d.])\s*(?:<=?|->|→|before)\s*(?=§(\d+)(?![\d.]))")


def _order(clause: str, _: Known) -> tuple[Rule, ...]:
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
    unit = next((match[name] for name in ("unit", "unit2", "unit3", "unit4") if match[name]), "day")
    if match["later"] in {"of", "from", "since"} and least is None and most is None:
        return ()
    return (Order(first, second, strict, least, most, unit),)


def _gap(match: re.Match[str]) -> tuple[int | None, int | None]:
    if match["least"]:
        return int(match["least"]), int(match["most"])
    if match["within"]:
        return None, int(match["within"])
    if match["over"]:
        return int(match["over"]), None
    return (int(match["exact"]), int(match["exact"])) if match["exact"] else (None, None)


# ---------------------------------------------------------------------------------------------------------- conditions

_GONE = (
    r"(?:empty|null|blank|missing|none|unset|not set|not filled|n/a|absent|not available|unavailable|nan|0 and null)"
)
_IF = r"(?:if|when|whenever|where|for|in case|in case of|with|among|on|unless it is)"
_UNLESS = re.compile(
    rf"^.*?{_column('t')}\s*:?\(?{_BE}\s*(?:left )?{_GONE}(?: values?)?,? (?:unless|except (?:for|if|when)|until) (?P<cond>.+)$"
)
_GONE_IF = re.compile(rf"^.*?{_column('t')}\s*:?\(?{_BE}\s*(?:left )?{_GONE}(?: values?)?,? {_IF} (?P<cond>.+)$")
_IF_GONE = re.compile(
    rf"^{_IF} (?P<cond>.+?),? (?:then )?(?:there is no |no )?{_column('t')}{_BE}\s*(?:left )?(?P<gone>{_GONE})?$"
)
_NO_IF = re.compile(rf"^(?:there (?:is|are) )?no {_column('t')} {_IF} (?P<cond>.+)$")
_HAVE_NO = re.compile(
    rf"^(?P<cond>.+?) (?:should |must |will )?(?:have|has|had|get|gets|receive|pay|show|with) (?P<none>no|0|zero|null|empty|without) {_column('t')}$"
)
_ONLY_HAVE = re.compile(
    rf"^only (?P<cond>.+?) (?:should |must |will |can |may )?(?:have|has|had|get|gets|receive|receives|contain|are given|be given|with|earn|pay)"
    rf" (?:a |an |any )?{_column('t')}$"
)
_ONLY_FOR = re.compile(
    rf"^.*?{_column('t')}\s*:?\(?{_BE}\s*(?:set|filled|present|given|available|populated|exists?|applied|applies|apply|shown|required|"
    rf"non-?null|not null|not empty|recorded|used|there)?\s*only (?:(?:{_IF}|to) )?(?P<cond>.+)$"
)
_FIXED = re.compile(
    rf"^{_IF} (?P<cond>.+?),? (?:then )?(?:the )?(?:§(?P<t>\d+)(?![\d.]){_BE}\s*(?:=|==|set to|to)?\s*)"
    rf"(?:§(?P=t)\.(?P<value>\d+)|(?P<number>{_NUMBER}))$"
)
_FIXED_IF = re.compile(
    rf"^§(?P<t>\d+)(?![\d.])\s*:?\(?{_BE}\s*(?:=|set to)?\s*(?:§(?P=t)\.(?P<value>\d+)|(?P<number>{_NUMBER}))\)? {_IF} (?P<cond>.+)$"
)
_RANGED = re.compile(
    rf"^{_IF}? ?(?P<cond>.+?),? (?:(?:then|have|has|with|should|must|be|are) )*(?:the |an? )?§(?P<t>\d+)(?![\d.]){_BE}\s*"
    rf"(?:from |between |in the range |ranging from )\$?(?P<low>{_NUMBER})\s*(?:and|to|-|–)\s*\$?(?P<high>{_NUMBER})$"
)


def _emptied(clause: str, known: Known) -> tuple[Rule, ...]:
    for pattern, unless in (
        (_UNLESS, True),
        (_GONE_IF, False),
        (_ONLY_HAVE, True),
        (_ONLY_FOR, True),
        (_NO_IF, False),
        (_IF_GONE, False),
    ):
        match = pattern.match(clause)
        if match is None or (pattern is _IF_GONE and not match["gone"] and "no §" not in clause):
            continue
        if found := _held(match, known):
            return (Emptied(int(match["t"]), found, unless),)
    return ()


def _held(match: re.Match[str], known: Known) -> tuple[Condition, ...]:
    """Return the conditions of a rule, none of which is about its own target."""
    found = read_conditions(match["cond"], known)
    return found if all(condition.column != int(match["t"]) for condition in found) else ()


def _fixed(clause: str, known: Known) -> tuple[Rule, ...]:
    for pattern in (_FIXED, _FIXED_IF):
        match = pattern.match(clause)
        if match and (found := _held(match, known)):
            return (Fixed(int(match["t"]), match["number"] or f".{match['value']}", found),)
    match = _HAVE_NO.match(clause)
    if match and (found := _held(match, known)):
        if match["none"] in {"null", "empty", "without"}:
            return (Emptied(int(match["t"]), found),)
        return (Fixed(int(match["t"]), "0", found),)
    return ()


_RANGED_FOR = re.compile(
    rf"^(?:the |an? )?§(?P<t>\d+)(?![\d.])\s*:?\(?{_BE}\s*(?:from |between |in the range |ranging from )?\$?(?P<low>{_NUMBER})"
    rf"\s*(?:and|to|-|–)\s*\$?(?P<high>{_NUMBER}) (?:\w+ )?(?:for|if|when|in|where) (?P<cond>.+)$"
)


def _ranged(clause: str, known: Known) -> tuple[Rule, ...]:
    match = _RANGED.match(clause) or _RANGED_FOR.match(clause)
    if match and (found := _held(match, known)) and float(match["low"]) <= float(match["high"]):
        return (Ranged(int(match["t"]), float(match["low"]), float(match["high"]), found),)
    return ()


# --------------------------------------------------------------------------------------------------- higher and lower

_UP = r"higher|more|larger|greater|longer|bigger|increased|elevated|better|older|heavier|faster|taller|stronger|above-average|high"
_DOWN = (
    r"lower|less|smaller|fewer|shorter|reduced|decreased|cheaper|worse|younger|slower|lighter|weaker|below-average|low"
)
_MORE = rf"(?:(?:much|significantly|slightly|somewhat|considerably|far|generally|noticeably) )?(?P<dir>{_UP}|{_DOWN})"
_TIMES = r"(?P<times>twice|three times|four times|five times|\d+(?:\.\d+)?\s?(?:x|times)) (?:as|more|the)"
_HAVING = (
    r"(?:should|must|will|tend to|tends to|usually|generally|often|also|typically|on average|have|has|had|pay|pays|spend|spends|"
    r"get|gets|earn|earns|show|with|are|is|be|receive|receives|make|leads? to|results? in|means?|charge|having|a|an|the|their|at)"
)
_HIGHER_FOR = re.compile(
    rf"^.*?{_column('t')}\s*:?\(?{_BE}\s*(?:{_MORE}|{_TIMES}(?: \w+)*?)(?: \w+)?,? (?:than (?:that |those )?)?(?:{_IF}|for|in|at|during) (?P<cond>.+)$"
)
_HAVE_HIGHER = re.compile(rf"^(?P<cond>.+?)(?: {_HAVING})+ {_MORE}(?: [a-z]+){{0,2}}? {_column('t')}\b.*$")
_LIKELY = re.compile(
    rf"^(?P<cond>.+?) {_BE}\s*(?:{_MORE}|{_TIMES}) likely (?:to |be )*(?:have |has |a |an )*(?:§(?P<t>\d+)(?:\.(?P<value>\d+))?)\b.*$"
)
_OFTEN = re.compile(
    rf"^(?P<cond>.+?) (?:(?:should|must|will|tend to|usually|generally|often|typically) )*§(?P<t>\d+)(?:\.0)? (?P<dir>more|less) (?:often|frequently|likely)\b"
)
_ABSOLUTE = re.compile(
    rf"^(?P<cond>.+?) (?:(?:should|must|will|tend to|usually|generally|often|typically) )*(?P<verb>are|is|be|spend|spends|earn|earns|pay|pays|cost|costs) (?:\w+ )?{_MORE}\b.*$"
)
_TIMES_OF = {"twice": 2.0, "three times": 3.0, "four times": 4.0, "five times": 5.0}


def _raised(clause: str, known: Known) -> tuple[Rule, ...]:
    for pattern in (_LIKELY, _OFTEN, _HIGHER_FOR, _HAVE_HIGHER):
        match = pattern.match(clause)
        if match is None:
            continue
        up, times = _direction(match), _times(match)
        if pattern is _LIKELY and match["value"] == "1":
            up = not up
        if found := _held(match, known):
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
    return _TIMES_OF.get(stated) or float(re.match(_NUMBER, stated)[0])  # type: ignore[index]  # the pattern has a number


# ---------------------------------------------------------------------------------------------------------------- links

_LINKS = (
    re.compile(
        rf"^.*?{_column('t')}\s*:?\(?{_BE}\s*(?P<verb>increas|ris|grow|go(?:es)? up|scal|improv|decreas|fall|drop|declin|go(?:es)? down|reduc)\w*\s*(?:steadily |linearly )?(?:with|as|by) (?:(?:more|higher|greater|older|the) )*{_column('d')}"
    ),
    re.compile(
        rf"^.*?{_column('t')}\s*:?\(?{_BE}\s*(?:(?P<how>negatively|inversely|positively|strongly|closely|roughly|weakly|highly|directly) )*"
        rf"(?:correlat\w*|proportional|related|linked|tied|associated|consistent)(?: \w+)? (?:with|to) {_column('d')}(?:(?:,| and|, and) {_column('e')})?"
    ),
    re.compile(
        rf"^.*?{_column('t')}\s*:?\(?{_BE}\s*(?:depend\w*|based|var(?:y|ies)|influenced|determined|driven|calculated|derived|computed|affected|inferred|a function)"
        rf" ?(?:on|upon|by|with|from|of|according to|using)? {_column('d')}(?:(?:,| and|, and) {_column('e')})?"
    ),
    re.compile(
        rf"^(?:.*?(?:correlation|relationship|relation|dependency|link) (?:between|of)) {_column('d')} (?:and|with|to) {_column('t')}"
    ),
    re.compile(
        rf"^{_column('d')}{_BE}\s*(?:affect|influence|drive|determine|impact|correlate)\w*(?: with)? {_column('t')}"
    ),
)
_HIGHER_HIGHER = re.compile(
    rf"^(?:.*?\b)?(?:the )?(?P<first>{_UP}|{_DOWN})(?: the| of)* {_column('d')}\b.*?(?:the )?\b(?P<dir>{_UP}|{_DOWN})(?: the| \w+)? {_column('t')}"
)
_FALLS = re.compile(r"decreas|fall|drop|declin|go(?:es)? down|reduc")


def _linked(clause: str, _: Known) -> tuple[Rule, ...]:
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


# --------------------------------------------------------------------------------------------------- ratios, repetition

_RATIO = re.compile(
    r"ratio (?:of|between) (?P<first>.+?) (?:to|and|vs\.?|versus) (?P<second>.+?)(?: (?:should|must|is|be|of|approximately|about|around|roughly))* ?[:=]?"
    rf" ?(?P<a>{_NUMBER})\s?(?::|to)\s?(?P<b>{_NUMBER})"
)
_VALUE = re.compile(r"§(\d+)\.(\d+)")


def _ratio(clause: str, _: Known) -> tuple[Rule, ...]:
    match = _RATIO.search(clause)
    if match is None:
        return ()
    first, second = _VALUE.findall(match["first"]), _VALUE.findall(match["second"])
    columns = {column for column, _ in (*first, *second)}
    if len(columns) != 1 or not (float(match["a"]) and float(match["b"])):
        return ()
    sets = [tuple(int(value) for _, value in found) for found in (first, second)]
    return (Ratio(int(columns.pop()), sets[0], sets[1], (float(match["a"]), float(match["b"]))),)


_REPEATED = re.compile(
    rf"^(?:each|every|an?|one|some|many) {_column('t')}.*? (?:has|have|had|can|may|places?|makes?|appears?|visits?|occurs?)\b.*\b(?:several|multiple|many|more than one|at least one|up to \d+|\d+ ?(?:-|to) ?\d+|repeated|times)\b"
)


def _repeated(clause: str, _: Known) -> tuple[Rule, ...]:
    match = _REPEATED.match(clause)
    return (Repeated(int(match["t"])),) if match else ()


_READERS: tuple[Callable[[str, Known], tuple[Rule, ...]], ...] = (
    _ratio,
    _repeated,
    _emptied,
    _fixed,
    _formula,
    _same,
    _ranged,
    _order,
    _linked,
    _raised,
)
