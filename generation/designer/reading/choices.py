"""Values that stand beside a name without brackets: `fuel petrol, diesel or electric`, `visit week 0, 4, 8`.

They are put into brackets, in which values are looked for, and pieces that only limit the one before are put to it.
"""

import re

from generation.designer.reading.words import any_of

_MOST_CHOICES = 10
_HEADS = (
    "type, status, state, category, channel, gender, sex, region, tier, level, priority, method, mode, plan, size,"
    " colou?r,"
    "segment, grade, class, kind, source, severity, role, position, outcome, result, shift, arm, group, currency,"
    "country, foot, fuel, department, device, stage, team, language, brand, rank, condition, format, membership,"
    " ward,"
    "payment, direction, season, weekday, city, warehouse, product, platform, sentiment, label, frequency, access"
)
_IS = r"(?:\s+(?:being|is|are|either|one of|can be|must be|should be|only|as|:))*"
_VALUE = r"[A-Za-z0-9$][\w+&'./-]*(?: (?!or\b|and\b|only\b)[\w+&'./-]+)?"
_PROPER = r"(?:[A-Z][\w+&'-]*(?: [A-Z][\w+&'-]*)?|\d+(?:\.\d+)?(?:\s?%)?)"
_TAIL = r"(?P<tail>\s*(?:\([^()]*\)|(?:with|where|in an?|split)\s.*)?)"
_BETWEEN = r"(?:\s*,\s*or\s+|\s*,\s*|\s+or\s+)"
_FORMS = (
    re.compile(
        rf"(?P<name>(?:[A-Za-z]\w*\s){{0,3}}?(?:[A-Za-z]\w*_)?{any_of(_HEADS)}){_IS}\s+"
        rf"(?P<values>{_VALUE}(?:{_BETWEEN}{_VALUE})*?(?:\s*,)?\s+or\s+{_VALUE}?)(?:\s+only)?{_TAIL}",
        re.IGNORECASE,
    ),
    re.compile(
        rf"(?P<name>[a-z]\w*(?: [a-z]\w*){{0,3}}?){_IS}\s+"
        rf"(?P<values>{_PROPER}(?:{_BETWEEN}{_PROPER})*?(?:\s*,)?\s+or\s+{_PROPER})(?:\s+only)?{_TAIL}"
    ),
)
_ANNOUNCED = re.compile(
    rf"(?P<name>[A-Za-z]\w*(?: [a-z]\w*){{0,3}}?)(?::?\s+(?:is |are |being |can be |must be )?(?:one of|either|any"
    rf" of|from)"
    rf"(?: the following)?:?|(?<=[a-z]):)\s+(?P<first>{_PROPER})"
)
_HEADED = re.compile(rf"(?P<name>(?:[a-z]\w*\s){{0,2}}?(?:[a-z]\w*_)?{any_of(_HEADS)})\s+(?P<first>{_PROPER})")
_SHARE = (
    r"(?!(?:between|and|from|to|of|about|at|or|with|is|are|up)\b)"
    r"[A-Za-z][\w&+-]*(?: [a-z][\w+-]*)?\s?:?\s?\(?\d{1,2}(?:\.\d+)?\s?%\)?"
)
_SHARES = re.compile(
    rf"(?P<name>(?:[A-Za-z]\w*\s){{0,2}}?[A-Za-z]\w*)(?:\s+is"
    rf"|:)?\s+(?P<shares>{_SHARE}(?:[\s,/;]+(?:and\s+)?{_SHARE})+)"
)
_SLASHES = re.compile(
    rf"(?P<name>(?:[A-Za-z]\w*\s){{0,3}}?(?:[A-Za-z]\w*_)?{any_of(_HEADS)})\s+(?P<values>[\w-]+(?:"
    rf" \w+)?(?:\s?/\s?[\w-]+(?: \w+)?){{2,}})",
    re.IGNORECASE,
)
_LAST = re.compile(r"(?:^|\s)or\s", re.IGNORECASE)
_PAIR = re.compile(r"[\w ./-]{1,40}:\s*(?=\S)[^:]*$")
_NO_VALUE = re.compile(rf"_|\(|:|\bid\b|\b(?:date|name)$|^(?:\w+ )?{any_of(_HEADS)} \S", re.IGNORECASE)
_NUMBER_LAST = re.compile(r"(?P<name>[A-Za-z]\w*(?: [a-z]\w*){0,3})\s+(?P<first>\d+)$")
_NUMBER_ALONE = re.compile(r"(?:or |and )?\d+(?: or \d+)?\s?%?$")
_FEWEST_NUMBERS = 2  # after the one beside the name
_NOUGHT = r"(?:about |around |of |is |= ?|: ?)*[$€£]?~?-?\d"
_ONLY_LIMITS = re.compile(
    rf"(?:with )?(?:an? )?(?:(?:max(?:imum)?|min(?:imum)?|avg|average|mean|median|sd|std(?:ev| dev)?|standard"
    rf" deviation"
    rf"|at least|at most|up to|no more than|no less than|not more than|not less than|never (?:more|less|above|below)"
    rf"(?: than)?|less than|more than|under|over|below|above|start(?:s|ing) (?:at|from|with))\s*{_NOUGHT}"
    r"|(?:must be |should be |is )?(?:unique|nullable|required|not null|optional|no duplicates|no nulls|integers?"
    r"|can be (?:null|empty)|may be (?:null|empty)|whole numbers?(?: only)?|two decimals|\d decimals?(?:"
    r" places)?)\s*$)",
    re.IGNORECASE,
)


