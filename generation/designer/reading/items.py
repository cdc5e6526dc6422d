"""Lists in running text, split into their items."""

import re
from itertools import takewhile

from generation.designer.reading.choices import enclosed, limits_only
from generation.designer.reading.words import DASHES, any_of

_LONGEST_ITEM = 400
_LOOK_BACK = 80
_OPEN, _CLOSE = "([{", ")]}"
_ENCLOSING = re.compile(r'[()\[\]{}"]')

_PAIR = re.compile(rf"\s*[`\"*]*\w[\w ./-]{{0,40}}?[`\"*]*(?:\s*\([^()]{{0,80}}\))?\s*(?::(?:\s|$)|\s[{DASHES}]\s)")
_IN_NUMBER = re.compile(r",\d{3}(?!\d)|,\s(?:19|20)\d\d\b(?!-)")
_SHARE = re.compile(r"\d\s?%")
_NEXT_SHARE = re.compile(r"(?:and\s+|or\s+)?(?:\d+(?:\.\d+)?\s?%|[\w ]{1,25}\(?\d+\s?%)")
_SAYS_YES = re.compile(r"\w\s+\(?\d+(?:\.\d+)?\s?%\s+(?:yes|true|positive)\b|\(\d+(?:\.\d+)?\s?% \w+\)$", re.IGNORECASE)
_GONE = re.compile(any_of("missing, null, empty, blank"), re.IGNORECASE)
_NESTED = re.compile(
    rf"\(\s*(?:an? )?{any_of('object, dict, dictionary, struct, json, nested')}\b"
    rf"(?: {any_of('with, of, containing, including')})?:?\s*([^()]+)\)",
    re.IGNORECASE,
)
_AND = re.compile(r"\s*(?:\band\b|\bas well as\b|\bplus\b|&)\s+", re.IGNORECASE)
_NO_SPLIT_AFTER = re.compile(
    r"\b(?:between|mean|average)\s+\S+(?:\s(?!and\b)\S+){0,3}$|\bfrom\s+\S+(?:\s(?!to\b|and\b)\S+){0,3}$"
    r"|\b(?:only|either|one of)\s[\w, ]+$|\b\d+ (?:letters?"
    r"|digits?)$",
    re.IGNORECASE,
)
_ONE_OF = re.compile(r"\b(?:one of|either|any of|can be)\s[^,]*$", re.IGNORECASE)
_OR = re.compile(r"(?:^|\s)or\s", re.IGNORECASE)
_NO_CHOICE = re.compile(r"[_:<>=(]")
_MOST_CHOICES = 10
_TOGETHER = re.compile(r"\b(lat(?:itude)?)\s?/\s?(lo?ng?(?:itude)?)\b", re.IGNORECASE)
_FEWEST_SEMICOLONS = 2  # from which on commas part nothing
_DATE, _TIME = re.compile(r"\bdate$", re.IGNORECASE), re.compile(r"(?:the )?time\b", re.IGNORECASE)
_UNWANTED = re.compile(r"\s*(?:without|no|not|never|except|excluding)\s", re.IGNORECASE)  # names no column
_MODIFIERS = re.compile(
    any_of(
        "first, last, start, end, min, max, minimum, maximum, opening, closing, home, work, birth, shipping, billing,"
        "systolic, diastolic, arrival, departure, admission, discharge"
    ),
    re.IGNORECASE,
)


def split_items(text: str) -> tuple[str, ...]:
    """Return the items of a list such as `a, b (x, y) and c`; "without d" and "no e" are none."""
    pieces = [part for piece in split(_TOGETHER.sub(r"\1, \2 ", text.strip())) for part in _unnest(piece)]
    items = [item for piece in pieces for item in _split_and(piece)]
    return tuple(item[:_LONGEST_ITEM] for item in items if re.search(r"\w", item) and not _UNWANTED.match(item))


def is_pair(piece: str) -> bool:
    """Tell whether a piece of a list has the form `name: explanation`."""
    return _PAIR.match(piece) is not None


