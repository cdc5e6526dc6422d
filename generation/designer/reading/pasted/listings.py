"""What pandas and R print about a data frame: its columns with their types, and sometimes examples."""

import re
from dataclasses import replace

from generation.designer.reading.limit import Limits
from generation.designer.reading.notes import TYPE_OF
from generation.designer.reading.pasted.document import Document
from generation.designer.reading.pasted.examples import limits_of
from generation.designer.reading.wished import WishedColumn

_TYPE = (
    r"(?P<type>object|int(?:64|32|16|8)?|float(?:64|32)?|bool|category|datetime64(?:\[[^\]]*\])?|string|str|num|chr"
    r"|logi|Factor|lgl|dbl|fct|date|dttm)"
)
_INFO = re.compile(
    rf"^[ \t]*\d+[ \t]+(?P<name>\S.*?)[ \t]+(?P<count>\d+)[ \t]+non-null[ \t]+{_TYPE}[ \t]*$", re.MULTILINE
)
_DTYPES = re.compile(rf"^[ \t]*(?P<name>[A-Za-z_][\w .()/-]*?)(?:[ \t]{{1,}}|\t){_TYPE}[ \t]*$", re.MULTILINE)
_OF_R = re.compile(
    rf"^[ \t]*\$[ \t]*(?P<name>[\w.`]+)[ \t]*:?[ \t]*<?{_TYPE}>?(?:[ \t](?P<seen>[^\n]*))?$", re.MULTILINE
)
_TYPES = {"num": "float", "logi": "boolean", "factor": "category", "dttm": "datetime", "int": "integer"}
_FEWEST = 2
_LEAST_SHARE = 0.001


def read_listing(text: str) -> Document | None:
    """Read what `df.info()`, `df.dtypes`, `str(df)` or `glimpse(df)` printed."""
    for pattern in (_INFO, _DTYPES, _OF_R):
        if len(found := list(pattern.finditer(text))) >= _FEWEST:
            most = max(int(match.groupdict().get("count") or 0) for match in found)
            columns = tuple(_read(match, most) for match in found)
            return Document(before=_headed(text[: found[0].start()]), columns=columns, after=text[found[-1].end() :])
    return None


def _headed(before: str) -> str:
    """Return what stands before a listing, without the head that pandas and R give it."""
    return re.split(r"<class |RangeIndex|'data\.frame'|Rows:|^\s*#\s+Column", before, maxsplit=1, flags=re.MULTILINE)[0]


def _read(match: re.Match[str], most: int) -> WishedColumn:
    kind = re.sub(r"\d+$|\[.*", "", match["type"].lower())
    limits = Limits(data_type=TYPE_OF.get(_TYPES.get(kind, kind)))
    said = match.groupdict()
    seen = tuple(re.findall(r"\"[^\"]*\"|[^\s,]+", said.get("seen") or ""))[:-1]
    if said.get("count") and (missing := 1 - int(match["count"]) / most) > _LEAST_SHARE:
        limits = replace(limits, missing=round(missing, 3))
    if said.get("seen") and kind not in {"factor", "fct"}:
        limits = limits.combined(limits_of(seen))
    return WishedColumn(phrase=match["name"].strip("`"), said=match[0].strip(), limits=limits, typed=True, seen=seen)
