import pytest

from generation.designer.checking.recognising import origins, recognise
from generation.designer.offline.understanding import understand
from generation.engine import Column, DataType


def columns(*names: str, **types: DataType) -> tuple[Column, ...]:
    return tuple(Column(name=name, expression="None", data_type=types.get(name, DataType.STRING)) for name in names)


@pytest.mark.parametrize(
    ("wish", "name", "phrase"),
    [
        ("Orders with unit price and date", "unit_price", "unit price"),
        ("Orders with unit price and date", "UnitPrice", "unit price"),
        ("Customers with name and phone number", "telephone", "phone number"),
        ("Customers with name and birth date", "customer_name", "name"),
        ("Patients with age and admission", "age_years", "age"),
    ],
)
def test_a_column_is_known_by_what_it_is_called_and_by_what_it_means(wish: str, name: str, phrase: str) -> None:
    (choice,) = recognise(columns(name), understand(wish)).choices
    assert (choice.name, choice.phrase) == (name, phrase)


def test_the_only_date_is_the_date_asked_for() -> None:
    found = recognise(columns("ordered_on", ordered_on=DataType.DATE), understand("Orders with product and date"))
    assert [choice.phrase for choice in found.choices] == ["date"]


def test_two_columns_that_could_be_the_one_asked_for_are_neither() -> None:
    found = recognise(columns("sender_name", "receiver_name"), understand("Parcels with weight and name"))
    assert [choice.phrase for choice in found.absent] == ["weight", "name"]


def test_a_list_is_paired_in_its_order_where_a_model_has_names_of_its_own() -> None:
    found = recognise(columns("vorname", "stadt"), understand("columns: first_name, city"))
    assert [choice.phrase for choice in found.choices] == ["first_name", "city"]


def test_what_was_stated_goes_with_the_column() -> None:
    (choice,) = recognise(columns("age_years"), understand("Patients with age (18-65) and ward")).choices
    assert (choice.limits.low, choice.limits.high) == (18, 65)


def test_columns_that_the_sentence_does_not_name_are_inferred() -> None:
    found = recognise(columns("name", "mood"), understand("Patients with name and ward"))
    assert origins(found) == {"name": "stated", "mood": "inferred"}
    assert (found.unasked, [choice.phrase for choice in found.absent]) == (frozenset({"mood"}), ["ward"])


@pytest.mark.parametrize(
    ("wish", "absent", "doubtful"), [("columns: age, frob", 1, 0), ("People with age and frob", 0, 1)]
)
def test_what_rules_may_have_misread_is_doubtful_unless_it_is_listed(wish: str, absent: int, doubtful: int) -> None:
    found = recognise(columns("age"), understand(wish))
    assert (len(found.absent), len(found.doubtful)) == (absent, doubtful)
