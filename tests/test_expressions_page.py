"""What docs/expressions.md promises."""

import re
from pathlib import Path

import pytest

from generation.engine import compile_plan, run_plan
from tests.generation.engine.tables import AS_OF, schema

PAGE = Path(__file__).parent.parent / "docs" / "expressions.md"
LINES = [
    line
    for block in re.findall(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    for line in block.splitlines()
]
COLUMNS = {
    "plan": "random.choice(['basic', 'pro', 'team'])",
    "signup": ("fake.date_between('-2y', '-1y')", "date"),
    "age": ("random.randint(1, 99)", "integer"),
    "gender": "random.choice(['F', 'M'])",
    "first_name": "fake.first_name()",
    "last_name": "fake.last_name()",
    "state": "fake.state_abbr(include_territories=False)",
    "country": "random.choice(['DE', 'FR'])",
}


@pytest.mark.parametrize("line", LINES)
def test_every_line_of_the_page_makes_values(line: str) -> None:
    (batch,) = run_plan(compile_plan(schema({**COLUMNS, "x": f"str({line})"})), rows=50, seed=7, as_of=AS_OF)
    assert batch["x"].null_count == 0
    assert len(set(batch["x"].to_pylist())) > 1
