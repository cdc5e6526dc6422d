"""What text has to look like: patterns, lengths, what it starts with, formats of dates, capital letters."""

import re
from dataclasses import replace

from generation.designer.reading.limit import Alphabet, Case, Limits, without
from generation.designer.reading.words import DASHES, any_of

_LIKE = any_of(r"e\.?g\.?, (?:for )?example, format(?:ted)?(?: like| as)?, pattern, like, such as, i\.?e\.?")
_EXAMPLE = re.compile(
    rf"(?:\b(?i:{_LIKE})\s*:?,?\s*)[\"'`]?((?=[\w-]*\d|[A-Z]+[-_]?X{{2,}})"
    r"[A-Z][A-Z0-9]*[-_/]?[A-Z0-9#-]*)[\"'`]?(?:,? (?:etc\.?|[A-Z]+[-_]?\d+|\.\.\.))*"
    r"|\(\s*((?=[\w-]*\d)[A-Z]{1,6}[-_]?[0-9#X]{2,}(?:-[0-9#X]+)*)\s*\)"
    r"|\(\s*([A-Za-z]{1,6}[-_]?\d{2,})\s*(?:\.\.+|to|through|-|\u2013|\u2026)\s*[A-Za-z]{1,6}[-_]?\d{2,}\s*\)"
    r"|\b([A-Z]{2,6}[-_]?X{3,}|[A-Z]{1,5}-?0+1)\b"
)
_QUOTED = re.compile(r"\bexample\s*:?\s*\"([^\"]{1,60})\"", re.IGNORECASE)


def read_example(text: str, limits: Limits) -> tuple[str, Limits]:
    """Read the pattern that `PT-001`, `EMP001` or `PRD-XXXX` shows; other examples say what the name says anyway."""
    if match := _EXAMPLE.search(text):
        return without(text, match), replace(limits, example=next(group for group in match.groups() if group))
    match = _QUOTED.search(text)
    return (without(text, match) if match else text), limits


_MASK = re.compile(
    r"(?:\b(?:in )?(?:the )?(?:format|pattern|form|mask)(?: of)?\s*:?\s*|\(\s*|\blike\s+|:\s*"
    r"|(?<=\w)\s(?=X{2,4}[-.]X|[A-Z]*-?#{2}))[\"'`]?"
    r"((?=[^\s\"'`]*(?:##|XX|00|99|AA|NN))(?:[#X09AN?+]|[A-Z]{1,4}(?=[-_])|[-_/.]"
    r"|\(\w+\)\s?){4,24})[\"'`]?(?=[\s),;.]|$)"
)
_PARTS = re.compile(
    r"(\d{1,2}|one|two|three|four|five|six)[ -]?(?:capital |upper ?case )?(letter|digit|number)s?"
    r"(?:\s*(?:followed by|and|then|plus|,|\+|-)\s*(?:and |a |an )?((?:dash|hyphen)(?:,| and| then"
    r"| followed by)?\s*(?:and )?)?"
    r"(\d{1,2}|one|two|three|four|five|six)[ -]?(letter|digit|number)s?)",
    re.IGNORECASE,
)
_REGEX = re.compile(r"\^?((?:[A-Za-z0-9#_-]{0,8}(?:\[[\w-]{2,12}\]|\\d)(?:\{\d{1,2}\}|\+)?[-_/]?){1,5})\$?")
_TOKEN = re.compile(r"(\[[^\]]+\]|\\d)(?:\{(\d{1,2})\}|(\+))?|(.)")
_SOME = 6  # characters for a regular expression's plus


def read_pattern(text: str, limits: Limits) -> tuple[str, Limits]:
    r"""Read `###-##-####`, `format AA-9999`, `[A-Z]{2}\d{6}`, `2 letters followed by 4 digits`."""
    if match := _MASK.search(text):
        return without(text, match), replace(limits, pattern=_from_mask(match[1]))
    if (match := _REGEX.search(text)) and (pattern := _from_regex(match[1])):
        return without(text, match), replace(limits, pattern=pattern)
    if match := _PARTS.search(text):
        dash = "-" if match[3] else ""
        pattern = f"{_run(match[1], match[2])}{dash}{_run(match[4], match[5])}"
        return without(text, match), replace(limits, pattern=pattern)
    return text, limits


def _from_mask(mask: str) -> str:
    """Return `AA-9999` as `??-####`; a lone X is a digit, as in telephone numbers."""
    letters = {"A": "?", "N": "#", "X": "#", "0": "#", "9": "#"}
    run = re.compile(r"A{2,}|N{2,}|X+|0{2,}|9{2,}")
    return run.sub(lambda match: letters[match[0][0]] * len(match[0]), mask)


