"""CREATE TABLE, in the dialects that people paste."""

import re
from dataclasses import replace

from generation.designer.reading.limit import Limits
from generation.designer.reading.limits import read_limits
from generation.designer.reading.pasted.document import Document
from generation.designer.reading.tables import joined
from generation.designer.reading.wished import WishedColumn
from generation.engine import DataType

_QUOTED_NAME = r"[`\"\[]?(\w+)[`\"\]]?"
_CREATE = re.compile(
    rf"\bcreate\s+(?:or\s+replace\s+)?(?:temp(?:orary)?\s+|external\s+|global\s+)*table\s+(?:if\s+not\s+exists\s+)?"
    rf"(?:{_QUOTED_NAME}\.)*{_QUOTED_NAME}\s*\(",
    re.IGNORECASE,
)
_COMMENT = re.compile(r"(,?)[ \t]*--[ \t]*(.*)$", re.MULTILINE)
_REMARK = re.compile(r"/\*(.*?)\*/|\bcomment\s+'([^']*)'", re.IGNORECASE | re.DOTALL)
_AFTER = re.compile(r"\s*[^;\n]{0,200}(?:;|\n|$)")
_CONSTRAINT = re.compile(
    r"\s*(?:constraint\s+\S+\s+)?(?P<kind>primary\s+key|unique(?:\s+(?:key|index))?|foreign\s+key|check|key"
    r"|index|fulltext|exclude)\b"
    r"(?:\s+\w+)?\s*\((?P<inside>.*)\)",
    re.IGNORECASE | re.DOTALL,
)
_COLUMN = re.compile(
    rf"\s*{_QUOTED_NAME}\s+([a-z]\w*(?:\s+(?:precision|varying|unsigned))?)\s*(\([^()]*\))?(.*)",
    re.IGNORECASE | re.DOTALL,
)

_TYPES = {
    DataType.INTEGER: "int integer bigint smallint tinyint mediumint int2 int4 int8 number",
    DataType.FLOAT: "float double real float4 float8 binary_double",
    DataType.DECIMAL: "decimal numeric dec money smallmoney",
    DataType.STRING: (
        "varchar char text string nvarchar nchar varchar2 nvarchar2 character clob tinytext mediumtext longtext ntext"
        " enum set uuid uniqueidentifier json jsonb inet citext xml bytea blob"
    ),
    DataType.BOOLEAN: "bool boolean bit",
    DataType.DATE: "date",
    DataType.DATETIME: "datetime timestamp timestamptz datetime2 smalldatetime",
    DataType.TIME: "time timetz",
}
_TYPE_OF = {name: data_type for data_type, names in _TYPES.items() for name in names.split()}
_SERIAL = re.compile(
    r"\b(?:small|big)?serial\b|\bauto_?increment\b|\bidentity\b|\bgenerated\b.*\bidentity\b", re.IGNORECASE
)
_NUMBER = r"'?(-?\d+(?:\.\d+)?)'?"
_CENTS = 2  # digits after the point of money without a size


def read_sql(text: str) -> Document | None:
    """Read the columns of one CREATE TABLE, or of several."""
    found = [(match, end) for match in _CREATE.finditer(text) if (end := _closing(text, match.end()))]
    if not found:
        return None
    tables = [_read_table(match, text[match.end() : end]) for match, end in found]
    rest = _AFTER.match(text, found[-1][1] + 1)
    return Document(
        before=text[: found[0][0].start()],
        columns=joined(column for columns, _ in tables for column in columns),
        after=text[rest.end() if rest else found[-1][1] + 1 :],
        tables=tuple(match[2] for match, _ in found),
        rules=tuple(rule for _, rules in tables for rule in rules),
    )


def _closing(text: str, start: int) -> int | None:
    """Return the place of the bracket that closes the one before `start`; the end of a text that was cut off."""
    depth, quoted = 1, False
    for place in range(start, len(text)):
        quoted ^= text[place] == "'"
        depth += 0 if quoted else (text[place] == "(") - (text[place] == ")")
        if depth == 0:
            return place
    return len(text)


def _read_table(head: re.Match[str], body: str) -> tuple[list[WishedColumn], list[str]]:
    body = _COMMENT.sub(r" /*\2*/\1", body)
    columns: dict[str, WishedColumn] = {}
    rules: list[str] = []
    for part in split_outside(body):
        if constraint := _CONSTRAINT.match(part):
            rules += _constrain(columns, constraint)
        elif (match := _COLUMN.match(_REMARK.sub(" ", part))) and (column := _read_column(match, part, head[2])):
            columns[column.phrase] = column
    return list(columns.values()), rules


def split_outside(body: str) -> list[str]:
    """Split a text at the commas that no brackets or single quotes enclose."""
    parts, start, depth, quoted = [], 0, 0, False
    for place, character in enumerate(body):
        quoted ^= character == "'"
        depth += 0 if quoted else (character in "([{<") - (character in ")]}>" and depth > 0)
        if character == "," and depth == 0 and not quoted:
            parts.append(body[start:place])
            start = place + 1
    return [*parts, body[start:]]


