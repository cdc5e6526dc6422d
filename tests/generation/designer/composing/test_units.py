from statistics import mean
from typing import Any

import pytest

from generation.designer.catalog import Setting, load
from generation.designer.composing.composer import compose
from generation.designer.composing.units import in_stated_unit, unit_of
from generation.designer.meaning.choosing import Choice
from generation.designer.reading import Limits
from generation.engine import DatasetSchema, compile_plan, run_plan

CATALOG = load()
SETTING = Setting(domain="generic", subject="thing", locale="en_US")
ROWS = 2000


def choice(concept: str, phrase: str, limits: Limits | None = None) -> Choice:
    return Choice(name=phrase, phrase=phrase, concept=CATALOG.concepts[concept], limits=limits or Limits())


def rows(*choices: Choice) -> list[dict[str, Any]]:
    plan = compile_plan(DatasetSchema(compose(choices, SETTING, CATALOG)))
    return [row for batch in run_plan(plan, rows=ROWS, seed=7) for row in batch.to_pylist()]


@pytest.mark.parametrize(
    ("concept", "phrase", "limits", "unit"),
    [
        ("temperature", "temperature_f", Limits(), "°F"),
        ("height_cm", "height_in", Limits(), "in"),
        ("height_cm", "height", Limits(unit="ft"), "ft"),
        ("weight_kg", "weight_lbs", Limits(), "lbs"),
        ("price", "price_usd_thousands", Limits(), "thousand USD"),
        ("price", "price", Limits(unit="EUR"), "EUR"),
        ("height_cm", "height_cm", Limits(), "cm"),
    ],
)
def test_the_unit_is_read_from_the_name_or_from_what_is_said(
    concept: str, phrase: str, limits: Limits, unit: str
) -> None:
    assert in_stated_unit(choice(concept, phrase, limits), CATALOG).concept.unit == unit


def test_names_of_units_are_understood() -> None:
    names = [
        unit.name if (unit := unit_of(name, CATALOG)) else None for name in ("inch", "LBS", "fahrenheit", "wombat")
    ]
    assert names == ["in", "lbs", "°F", None]


@pytest.mark.parametrize(
    ("concept", "plain", "other", "factor", "plus"),
    [
        ("height_cm", "height_cm", "height_in", 1 / 2.54, 0),
        ("weight_kg", "weight_kg", "weight_lbs", 1 / 0.45359237, 0),
        ("temperature", "temperature_c", "temperature_f", 1.8, 32),
    ],
)
def test_values_are_converted(concept: str, plain: str, other: str, factor: float, plus: float) -> None:
    known = mean(row[plain] for row in rows(choice(concept, plain)))
    assert mean(row[other] for row in rows(choice(concept, other))) == pytest.approx(known * factor + plus, rel=0.03)


def test_ranges_are_in_the_writers_unit() -> None:
    made = [row["temperature_f"] for row in rows(choice("temperature", "temperature_f", Limits(low=10, high=100)))]
    assert 10 <= min(made) < 30
    assert 80 < max(made) <= 100


def test_other_columns_read_the_catalogs_unit() -> None:
    for row in rows(choice("height_cm", "height_in"), choice("weight_kg", "weight_lbs"), choice("bmi", "bmi")):
        squared = (row["height_in"] * 2.54 / 100) ** 2
        assert row["bmi"] == pytest.approx(row["weight_lbs"] * 0.45359237 / squared, abs=0.2)


def test_a_count_in_the_writers_unit_is_still_looked_up_as_a_count() -> None:
    loans = Setting(domain="finance", subject="loan", locale="en_US")
    columns = compose((choice("loan_term", "term_years"), choice("interest_rate", "rate")), loans, CATALOG)
    (batch,) = run_plan(compile_plan(DatasetSchema(columns)), rows=200, seed=1)
    assert [rate for rate in batch.column("rate").to_pylist() if not 1 <= rate <= 30] == []
