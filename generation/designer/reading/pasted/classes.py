"""Classes whose members are columns: pydantic, dataclasses, TypedDict, Django, SQLAlchemy, TypeScript, Prisma, Java."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from generation.designer.reading.limit import Limits
from generation.designer.reading.limits import read_limits
from generation.designer.reading.pasted.document import Document
from generation.designer.reading.tables import joined
from generation.designer.reading.wished import WishedColumn
from generation.engine import DataType

_HEAD = re.compile(
    r"(?:@dataclass(?:\([^)]*\))?\s*)?(?:export\s+|public\s+|private\s+|data\s+)*\b(?P<word>class|interface|type"
    r"|model|struct|record)\s+(?P<name>[A-Z]\w*)"
    r"\s*(?P<bases>\([^()]*\)|(?:extends|implements)\s+[\w, ]+|struct\b)?\s*=?\s*[:{(]"
)
_DOCSTRING = re.compile(r"\"\"\".*?\"\"\"|'''.*?'''", re.DOTALL)
_REMARK = r"(?:[ \t]*(?:#|//)[ \t]*(?P<remark>[^\n]*))?"
_ARGUMENTS = r"(?P<arguments>\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\))"
_ANNOTATED = re.compile(
    r"(?<![\w.])(?:readonly\s+)?(?P<name>[a-z_A-Z]\w*)(?P<optional>\?)?\s*:\s*"
    r"(?P<type>\"?[A-Za-z][\w.]*\"?(?:\[(?:[^\[\]]|\[[^\[\]]*\])*\])?(?:\[\])?(?:\s*\|\s*(?:[\w.]+|'[^']*'"
    r"|\"[^\"]*\")(?:\[[^\[\]]*\])?)*|(?:'[^']*'|\"[^\"]*\")(?:\s*\|\s*(?:'[^']*'|\"[^\"]*\"))*)"
    r"(?P<default>\s*=\s*(?:[\w.]+(?P<arguments>\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\))?|\"[^\"]*\"|'[^']*'"
    r"|-?[\d.]+))?[ \t]*[,;]?" + _REMARK
)
_ON_A_LINE = re.compile(rf"^[ \t]+{_ANNOTATED.pattern}", re.MULTILINE)
_ASSIGNED = re.compile(
    r"(?<![\w.])(?P<name>[a-z_]\w*)\s*(?::[^=\n]*)?=\s*(?:(?:models|db|sa|fields|serializers|factory|sqlalchemy)\.)?"
    r"(?P<type>\w+Field|Column|mapped_column|ForeignKey|OneToOneField|\w*Key)\s*" + _ARGUMENTS + _REMARK
)
_TYPE_FIRST = re.compile(
    r"^[ \t]*(?:(?:private|public|protected|final|readonly)\s+)*(?P<type>String|int|Integer|long|Long|double"
    r"|Double|float|Float|boolean|Boolean|bool|"
    r"BigDecimal|decimal|LocalDate|LocalDateTime|Date|DateTime|string|Guid"
    r"|UUID)\??\s+(?P<name>[a-zA-Z_]\w*)\s*(?:;|=|\{|,|\))",
    re.MULTILINE,
)
_NAME_FIRST = re.compile(
    r"^[ \t]*(?P<name>[a-zA-Z_]\w*)[ \t]+(?P<type>String|Int|Float|Boolean|DateTime|Decimal|BigInt|string|int"
    r"|int32|int64|float64|float32|bool|time\.Time|i32|i64|f64)"
    r"(?P<optional>\?)?(?P<list>\[\])?[ \t]*(?P<rest>[^\n]*)$",
    re.MULTILINE,
)

_TYPES = {
    DataType.INTEGER: (
        "int integer long bigint int32 int64 i32 i64 positiveint positiveinteger conint integerfield"
        " bigintegerfield smallintegerfield positiveintegerfield positivesmallintegerfield"
        " autofield bigautofield biginteger smallinteger nonnegativeint"
    ),
    DataType.FLOAT: "float double float64 float32 f64 confloat positivefloat floatfield nonnegativefloat",
    DataType.DECIMAL: "decimal condecimal decimalfield bigdecimal numeric",
    DataType.STRING: "str string text constr charfield textfield slugfield",
    DataType.BOOLEAN: "bool boolean booleanfield nullbooleanfield strictbool",
    DataType.DATE: "date datefield localdate pastdate futuredate",
    DataType.DATETIME: "datetime datetimefield localdatetime timestamp time.time awaredatetime datetime64",
    DataType.TIME: "time timefield",
}
_TYPE_OF = {name: data_type for data_type, names in _TYPES.items() for name in names.split()}
_KINDS = {
    "emailstr": "email",
    "emailfield": "email",
    "email": "email",
    "httpurl": "url",
    "anyurl": "url",
    "urlfield": "url",
    "uuid": "uuid",
    "uuid4": "uuid",
    "uuidfield": "uuid",
    "guid": "uuid",
    "ipvanyaddress": "ip address",
    "ipv4address": "ip address",
    "genericipaddressfield": "ip address",
    "phonenumber": "phone",
}
_ONE_OF = re.compile(r"['\"]([^'\"]+)['\"]")
_OPTIONAL_SHARE = 0.1
_NO_COLUMNS = frozenset({"meta", "config", "model_config", "objects", "self", "__tablename__", "return"})
_FEWEST = 2


def read_classes(text: str) -> Document | None:
    """Read the members of the classes in a text."""
    heads = list(_HEAD.finditer(text))
    if not heads:
        return None
    ends = [head.start() for head in heads[1:]] + [len(text)]
    bodies = [_DOCSTRING.sub(" ", text[head.end() : end]) for head, end in zip(heads, ends, strict=True)]
    choices = {head["name"]: _members(body) for head, body in zip(heads, bodies, strict=True) if _is_enum(head)}
    found = [
        (head, _read_members(body, head["name"], choices))
        for head, body in zip(heads, bodies, strict=True)
        if not _is_enum(head)
    ]
    tables = [head["name"] for head, columns in found if columns]
    columns = joined(column for _, columns in found for column in columns)
    if len(columns) < _FEWEST:
        return None
    return Document(before=text[: heads[0].start()], columns=columns, after=_after(bodies[-1]), tables=tuple(tables))


def _is_enum(head: re.Match[str]) -> bool:
    return "Enum" in (head["bases"] or "") or "Choices" in (head["bases"] or "")


def _members(body: str) -> tuple[str, ...]:
    return tuple(value for value in re.findall(r"\b[A-Z_]\w*\s*=\s*\(?['\"]([^'\"]+)['\"]", body))


def _after(body: str) -> str:
    """Return the sentences that follow a class: what stands unindented after a blank line."""
    match = re.search(r"\n\s*\n(?=[A-Z][a-z]+ [a-z])|\}\s*;?\s*\n+(?=\S)", body)
    return body[match.end() :] if match else ""


def _read_members(body: str, table: str, choices: Mapping[str, tuple[str, ...]]) -> list[WishedColumn]:
    columns: dict[str, WishedColumn] = {}
    for name, limits in _found(body, choices):
        if name.lower() not in _NO_COLUMNS and not name.startswith("__") and name not in columns:
            columns[name] = WishedColumn(phrase=name, said=name, limits=limits, typed=True, table=table)
    return list(columns.values())


def _found(body: str, choices: Mapping[str, tuple[str, ...]]) -> Iterator[tuple[str, Limits]]:
    assigned = {match["name"]: _assigned(match) for match in _ASSIGNED.finditer(body)}
    if assigned:
        annotated = {match["name"]: _annotated(match, choices) for match in _ON_A_LINE.finditer(body)}
        yield from {**annotated, **assigned}.items()
        return
    for pattern in (_NAME_FIRST, _TYPE_FIRST):
        if len(found := list(pattern.finditer(body))) >= _FEWEST:
            yield from ((match["name"], _of_type(match["type"], choices)) for match in found)
            return
    yield from ((match["name"], _annotated(match, choices)) for match in _ANNOTATED.finditer(body))


def _annotated(match: re.Match[str], choices: Mapping[str, tuple[str, ...]]) -> Limits:
    stated = match["type"]
    limits = _of_type(stated, choices).combined(_of_arguments(match["arguments"] or "")).combined(_of_arguments(stated))
    if match["optional"] or re.search(r"\bOptional\b|\|\s*(?:None|null|undefined)\b", stated):
        limits = replace(limits, missing=_OPTIONAL_SHARE)
    return _remarked(limits, match["remark"])


def _assigned(match: re.Match[str]) -> Limits:
    arguments = match["arguments"]
    inner = re.match(r"\(\s*(?:(?:db|sa|sqlalchemy)\.)?(\w+)\s*(\([^()]*\))?", arguments)
    generic = match["type"] in {"Column", "mapped_column"} and inner
    limits = _of_type(inner[1] if inner and generic else match["type"], {})
    if inner and generic and inner[2] and (numbers := re.findall(r"\d+", inner[2])):
        limits = replace(limits, longest=int(numbers[0])) if limits.data_type is DataType.STRING else limits
    if inner and generic and inner[1] == "Enum":
        limits = replace(limits, values=tuple(_ONE_OF.findall(inner[2] or "")))
    return _remarked(limits.combined(_of_arguments(arguments)), match["remark"])


def _of_type(stated: str, choices: Mapping[str, tuple[str, ...]]) -> Limits:
    if stated.startswith(("Literal", "'", '"')):
        return Limits(values=tuple(_ONE_OF.findall(stated)))
    names = [
        name for name in re.findall(r"[A-Za-z_][\w.]*", stated) if name not in {"Optional", "None", "Annotated", "null"}
    ]
    name = names[0].rpartition("datetime.")[2].rpartition("typing.")[2] if names else ""
    if name in choices:
        return Limits(values=choices[name])
    if name.lower() in {"list", "set", "tuple", "sequence"} or stated.endswith("[]"):
        return Limits(several=(1, 3))
    return Limits(data_type=_TYPE_OF.get(name.lower()), kind=_KINDS.get(name.lower(), ""))


_ENDS = (
    ("low", re.compile(r"\b(?:ge|min_value|gte|Min|MinValueValidator)\s*[=(]\s*(-?\d+(?:\.\d+)?)")),
    ("high", re.compile(r"\b(?:le|max_value|lte|Max|MaxValueValidator)\s*[=(]\s*(-?\d+(?:\.\d+)?)")),
    ("gt", re.compile(r"\bgt\s*=\s*(-?\d+(?:\.\d+)?)")),
    ("lt", re.compile(r"\blt\s*=\s*(-?\d+(?:\.\d+)?)")),
)
_COUNTS = (
    ("shortest", re.compile(r"\bmin_length\s*=\s*(\d+)")),
    ("longest", re.compile(r"\bmax_length\s*=\s*(\d+)")),
    ("decimals", re.compile(r"\bdecimal_places\s*=\s*(\d+)")),
)
_CHOICES = re.compile(r"\bchoices\s*=\s*[\[(](.*)[\])]", re.DOTALL)
_REGULAR = re.compile(r"\b(?:pattern|regex)\s*=\s*r?['\"](.+?)['\"](?=\s*[,)])")
_DESCRIPTION = re.compile(r"\b(?:description|help_text|title)\s*=\s*['\"](.+?)['\"]")


def _of_arguments(arguments: str) -> Limits:
    """Read `ge=18, le=65`, `max_length=50`, `choices=[...]`, `unique=True`."""
    limits = Limits()
    ends = {name: float(match[1]) for name, pattern in _ENDS if (match := pattern.search(arguments))}
    low = ends.get("low", ends["gt"] + 1 if "gt" in ends else None)
    high = ends.get("high", ends["lt"] - 1 if "lt" in ends else None)
    limits = replace(limits, low=low, high=high)
    counts = {name: int(match[1]) for name, pattern in _COUNTS if (match := pattern.search(arguments))}
    limits = replace(
        limits, shortest=counts.get("shortest"), longest=counts.get("longest"), decimals=counts.get("decimals", 0)
    )
    if match := _CHOICES.search(arguments):
        pairs = re.findall(r"\(\s*['\"]([^'\"]+)['\"]\s*,", match[1])
        limits = replace(limits, values=tuple(pairs or _ONE_OF.findall(match[1])))
    if re.search(r"\b(?:unique|primary_key)\s*=\s*True", arguments):
        limits = replace(limits, unique=True)
    if re.search(r"\b(?:null|nullable)\s*=\s*True", arguments):
        limits = replace(limits, missing=_OPTIONAL_SHARE)
    if match := _REGULAR.search(arguments):
        limits = limits.combined(replace(read_limits(match[1])[1], data_type=None))
    if match := _DESCRIPTION.search(arguments):
        limits = replace(limits, about=match[1][:200])
    return limits


def _remarked(limits: Limits, remark: str | None) -> Limits:
    return limits.combined(replace(read_limits(f": {remark}")[1], about="")) if remark else limits
