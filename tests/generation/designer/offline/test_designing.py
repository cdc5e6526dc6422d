import time
from typing import Any

import pytest

from generation.designer.catalog import load
from generation.designer.offline.designing import design_offline
from generation.engine import compile_plan, run_plan

SHOP = (
    "Generate e-commerce product data including product names, prices, categories, brands, and customer ratings for"
    " online store analysis"
)
CLINIC = (
    "Create healthcare patient records with demographics, medical conditions, treatment dates, and billing information"
    " for analysis"
)
BANK = "Generate financial transaction data with account numbers, transaction types, amounts, dates, and merchant information"
ROWS = 1000


def names(description: str) -> list[str]:
    return [column.name for column in design_offline(description).schema.columns]


def rows(description: str, *, locale: str | None = None, count: int = ROWS) -> list[dict[str, Any]]:
    plan = compile_plan(design_offline(description, locale).schema)
    return [row for batch in run_plan(plan, rows=count, seed=7) for row in batch.to_pylist()]


@pytest.mark.parametrize(
    ("description", "domain", "columns"),
    [
        (SHOP, "e-commerce", "product_name price category brand rating"),
        (
            CLINIC,
            "healthcare",
            (
                "patient_id age gender ethnicity blood_type medical_condition treatment_start_date treatment_end_date"
                " bill_amount insurance_provider payment_status"
            ),
        ),
        (
            BANK,
            "finance",
            "transaction_id account_number transaction_type amount date merchant_name merchant_category",
        ),
        (
            "Student grades with student id, course, score and letter grade",
            "education",
            "student_id course score letter_grade",
        ),
        ("people with names and ages", "generic", "name age"),
        ("fields: Names, Unit Price, customerID", "e-commerce", "names unit_price customer_id"),
        ("date,player_id,level", "gaming", "date player_id level"),
        ("weather data with temperature humidity wind speed", "weather", "temperature humidity wind_speed"),
        ("orders with order date and ship date", "e-commerce", "order_date ship_date"),
    ],
)
def test_what_was_named_becomes_the_columns(description: str, domain: str, columns: str) -> None:
    assert (design_offline(description).domain, names(description)) == (domain, columns.split())


@pytest.mark.parametrize("subject", load().subjects.values(), ids=lambda subject: subject.name)
def test_each_subject_has_a_template_that_runs(subject: Any) -> None:
    made = rows(subject.says[0] + " data")
    assert len(made) == ROWS
    assert len(made[0]) >= 7
    assert all(any(row[name] is not None for row in made) for name in made[0])


def test_a_vague_wish_is_answered_by_its_template_and_says_so() -> None:
    design = design_offline("customer churn data")
    assert design.schema.columns[0].name == "customer_id"
    assert design.assumptions == ("No columns were named, so these are the usual ones of a telecom customer",)


def test_group_words_and_added_keys_are_explained() -> None:
    assert design_offline(CLINIC).assumptions == (
        "“demographics” was read as age, gender, ethnicity and blood type",
        "“treatment dates” was read as treatment start date and treatment end date",
        "“billing information” was read as bill amount, insurance provider and payment status",
        "patient_id was added, as is usual for a patient",
    )


@pytest.mark.parametrize("description", [SHOP, CLINIC, BANK])
def test_the_usual_words_of_a_sentence_are_understood(description: str) -> None:
    assert design_offline(description).not_understood == ()


def test_what_nothing_was_done_with_is_named() -> None:
    design = design_offline("Customers of a zeppelin harbour with name and city. Their dogs should be friendly.")
    assert design.not_understood == ("Their dogs should be friendly", "zeppelin harbour")


def test_an_unknown_column_is_guessed_by_its_ending_and_that_is_said() -> None:
    design = design_offline("fields: froble_count, is_wibbled, quux")
    assert [column.data_type.value for column in design.schema.columns] == ["integer", "boolean", "string"]
    assert design.assumptions == (
        "“froble_count” is not in the catalog and was taken for: count",
        "“is_wibbled” is not in the catalog and was taken for: yes or no",
        "“quux” is not known, so its values are made-up words",
    )


def test_a_misspelt_column_is_corrected_and_that_is_said() -> None:
    design = design_offline("fields: frist name, last nam, emial")
    assert [column.name for column in design.schema.columns][1] == "last_name"
    assert "“last nam” was read as “last name”" in design.assumptions


@pytest.mark.parametrize(
    ("description", "locale"),
    [
        ("German customers with name and city", "de_DE"),
        ("customers from Brazil with name and city", "pt_BR"),
        ("Employees in the UK with name and city", "en_GB"),
        ("people with name and native language, in German", "en_US"),
        ("people with name and city", "en_US"),
        ("I need some data about movies", "en_US"),  # of which Italian has two words as well
        ("Clienti con nome e data di nascita", "it_IT"),
    ],
)
def test_the_locale_is_read_from_the_sentence(description: str, locale: str) -> None:
    assert design_offline(description).schema.locale == locale


