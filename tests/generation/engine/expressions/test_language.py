"""What is computed without chance must come out as Python computes it."""

import decimal
import math
import re
import string
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from generation.engine import EngineError, compile_plan
from tests.generation.engine.tables import schema, table, values

HERE = Path(__file__).parent.parent
ACCEPTED = (HERE / "expressions_accepted.txt").read_text(encoding="utf-8").splitlines()
REFUSED = (HERE / "expressions_refused.txt").read_text(encoding="utf-8").splitlines()
OTHER_COLUMNS: dict[str, Any] = {  # what the expressions of the lists may use, each after those that it uses itself
    "score": ("random.randint(0, 100)", "integer"),
    "age": ("random.randint(18, 90)", "integer"),
    "quantity": ("random.randint(1, 10)", "integer"),
    "low": ("random.randint(1, 10)", "integer"),
    "high": ("low + random.randint(0, 10)", "integer"),
    "salary": ("round(random.gauss(60000, 9000), 2)", "float"),
    "price": ("round(random.uniform(1, 100), 2)", "float"),
    "discount": ("round(random.uniform(0, 0.5), 2)", "float"),
    "weight_kg": ("round(random.gauss(75, 10), 1)", "float"),
    "height_cm": ("round(random.gauss(172, 8), 1)", "float"),
    "first_name": "fake.first_name()",
    "last_name": "fake.last_name()",
    "name": "fake.name()",
    "email": "fake.email()",
    "city": "fake.city()",
    "state": "random.choice(['CA', 'NY', 'TX'])",
    "country": "random.choice(['US', 'DE', 'GB', 'FR'])",
    "gender": "random.choice('MF')",
    "grade": "random.choice('ABC')",
    "category": "random.choice('ABC')",
    "plan": "random.choice(['Basic', 'Pro', 'Enterprise'])",
    "status": "random.choice(['delivered', 'new', 'shipped', 'cancelled'])",
    "is_active": ("fake.boolean()", "boolean"),
    "birth_date": ("fake.date_of_birth(minimum_age=18, maximum_age=70)", "date"),
    "hire_date": ("fake.date_between('-10y', '-1d')", "date"),
    "order_date": ("fake.date_between('-2y', 'today')", "date"),
    "created_at": ("fake.date_time_between('-2y', '-1d')", "datetime"),
}
PYTHON = {
    "date": date, "datetime": datetime, "timedelta": timedelta, "Decimal": Decimal, "decimal": decimal, "math": math,
    "string": string,
}  # fmt: skip


