"""Keys of other things, beside what the row tells of them."""

from collections import defaultdict
from typing import Any

from generation.designer.offline.designing import design_offline
from generation.engine import compile_plan, run_plan


def rows_of(description: str) -> list[dict[str, Any]]:
    plan = compile_plan(design_offline(description, "en_US").schema)
    return [row for batch in run_plan(plan, rows=600, seed=1) for row in batch.to_pylist()]


def values_beside(rows: list[dict[str, Any]], known: str, other: str) -> dict[Any, set[Any]]:
    found: dict[Any, set[Any]] = defaultdict(set)
    for row in rows:
        found[row[known]].add(row[other])
    return found


def test_a_customer_has_one_name_wherever_the_key_recurs() -> None:
    rows = rows_of("orders with order id, customer id, customer name, customer city, amount")
    assert {len(names) for names in values_beside(rows, "customer_id", "customer_name").values()} == {1}


def test_a_product_has_one_key_and_a_key_one_product() -> None:
    rows = rows_of("orders with order id, product name, quantity, product id")
    assert {len(names) for names in values_beside(rows, "product_id", "product_name").values()} == {1}
    assert {len(keys) for keys in values_beside(rows, "product_name", "product_id").values()} == {1}


def test_a_key_recurs_where_the_row_tells_nothing_more() -> None:
    rows = rows_of("orders with order id, customer id, quantity, amount")
    assert len({row["customer_id"] for row in rows}) < len(rows)


def test_a_stated_range_of_a_key_is_kept() -> None:
    rows = rows_of("orders with order id, customer id (integer 1-50), customer name")
    assert {row["customer_id"] for row in rows} <= set(range(1, 51))
