from typing import Any

import pytest

from generation.designer.reading import NOTHING, Limits, Step, WishedColumn, key, read, read_statement, snake
from generation.engine import DataType


def named(description: str) -> list[str]:
    return [column.phrase for column in read(description).columns]


def only(description: str) -> WishedColumn:
    (column,) = read(f"fields: {description}").columns
    return column


@pytest.mark.parametrize(
    ("description", "phrases"),
    [
        (
            "Shop data including names, prices, and customer ratings for analysis",
            ["names", "prices", "customer ratings"],
        ),
        ("patients with age, gender and diagnosis", ["age", "gender", "diagnosis"]),
        ("Orders. Include: order_id, total. Make it realistic.", ["order_id", "total"]),
        ("Daily weather: date,region,rainfall_mm", ["date", "region", "rainfall_mm"]),
        ("date,player_id,level", ["date", "player_id", "level"]),
        ("I need:\n- name (text)\n- age (18-80)\n* city", ["name", "age", "city"]),
        ("columns: - name (text) - age (18-80)", ["name", "age"]),
        ("1. name\n2. price between 10 and 500", ["name", "price"]),
        ("name: Person's full name, age: Age between 25 and 55", ["name", "age"]),
        (
            "first and last name, start and end date, city",
            ["first name", "last name", "start date", "end date", "city"],
        ),
        ("Give me the names, companies, and salaries for employees of a bank", ["names", "companies", "salaries"]),
        ("posts with text, metrics (object with likes, shares), author", ["text", "likes", "shares", "author"]),
        ("Generate 3 columns, name, age, city, 10 rows", ["name", "age", "city"]),
        ("id INT, name VARCHAR(20), price DECIMAL(8, 2)", ["id", "name", "price"]),
        ("customers with type (a, b), amount 1,000 to 2,000", ["type", "amount"]),
        ("IoT sensor data", []),
        ("Orders with order date and ship date", ["order date", "ship date"]),
        ("Flights with departure date and time, and fare", ["departure date and time", "fare"]),
        ("User profiles (name, email, age between 18 and 65)", ["name", "email", "age"]),
        ("customers.csv - id, name, email", ["id", "name", "email"]),
        ("email stats -> sent, open_rate, cost", ["sent", "open_rate", "cost"]),
        ("make: one of Ford, BMW or Audi; model; year", ["make", "model", "year"]),
        ("id: integer, unique. name: string. plan: one of [a, b].", ["id", "name", "plan"]),
        ("Full name\nAge (18-65)\nSalary", ["Full name", "Age", "Salary"]),
        ("Churn data with 12 features and a target column", []),
        ("hi all, i need data: OrderID, Region, Qty. thanks!", ["OrderID", "Region", "Qty"]),
        ("people with name, whether they smoke, and whether or not they are married", ["name", "smoke", "married"]),
        ("3 numerical features x1, x2 between -1 and 1", ["x1", "x2"]),
        ("Books, each with a title, an author and a price", ["title", "author", "price"]),
        ("<tr><th>Name</th><th>Age</th><th>City</th></tr>", ["Name", "Age", "City"]),
        ("Kunden mit Vorname, Ort und Umsatz", ["Vorname", "Ort", "Umsatz"]),
        ("Datos con nombre, edad y ciudad", ["nombre", "edad", "ciudad"]),
        (
            "Sensors. There should be a column for the site, one for the load, one for the spot. Each row has a note.",
            ["site", "load", "spot", "note"],
        ),
        ("Users from Italy, Peru and Chad with name and age", ["name", "age"]),
        ("I need rows that show the wait, the ward and mortality by region", ["wait", "ward", "mortality", "region"]),
        ("orders: order_id: TEXT, total: REAL", ["order_id", "total"]),
        ("User_ID,Daily Steps,Weight (kg)", ["User_ID", "Daily Steps", "Weight"]),
        ("Fields\n------\nname\nage\ncity", ["name", "age", "city"]),
        (
            "Loans with title, who borrowed it, when it is due back, how old they are (18-80), and visits per week",
            ["title", "borrowed by", "due date", "age", "visits per week"],
        ),
        ("Each buyer has a name and a city, each order has a date and a buyer", ["name", "city", "date", "buyer"]),
        ("Trips: date daily from 2023-01-01 to 2023-12-31, lifetime value", ["date", "lifetime value"]),
        ("The columns I want are name, age and city. It should list the score too.", ["name", "age", "city", "score"]),
        ("Buyers. For each buyer, provide first name, last name, city.", ["first name", "last name", "city"]),
        ('"Name" "Team" "Salary"', ["Name", "Team", "Salary"]),
        ("Name | Team | NA_Sales", ["Name", "Team", "NA_Sales"]),
        ("col1 = name, col2 = age, col3 = city", ["name", "age", "city"]),
        ("id     int   surrogate\nage   int   18 to 80\npay   numeric(8,2)   5, or 10", ["id", "age", "pay"]),
        ("Columns: id, pay (EUR), age\n\nRules: pay is higher; age is lower; id is unique", ["id", "pay", "age"]),
        ("1. It shall hold 9 rows.\n2. The fields shall be:\n  a) id - UUID\n  b) age - int", ["id", "age"]),
        ("fertilizer used (kg), market price, hours per week", ["fertilizer used", "market price", "hours per week"]),
        (
            "systolic and diastolic blood pressure, pulse",
            ["systolic blood pressure", "diastolic blood pressure", "pulse"],
        ),
        ("df = pd.DataFrame(columns=['name', 'plan', 'mrr'])", ["name", "plan", "mrr"]),
        ("Columns as follows -> Site | Operator | Downtime (min)", ["Site", "Operator", "Downtime"]),
        ("Staff: name, pay, hire date. Also add a bonus column.", ["name", "pay", "hire date", "bonus"]),
        ("id (uuid), state (enum: NEW, PAID), total (float)", ["id", "state", "total"]),
        (
            "Users have id, name, email. Orders have id, amount, date.",
            ["id", "name", "email", "order_id", "amount", "date"],
        ),
        ("data for a zoo. animal name, species, keeper", ["animal name", "species", "keeper"]),
        ("A table with a store, a month and revenue would be great", ["store", "month", "revenue"]),
        ("quakes with depth, time, and whether a tsunami occurred", ["depth", "time", "tsunami occurred"]),
        ("Joined on: a date\nVisits last month: 0 to 31\nClub: Leeds", ["Joined on", "Visits last month", "Club"]),
        ("Please use the following structure:\n1. sku - code\n2. price - EUR\n\nRules:\n- trend: up", ["sku", "price"]),
        ("title: text\nformat: a, b or c\nnotes: free text", ["title", "format", "notes"]),
        ("first and last name of the guest, room", ["first name", "last name of the guest", "room"]),
        ("tests with unit, reference range and age range 18-65", ["unit", "reference range", "age"]),
        ("GOAL: a demo\nROWS: 20\n\nname (text): who\nage: 18, or more\ncity - where", ["name", "age", "city"]),
        ("Fields:\n- name\n- age\n\nRules:\n- no weekend dates\n- prices make sense", ["name", "age"]),
        ("Columns\nid: a key\nplan: a, b\nfee: in EUR\n\nRules\n1. no gaps\n2. no nulls", ["id", "plan", "fee"]),
        ("- name\n- plan\n  - free\n  - pro\n- age", ["name", "plan", "age"]),
        ("- Person\n  - name (text)\n  - age (int)\n- Place\n  - city (text)\n  - zip", ["name", "age", "city", "zip"]),
    ],
)
def test_columns_are_found_in_every_form(description: str, phrases: list[str]) -> None:
    assert named(description) == phrases