@pytest.mark.parametrize(
    "expression",
    [
        "1 + 2 * 3", "7 // 2", "-7 // 2", "7 % 3", "-7 % 3", "7.5 % 2", "2 ** 10", "2 ** 0.5", "10 / 4", "-3", "+3", "1e3 + 0.5",
        "True + True", "round(2.5)", "round(3.5)", "round(2.675, 1)", "round(1234, -2)", "int(-3.7)", "int('42')", "float('2.5')", "abs(-3)",
        "min(3, 1, 2)", "max([3, 1, 2])", "sum([1, 2, 3])", "len('héllo')", "len([1, 2])", "bool('')", "bool(3)",
        "math.sqrt(2)", "math.floor(-2.5)", "math.ceil(2.1)", "math.log(10)", "math.log(8, 2)", "math.pi", "math.pow(2, 3)",
        "1 < 2 < 3", "1 < 2 > 3", "'a' in 'abc'", "3 in [1, 2]", "'x' not in ['x']", "None is None", "1 == 1.0", "not 0",
        "'a' < 'b'", "1 if 2 > 1 else 3", "True and False", "True or False", "0 or 'x'", "'y' and 'x'",
        "'abc'.upper()", "'hello world'.title()", "'Hi'.swapcase()", "' x '.strip()", "'xxabxx'.strip('x')", "'a-b'.replace('-', '+')",
        "'a,b,c'.split(',')[1]", "'a b  c'.split()[-1]", "'-'.join(['a', 'b'])", "'abc'.startswith('ab')", "'abc'.endswith('x')",
        "'7'.zfill(3)", "'-5'.zfill(4)", "'Straße'.upper()", "'Straße'.casefold()", "'abcd'.center(7, '*')", "'é-x'.find('x')", "1.0 // 0.1", "date(2024, 1, 2) - timedelta(hours=1)", "'%s' % (3 > 2)", "'{}'.format(None)", "round(0.285, 2)", "round(1.005, 2)", "f'{2.675:.2f}'", "'a'.ljust(3, '.')", "'a'.rjust(3)", "'a'.center(5, '*')", "'abcdef'[1:3]", "'abcdef'[-2:]", "'abcdef'[:-1]",
        "'abc'[0]", "'abc'[-1]", "'abc'[::-1]", "'ab' * 3", "'a' + 'b'", "'12'.isdigit()", "'hello'.count('l')", "'abc'.find('c')",
        "'pre-x'.removeprefix('pre-')", "'x.csv'.removesuffix('.csv')",
        "str(5)", "str(2.0)", "str(1e16)", "str(0.00001)", "str(1234567.5)", "str(True)", "str(date(2024, 1, 2))", "str(Decimal('1.50'))",
        "str(datetime(2024, 1, 2, 3, 4, 5))", "f'{5:05d}'", "f'{-5:05d}'", "f'{3.14159:.2f}'", "f'{-0.5:08.3f}'", "f'{1234567:,}'",
        "f'{0.256:.1%}'", "f'{\"a\":>3}|'", "f'{7:>4}|'", "f'{255:x}'", "f'{date(2024, 1, 2):%d.%m.%Y}'", "f'{2.0}'", "f'{None}'",
        "'{}-{}'.format('a', 1)", "'{1}{0}'.format('a', 'b')", "'{x:03d}'.format(x=7)", "'%s is %d' % ('a', 3)", "'%05.1f' % 2.25",
        "'%3s|%-3s|' % ('a', 'b')", "'100%%' % []",
        "date(2024, 2, 28) + timedelta(days=2)", "date(2024, 1, 1) - timedelta(weeks=1)", "(date(2024, 3, 1) - date(2024, 2, 1)).days",
        "datetime(2024, 1, 1, 12) - timedelta(hours=13)", "date(2024, 5, 6).year", "date(2024, 5, 6).weekday()", "date(2024, 5, 6).isoweekday()",
        "datetime(2024, 5, 6, 7, 8, 9).hour", "datetime(2024, 5, 6, 7, 8, 9).date()", "datetime(2024, 5, 6).isoformat()",
        "date(2024, 5, 6).strftime('%A %d %B %Y, %j')", "date(2024, 5, 6).strftime('%%Y')", "timedelta(days=2, hours=3).total_seconds()", "timedelta(hours=30).days",
        "datetime.strptime('2024-05-06', '%Y-%m-%d')", "date.fromisoformat('2024-05-06')", "datetime(2024, 5, 6).replace(hour=7)",
        "date(2024, 1, 1) < date(2024, 1, 2)", "timedelta(days=1) * 3 / timedelta(hours=12)",
        "[1, 2, 3][1]", "[1, 2, 3][-1]", "len([x for x in range(4)])", "''.join([c for c in 'abc'])", "{'a': 1, 'b': 2}['b']",
        "{'a': 1}.get('z', 5)", "string.ascii_uppercase[3]", "(1, 'x')[1]", "[1, 2, 3][0:2][1]",
    ],
)  # fmt: skip
def test_a_constant_expression_is_what_python_makes_of_it(expression: str) -> None:
    expected = eval(expression, dict(PYTHON))
    assert values(f"str({expression})", rows=1) == [str(expected)]