def _from_regex(expression: str) -> str:
    pieces = []
    for token in _TOKEN.finditer(expression):
        if token[4]:
            pieces.append(token[4])
            continue
        sign = "#" if token[1] in {"\\d", "[0-9]"} else "?" if "A-Z" in token[1] or "a-z" in token[1] else ""
        if not sign:
            return ""
        pieces.append(sign * (int(token[2]) if token[2] else _SOME if token[3] else 1))
    return "".join(pieces)


_COUNTS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6}


def _run(count: str, kind: str) -> str:
    return ("?" if kind.lower() == "letter" else "#") * (_COUNTS.get(count.lower()) or int(count))


_ALPHABETS: dict[str, Alphabet] = {
    "digit": "digits",
    "numeric": "digits",
    "letter": "letters",
    "alphabetic": "letters",
    "alphanumeric": "alphanumeric",
    "alpha-numeric": "alphanumeric",
    "hex": "hex",
    "hexadecimal": "hex",
}
_COUNTED = "characters?, chars?, digits?, letters?, alphanumeric, symbols"
_MOST_CHARACTERS = 500
_KIND = rf"({'|'.join(_ALPHABETS)})s?"
_MIN_MAX = re.compile(
    rf"\bmin(?:imum)?(?: of)?\s*(?P<low>\d{{1,3}}),?\s*(?:and )?max(?:imum)?(?: of)?\s*(?P<high>\d{{1,4}})["
    rf" -]?{any_of(_COUNTED)}\b",
    re.IGNORECASE,
)
_LENGTH = re.compile(
    rf"\b(?P<ends>up to|at most|max(?:imum)?(?: of)?|no more than|at least|min(?:imum)?(?:"
    rf" of)?)?\s*(?P<low>\d{{1,4}})"
    rf"(?:\s*(?:to|and|or|[{DASHES}])\s*(?P<high>\d{{1,4}}))?[ -]?{any_of(_COUNTED)}\b(?: (?:long|in length"
    rf"|maximum|max))?"
    r"(?:\s+(?:codes?|strings?|ids?|identifiers?|numbers?|pins?|values?)(?=\s*(?:[),.;]|$|starting|beginning)))?",
    re.IGNORECASE,
)
_OF_LENGTH = re.compile(
    r"\b(?:of |with )?(?:a )?length(?: of|\s*[:=]| is)?\s*(?P<low>\d{1,3})(?:\s*(?:to|-)\s*(?P<high>\d{1,3}))?\b"
)
_ALPHABET = re.compile(rf"\b{_KIND}\b(?:\s+(?:codes?|strings?|ids?|characters?|only|values?))*", re.IGNORECASE)
_ONLY_OF = re.compile(
    r"\b(alphanumeric|hexadecimal|hex|digits only|letters only|only (?:digits|letters))\b", re.IGNORECASE
)


def read_length(text: str, limits: Limits) -> tuple[str, Limits]:
    """Read `13 character alphanumeric`, `10 digit`, `8-12 characters`, `up to 200 characters`, `letters only`."""
    match = _MIN_MAX.search(text) or _LENGTH.search(text) or _OF_LENGTH.search(text)
    if match and int(match["high"] or match["low"]) <= _MOST_CHARACTERS:
        low, high = int(match["low"]), int(match["high"] or match["low"])
        ends = (match.groupdict().get("ends") or "").lower()
        open_ended = match.re is not _MIN_MAX and "max" in match[0].lower()
        shortest = None if open_ended or ends.startswith(("up", "at most", "max", "no")) else low
        longest = None if ends.startswith(("at least", "min")) else high
        named = _ALPHABET.search(match[0])
        limits = replace(limits, shortest=shortest, longest=longest)
        limits = replace(limits, alphabet=_ALPHABETS[named[1].lower()]) if named else limits
        text = without(text, match)
    if match := _ONLY_OF.search(text):
        word = match[1].lower().replace("only", "").strip().rstrip("s")
        text, limits = without(text, match), replace(limits, alphabet=_ALPHABETS[word])
    return text, limits


_BEGINS = (
    r"\b(?:and )?(?:must |should |always )?(?:start(?:ing|s)? with|begin(?:ning|s)? with|prefix(?:ed)?(?: with"
    r"| is| of)?)\s*:?\s*(?:the )?(?:prefix |letters? |digits? |numbers? )?"
)
_PREFIX = re.compile(rf"{_BEGINS}[\"'`]?([A-Z0-9+#@_-]{{1,12}}(?:[-_])?)[\"'`]?(?![\w])")
_PREFIX_AND_REST = re.compile(
    rf"(?:{_BEGINS})?[\"'`]?\b([A-Z]{{1,6}}[-_]?)[\"'`]?"
    r"\s*,?\s*(?:followed by|then|plus|and then|and|\+|with)\s+(?:a |an )?(\d{1,2}|one|two|three|four|five|six)[ -]?"
    r"(?:random |unique )?(digit|number|letter)s?\b"
)


