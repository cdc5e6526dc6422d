from pathlib import Path
from typing import Any

import pytest

from generation.engine import DatasetSchema, EngineError, compile_plan, run_plan
from generation.engine.exporters.constraints import Constraint, constraints
from tests.generation.engine.tables import AS_OF, schema

ACCEPTED = Path(__file__).parents[1] / "expressions_accepted.txt"
COMPLETE = {
    "row_number + 1": "integer",
    "f'INV-{row_number + 1:06d}'": "string",
    "fake.name()": "string",
    "fake.unique.email()": "string",
    "fake.company() + ' ' + fake.word().title()": "string",
    "random.choices(['a', 'b'], weights=[1, 2])[0]": "string",
    "random.choice(('a', 'b'))": "string",
    "'S' if random.random() < 0.5 else 'M'": "string",
    "round(random.lognormvariate(3.4, 0.8), 2)": "decimal",
    "max(1, round(random.gauss(5, 2)))": "integer",
    "random.uniform(1, 5) * random.randint(1, 9) / 2": "float",
    "random.random() < 0.3": "boolean",
    "not fake.boolean() or 2 < random.random() * 9 < 5": "boolean",
    "fake.date_between('-2y', 'today')": "date",
    "str(uuid.uuid4())": "string",
    "''.join(random.choices(string.ascii_uppercase, k=8))": "string",
    "'ID-%05d' % row_number": "string",
    "'{}-{}'.format(fake.country_code(), fake.random_int(1000, 9999))": "string",
    "fake.date_this_year().strftime('%d.%m.%Y')": "string",
    "fake.random_element(OrderedDict([('a', 0.7), ('b', 0.3)]))": "string",
    "round(min(5, max(1, 5 - random.expovariate(1 / 0.9))), 1)": "decimal",
    "['a', 'b', 'c'][row_number % 3]": "string",
    "row_number // 7 % 5": "integer",
    "date.today() - timedelta(days=random.randint(1, 300))": "date",
    "fake.date_between(date(2022, 1, 1), '-3d') + timedelta(weeks=2)": "date",
}
PERHAPS_NOT = {
    "fake.optional.name()": "string",
    "random.choice(['a', None])": "string",
    "'a' if random.random() < 0.5 else None": "string",
    "1 / random.randint(0, 1)": "float",
    "10 % random.randint(0, 1)": "integer",
    "{'a': 1}[random.choice('ab')]": "integer",
    "{'a': 1}.get(random.choice('ab'))": "integer",
    "int(random.choice(['1', 'x']))": "integer",
    "[1, 2][random.randint(0, 2)]": "integer",
    "9223372036854775807 + random.randint(0, 1)": "integer",
    "min(9223372036854775807 + random.randint(0, 1), 5)": "integer",
    "math.sqrt(random.uniform(-1, 1))": "float",
    "random.lognormvariate(20, 2)": "decimal",
    "fake.postcode_in_state(random.choice(['TX', 'ZZ']))": "string",
    "date(2020, 2, random.randint(1, 31))": "date",
    "chr(random.randint(0, 9))": "string",
    "fake.null_boolean()": "boolean",
    "fake.boolean() and fake.name()": "string",
    "['a', 'b', 'c'][row_number % 4]": "string",
    "date.today() + timedelta(days=row_number)": "date",
    "fake.date_between(date(12, 1, 1), date(13, 1, 1)) - timedelta(days=random.randint(0, 9999))": "date",
    "5 / random.randint(0, 9)": "float",
}


def is_complete(expression: str, data_type: str, **known: Any) -> bool:
    document = {"faker_method": expression, "data_type": data_type, **known}
    return constraints(DatasetSchema.from_json({"x": document}))["x"].is_complete


@pytest.mark.parametrize("expression", COMPLETE)
def test_a_column_is_complete_if_its_expression_surely_has_a_value(expression: str) -> None:
    assert is_complete(expression, COMPLETE[expression])


@pytest.mark.parametrize("expression", PERHAPS_NOT)
def test_a_column_that_may_miss_a_value_is_not_called_complete(expression: str) -> None:
    assert not is_complete(expression, PERHAPS_NOT[expression])


def test_a_share_of_missing_cells_is_taken_at_its_word() -> None:
    assert not is_complete("row_number", "integer", null_rate=0.01)


def test_what_is_made_of_complete_columns_is_complete_even_where_cells_of_these_are_left_out() -> None:
    columns = {
        "name": {"faker_method": "fake.name()", "data_type": "string", "null_rate": 0.5},
        "quantity": ("random.randint(1, 9)", "integer"),
        "perhaps": ("1 / random.randint(0, 1)", "float"),
        "mail": "f'{name.lower()}@example.org'",
        "total": ('row["quantity"] * 2.5', "decimal"),
        "half": ("perhaps / 2", "float"),
        "told": "f'{half}'",
    }
    found = constraints(schema(columns))
    assert {name for name in columns if found[name].is_complete} == {"quantity", "mail", "total"}


def test_a_column_that_has_the_name_of_a_function_makes_nothing_sure() -> None:
    assert not constraints(schema({"random": "'a'", "x": "fake.name()"}))["x"].is_complete


def test_what_is_known_of_unique_texts_and_numbers() -> None:
    columns = {
        "code": {"faker_method": "fake.bothify('??-####')", "data_type": "string", "unique": True},
        "price": {"faker_method": "round(random.uniform(1, 99), 2)", "data_type": "decimal", "unique": True},
        "sum": {"faker_method": "round(random.lognormvariate(3, 1), 2)", "data_type": "decimal", "unique": True},
    }
    assert constraints(schema(columns)) == {
        "code": Constraint(is_complete=True, is_unique=True, longest=7),
        "price": Constraint(is_complete=True, is_unique=True, is_exact=True),
        "sum": Constraint(is_complete=True, is_unique=True),
    }


def claimed(expression: str) -> tuple[str, str] | None:
    """Return an expression and a data type of it that is said to be complete, if there is one."""
    for data_type in ("integer", "float", "date", "datetime", "string"):
        try:
            if is_complete(expression, data_type):
                return expression, data_type
        except EngineError:
            continue
    return None


def test_no_column_that_is_called_complete_misses_a_cell() -> None:
    expressions = ACCEPTED.read_text().splitlines()[::5]
    columns = {f"c{place}": column for place, one in enumerate(expressions) if (column := claimed(one))}
    assert len(columns) > 30
    rows = run_plan(compile_plan(schema(columns)), rows=500, seed=3, as_of=AS_OF)
    assert [columns[name] for batch in rows for name in columns if batch[name].null_count] == []