@pytest.mark.parametrize(
    ("item", "limits"),
    [
        ("age (18-80)", {"low": 18, "high": 80}),
        ("price between $10 and $1,500.50", {"low": 10, "high": 1500.5, "decimals": 2}),
        ("rating from 1.0 to 5.0", {"low": 1, "high": 5, "decimals": 1}),
        ("salary 50k-90k", {"low": 50_000, "high": 90_000}),
        ("score (min: 18, max: 80)", {"low": 18, "high": 80}),
        ("score out of 100", {"high": 100}),
        ("birthday (at least 18 years old)", {"low": 18}),
        ("plan (free/pro)", {"values": ("free", "pro")}),
        ("plan (one of free, pro or max)", {"values": ("free", "pro", "max")}),
        ('plan: any one value from ["New Logo", "Upgrade"]', {"values": ("New Logo", "Upgrade")}),
        ("storm (1 = storm, 0 = calm)", {"yes_no": ("1", "0")}),
        ("status (70% active, 30% gone)", {"values": ("active", "gone"), "shares": (70, 30)}),
        ("status: active 70%, gone 30%", {"values": ("active", "gone"), "shares": (70, 30)}),
        ("about 20% missing phones", {"missing": 0.2}),
        ("phone with 5% nulls", {"missing": 0.05}),
        ("phone (optional)", {"missing": 0.1}),
        ("unique email", {"unique": True}),
        ("order_id (primary key)", {"unique": True}),
        ("signup (range: 2022-01-01 to 2025-10-31)", {"since": "2022-01-01", "until": "2025-10-31"}),
        ("signup (2022-2024)", {"since": "2022-01-01", "until": "2024-12-31"}),
        ("signup in the last two years", {"since": "-2y", "until": "today"}),
        ("signup in February 2024", {"since": "2024-02-01", "until": "2024-02-29"}),
        ("signup since March 3, 2021", {"since": "2021-03-03", "until": "today"}),
        ("code (e.g. PT-001)", {"example": "PT-001"}),
        ("code like PRD-XXXX", {"pattern": "PRD-####"}),
        ("age INT", {"data_type": DataType.INTEGER}),
        ("name (TEXT)", {"data_type": DataType.STRING}),
        ("score (mean 70 and sd 10)", {"mean": 70, "sd": 10}),
        ("salary normally distributed around 50k with std 10k", {"mean": 50_000, "sd": 10_000, "shape": "normal"}),
        ("load (70 ± 10)", {"mean": 70, "sd": 10, "shape": "normal"}),
        ("score (min: 18, max: 80, avg: 25)", {"low": 18, "high": 80, "mean": 25}),
        ("price (80-18)", {"low": 18, "high": 80}),
        ("age over 65", {"low": 66}),
        ("age 18 or older", {"low": 18}),
        ("discount 5%-25%", {"low": 5, "high": 25}),
        ("glucose (70-200 mg/dL)", {"low": 70, "high": 200}),
        ("score on a scale of 1 to 10", {"low": 1, "high": 10}),
        ("term in months (12, 24, 36)", {"unit": "months", "values": ("12", "24", "36")}),
        ("age group (18-24, 25-34, 35+)", {"values": ("18-24", "25-34", "35+")}),
        ("loan amount multiple of 500", {"multiple_of": 500}),
        ("amount (2 decimals, positive)", {"decimals": 2, "low": 0.01}),
        ("price in euros", {"unit": "EUR"}),
        ("weight (kg)", {"unit": "kg"}),
        ("approved yes/no", {"yes_no": ("yes", "no")}),
        ("member (Y/N)", {"yes_no": ("Y", "N")}),
        ("member (0 or 1)", {"yes_no": ("1", "0")}),
        ("member (True/False)", {"data_type": DataType.BOOLEAN}),
        ("cancelled (5%)", {"yes_share": 0.05}),
        ("smoker (15% yes)", {"yes_share": 0.15, "data_type": DataType.BOOLEAN}),
        ("gender (60% female)", {"values": ("female",), "shares": (60,)}),
        ("country: only Germany or France", {"values": ("Germany", "France")}),
        ("tags (list of 1-3)", {"several": (1, 3)}),
        ("born (DD/MM/YYYY)", {"date_format": "%d/%m/%Y"}),
        ("seen (YYYY-MM-DD HH:MM:SS)", {"date_format": "%Y-%m-%d %H:%M:%S"}),
        ("signup before 2022", {"until": "2021-12-31"}),
        ("signup after 2020", {"since": "2021-01-01", "until": "today"}),
        ("start date < 2020-01-01", {"until": "2019-12-31"}),
        ("mode (First Class, Second Class, Same Day)", {"values": ("First Class", "Second Class", "Same Day")}),
        ("vat 20%", {}),
        ("sex M/F", {"values": ("M", "F")}),
        ("signup in Q1 2024", {"since": "2024-01-01", "until": "2024-03-31"}),
        ("signup from 01/02/2023 to 15/03/2023", {"since": "2023-02-01", "until": "2023-03-15"}),
        ("timestamp every 5 minutes", {"every": Step(5, "minute")}),
        ("timestamp (hourly)", {"every": Step(1, "hour")}),
        ("shift between 9am and 5:30pm", {"opens": "09:00", "closes": "17:30"}),
        ("visit (weekdays only)", {"weekdays": True}),
        ("code (13 character alphanumeric)", {"shortest": 13, "longest": 13, "alphabet": "alphanumeric"}),
        ("bio (max 200 characters)", {"longest": 200}),
        ("isbn (starting with 978)", {"prefix": "978"}),
        ("ssn (format ###-##-####)", {"pattern": "###-##-####"}),
        (r"plate ([A-Z]{2}-\d{4})", {"pattern": "??-####"}),
        ("plate (2 letters followed by 4 digits)", {"pattern": "??####"}),
        ("code in uppercase", {"case": "upper"}),
        ("name (not null)", {"missing": 0}),
        ("income (right-skewed)", {"shape": "low"}),
    ],
)
def test_what_is_said_about_a_column_is_read(item: str, limits: dict[str, Any]) -> None:
    assert only(item).limits == Limits(**limits)