def _read_column(match: re.Match[str], part: str, table: str) -> WishedColumn | None:
    name, kind, size, rest = match[1], match[2].lower().split()[0], match[3] or "", match[4]
    if kind not in _TYPE_OF and not _SERIAL.match(kind):
        return None
    limits = _of_type(kind, size)
    if re.search(r"\bnot\s+null\b", rest, re.IGNORECASE):
        limits = replace(limits, missing=0.0)
    if re.search(r"\bprimary\s+key\b|\bunique\b", rest, re.IGNORECASE):
        limits = replace(limits, unique=True)
    if _SERIAL.search(f"{kind} {rest}"):
        limits = replace(limits, data_type=DataType.INTEGER, unique=True)
    if check := re.search(r"\bcheck\s*\((.*)\)", rest, re.IGNORECASE | re.DOTALL):
        limits = limits.combined(_checked(name, check[1]))
    if remark := _REMARK.search(part):
        limits = _remarked(limits, next(group for group in remark.groups() if group is not None))
    return WishedColumn(phrase=name, said=" ".join(part.split()), limits=limits, typed=True, table=table)


def _of_type(kind: str, size: str) -> Limits:
    numbers = [int(number) for number in re.findall(r"\d+", size)][:2]
    values = tuple(text or other for text, other in re.findall(r"'((?:[^']|'')*)'|\"([^\"]*)\"", size))
    data_type = _TYPE_OF.get(kind, DataType.INTEGER)
    limits = Limits(data_type=data_type, values=values)
    if kind in {"tinyint", "number", "bit"} and numbers == [1]:
        return replace(limits, data_type=DataType.BOOLEAN)
    if kind in {"uuid", "uniqueidentifier"}:
        return replace(limits, kind="uuid")
    if data_type is DataType.DECIMAL or (kind == "number" and len(numbers) > 1):
        return _of_precision(limits, numbers)
    if data_type is DataType.STRING and numbers and not values:
        fixed = kind in {"char", "nchar"} and numbers[0] > 1
        return replace(limits, longest=numbers[0], shortest=numbers[0] if fixed else None)
    return limits


def _of_precision(limits: Limits, numbers: list[int]) -> Limits:
    """Read the size of `DECIMAL(8, 2)`: with no digits after the point it is an integer."""
    scale = (*numbers, 0, 0)[1] if numbers else _CENTS
    return replace(limits, data_type=DataType.DECIMAL if scale else DataType.INTEGER, decimals=scale)


def _remarked(limits: Limits, remark: str) -> Limits:
    rest, said = read_limits(f": {remark}")
    return replace(limits.combined(said), about=rest.strip(" :.").capitalize()[:200] if len(rest.split()) > 1 else "")


def _constrain(columns: dict[str, WishedColumn], constraint: re.Match[str]) -> list[str]:
    """Put a constraint of the table to its column; return it where it speaks of several."""
    kind, inside = constraint["kind"].lower().split()[0], constraint["inside"]
    named = [name for name in re.findall(r"\w+", inside) if name in columns]
    if kind in {"primary", "unique"} and len(named) == 1:
        columns[named[0]] = _limited(columns[named[0]], Limits(unique=True))
    if kind != "check" or not named:
        return []
    if len(set(named)) > 1:
        return [" ".join(inside.split())]
    columns[named[0]] = _limited(columns[named[0]], _checked(named[0], inside))
    return []


def _limited(column: WishedColumn, limits: Limits) -> WishedColumn:
    return replace(column, limits=column.limits.combined(limits))


def _checked(name: str, condition: str) -> Limits:
    """Read `age BETWEEN 18 AND 65`, `age >= 18 AND age < 66`, `status IN ('a', 'b')`, `length(code) = 13`."""
    if match := re.search(r"\bin\s*\((.*)\)|=\s*any\s*\(.*?\[(.*)\]", condition, re.IGNORECASE | re.DOTALL):
        inside = match[1] or match[2]
        return Limits(values=tuple(re.findall(r"'([^']*)'", inside)) or tuple(re.findall(r"-?\d+(?:\.\d+)?", inside)))
    if match := re.search(
        rf"\b(?:length|len|char_length)\s*\([^()]*\)\s*(=|<=|>=)\s*{_NUMBER}", condition, re.IGNORECASE
    ):
        count = int(float(match[2]))
        return Limits(shortest=count if match[1] != "<=" else None, longest=count if match[1] != ">=" else None)
    if match := re.search(r"(?:~\*?|\blike|\brlike|\bregexp)\s*'([^']+)'", condition, re.IGNORECASE):
        return replace(read_limits(match[1])[1], data_type=None)
    if dates := re.findall(r"([<>]=?)\s*(?:date\s*)?'(\d{4}-\d\d-\d\d)'", condition, re.IGNORECASE):
        ends = {sign[0]: day for sign, day in dates}
        return Limits(since=ends.get(">"), until=ends.get("<") or "today")
    text = re.sub(rf"\b{name}\b", " ", condition).replace("'", "")
    return read_limits(f" {text} ")[1]