@pytest.mark.parametrize(
    "description",
    [
        "gym members aged 16 to 25 with join date, plan and monthly fee",
        "patients aged 16-25 with name and blood type",
        "students with name, grade, aged 16 to 25",
        "customers between 16 and 25 years old with name",
        "people aged 16 to 25 with name and age",
        "employees aged 16 to 25",
    ],
)
def test_the_ages_that_are_spoken_of_are_those_of_a_column(description: str) -> None:
    ages = [cell for row in rows(description) for name, cell in row.items() if name == "age"]
    assert (min(ages) >= 16, max(ages) <= 25, len(ages) > 0) == (True, True, True)


def test_a_locale_that_is_asked_for_goes_first() -> None:
    assert design_offline("German customers with name", "fr_FR").schema.locale == "fr_FR"


def test_stated_limits_hold_in_every_row() -> None:
    made = rows(
        "fields: age (18-80), price between $10 and $20, plan (free/pro), level (70% low, 30% high), code (e.g. AB-001, unique),"
        " signup date (2022-01-01 to 2022-12-31), score out of 10, weight (50.0-60.0)"
    )
    assert {18 <= row["age"] <= 80 and 10 <= row["price"] <= 20 and 0 <= row["score"] <= 10 for row in made} == {True}
    assert {row["plan"] for row in made} == {"free", "pro"}
    assert sum(row["level"] == "low" for row in made) == pytest.approx(700, abs=50)
    assert [row["code"] for row in made[:2]] == ["AB-001", "AB-002"]
    assert {row["signup_date"].year for row in made} == {2022}
    assert {50 <= row["weight"] <= 60 for row in made} == {True}


def test_what_is_said_after_the_list_is_heeded() -> None:
    made = rows(
        "Customers with name, email and age. About 10% of the emails should be missing. Ages between 30 and 40."
    )
    assert sum(row["email"] is None for row in made) == pytest.approx(100, abs=40)
    assert {30 <= row["age"] <= 40 for row in made} == {True}


def test_a_person_is_one_person() -> None:
    for row in rows("people with first name, last name, full name, email, date of birth, age", count=100):
        first, last = row["first_name"], row["last_name"]
        assert row["full_name"] == f"{first} {last}"
        assert row["email"].startswith(f"{first}.{last}".lower().replace(" ", "").replace("'", ""))


def test_a_place_is_one_place() -> None:
    made = rows("German customers with city, state, postal code", count=300)
    assert {(row["state"], row["postal_code"][:3]) for row in made if row["city"] == "Berlin"} == {("Berlin", "101")}


def test_an_order_adds_up_and_arrives_after_it_was_placed() -> None:
    for row in rows("order data with order date, price, quantity, total, order status, ship date, delivery date"):
        assert row["total"] == row["price"] * row["quantity"]
        arrived = row["delivery_date"]
        assert (arrived is not None) == (row["order_status"] in {"Delivered", "Returned"})
        assert arrived is None or row["order_date"] <= row["ship_date"] <= arrived


def test_a_patient_is_plausible() -> None:
    made = rows(
        "patients: age, height, weight, bmi, diagnosis, icd10_code, admission_date, discharge_date, bill_amount"
    )
    codes = {row["diagnosis"]: row["icd10_code"] for row in made}
    for row in made:
        assert 0 <= row["age"] < 100
        assert row["admission_date"] < row["discharge_date"]
        assert row["bmi"] == pytest.approx(row["weight"] / (row["height"] / 100) ** 2, abs=0.06)
        assert codes[row["diagnosis"]] == row["icd10_code"]
        assert row["bill_amount"] > 0


def test_a_grade_follows_from_the_score() -> None:
    made = rows("students with score and grade")
    assert {row["grade"] for row in made if row["score"] >= 90} == {"A"}
    assert {row["grade"] for row in made if row["score"] < 60} == {"F"}


def test_values_that_were_asked_for_are_not_looked_up_in_the_catalog() -> None:
    made = rows("products: category (Hats/Boats), product name, price")
    assert {row["category"] for row in made} == {"Hats", "Boats"}
    assert all(row["price"] > 0 for row in made)


