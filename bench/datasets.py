"""The two datasets that are measured, as schemas of the engine and as a row of each rival."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

Row = Callable[[], dict[str, Any]]
_CATEGORIES = ("Books", "Toys", "Garden", "Sports", "Music")
_DEPARTMENTS = ("Electronics", "Clothing", "Books", "Home & Garden", "Sports")


@dataclass(frozen=True, slots=True)
class Dataset:
    """A dataset: its columns as `expression, data_type`, and how each rival makes a row of it.

    `faker` and `mimesis` turn the rival's object into what makes a row; `seedfaker` are its fields.
    """

    name: str
    columns: Mapping[str, tuple[str, str]]
    faker: Callable[[Any], Row]
    mimesis: Callable[[Any], Row]
    seedfaker: tuple[str, ...]

    def document(self) -> dict[str, dict[str, str]]:
        """Return the schema as a document."""
        return {name: {"faker_method": text, "data_type": of} for name, (text, of) in self.columns.items()}


def _faker_r10(fake: Any) -> Row:
    return lambda: {
        "name": fake.name(),
        "email": fake.email(),
        "company": fake.company(),
        "date": fake.date_between("-5y", "today"),
        "price": fake.pydecimal(min_value=5, max_value=500, right_digits=2),
        "category": fake.random_element(_CATEGORIES),
        "rating": fake.pyfloat(min_value=1, max_value=5, right_digits=1),
        "id": fake.uuid4(),
        "city": fake.city(),
        "phone": fake.phone_number(),
    }


def _mimesis_r10(generic: Any) -> Row:
    return lambda: {
        "name": generic.person.full_name(),
        "email": generic.person.email(),
        "company": generic.finance.company(),
        "date": generic.datetime.date(start=2021, end=2026),
        "price": generic.finance.price(minimum=5, maximum=500),
        "category": generic.choice(_CATEGORIES),
        "rating": generic.numeric.float_number(start=1, end=5, precision=1),
        "id": generic.cryptographic.uuid(),
        "city": generic.address.city(),
        "phone": generic.person.phone_number(),
    }


def _faker_s5(fake: Any) -> Row:
    return lambda: {
        "product_name": fake.company() + " " + fake.word().title(),
        "price": fake.pydecimal(left_digits=3, right_digits=2, positive=True),
        "category": fake.random_element(_DEPARTMENTS),
        "brand": fake.company(),
        "rating": fake.pyfloat(left_digits=1, right_digits=1, min_value=1.0, max_value=5.0),
    }


def _mimesis_s5(generic: Any) -> Row:
    return lambda: {
        "product_name": generic.finance.company() + " " + generic.text.word().title(),
        "price": generic.finance.price(minimum=0, maximum=999.99),
        "category": generic.choice(_DEPARTMENTS),
        "brand": generic.finance.company(),
        "rating": generic.numeric.float_number(start=1, end=5, precision=1),
    }


R10 = Dataset(
    "R10",
    {
        "name": ("fake.name()", "string"),
        "email": ("fake.email()", "string"),
        "company": ("fake.company()", "string"),
        "date": ("fake.date_between('-5y', 'today')", "date"),
        "price": ("fake.pydecimal(min_value=5, max_value=500, right_digits=2)", "decimal"),
        "category": (f"fake.random_element({_CATEGORIES})", "string"),
        "rating": ("fake.pyfloat(min_value=1, max_value=5, right_digits=1)", "float"),
        "id": ("fake.uuid4()", "string"),
        "city": ("fake.city()", "string"),
        "phone": ("fake.phone_number()", "string"),
    },
    _faker_r10,
    _mimesis_r10,
    (
        "name", "email", "company-name", "date", "price=float:5..500", f"category=enum:{','.join(_CATEGORIES)}",
        "rating=float:1..5", "uuid", "city", "phone",
    ),
)  # fmt: skip
S5 = Dataset(
    "S5",
    {
        "product_name": ("fake.company() + ' ' + fake.word().title()", "string"),
        "price": ("fake.pydecimal(left_digits=3, right_digits=2, positive=True)", "decimal"),
        "category": (f"fake.random_element({list(_DEPARTMENTS)})", "string"),
        "brand": ("fake.company()", "string"),
        "rating": ("fake.pyfloat(left_digits=1, right_digits=1, min_value=1.0, max_value=5.0)", "float"),
    },
    _faker_s5,
    _mimesis_s5,
    (
        "product_name=company-name", "price=float:0..999", "category=enum:Electronics,Clothing,Books,Garden,Sports",
        "brand=company-name", "rating=float:1..5",
    ),
)  # fmt: skip
