"""Columns that are named by a question: "when they joined", "how old they are", "the id of the customer"."""

import re

from generation.designer.reading.words import any_of

_WHO = r"(?:it|they|he|she|them|this|that|each|there|people|(?:the|their|an?|each|every) \w+)"
_BE = "(?:is|are|was|were|has been|have been|had been|got|gets?|did|do|does|has|have)"
_END = r"(?P<rest>\s*(?:[(\[:,].*)?)"


def _asks(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(?:and |also )*{pattern}{_END}", re.IGNORECASE | re.DOTALL)


_ASKED: tuple[tuple[re.Pattern[str], str], ...] = (
    (_asks(rf"how old {_WHO} {_BE}"), "age"),
    (_asks(rf"how tall {_WHO} {_BE}"), "height"),
    (_asks(rf"(?:how heavy {_WHO} {_BE}|how much {_WHO} weighs?)"), "weight"),
    (_asks(rf"how long {_WHO} (?:{_BE} )?\w+"), "duration"),
    (_asks(rf"how far {_WHO} [\w ]+"), "distance"),
    (_asks(rf"how often {_WHO} (?P<what>\w+?)s?(?P<per> (?:per|a|each|every) \w+)"), "{what}s{per}"),
    (_asks(rf"how often {_WHO} (?:{_BE} )?(?P<what>\w+)"), "{what} frequency"),
    (
        _asks(rf"how (?:much|many) (?P<what>(?!{_WHO} )[\w-]+(?: [\w-]+)?) (?:{_WHO}|{_BE})\b[^()\[:]*"),
        "number of {what}",
    ),
    (_asks(rf"(?:how much|what) {_WHO} costs?"), "price"),
    (_asks(rf"how much {_WHO} (?:earns?|makes?)"), "salary"),
    (
        _asks(rf"how much {_WHO} (?P<what>paid|spent|spend|pay|owed?|donated|saved)s?(?: for it| on it)?"),
        "amount {what}",
    ),
    (_asks(rf"(?:when|what day) {_WHO} {_BE} born"), "date of birth"),
    (_asks(rf"(?:when|what day) {_WHO} {_BE} due(?: back)?"), "due date"),
    (_asks(rf"(?:when|what day) {_WHO} (?:{_BE} )?signed up"), "signup date"),
    (_asks(rf"(?:when|what day) {_WHO} (?:{_BE} )?(?P<what>\w+)(?: back| up| in)?(?: for)?"), "{what} date"),
    (_asks(rf"where {_WHO} {_BE} born"), "place of birth"),
    (_asks(rf"(?:where|in which city|which city) {_WHO} (?:lives?|lived|(?:is|are) living)(?: in)?"), "city"),
    (_asks(rf"where {_WHO} (?:comes?|is|are) from"), "country"),
    (_asks(rf"where {_WHO} [\w ]+"), "location"),
    (
        _asks(
            r"who (?P<what>\w+ed|bought|sold|wrote|made|took|paid|sent|won|led) (?:it|them|this|that|(?:the|an?) \w+)"
        ),
        "{what} by",
    ),
    (_asks(rf"(?:what|which) (?P<what>(?!{_WHO} )[\w-]+(?: [\w-]+)??) {_WHO} (?!of\b)[^()\[:]*"), "{what}"),
    (
        _asks(
            rf"the (?P<what>day|date|time|place)(?: and time)? (?:on which|at which|when|where|that) {_WHO}"
            rf" (?:{_BE} )?(?P<per>\w+)"
        ),
        "{per} {what}",
    ),
    (_asks(r"belongs? to (?:an?|the|one|exactly one) (?P<what>\w+)"), "{what} id"),
    (
        _asks(
            rf"(?:the )?(?P<per>{any_of('id, identifier, name, date, type, status, title, address, email')}) of"
            r" (?:the|an?|each|every|its|their) (?P<what>\w+(?: \w+)?)"
        ),
        "{what} {per}",
    ),
)


def as_name(item: str) -> str:
    """Return an item whose name is a question with the name that answers it; any other item as it is."""
    for pattern, name in _ASKED:
        if match := pattern.fullmatch(item):
            said = {place: value or "" for place, value in match.groupdict().items()}
            return name.format(**said).strip() + said["rest"]
    return item