@pytest.mark.parametrize(
    "expression",
    ["n + 1", "n // 3", "9007199254740993 // (n + 1)", "round(n * 0.145, 2)", "f'{n * 0.145:.2f}'", "n % 4 - 2", "n * n", "n ** 2", "n / 8", "-n", "str(n)", "f'{n:03d}'", "n > 4 and n < 7", "n in [1, 3]", "'abcdefghijkl'[n % 3]",
     "'x' if n == 2 else 'y'", "min(n, 5)", "max(n - 5, 0)", "round(n / 3, 2)", "round(n * 0.01 + 98581129159650.47, 2)", "round(1e299 / (n + 3), 12)", "int(n / 3)", "f'{n / 7:.3f}'", "abs(n - 5)", "str(n / 4)",
     "[10, 20, 30][n % 3]", "{1: 'one', 2: 'two'}.get(n, 'many')", "date(2024, 1, 31) + timedelta(days=n)", "str(n * 1000000 / 3)"],
)  # fmt: skip
def test_a_column_is_computed_as_python_would_row_by_row(expression: str) -> None:
    made = table({"n": ("row_number", "integer"), "x": f"str({expression})"}, rows=10)["x"].to_pylist()
    assert made == [str(eval(expression, PYTHON | {"n": n})) for n in range(10)]


def with_the_columns_used(expression: str) -> dict[str, Any]:
    words = set(re.findall(r"\w+", expression)) | ({"low"} if "high" in expression else set())
    return {name: column for name, column in OTHER_COLUMNS.items() if name in words} | {"x": expression}


@pytest.mark.parametrize("expression", ACCEPTED)
def test_what_people_write_is_accepted_and_runs(expression: str) -> None:
    made = table(with_the_columns_used(expression), rows=50)["x"].to_pylist()
    assert len(made) == 50
    assert all(cell is None or len(cell.encode()) <= 4096 for cell in made)


@pytest.mark.parametrize("expression", REFUSED)
def test_what_would_do_harm_is_refused(expression: str) -> None:
    with pytest.raises(EngineError):
        compile_plan(schema(with_the_columns_used(expression)))


@pytest.mark.parametrize(("text", "spelled"), [("Łódź", "Lodz"), ("Ольга", "Ol'ga"), ("Ståle Ærø", "Stale AEro")])
def test_other_alphabets_are_spelled_in_plain_letters(text: str, spelled: str) -> None:
    assert table({"town": f"'{text}'", "x": "unidecode(town)"}, rows=1)["x"].to_pylist() == [spelled]


@pytest.mark.parametrize(
    ("expression", "data_type"),
    [("10 / n", "float"), ("n // n", "integer"), ("10 % n", "integer"), ("math.log(n)", "float"), ("random.gauss(0, -1 + n)", "float"),
     ("random.randint(1, n)", "integer"), ("'abc'[0] if n else None", "string"), ("{1: 'a'}[n]", "string"), ("date(9999, 12, 30) + timedelta(days=2 - n)", "date")],
)  # fmt: skip
def test_a_cell_that_cannot_be_computed_is_missing(expression: str, data_type: str) -> None:
    made = table({"n": ("row_number % 2", "integer"), "x": (expression, data_type)}, rows=2)["x"].to_pylist()
    assert made[0] is None
    assert made[1] is not None


