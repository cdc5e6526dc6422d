"""What docs/links.md promises of formats."""

import re
from pathlib import Path

from generation.engine import FORMATS
from generation.preferences import preferred_format

PAGE = (Path(__file__).parents[2] / "docs" / "links.md").read_text("utf-8")
ROWS = re.findall(r"^\| (\w+) \| (\S+/.*) \|$", PAGE, flags=re.MULTILINE)


def test_the_table_has_every_format() -> None:
    assert [name for name, _ in ROWS] == list(FORMATS)


def test_each_type_of_the_table_leads_to_its_format() -> None:
    types = [(name, type_) for name, said in ROWS for type_ in said.split(", ")]
    assert [(preferred_format(type_), type_) for _, type_ in types] == types