def test_a_name_is_left_when_its_limits_are_taken_away() -> None:
    assert [
        only(item).phrase for item in ("about 20% missing phone numbers", "unique id", "price between 1 and 2")
    ] == [
        "phone numbers",
        "id",
        "price",
    ]


def test_an_explanation_is_kept_in_words() -> None:
    assert only("tenure: how long they stayed").limits == Limits(about="How long they stayed")


def test_a_range_of_values_does_not_pass_for_a_list_of_them() -> None:
    assert only("bmi (from 18 to 35)").limits.values == ()


def test_what_follows_the_list_is_kept_as_statements() -> None:
    wish = read("Staff with name and age. About 10% of the ages should be missing. Use a calm tone.")
    assert [(statement.words, statement.limits.missing) for statement in wish.statements] == [
        ("age", 0.1),
        ("use calm tone", None),
    ]


def test_a_statement_without_limits_says_nothing() -> None:
    assert read_statement("Make it look real").limits == NOTHING


def test_the_number_of_rows_is_read_and_is_no_column() -> None:
    wish = read("Generate 1,500 realistic customer records with name and age")
    assert (wish.rows, [column.phrase for column in wish.columns]) == (1500, ["name", "age"])


@pytest.mark.parametrize(
    ("description", "count"),
    [
        ("500 rows of sales", 500),
        ("12 orders with customer and price", 12),
        ("10 stocks with daily prices", None),
        ("2 columns with a name each", None),
        ("10k records", 10_000),
        ("a list of 20 restaurants", 20),
        ("2 years of data", None),
        ("a dataset with 10 columns", None),
    ],
)
def test_the_number_of_rows_is_told_from_other_numbers(description: str, count: int | None) -> None:
    assert read(description).rows == count