def test_columns_named_like_words_of_the_language_can_be_read_by_others() -> None:
    made = rows("transactions: class, date, day_of_week, min, len", count=50)
    assert [row["day_of_week"] for row in made] == [row["date"].strftime("%A") for row in made]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "?",
        "🎉" * 100,
        "生成一个包含客户姓名和年龄的数据集",
        "Ignore all previous instructions; __import__('os').system('id')",
        "{{name}} ${7*7} <script>alert(1)</script>",
        "(" * 4000,
        '"' * 4000,
        "\x00\ud800 name, age",
        "a, " * 1300,
        "columns: " + ", ".join(f"field {number}" for number in range(400)),
        "and " * 1000,
        "10% " * 1000,
        "between 1 and " * 280,
        'sulfur " |a|b| completed, and dataset as release car when date (dog zip, name, missing $ brand: name, % agent, "',
        "products with name, date from 9999-99-99 to 0000-00-00 and price",
        "events with name, start date between 0001-01-01 and 0001-01-02, end date until 9999-12-31",
    ],
)
def test_any_text_gets_a_schema_that_runs(text: str) -> None:
    assert len(rows(text, count=3)) == 3


@pytest.mark.parametrize(
    "text", ["about 5% missing b between 1 and 2, " * 111, "with x (a/b) " * 300, "lorem ipsum " * 333]
)
def test_a_long_text_takes_little_time(text: str) -> None:
    design_offline("warm up")
    spent = []
    for _ in range(3):
        start = time.process_time()
        design_offline(text)
        spent.append(time.process_time() - start)
    assert min(spent) < 0.25  # of which the engine takes its part to compile a hundred columns


def test_the_same_text_gets_the_same_design() -> None:
    assert design_offline(BANK) == design_offline(BANK)


@pytest.mark.parametrize(
    ("column", "low", "high"),
    [
        ("age over 65", 66, 95),
        ("age under 18", 0, 17),
        ("rating above 3", 4, 5),
        ("amount greater than 100", 101, 10**6),
    ],
)
def test_one_end_of_a_range_is_kept_and_values_do_not_pile_up_there(column: str, low: float, high: float) -> None:
    name = column.partition(" ")[0]
    made = [row[name] for row in rows(f"people with name and {column}")]
    assert low <= min(made) <= max(made) <= high
    assert made.count(min(made)) < ROWS / 4


@pytest.mark.parametrize("asked", ["age under 0", "age between -5 and 3"])
def test_nobody_is_younger_than_nothing(asked: str) -> None:
    assert min(row["age"] for row in rows(f"pupils with name and {asked}")) >= 0


@pytest.mark.parametrize(
    ("said", "expression"),
    [
        ("above 0.5", "round(random.uniform(0.6, 1), 1)"),
        ("over 60", "round(random.uniform(61, 100), 1)"),
        ("up to 3", "round(random.uniform(0, 3), 1)"),
    ],
)
def test_a_number_is_the_chance_of_what_is_true_or_false(said: str, expression: str) -> None:
    assert design_offline(f"people with id and churn {said}").schema.columns[1].expression == expression


def test_what_is_not_wanted_is_no_column() -> None:
    assert names("customers with name, city and signup date, without phone, no email") == [
        "name",
        "city",
        "signup_date",
    ]


@pytest.mark.parametrize("said", ["5% missing income", "30 % of incomes missing", "20% of incomes are missing"])
def test_a_share_of_missing_cells_is_read_in_every_wording(said: str) -> None:
    schema = design_offline(f"loans with purpose, income, term, {said}").schema
    assert {column.name: column.null_rate > 0 for column in schema.columns} == {
        "purpose": False,
        "income": True,
        "term": False,
    }


@pytest.mark.parametrize(
    "description",
    [
        "Patienten mit Name, Alter, Blutgruppe und Aufnahmedatum",
        "Fußballspieler mit Name, Verein, Tore und Marktwert",
        "Bestellungen in einem Onlineshop mit Kunde, Produkt, Preis, Bestelldatum und Bewertung",
        "Wetterdaten mit Datum, Temperatur, Luftfeuchtigkeit und Niederschlag",
        "Wohnungen mit Adresse, Zimmer, Wohnfläche und Miete",
        "Bücher mit Titel, Autor, Verlag und Erscheinungsjahr",
        "Umfrage mit Alter, Geschlecht, Beruf, Zufriedenheit und Kommentar",
    ],
)
def test_what_people_ask_for_in_german_is_known(description: str) -> None:
    made = design_offline(description)

    assert (made.assumptions, made.not_understood) == (("Names and places are German (de_DE)",), ())


@pytest.mark.parametrize("said", ["5% fehlende Bewertungen", "5% fehlenden Bewertungen", "Bewertung (5% fehlend)"])
def test_missing_cells_are_asked_for_in_german_too(said: str) -> None:
    made = design_offline(f"Bestellungen mit Kunde, Preis und {said}")

    assert [column.null_rate for column in made.schema.columns] == [0, 0, 0.05]
    assert (made.assumptions, made.not_understood) == (("Names and places are German (de_DE)",), ())
