"""What the page on scale promises is so."""

import re
from pathlib import Path

from dotenv import dotenv_values

from bench.estimate import lines

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/scale.md").read_text("utf-8")


def test_each_setting_of_the_page_is_one() -> None:
    named = set(re.findall(r"\b(?:JOB_[A-Z_]+|DATABASE_URL|SECRET_KEY|DATA_DIR)\b", PAGE))
    assert named - dotenv_values(ROOT / ".env.example").keys() == set()


def test_each_link_leads_somewhere() -> None:
    links = re.findall(r"\]\(([^)h#][^)]*)\)", PAGE)
    assert links != []
    assert [link for link in links if not (ROOT / "docs" / link).exists()] == []


def test_each_heading_that_is_linked_to_is_there() -> None:
    headings = {
        line.lower().strip("# ").replace(" ", "-").replace(",", "") for line in PAGE.splitlines() if line[:1] == "#"
    }
    assert set(re.findall(r"\]\(#([^)]*)\)", PAGE)) - headings == set()


def test_the_table_of_the_estimate_is_as_the_program_prints_it() -> None:
    assert next(lines([])) in PAGE
