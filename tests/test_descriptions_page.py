"""What docs/descriptions.md promises."""

import re
import tomllib
from pathlib import Path

import pytest

from generation.designer import Design, design, refine
from generation.designer.catalog import read
from generation.engine import compile_plan, run_plan

PAGE = (Path(__file__).parent.parent / "docs" / "descriptions.md").read_text(encoding="utf-8")


def part(heading: str) -> str:
    return PAGE.partition(f"## {heading}\n")[2].partition("\n## ")[0]


def table(heading: str) -> list[list[str]]:
    """Return the cells of the rows of a part's table, without its head."""
    rows = [line.strip("|").split(" | ") for line in part(heading).splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in row] for row in rows[2:]]


def block(heading: str) -> str:
    found = re.search(r"```\w*\n(.*?)```", part(heading), re.DOTALL)
    assert found
    return found[1]


def understood(description: str) -> Design:
    """Return a design of which every word was understood, and which runs."""
    made = design(description)
    (batch,) = run_plan(compile_plan(made.schema), rows=100, seed=7)
    assert (made.not_understood, batch.num_rows) == ((), 100)
    return made


@pytest.mark.parametrize(("description", "columns"), table("Name the columns"))
def test_these_columns_are_made(description: str, columns: str) -> None:
    assert [column.name for column in understood(description).schema.columns] == re.findall(r"`(\w+)`", columns)


@pytest.mark.parametrize("said", [row[0].strip("`") for row in table("Say what they hold")])
def test_what_is_said_of_a_column_changes_how_it_is_made(said: str) -> None:
    name = re.match(r"[a-z]+(?: (?:date|number))?", said)
    assert name
    plain = design(f"records with name, {name[0]} and city").schema.columns[1]
    stated = understood(f"records with name, {said} and city").schema.columns[1]
    assert stated.name == plain.name
    assert (stated.expression, stated.null_rate, stated.unique) != (plain.expression, plain.null_rate, plain.unique)


@pytest.mark.parametrize("description", [row[0] for row in table("Say how they go together")])
def test_what_goes_together_is_understood(description: str) -> None:
    assert understood(description).assumptions


@pytest.mark.parametrize("instruction", block("Change a schema in words").splitlines())
def test_an_instruction_changes_the_schema(instruction: str) -> None:
    description = "products with name, brand, price and rating"
    parent = design(description)
    refined = refine(parent, description, instruction)
    assert refined.not_understood == parent.not_understood
    assert refined.schema != parent.schema


def test_the_entry_is_one_that_the_catalog_takes() -> None:
    text = block("Teach it a field")
    assert tomllib.loads(text)["concept"]["discount_percent"]["unit"] == "%"
    assert list(read({"discounts.toml": text}).concepts) == ["discount_percent"]