def read_prefix(text: str, limits: Limits) -> tuple[str, Limits]:
    """Read `starting with 978`, `prefix "INV-"`, `starts with INV- followed by 5 digits`."""
    if match := _PREFIX_AND_REST.search(text):
        pattern = f"{match[1]}{_run(match[2], match[3])}"
        return without(text, match), replace(limits, pattern=pattern)
    match = _PREFIX.search(text)
    return (without(text, match), replace(limits, prefix=match[1])) if match else (text, limits)


_SUFFIX = re.compile(
    r"\b(?:and )?(?:must |should |always )?(?:end(?:ing|s)? (?:with|in)|suffix(?:ed)?(?: with| is| of)?)"
    r"\s*:?\s*(?:the )?[\"'`]?(@[\w.-]+\w|\.[a-z.]{2,12}|[-_#]?[A-Z0-9][A-Z0-9_-]{0,11})[\"'`]?(?![\w])"
    r"|(?:^|[\s(])(?:at |on |using |with )?(?:the )?(?:domain )?[\"'`]?(@\w[\w-]*\.[\w.]*\w)[\"'`]?(?: only| domain|"
    r" addresses| emails)*"
)


def read_suffix(text: str, limits: Limits) -> tuple[str, Limits]:
    """Read `ends with @acme.com`, `suffix "-EU"`."""
    match = _SUFFIX.search(text)
    return (without(text, match), replace(limits, suffix=match[1] or match[2])) if match else (text, limits)


_CLOCK = r"(?:HH|hh):?(?:MM|mm)(?::?(?:SS|ss))?(?:\s?(?:AM/PM|am/pm))?"
_DATE_LETTERS = r"(?:Y{4}|y{4}|Y{2}|y{2}|M{1,3}|m{2}|Mon|mon|D{1,2}|d{1,2})"
_DATE_FORMAT = re.compile(
    rf"(?:\b(?:in|as|using)?\s*(?:the )?(?:format|formatted)?(?: as)?\s*:?\s*)?(?<![\w/-])"
    rf"((?:{_DATE_LETTERS}[-/. ]?){{2,3}}(?<=[YyMmDdn])(?:[ T]{_CLOCK})?|{_CLOCK})(?![\w/-])(?:\s*format)?",
)
_ISO_FORMAT = re.compile(r"\b(?:in )?ISO(?:[- ]?8601)?(?: date)?(?: format)?\b")
_LETTERS = (
    (r"[Yy]{4}", "%Y"),
    (r"[Yy]{2}", "%y"),
    (r"MMM|[Mm]on", "%b"),
    (r"M{1,2}|m{2}", "%m"),
    (r"[Dd]{1,2}", "%d"),
)


def read_date_format(text: str, limits: Limits) -> tuple[str, Limits]:
    """Read `DD/MM/YYYY`, `YYYY-MM-DD HH:MM:SS`, `ISO 8601`."""
    if match := _DATE_FORMAT.search(text):
        return without(text, match), replace(limits, date_format=_strftime(match[1]))
    match = _ISO_FORMAT.search(text)
    return (without(text, match), limits) if match else (text, limits)


def _strftime(letters: str) -> str:
    clock = re.search(_CLOCK, letters)
    date = letters[: clock.start()] if clock else letters
    for pattern, code in _LETTERS:
        date = re.sub(rf"(?<!%)(?:{pattern})", code.replace("%", "\x00"), date)
    date = date.replace("\x00", "%")
    return f"{date}{_clock_format(clock[0])}" if clock else date


def _clock_format(letters: str) -> str:
    half = "/" in letters
    body = re.sub(r"\s?(?:AM/PM|am/pm)", "", letters)
    for name, code in (("HH", "%I" if half else "%H"), ("MM", "%M"), ("SS", "%S")):
        body = re.sub(name, code, body, count=1, flags=re.IGNORECASE)
    return f"{body} %p" if half else body


_CASES: tuple[tuple[re.Pattern[str], Case], ...] = (
    (
        re.compile(
            r"\b(?:in )?(?:all )?(?:upper ?-?case|all caps|capital letters|capitali[sz]ed letters)\b(?: letters?"
            r"| only)*",
            re.IGNORECASE,
        ),
        "upper",
    ),
    (re.compile(r"\b(?:in )?(?:all )?lower ?-?case\b(?: letters?| only)*", re.IGNORECASE), "lower"),
    (re.compile(r"\b(?:in )?title ?-?case\b", re.IGNORECASE), "title"),
)


def read_case(text: str, limits: Limits) -> tuple[str, Limits]:
    """Read `uppercase`, `lowercase` and `title case`."""
    for pattern, case in _CASES:
        if match := pattern.search(text):
            return without(text, match), replace(limits, case=case)
    return text, limits
