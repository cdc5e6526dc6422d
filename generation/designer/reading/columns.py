"""One item of a list: the column's name, and what is said about it."""

import re
from dataclasses import replace

from generation.designer.reading.asked import as_name
from generation.designer.reading.limit import Limits
from generation.designer.reading.limits import read_limits
from generation.designer.reading.wished import WishedColumn
from generation.designer.reading.words import DASHES, PUNCTUATION, any_of, word_set, words
from generation.engine import DataType

_LONGEST_NAME = 8  # words

_NAME_AND_ABOUT = re.compile(
    r"[`\"'*]*(?P<name>\w[\w ./-]{0,60}?)[`\"'*]*\s*(?P<typed>\([^()]{0,80}\))?"
    rf"\s*(?::(?!\d\d)|\s[{DASHES}]\s|=)\s*(?P<about>.+)",
    re.DOTALL,
)
_NAME_AND_NOTE = re.compile(r"(?P<name>[^(\[]*)(?P<about>[(\[].*)", re.DOTALL)
_BEFORE_NAME = (
    "and, or, also, with, the, a, an, their, each, some, about, including, include, plus, as well as, what, which,"
    "how many, how much"
)
_AFTER_NAME = (
    "should, must, will, can, be, is, are, with, in, of, from, and, or, the, a, for, ranging, as, to, integer,"
    "float, values, where, between, on, on an?(?: \\w+)? scale, scale, itself, themselves, too, as well,"
    "please, would be \\w+"
)
_COLUMN_FOR = re.compile(  # "a column for the city", "a label column called spam that is 1 in 2% of the rows"
    r"(?:and |also )*(?:(?:an?|one|another|the) (?:\w+ )?(?:column|field|variable|feature)|one|another)"
    r" (?:for|called|named|with|showing|giving|holding)\s+(?:the |an? )?(?P<rest>.+)",
    re.IGNORECASE | re.DOTALL,
)
_COLUMN_WITH = re.compile(
    r"(?:and |also )*(?:an?|one|another|the) (?P<name>[\w-]+(?: [\w-]+){0,3}?) (?:column|field|variable|feature|flag)"
    r" (?:with|that|which|where|for|showing|indicating|telling|saying|containing|holding)\s+(?P<rest>.+)",
    re.IGNORECASE | re.DOTALL,
)
_NUMBERED = re.compile(
    r"(?:column|col|field|feature|variable)[ _]?\d{1,2}\s*[=:]\s*(?P<rest>.+)", re.IGNORECASE | re.DOTALL
)
_FLAGGED = re.compile(r"(?:an? )?(?:flag|indicator|label|marker|boolean) \w+ing (?P<rest>whether .+)", re.IGNORECASE)
_PLAIN_NAME = re.compile(r"(?!and |the |an? |their |its )[A-Za-z]+ (?:on|at|by|from|to|for|in)")  # "joined on: ..."
_STEPPED = re.compile(
    r"(?P<name>dates?|timestamps?|time|day) (?P<step>hourly|daily|weekly|monthly|quarterly|yearly)\b(?P<rest>.*)",
    re.IGNORECASE,
)
_PER = re.compile(  # "visits per week" is a name, "one reading per hour" a step
    r"(?<=[a-z]) per (?=(?:second|minute|hour|day|night|week|month|quarter|year)\b)(?<!\bone per )(?<!\bonce per )"
    r"(?<!readings per )(?<!reading per )(?<!records per )(?<!record per )(?<!rows per )(?<!row per )",
    re.IGNORECASE,
)
_LIMITS_ONLY = word_set(
    "missing null nulls values value duplicates key primary unique data optional required integer float text only"
    " positive boolean"
)
_DANGLING = re.compile(rf"^{any_of(_BEFORE_NAME)}\s+|\s+{any_of(_AFTER_NAME)}$", re.IGNORECASE)
_COUNTED = re.compile(
    r"^(?:\d{1,3}|two|three|four|five|six|ten)\s+(?:[\w-]+\s+){0,2}(?:columns?|fields?|features?|variables?"
    r"|attributes?)"
    r"\s+(?:named\s+|called\s+|like\s+|such as\s+)?(?=\w)",
    re.IGNORECASE,
)
_NOUN = re.compile(r"\s+(?:field|column|attribute|variable|feature)s?$", re.IGNORECASE)
_FLAG = re.compile(r"(?<=\w)\s+(?:flag|indicator|boolean|bool)$", re.IGNORECASE)
_IDENTIFIER = re.compile(r"\w*(?:_|[a-z][A-Z]|[A-Z]{2}[a-z])\w*")
_SHARE_LAST = re.compile(
    r"(?<=[A-Za-z])\s*[:=]?\s(?:about |around |~ ?|roughly )?(\d{1,2}(?:\.\d+)?)\s?(?:%|percent)(?: (?:(yes|true"
    r"|positive)|of (?:the )?(?:rows|time|cases|records)))?$"
)
_WHETHER = re.compile(
    r"^(?:whether|if)(?: or not)?\s+(?:(?:they|it|he|she|the \w+)\s+)?(?:(?:is|was|are|were|has|have|had"
    r"|did|does|do|will|got)\s+)?"
    r"(?:an?\s+)?(?P<what>.+?)(?:\s+or not)?$",
    re.IGNORECASE,
)
_RATE = re.compile(
    r"^(?:with |about |around |a )?(\d{1,2}(?:\.\d+)?)\s?%\s+(?P<what>[a-z]+)(?: rate| cases)?$", re.IGNORECASE
)
_SHORTEST_STEM = 4
_GONE = frozenset({"missing", "null", "empty", "blank", "nulls", "nan", "discount", "off", "tax", "vat", "gst"})
_CLAUSES = (
    "matching, corresponding to, associated with, belonging to, that, which, who, whose, where, based on, because,"
    "telling, indicating"
)
_CLAUSE = re.compile(rf"\s{any_of(_CLAUSES)}\s.*$", re.IGNORECASE)
_RELATIONS = (
    r"(?:later|earlier|greater|less|higher|lower|larger|smaller|more) than, on or after, not before, no later than,"
    r"no earlier than, (?:empty|null|blank) (?:unless|if|when|for), only (?:if|when|for), unless,"
    r"(?:increas|decreas|depend|correlat)\w* (?:with|on), (?:is |at |= ?)?\d+(?:\.\d+)?\s?(?:%|percent) of"
)
_MOMENTS = (
    r"\w+_\w+, (?:\w+ )?(?:\w+ )?(?:date|time|day), start, end, creation, admission, hiring, shipping, order, purchase,"
    "signup, departure"
)
_RELATION = re.compile(  # "end date after the start date"; what comes "after tax" is a price
    rf"\s(?:(?:always|strictly|must|should|be|is|never|cannot|can|not|no) )*(?:{any_of(_RELATIONS)}\s.*"
    r"|(?:within )?(?:\d+ )?(?:(?:hour|day|week|month)s? )?(?:after|before)\s+(?:the )?"
    rf"{any_of(_MOMENTS)}(?:\s+(?:or|and|unless|if)\b.*)?\s*)$",
    re.IGNORECASE,
)


