"""Parts of the patterns that rules are read by."""

import re

from generation.designer.reading.conditions import Condition, Known, read_conditions

NUMBER = r"-?\d+(?:\.\d+)?"
IF = r"(?:if|when|whenever|where|for|in case|in case of|with|among|on|unless it is)"
BE = (
    r"(?:\s*(?:is|are|was|be|should|must|has to|have to|needs to|will|can|always|also|strictly|usually|typically|"
    r"generally|tends? to|automatically|then|equal(?:s)?(?: to)?|match(?:es)?|comes?|falls?|occurs?|happens?"
    r"|on average)\b)*"
)


def column(name: str) -> str:
    """Return a pattern for a column's mark, whose number is the group of this name."""
    return (
        rf"(?:the |their |its |a |an |any |his |her )?§(?P<{name}>\d+)(?![\d.])"
        r"(?: (?:values?|column|field|date|amount)s?\b)?"
    )


def held(match: re.Match[str], known: Known) -> tuple[Condition, ...]:
    """Return the conditions of a rule, none of which is about its own target."""
    found = read_conditions(match["cond"], known)
    return found if all(condition.column != int(match["t"]) for condition in found) else ()
