from typing import Any

import pytest

from generation.designer.checking.rule_tests import moved, rule_places, rule_tests
from generation.designer.checking.trying import try_out
from generation.designer.composing.mentions import Mentions
from generation.designer.offline.understanding import Understanding, understand
from generation.engine import Column, DatasetSchema, DataType
from tests.generation.designer.checking.test_demands import TODAY

WISH = "Orders with price, quantity, total, status (open, shipped), discount and shipped date."


def columns(understood: Understanding, **expressions: tuple[str, DataType]) -> dict[int, Column]:
    return {
        place: Column(name=choice.name, expression=expressions[choice.name][0], data_type=expressions[choice.name][1])
        for place, choice in enumerate(understood.choices)
        if choice.name in expressions
    }


def broken(sentence: str, **expressions: tuple[str, DataType]) -> list[str]:
    """Return the rules that rows of such columns break."""
    understood = understand(f"{WISH} {sentence}.")
    held = columns(understood, **expressions)
    mentions = Mentions(understood.choices, understood.lexicon.catalog)
    tests = list(rule_tests(understood.rules, held, mentions))
    asked = [
        Column(name=f"rule {place}", expression=test.expression, data_type=DataType.BOOLEAN)
        for place, test in enumerate(tests)
    ]
    trial = try_out(DatasetSchema((*held.values(), *asked)), 100, TODAY)
    assert (len(tests), trial.faults) == (1, ())
    return [test.text for place, test in enumerate(tests) if test.is_broken(trial.cells[f"rule {place}"], trial.cells)]


STATUS = ("random.choice(['Open', 'Shipped'])", DataType.STRING)


@pytest.mark.parametrize(
    ("sentence", "right", "wrong"),
    [
        (
            "Total = price * quantity",
            {"price": ("2", DataType.INTEGER), "quantity": ("3", DataType.INTEGER), "total": ("6", DataType.INTEGER)},
            {"total": ("7", DataType.INTEGER)},
        ),
        (
            "Discount is 0 when status is open",
            {"status": STATUS, "discount": ("0 if status == 'Open' else 5", DataType.INTEGER)},
            {"discount": ("5", DataType.INTEGER)},
        ),
        (
            "Shipped orders have higher totals",
            {"status": STATUS, "total": ("9 if status == 'Shipped' else 5", DataType.INTEGER)},
            {"total": ("5 if status == 'Shipped' else 9", DataType.INTEGER)},
        ),
    ],
)
def test_rows_that_break_a_rule_are_known(sentence: str, right: dict[str, Any], wrong: dict[str, Any]) -> None:
    assert (broken(sentence, **right), broken(sentence, **{**right, **wrong})) == ([], [sentence])


def test_a_rule_goes_with_its_columns() -> None:
    (stated,) = understand(f"{WISH} Total = price * quantity.").rules
    (elsewhere,) = moved((stated,), {place: place + 10 for place in rule_places(stated)})
    assert rule_places(elsewhere) == {place + 10 for place in rule_places(stated)}


def test_a_rule_of_a_column_that_is_not_there_is_left_out() -> None:
    understood = understand(f"{WISH} Total = price * quantity.")
    assert moved(understood.rules, {0: 0}) == ()