def split(text: str) -> list[str]:
    """Split a list at its commas, semicolons and line ends, but not inside brackets, quotes, numbers or dates."""
    pieces, start = [], 0
    free = sorted(outside(text))
    signs = ";\n" if sum(text[place] == ";" for place in free) >= _FEWEST_SEMICOLONS else ",;\n"
    for place in free:
        if text[place] in signs and not _IN_NUMBER.match(text, place):
            pieces.append(text[start:place])
            start = place + 1
    pieces.append(text[start:])
    return enclosed(_join_choices(_join_shares([piece.strip() for piece in pieces if piece.strip()])))


def outside(text: str) -> frozenset[int]:
    """Return the places in a text that no brackets or double quotes enclose; what is never closed does not count."""
    if not _ENCLOSING.search(text):
        return frozenset(range(len(text)))
    depth, quoted, places = 0, False, []
    for place, character in enumerate(text):
        if character == '"':
            quoted = not quoted
        elif not quoted:
            depth += (character in _OPEN) - (character in _CLOSE and depth > 0)
            if depth == 0:
                places.append(place)
    return frozenset(range(len(text)) if depth or quoted else places)


def _join_shares(pieces: list[str]) -> list[str]:
    """Put `70% active`, `20% pending` of one column together again."""
    joined: list[str] = []
    for piece in pieces:
        last = joined[-1][-_LOOK_BACK:] if joined else ""
        if _SHARE.search(last) and _NEXT_SHARE.match(piece) and not _are_apart(last, piece):
            joined[-1] = f"{joined[-1]}, {piece}"
        else:
            joined.append(piece)
    return joined


def _are_apart(first: str, second: str) -> bool:
    """Tell whether shares are those of two columns: of missing cells, or of those that say yes."""
    return bool(_GONE.search(first + second) or _SAYS_YES.search(first) or _SAYS_YES.search(second))


def _join_choices(pieces: list[str]) -> list[str]:
    """Put `one of a`, `b`, `c or d` together again, when one of the next few pieces closes the list."""
    joined: list[str] = []
    place = 0
    while place < len(pieces):
        end = place + 1
        if _ONE_OF.search(pieces[place]) and not _OR.search(pieces[place]):
            following = list(takewhile(lambda piece: not _NO_CHOICE.search(piece), pieces[end : end + _MOST_CHOICES]))
            closing = next((number for number, piece in enumerate(following, end) if _OR.search(piece)), None)
            end = end if closing is None else closing + 1
        joined.append(", ".join(pieces[place:end]))
        place = end
    return joined


def _unnest(piece: str) -> list[str]:
    """Read `metrics (object with likes, shares)` as the columns inside."""
    match = _NESTED.search(piece)
    return split(match[1]) if match else [piece]


def _split_and(piece: str) -> list[str]:
    if is_pair(piece):
        return [re.sub(r"^and\s+", "", piece, flags=re.IGNORECASE)]
    free, items, start = outside(piece), [], 0
    for match in _AND.finditer(piece):
        before, after = piece[start : match.start()], piece[match.end() :]
        if match.start() in free and after and not _belong_together(before[-_LOOK_BACK:], after):
            items.append(before)
            start = match.end()
    items.append(piece[start:])
    return _share_noun([item.strip(" .") for item in items if item.strip(" .")])


def _belong_together(before: str, after: str) -> bool:
    """Tell whether an `and` joins two parts of one item: `between 1 and 5`, `order date and time`, two shares."""
    one_moment = _DATE.search(before) and _TIME.match(after)
    shares = "%" in before and "%" in after
    return bool(_NO_SPLIT_AFTER.search(before) or one_moment or shares or limits_only(after))


def _share_noun(items: list[str]) -> list[str]:
    """Give `first` its noun in `first and last name`."""
    for place in range(len(items) - 2, -1, -1):
        noun = re.split(r"[(\[:]|\sof\s", items[place + 1])[0].split()[1:]
        if noun and _MODIFIERS.fullmatch(items[place]):
            items[place] = " ".join((items[place], *noun))
    return items
