"""What docs/formats.md promises."""

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from generation.engine import FORMATS, About, Options, compile_plan, export, run_plan
from tests.generation.engine.tables import schema

PAGE = (Path(__file__).parent.parent / "docs" / "formats.md").read_text(encoding="utf-8")
EXAMPLES = [
    (info, body) for info, body in re.findall(r"```(\w[^\n]*)\n(.*?)```", PAGE, re.DOTALL) if info.split()[0] in FORMATS
]
COLUMNS = {
    "id": {"faker_method": "row_number + 1", "data_type": "integer", "unique": True},
    "note": "['plain', '=1+1', ''][row_number]",
    "price": {"faker_method": "round(random.uniform(1, 99), 2)", "data_type": "decimal", "null_rate": 0.3},
    "sold": ("fake.date_between('-1y', 'today')", "date"),
}
AS_OF = date(2026, 11, 21)


def options(words: list[str]) -> Options:
    given: dict[str, Any] = dict(word.split("=", 1) for word in words)
    return Options(**{name: {"true": True, "false": False}.get(value, value) for name, value in given.items()})


@pytest.mark.parametrize(("info", "body"), EXAMPLES, ids=[info for info, _ in EXAMPLES])
def test_the_page_shows_files_as_they_are(info: str, body: str) -> None:
    name, *words = info.split()
    columns = schema(COLUMNS)
    about = About(name="sales", title="Sales", schema=columns, rows=3, seed=7, as_of=AS_OF)
    batches = run_plan(compile_plan(columns), rows=3, seed=7, as_of=AS_OF)
    assert body.encode() == b"".join(export(batches, name, options=options(words), about=about))


def test_the_page_lists_the_formats_with_their_types_options_and_parts() -> None:
    listed = {}
    for name, extension, content_type, names, parts in re.findall(
        r"^\| `(\w+)` \| `\.(\w+)` \| `([^`]+/[^`]+)` \| ?(.*?) ?\| (.*?) \|$", PAGE, re.MULTILINE
    ):
        rows = {"any": 1, "one": None}[parts] if parts in {"any", "one"} else int(re.sub(r"\D", "", parts))
        listed[name] = extension, content_type, frozenset(re.findall(r"`(\w+)`", names)), rows
    assert listed == {name: (of.extension, of.content_type, of.options, of.group_rows) for name, of in FORMATS.items()}


def test_a_decimal_without_known_digits_is_a_float() -> None:
    columns = schema({"q": ("random.uniform(1, 2)", "decimal"), "r": ("round(random.uniform(1, 2), 2)", "decimal")})
    batch = next(iter(run_plan(compile_plan(columns), rows=1, seed=7, as_of=AS_OF)))
    assert [str(field.type) for field in batch.schema] == ["double", "decimal128(18, 2)"]