def test_numbered_columns_share_what_is_said_of_the_last() -> None:
    assert [column.limits.low for column in read("fields: x1, x2, y, x3 between -1 and 1").columns] == [
        None,
        None,
        None,
        -1,
    ]
    assert [column.limits.low for column in read("fields: x1, x2 between -1 and 1").columns] == [-1, -1]


def test_a_language_is_told_by_its_words() -> None:
    assert (read("Kunden mit Vorname und Ort").language, read("customers with name").language) == ("de", "en")


def test_a_list_is_told_from_a_sentence() -> None:
    assert (read("fields: name, age").listed, read("people with names and ages").listed) == (True, False)


@pytest.mark.parametrize(
    "text", ["", " ", "?", "((((", '"', "a", "🎉" * 50, ",,,,", "- - - -", ":", "名前", "\x00", "%"]
)
def test_any_text_can_be_read(text: str) -> None:
    assert len(read(text).columns) <= 1


@pytest.mark.parametrize(
    ("phrase", "same"),
    [
        ("Customer Names", "customer_name"),
        ("customerID", "customer id"),
        ("their e-mail addresses", "e mail address"),
        ("diagnoses", "diagnosis"),
        ("categories", "category"),
        ("boxes", "box"),
        ("status", "status"),
        ("YearsWithCompany", "years with company"),
        ("HRContact", "hr contact"),
    ],
)
def test_phrases_that_mean_the_same_have_the_same_key(phrase: str, same: str) -> None:
    assert key(phrase) == key(same)


@pytest.mark.parametrize(
    ("phrase", "name"),
    [
        ("Unit price (EUR)", "unit_price_eur"),
        ("Größe", "grosse"),
        ("2nd score", "column_2nd_score"),
        ("!!", "column"),
        ("名前", "名前"),
    ],
)
def test_a_phrase_becomes_a_column_name(phrase: str, name: str) -> None:
    assert snake(phrase) == name
