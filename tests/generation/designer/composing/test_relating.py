"""What is said of columns together, held against the rows that come of it."""

from collections.abc import Callable
from datetime import date, datetime
from statistics import mean
from typing import Any

import pytest

from generation.designer.offline.designing import design_offline
from generation.engine import compile_plan, run_plan

ROWS = 5000
TODAY = date(2025, 6, 1)
Row = dict[str, Any]


def rows(description: str) -> list[Row]:
    plan = compile_plan(design_offline(description).schema)
    return [row for batch in run_plan(plan, rows=ROWS, seed=7, as_of=TODAY) for row in batch.to_pylist()]


def share(made: list[Row], test: Callable[[Row], bool]) -> float:
    return sum(map(test, made)) / len(made)


@pytest.mark.parametrize(
    ("description", "holds"),
    [
        (
            "fields: price, quantity, total. Total is price times quantity.",
            lambda row: row["total"] == row["price"] * row["quantity"],
        ),
        (
            "fields: revenue, cost, profit = revenue - cost",
            lambda row: float(row["profit"]) == pytest.approx(float(row["revenue"]) - float(row["cost"]), abs=0.011),
        ),
        (
            "fields: amount, tax (19% of amount)",
            lambda row: float(row["tax"]) == pytest.approx(0.19 * float(row["amount"]), abs=0.011),
        ),
        (
            "fields: order_date, ship_date. Ship date within 7 days after order date.",
            lambda row: 0 < (row["ship_date"] - row["order_date"]).days <= 7,
        ),
        (
            "fields: createddate, closedate: should be always greater than createddate",
            lambda row: row["closedate"] > row["createddate"],
        ),
        (
            "fields: order_date, ship_date, delivery_date. Delivery is 2-5 days after shipping.",
            lambda row: 2 <= (row["delivery_date"] - row["ship_date"]).days <= 5,
        ),
        (
            "fields: min_price, max_price. min_price less than max_price.",
            lambda row: row["min_price"] < row["max_price"],
        ),
        (
            "fields: order_date, delivery_date, status (pending/shipped/delivered). Delivery date is empty unless delivered.",
            lambda row: (row["delivery_date"] is not None) == (row["status"] == "delivered"),
        ),
        (
            "fields: amount, refund_amount, status (paid/returned). Refund amount only for returned orders.",
            lambda row: (row["refund_amount"] is not None) == (row["status"] == "returned"),
        ),
        (
            "fields: smoker (yes/no), cigarettes_per_day. Non-smokers have 0 cigarettes per day.",
            lambda row: row["smoker"] == "yes" or row["cigarettes_per_day"] == 0,
        ),
    ],
)
def test_a_rule_holds_in_every_row(description: str, holds: Callable[[Row], bool]) -> None:
    made = rows(description)
    assert [row for row in made if not holds(row)] == []


def test_what_is_higher_for_some_is_clearly_higher() -> None:
    made = rows("patients with age (20-90) and bill amount. Patients over 65 have higher bills.")
    old = [float(row["bill_amount"]) for row in made if row["age"] > 65]
    young = [float(row["bill_amount"]) for row in made if row["age"] <= 65]
    assert mean(old) > 1.3 * mean(young)


def test_a_link_is_visible_and_leaves_the_range_as_it_was_stated() -> None:
    made = rows("fields: experience_years (0-40), salary (30000-200000). Salary increases with experience.")
    long = [row["salary"] for row in made if row["experience_years"] > 25]
    short = [row["salary"] for row in made if row["experience_years"] < 8]
    assert mean(long) > 1.3 * mean(short)
    assert 30_000 <= min(row["salary"] for row in made) <= max(row["salary"] for row in made) <= 200_000


def test_an_event_is_likelier_for_some_and_keeps_its_share() -> None:
    made = rows("fields: plan (free/pro), churn (yes/no). 25% churned. Churn is higher for free plans.")
    free = [row for row in made if row["plan"] == "free"]
    pro = [row for row in made if row["plan"] == "pro"]
    assert share(made, lambda row: row["churn"] == "yes") == pytest.approx(0.25, abs=0.02)
    assert share(free, lambda row: row["churn"] == "yes") > 1.5 * share(pro, lambda row: row["churn"] == "yes")


@pytest.mark.parametrize(
    ("description", "test", "asked"),
    [
        ("transactions with amount and is_fraud. 2% fraud.", lambda row: row["is_fraud"], 0.02),
        (
            "customers with name and gender. 60% of the customers are female.",
            lambda row: row["gender"] == "Female",
            0.6,
        ),
        (
            "orders with price and status (pending/completed/cancelled). 10% of the orders are cancelled.",
            lambda row: row["status"] == "cancelled",
            0.1,
        ),
        (
            "deals with amount and status (Open/Won/Lost). The ratio of closed deals to open deals should be 2:1.",
            lambda row: row["status"] == "Open",
            1 / 3,
        ),
    ],
)
def test_a_share_that_a_sentence_states_holds(description: str, test: Callable[[Row], bool], asked: float) -> None:
    assert share(rows(description), test) == pytest.approx(asked, abs=0.02)


def test_what_was_done_is_said_and_what_cannot_be_kept_is_named() -> None:
    design = design_offline("fields: price, quantity, total. Total is price times quantity. Name depends on the moon.")
    assert "“total” is computed: round(price * quantity, 2)" in design.assumptions
    assert design.not_understood == ("Name depends on the moon",)


def test_a_range_of_a_formula_holds_with_the_formula() -> None:
    for row in rows("fields: price, quantity, total (50-500)"):
        assert row["total"] == row["price"] * row["quantity"]
        assert 50 <= row["total"] <= 500


def test_windows_leave_the_order_of_dates_as_it_is() -> None:
    made = rows("fields: order_date (2023-01-01 to 2023-03-31), ship_date (2023-01-01 to 2023-03-31), delivery_date")
    for row in made:
        assert date(2023, 1, 1) <= row["order_date"] <= row["ship_date"] <= date(2023, 3, 31)
        assert row["ship_date"] <= row["delivery_date"]


def test_an_age_and_a_date_of_birth_agree_within_the_stated_ages() -> None:
    for row in rows("fields: date_of_birth, age (18-65)"):
        assert 18 <= row["age"] <= 65
        assert row["age"] <= (TODAY - row["date_of_birth"]).days / 365.25 < row["age"] + 1.01


def test_values_in_the_writers_words_are_read_by_other_columns() -> None:
    for row in rows("fields: gender (M/F), first_name, order_date, delivery_date, order_status (new/sent/delivered)"):
        assert (row["delivery_date"] is not None) == (row["order_status"] == "delivered")


def test_dates_in_a_format_of_their_own_are_still_read_as_dates() -> None:
    for row in rows("fields: invoice_date (MM/DD/YYYY), due_date (MM/DD/YYYY)"):
        first, last = (datetime.strptime(row[name], "%m/%d/%Y") for name in ("invoice_date", "due_date"))  # noqa: DTZ007 - no zones
        assert first <= last


def test_a_stated_share_of_missing_cells_includes_what_is_missing_by_its_meaning() -> None:
    made = rows("fields: order_date, order_status, delivery_date (60% missing)")
    assert share(made, lambda row: row["delivery_date"] is None) == pytest.approx(0.6, abs=0.02)