@pytest.mark.parametrize(
    ("expression", "message"),
    [
        ("1 / 0", "this cannot be computed"),
        ("'a' + 1", "a text and an integer cannot be used with + (str(...) makes a text of it, or write an f-string)"),
        ("fake.name() - 1", "a text and an integer cannot be used with -"),
        ("nmae", "'nmae' is no column and no value (did you mean name?)"),
        ("fake.name", "fake.name is no value (a function is called: fake.name(...))"),
        ("fake.gender()", "fake.gender does not exist (write random.choice(['female', 'male']))"),
        ("fake.parse('{{name}}')", "fake.parse is not allowed: it steers Faker itself"),
        (
            "fake.random_int(minimum=3)",
            "fake.random_int has no argument 'minimum' (it is fake.random_int(min=0, max=9999, step=1))",
        ),
        ("fake.random_int(9, 1)", "the least number, 9, is above the greatest, 1"),
        ("fake.pydecimal(left_digits=99)", "left_digits of fake.pydecimal is a whole number from 0 to 15, not 99"),
        ("random.choice([])", "elements of random.choice has 0 elements, 1 to 2000 are allowed"),
        ("fake.date_between('-9999y')", "start_date of fake.date_between lies more than 200 years from today"),
        ("fake.date_between('soon')", "start_date of fake.date_between is no date: 'soon'"),
        ("'x' * 5000", "the text can get 5000 bytes long, 4096 are allowed"),
        ("9 ** 99", "the number can get larger than 64 bits hold"),
        ("name.uper()", "a text has no method 'uper' (did you mean upper?)"),
        ("'{0.real}'.format(1)", "the template has no argument for {0.real}"),
        ("f'{1:999999}'", "the format '999999' is wider than 200 or has more than 20 digits"),
        ("1 if True else 'a' if name else 2", "the two sides are a text and an integer"),
        ("[1, 2][5]", "the list has 2 places, none of them is 5"),
        ("self.fake.email()", "there is no function self.fake.email (leave self. out: fake.email())"),
        ("date(2024, 1, 2).strftime('%Q')", "the layout '%Q' has no directive %Q"),
        ("open('x')", "there is no function open"),
        ("[i for i in range(1000)]", "the list has 1000 items, 500 are allowed here"),
    ],
)
def test_a_refusal_tells_the_writer_what_is_wrong(expression: str, message: str) -> None:
    with pytest.raises(EngineError) as caught:
        compile_plan(schema({"name": "'n'", "x": expression}))
    assert str(caught.value).removeprefix("column 'x': ").startswith(message)


def test_a_term_that_stands_in_two_places_is_drawn_once() -> None:
    made = values("(fake.random_element(['', 'a', 'b']) or 'x') + '!'", rows=200)
    assert set(made) == {"a!", "b!", "x!"}


def test_a_column_may_share_its_name_with_a_module() -> None:
    assert table({"np": ("np.random.normal(5, 0)", "float"), "x": ("np * 2", "float")}, rows=1)["x"].to_pylist() == [
        10.0
    ]


def test_two_draws_in_one_expression_are_independent() -> None:
    made = values("fake.random_digit() == fake.random_digit()", "boolean", rows=5000)
    assert 0.08 < sum(made) / 5000 < 0.12


def test_what_an_operand_misses_the_row_misses() -> None:
    columns = {
        "low": ("row_number * 10 if fake.boolean() else None", "integer"),
        "x": ("random.randint(low, low + 5)", "integer"),
    }
    rows = table(columns, rows=100).to_pylist()
    assert all((row["x"] is None) == (row["low"] is None) for row in rows)
    assert all(row["low"] <= row["x"] <= row["low"] + 5 for row in rows if row["low"] is not None)


@pytest.mark.parametrize(
    ("expression", "pattern"),
    [
        ("fake.bothify(f'{n}-??##')", r"7-[a-zA-Z]{2}\d{2}"),
        ("fake.numerify(text='A' + str(n) + '-###')", r"A7-\d{3}"),
        ("fake.hexify(f'{n}^^', upper=True)", r"7[0-9A-F]{2}"),
        ("' '.join(w.capitalize() for w in fake.words(n))", r"([A-Z][a-z]+ ){6}[A-Z][a-z]+"),
        ("', '.join(map(str, sorted(random.sample(range(9), 3))))", r"\d, \d, \d"),
        ("re.sub(r'(\\d)(\\d)', r'\\2-\\1', '12' + str(n))", "2-17"),
        ("random.choice(range(n, n + 2))", "7|8"),
    ],
)
def test_parts_of_a_call_may_differ_by_row(expression: str, pattern: str) -> None:
    made = table({"n": ("7 + 0 * row_number", "integer"), "x": expression}, rows=20)["x"].to_pylist()
    assert [cell for cell in made if not re.fullmatch(pattern, cell)] == []