def read_column(item: str) -> WishedColumn | None:
    """Read one item of a list, such as `age (18-80)`, `status: one of a, b` or "about 5% missing emails"."""
    item = as_name(_as_plain(" ".join(item.split())))
    if (match := _WHETHER.match(item)) and (column := read_column(match["what"])):
        return replace(column, said=item, limits=replace(column.limits, data_type=DataType.BOOLEAN))
    if (match := _RATE.match(item)) and match["what"].lower() not in _GONE:
        return WishedColumn(phrase=match["what"], said=item, limits=Limits(yes_share=float(match[1]) / 100))
    name, about = _name_and_about(_PER.sub(" per_", item))
    rest, limits = read_limits(about)
    if name:
        whole, (name, own) = name, read_limits(name)
        if own.since or own.until or own.every:  # "visits last month" is but a name
            name, own = whole, Limits()
        limits = own.combined(limits)
        limits = replace(limits, about=_explanation(rest))
    else:
        name = rest
        if match := _SHARE_LAST.search(name):
            limits = _saying_yes(match, limits) if _GONE.isdisjoint(words(name)) else limits
            name = name[: match.start()]
    clause = _CLAUSE.search(name)
    if clause and not limits.about:
        limits = replace(limits, about=clause[0].strip()[:200])
    if about and _PLAIN_NAME.fullmatch(name):
        return WishedColumn(phrase=name.strip(), said=item, limits=_about_itself(name, limits))
    phrase = _strip(_RELATION.sub("", _CLAUSE.sub("", _COUNTED.sub("", name))))
    phrase, limits = _without_flag(_NOUN.sub("", phrase), limits)
    phrase = _without_range(phrase.replace(" per_", " per "), limits)
    if not words(phrase) and _is_plain_name(item):
        return WishedColumn(phrase=item, said=item)
    if not words(phrase) or len(words(phrase)) > _LONGEST_NAME:
        return None
    typed = bool(_IDENTIFIER.fullmatch(phrase))
    return WishedColumn(phrase=phrase, said=item, limits=_about_itself(phrase, limits), typed=typed)