def enclosed(pieces: list[str]) -> list[str]:
    """Return the pieces of a list with the values beside a name in brackets, and limits put to what they limit."""
    found: list[str] = []
    place = 0
    any_closes = any(map(_LAST.search, pieces))
    while place < len(pieces):
        taken, piece = (
            _numbers(pieces, place)
            or (_choices(pieces, place) if any_closes else None)
            or _announced(pieces, place)
            or _parted(pieces[place])
            or (1, pieces[place])
        )
        if found and _ONLY_LIMITS.match(piece):
            found[-1] = f"{found[-1]}, {piece}"
        else:
            found.append(piece)
        place += taken
    return found


def limits_only(text: str) -> bool:
    """Tell whether a text says something of a column without naming one: "max 80", "average about 4.2"."""
    return _ONLY_LIMITS.match(text) is not None


def _numbers(pieces: list[str], place: int) -> tuple[int, str] | None:
    """Read `visit week 0`, `4`, `8`, `12`."""
    match = _NUMBER_LAST.match(pieces[place])
    end = place + 1
    while match and end < len(pieces) and _NUMBER_ALONE.match(pieces[end]):
        end += 1
    if match is None or end - place <= _FEWEST_NUMBERS:
        return None
    return end - place, f"{match['name']} [{', '.join([match['first'], *pieces[place + 1 : end]])}]"


def _announced(pieces: list[str], place: int) -> tuple[int, str] | None:
    """Read `region is one of Bordeaux`, `Tuscany`, `Napa`, where no word such as `or` closes the values."""
    match = _ANNOUNCED.fullmatch(pieces[place]) or _HEADED.fullmatch(pieces[place])
    end = place + 1
    while match and end < len(pieces) and re.fullmatch(_PROPER, pieces[end]):
        end += 1
    if match is None or end - place == 1:
        return None
    return end - place, f"{match['name']} [{', '.join([match['first'], *pieces[place + 1 : end]])}]"


def _parted(piece: str) -> tuple[int, str] | None:
    """Read `os iOS 45% Android 55%` and `contract type monthly/one year/two years`."""
    if match := _SHARES.fullmatch(piece):
        shares = re.sub(r"(?<=%)[\s,/;]*(?:and\s+)?(?=[A-Za-z])", ", ", re.sub(r"[()]", "", match["shares"]))
        return 1, f"{match['name']} ({shares})"
    if match := _SLASHES.fullmatch(piece):
        return 1, f"{match['name']} [{match['values']}]"
    return None


def _choices(pieces: list[str], place: int) -> tuple[int, str] | None:
    """Read `position GK`, `DEF`, `MID or FWD`, and what a colon leads to."""
    for end in range(place + 1, min(len(pieces), place + _MOST_CHOICES) + 1):
        if "/" in pieces[place] or (end - place > 1 and _NO_VALUE.search(pieces[end - 1])):
            return None
        if not _LAST.search(pieces[end - 1]):
            continue
        text = ", ".join(pieces[place:end])
        if end - place > 1 and _PAIR.match(text):
            return end - place, text
        match = next((match for form in _FORMS if (match := form.fullmatch(text))), None)
        return (end - place, f"{match['name']} [{match['values']}]{match['tail']}") if match else None
    return None
