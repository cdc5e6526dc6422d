import pytest

from eval.matching import match
from eval.wanted import Expected


def found(wanted: str, made: str) -> dict[str, str]:
    return match([Expected(name, "text", ("text",)) for name in wanted.split()], made.split())


@pytest.mark.parametrize(
    ("wanted", "made"),
    [
        ("joining_date", "JoiningDate"),
        ("prices", "price"),
        ("prénom", "prenom"),
        ("full_name", "name"),
        ("salary", "annual_salary"),
        ("qty", "quantity"),
        ("restaurants.name", "restaurant_name"),
        ("books.title", "title"),
        ("date_of_birth", "dob"),
    ],
)
def test_names_for_the_same_thing(wanted: str, made: str) -> None:
    assert found(wanted, made) == {wanted: made}


@pytest.mark.parametrize(
    ("wanted", "made"), [("age", "wage"), ("order_date", "order_id"), ("city", "country"), ("sex", "sex_m_f")]
)
def test_names_for_different_things(wanted: str, made: str) -> None:
    assert found(wanted, made) == {}


def test_no_column_serves_twice() -> None:
    assert found("name full_name", "name") == {"name": "name"}


def test_the_same_name_goes_before_a_like_one() -> None:
    assert found("customer_name name", "name customer_name") == {"customer_name": "customer_name", "name": "name"}
