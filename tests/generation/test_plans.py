import pytest

from generation.engine import DatasetSchema, EngineError, compile_plan
from generation.plans import ALWAYS, KeptPlans


def schema(*expressions: str) -> DatasetSchema:
    return DatasetSchema.from_json(
        {f"c{number}": {"faker_method": expression} for number, expression in enumerate(expressions)}
    )


def test_a_plan_that_is_kept_is_not_made_again() -> None:
    plans = KeptPlans(compile_plan, most_characters=10 * ALWAYS)

    assert plans(schema("1 + 1")) is plans(schema("1 + 1"))


def test_those_used_last_are_kept_as_long_as_there_is_room() -> None:
    plans = KeptPlans(compile_plan, most_characters=3 * ALWAYS)
    first, second = plans(schema("1")), plans(schema("2"))
    plans(schema("1"))
    plans(schema("3"))

    assert (plans(schema("1")) is first, plans(schema("2")) is second, len(plans)) == (True, False, 2)


def test_a_plan_that_takes_all_the_room_is_kept_alone() -> None:
    plans = KeptPlans(compile_plan, most_characters=2 * ALWAYS)
    large = schema(*[f"'{'x' * 1000}'"] * 10)
    plans(schema("1"))

    assert (plans(large) is plans(large), len(plans)) == (True, 1)


def test_a_schema_that_cannot_be_made_leaves_the_others_there() -> None:
    plans = KeptPlans(compile_plan, most_characters=2 * ALWAYS)
    plans(schema("1"))
    with pytest.raises(EngineError):
        plans(schema("nothing()"))

    assert len(plans) == 1
