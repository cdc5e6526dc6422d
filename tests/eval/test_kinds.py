from datetime import UTC, date, datetime, time
from itertools import pairwise

import pytest
from faker import Faker

from eval.kinds import KINDS, Sample, is_one_of

FAKER = Faker("en_US", use_weighting=False)
FAKER.seed_instance(7)
FAKER_IN_ITALIAN = Faker("it_IT")
FAKER_IN_ITALIAN.seed_instance(7)
WORDS = [FAKER.word().capitalize() for _ in range(300)]
SENTENCES = [FAKER.sentence() for _ in range(300)]
NAMES = [
    "Ann Lee",
    "Bo Díaz",
    "Cy O'Hara",
    "Dee van Dyk",
    "Eva Noé",
    "Finn Ray",
    "Gus Im",
    "Hal Orr",
    "Ida Poe",
    "Jo Quy",
]

GOOD = [
    ("id", "id", [f"EMP{place:03}" for place in range(30)]),
    ("id", "id", list(range(1, 40))),
    ("uuid", "uuid", ["6fa459ea-ee8a-3ca4-894e-db77e160355e", "16fd2706-8baf-433b-82eb-8c7fada847da"]),
    ("code", "code", ["AB12", "ZX-9", "KL/7"]),
    ("full_name", "name", NAMES),
    (
        "full_name",
        "name",
        ["佐藤花子", "鈴木太郎", "高橋健", "田中実", "伊藤愛", "渡辺翔", "山本葵", "中村蓮", "小林結衣", "加藤陸"],
    ),
    ("first_name", "first_name", [name.split()[0] for name in NAMES]),
    ("last_name", "last_name", [name.split()[-1] for name in NAMES]),
    ("user_name", "login", [f"{name.split()[0].lower()}_{place}" for place, name in enumerate(NAMES)]),
    ("job_title", "role", ["Nurse", "Data Engineer", "Sr. Buyer", "Cook"]),
    ("department", "dept", ["Sales", "R&D", "Sales", "Legal"]),
    ("company", "company", ["Kern & Sons", "3M", "Ødegaard AS"]),
    ("category", "size", ["S", "M", "S", "L"]),
    ("category", "cluster", [1, 2, 3, 1]),
    ("gender", "sex", ["Male", "Female", "Non-binary", "Prefer not to say"]),
    ("email", "email", [f"{name.split()[0].lower()}@example.org" for name in NAMES]),
    ("phone", "phone", ["+49 30 123456", "(555) 010-9999", "555-0100 x12"]),
    ("address", "address", [f"{place} Mill Lane" for place in range(1, 12)]),
    ("city", "city", ["Lyon", "São Paulo", "Stoke-on-Trent"]),
    ("state", "state", ["TX", "Ohio", "New York"]),
    ("country", "country", ["France", "USA", "Côte d'Ivoire", "DE"]),
    ("postal_code", "zip", ["10115", "SW1A 1AA", "K1A 0B1", "75001", "90210"]),
    (
        "title",
        "title",
        [f"The {word} of {other}" for word in ("Kiln", "Ferry", "Orchard", "Loom") for other in ("Odessa", "Kyoto")],
    ),
    (
        "product_name",
        "product",
        [
            f"{word} 3{place}00"
            for place, word in enumerate(("Kettle", "Toaster", "Sander", "Drill", "Lamp", "Router", "Mixer", "Heater"))
        ],
    ),
    ("text", "notes", ["Arrived broken, refund asked", "Love it!"]),
    ("url", "url", ["https://example.org/a?b=1", "www.example.com"]),
    ("ip", "ip", ["10.0.0.1", "2001:db8::1"]),
    ("money", "price", [9.99, 120.0, 0.5]),
    ("money", "profit", [-9.99, 120.0]),
    ("money", "salary_range", ["$50,000 - $60,000", "$70,000 - $90,000"]),
    ("count", "n", [0, 3, 7]),
    ("measure", "bp", ["120/80", "131/85"]),
    ("measure", "temp", [-3.25, 14.5]),
    ("duration", "runtime", [90, 120]),
    ("duration", "runtime", ["1h 30m", "45 min"]),
    ("duration", "finish", ["2:10:31", "3:59:02"]),
    ("percent", "share", [0.25, 0.5]),
    ("percent", "price_change", [-4.5, 3.0]),
    ("percent", "tax_rate", [0.19] * 30),
    ("code", "currency", ["EUR"] * 30),
    ("rating", "stars", [1, 4.5, 5]),
    ("score", "score", [88, 91.5]),
    ("age", "age", [18, 40, 90]),
    ("age", "age_months", [18, 240, 90]),
    ("year", "year", [1999, 2024]),
    ("latitude", "lat", [52.5201, -33.8688]),
    ("longitude", "lon", [151.2093, -0.1278]),
    ("boolean", "flag", [True, False]),
    ("boolean", "flag", ["Yes", "No", "Yes"]),
    ("boolean", "flag", [0, 1]),
    ("date", "day", [date(2024, 1, 2), date(2023, 1, 2)]),
    ("date", "day", ["02/01/2024", "03/01/2024"]),
    ("datetime", "at", [datetime(2024, 1, 2, 3, tzinfo=UTC), datetime(2024, 1, 2, 4, tzinfo=UTC)]),
    ("datetime", "at", ["2024-01-02T03:04:05Z", "2024-01-02 03:04"]),
    ("time", "at", [time(9), time(9, 30)]),
]