def _as_plain(item: str) -> str:
    """Return "a column for the city" as `city`, and "a spam column that is empty" as `spam: that is empty`."""
    if match := _NUMBERED.fullmatch(item) or _FLAGGED.fullmatch(item):
        return match["rest"]
    if match := _STEPPED.fullmatch(item):
        return f"{match['name']} ({match['step']}){match['rest']}"
    if match := _COLUMN_WITH.fullmatch(item):
        return f"{match['name']}: {match['rest']}"
    return match["rest"] if (match := _COLUMN_FOR.fullmatch(item)) else item


def _is_plain_name(item: str) -> bool:
    """Tell whether an item is a name though its words say something too, such as `Daily Steps`."""
    found = words(item)
    return len(found) > 1 and item.replace(" ", "").isalpha() and _LIMITS_ONLY.isdisjoint(found)


def _name_and_about(item: str) -> tuple[str, str]:
    if match := _NAME_AND_ABOUT.fullmatch(item):
        return match["name"], f"{match['typed'] or ''} : {match['about']}"
    if (match := _NAME_AND_NOTE.fullmatch(item)) and words(match["name"]):
        return match["name"], match["about"]
    return "", item


def _explanation(rest: str) -> str:
    text = rest.strip(PUNCTUATION)
    return text[:1].upper() + text[1:200] if len(words(text)) > 1 else ""


def _strip(phrase: str) -> str:
    phrase = phrase.strip(PUNCTUATION)
    while (shorter := _DANGLING.sub("", phrase).strip(PUNCTUATION)) != phrase:
        phrase = shorter
    return phrase


def _without_range(phrase: str, limits: Limits) -> str:
    """Take "age range 18-65" for an age; a "reference range" is one itself."""
    return phrase.removesuffix(" range") if limits.have_ends else phrase


def _saying_yes(match: re.Match[str], limits: Limits) -> Limits:
    data_type = DataType.BOOLEAN if match[2] else limits.data_type
    return replace(limits, yes_share=float(match[1]) / 100, data_type=data_type)


def _without_flag(phrase: str, limits: Limits) -> tuple[str, Limits]:
    """Take `promo flag` for `promo`, which says yes or no."""
    shorter = _FLAG.sub("", phrase)
    if shorter == phrase or limits.yes_no:
        return shorter, limits
    return shorter, replace(limits, data_type=DataType.BOOLEAN)


def _about_itself(phrase: str, limits: Limits) -> Limits:
    """Take the one value in `is_fraud (2% fraud)` for yes."""
    if len(limits.values) != 1 or len(limits.shares) != 1:
        return limits
    stem = words(limits.values[0])[-1][:_SHORTEST_STEM] if words(limits.values[0]) else ""
    if stem and any(word.startswith(stem) for word in words(phrase)):
        return replace(limits, values=(), shares=(), yes_share=limits.shares[0] / 100)
    return limits
