"""Bytes depend on the schema, the seed and the row, and on nothing else: not on processes, clocks, orders, neighbours."""

import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.digest import digest
from tests.generation.engine import tables
from tests.generation.engine.tables import AS_OF, csv, schema, table

ROWS = 300
COLUMNS = {
    **tables.COLUMNS,
    "address": "fake.address()",
    "agent": "fake.user_agent()",
    "profile": "fake.simple_profile()['mail']",
}
WHOLE = table(COLUMNS, rows=ROWS)
DEPENDS = {"email": "name"}
FAR = 10**12 - 1000  # the last rows that there are
ALONE = {  # columns that exist at any row, and by themselves
    name: column for name, column in COLUMNS.items() if name not in DEPENDS and "unique" not in column
}
WINDOW = """
import json, sys
from datetime import date
from generation.engine import DatasetSchema, compile_plan, export, run_plan
columns, locale, as_of, start, rows = json.loads(sys.argv[1])
plan = compile_plan(DatasetSchema.from_json(columns, locale=locale))
batches = run_plan(plan, rows=rows, seed=7, start=start, as_of=date.fromisoformat(as_of))
sys.stdout.buffer.writelines(export(batches, "csv"))
"""
ZONES = ("UTC", "Asia/Tokyo", "America/St_Johns", "Pacific/Kiritimati")


def in_a_process_of_its_own(number: int, start: int, stop: int) -> bytes:
    """Return rows made by another process, with a hash seed, a time zone and a language of its own."""
    asked = json.dumps([schema(COLUMNS).to_json_list(), "de_DE", AS_OF.isoformat(), start, stop - start])
    own = {"PYTHONHASHSEED": str(number), "TZ": ZONES[number % 4], "LC_ALL": ("C", "C.UTF-8")[number % 2]}
    return subprocess.run([sys.executable, "-c", WINDOW, asked], env=own, capture_output=True, check=True).stdout


def joined(files: list[bytes]) -> bytes:
    return files[0] + b"".join(file.split(b"\n", 1)[1] for file in files[1:])


def test_eight_processes_make_together_what_one_makes_alone() -> None:
    cuts = (0, 1, 100, 128, 129, 200, 256, 290, ROWS)
    with ThreadPoolExecutor(2) as threads:
        files = list(threads.map(in_a_process_of_its_own, range(8), cuts, cuts[1:]))
    assert joined(files) == csv(COLUMNS, rows=ROWS, locale="de_DE")


def test_all_methods_make_the_same_in_another_process() -> None:
    command = [sys.executable, "-m", "bench.digest", "ru_RU"]
    own = {"PYTHONHASHSEED": "3", "TZ": "Asia/Tokyo"}
    made = subprocess.run(command, env=own, capture_output=True, text=True, check=True).stdout
    assert made == f"{digest(('ru_RU',))}\n"


@st.composite
def cuts(draw: st.DrawFn) -> list[int]:
    """Draw where a few hundred rows are cut into windows."""
    inside = draw(st.lists(st.integers(1, ROWS - 1), max_size=4, unique=True))
    return [0, *sorted(inside), ROWS]


@settings(max_examples=15, deadline=None)
@given(cuts=cuts(), base=st.sampled_from([0, 100, 16_384, FAR]), batch_rows=st.integers(1, 400), data=st.data())
def test_windows_of_any_columns_join_to_the_whole(
    cuts: list[int], base: int, batch_rows: int, data: st.DataObject
) -> None:
    names = data.draw(st.lists(st.sampled_from(sorted(ALONE)), min_size=1, max_size=4, unique=True))
    columns = {name: ALONE[name] for name in names}
    parts = [
        csv(columns, start=base + start, rows=stop - start, batch_rows=batch_rows) for start, stop in pairwise(cuts)
    ]
    assert joined(parts) == csv(columns, start=base, rows=ROWS)


@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_a_column_keeps_its_cells_whatever_becomes_of_the_others(data: st.DataObject) -> None:
    """Columns go, come, move and are edited; what is left as it was, and what it is made of, has the cells it had."""
    order = data.draw(st.permutations(sorted(COLUMNS)))
    edited = data.draw(st.sets(st.sampled_from(order)))
    gone = data.draw(st.sets(st.sampled_from(order))) - {"name"}
    columns = {name: "fake.word()" if name in edited else COLUMNS[name] for name in order if name not in gone}
    made = table({"new": "fake.city()"} | columns, rows=ROWS)
    kept = [name for name in columns if not {name, DEPENDS.get(name)} & edited]
    assert made.select(kept) == WHOLE.select(kept)


@settings(max_examples=10, deadline=None)
@given(name=st.sampled_from(sorted(set(COLUMNS) - {"id", "email"})), other=st.text("abxyz", min_size=1, max_size=5))
def test_a_column_of_another_name_with_the_same_expression_differs(name: str, other: str) -> None:
    column: Any = COLUMNS[name]
    made = table({name: column, other: column}, rows=ROWS)
    assert made[name] == WHOLE[name]
    assert made[other] != made[name]


def test_two_columns_with_the_same_expression_agree_no_more_often_than_by_chance() -> None:
    expression = ("random.randint(1, 10)", "integer")
    made = table({"a": expression, "b": expression}, rows=20_000).to_pylist()
    assert sum(row["a"] == row["b"] for row in made) / 20_000 == pytest.approx(0.1, abs=0.01)


def test_two_calls_in_one_expression_agree_no_more_often_than_by_chance() -> None:
    pairs = table({"x": "f'{random.randint(0, 9)}{random.randint(0, 9)}'"}, rows=20_000)["x"].to_pylist()
    assert sum(first == second for first, second in pairs) / 20_000 == pytest.approx(0.1, abs=0.01)