BAD = [
    ("id", "id", ["the key", "a key", "no key"]),
    ("id", "id", [True] * 30),
    ("id", "customer_id", ["C1"] * 30),
    ("uuid", "uuid", ["6fa459ea", "16fd2706"]),
    ("code", "code", WORDS),
    ("code", "code", ["AB-12"] * 30),
    ("code", "cabin", ["First", "Premium economy"]),
    ("first_name", "name", NAMES),
    ("category", "claim_type", ["Type A", "Type B", "Type C"]),
    ("product_name", "food", [f"FOO-{place:05}" for place in range(30)]),
    ("city", "origin", ["USA", "Japan", "France"]),
    ("city", "district", [FAKER_IN_ITALIAN.word().capitalize() for _ in range(300)]),
    ("full_name", "name", ["Ann", "Bo"] * 20),
    ("full_name", "name", [f"Ann Lee {place}" for place in range(30)]),
    ("full_name", "name", [f"{one} {two}" for one, two in pairwise(WORDS)]),
    ("first_name", "first_name", WORDS),
    ("last_name", "last_name", [f"lee{place}" for place in range(30)]),
    ("user_name", "login", ["Ann Lee", "Bo Ray"]),
    ("job_title", "role", WORDS),
    ("job_title", "role", ["Worker"] * 30),
    ("department", "dept", WORDS),
    ("company", "company", WORDS),
    ("category", "category", WORDS),
    ("category", "category", ["one"] * 30),
    ("category", "category", [f"Thing {place}" for place in range(300)]),
    ("category", "category", [1.5, 2.5]),
    ("gender", "gender", ["Male", "Engineer"]),
    ("email", "email", ["ann at example.org"] * 12),
    ("phone", "phone", ["12345", "call me"]),
    ("address", "address", WORDS),
    ("city", "city", WORDS),
    ("city", "city", ["Lyon 3", "Paris 5"]),
    ("state", "state", [1, 2]),
    ("country", "country", ["France", "Lyon"]),
    ("postal_code", "zip", ["none", "nil"] * 10),
    ("title", "title", SENTENCES),
    ("title", "title", [FAKER.catch_phrase() for _ in range(100)]),
    ("product_name", "product", WORDS),
    ("text", "notes", SENTENCES),
    ("text", "notes", ["the same"] * 30),
    ("text", "notes", [1, 2]),
    ("url", "url", ["a link", "no link"]),
    ("ip", "ip", ["10.0.0.256", "10.0.0.1"]),
    ("money", "price", [-1.0, 5.0]),
    ("money", "price", [1.234, 5.0]),
    ("money", "price", [5.0] * 30),
    ("money", "price", WORDS),
    ("count", "n", [1.5, 2.0]),
    ("count", "n", [-1, 2]),
    ("measure", "weight", ["heavy", "light"]),
    ("measure", "weight", [2.5] * 30),
    ("duration", "runtime", [-1, 5]),
    ("percent", "share", [20, 120]),
    ("percent", "share", [-20, 20]),
    ("rating", "stars", [1, 50]),
    ("rating", "stars", ["good", "bad"]),
    ("score", "score", [-5, 5]),
    ("age", "age", [18, 40, 190]),
    ("age", "age", [18.5, 40.2, 33.3]),
    ("year", "year", [99, 24]),
    ("latitude", "lat", [151.2093, 3.5]),
    ("longitude", "lon", [1, 2]),
    ("boolean", "flag", ["Yes", "No", "Maybe"]),
    ("boolean", "flag", WORDS),
    ("date", "day", [date(2024, 1, 2)] * 30),
    ("date", "day", [datetime(2024, 1, 2, 3, tzinfo=UTC), datetime(2023, 1, 2, tzinfo=UTC)]),
    ("datetime", "at", [date(2024, 1, 2), date(2023, 1, 2)]),
    ("datetime", "at", [datetime(2024, 1, 2, tzinfo=UTC), datetime(2023, 1, 2, tzinfo=UTC)]),
    ("time", "at", ["late", "early"]),
]


@pytest.mark.parametrize(("kind", "name", "values"), GOOD)
def test_values_of_a_kind(kind: str, name: str, values: list[object]) -> None:
    assert is_one_of((kind,), Sample(name, tuple(values))) is True


@pytest.mark.parametrize(("kind", "name", "values"), BAD)
def test_values_of_no_such_kind(kind: str, name: str, values: list[object]) -> None:
    assert is_one_of((kind,), Sample(name, tuple(values))) is False


def test_every_kind_was_tried_with_good_and_bad_values() -> None:
    assert ({kind for kind, *_ in GOOD}, {kind for kind, *_ in BAD}) == (set(KINDS), set(KINDS))


def test_no_values_are_of_no_kind() -> None:
    assert is_one_of(("text", "category"), Sample("notes", ())) is False


@pytest.mark.parametrize(("values", "expected"), [(["Paris", "Rome"], True), (WORDS, False)])
def test_a_kind_without_a_rule_holds_what_was_meant(values: list[str], expected: bool) -> None:  # noqa: FBT001  # a table's column
    assert is_one_of(("hobby",), Sample("hobby", tuple(values))) is expected
