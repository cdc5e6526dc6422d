"""What is made is counted when it is made, and in time."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from generation.designer import Design, ModelBudgetSpent, ModelUnavailable, Outcome, Spent
from generation.engine import DatasetSchema, EngineError
from generation.figures import Making, compile_counted, count_cache, count_design, count_unasked
from watching.books import Key
from watching.counting import begin_anew, gathered
from watching.metrics import BYTES, CACHE, DESIGNS, ENGINE_SECONDS, ROWS

SCHEMA = DatasetSchema.from_json({"price": {"faker_method": "random.random()", "data_type": "float"}})
BROKEN = DatasetSchema.from_json({"price": {"faker_method": "random.nothing()", "data_type": "float"}})


@pytest.fixture(autouse=True)
def _at_nothing(settings: Any, tmp_path: Path) -> Iterator[None]:
    settings.METRICS_DIR = tmp_path
    begin_anew()
    yield
    begin_anew()


def counted() -> dict[Key, float]:
    return gathered((ROWS, BYTES, CACHE, DESIGNS))


def chunks(making: Making, ended: list[str], number: int = 3) -> Iterator[bytes]:
    try:
        for _ in range(number):
            making.add_rows(10)
            yield b"12345"
            yield b""
    finally:
        ended.append("ended")


def test_rows_and_bytes_count_at_the_end() -> None:
    making, ended = Making("csv"), list[str]()
    assert list(making.counted(chunks(making, ended))) == [b"12345"] * 3
    assert (counted(), ended) == ({ROWS.key("csv"): 30, BYTES.key("csv"): 15}, ["ended"])


def test_what_nobody_wants_more_of_counts_as_far_as_it_was_made() -> None:
    making, ended = Making("csv"), list[str]()
    begun = making.counted(chunks(making, ended))
    next(begun)
    begun.close()  # type: ignore[attr-defined]  # of a generator
    assert (counted(), ended) == ({ROWS.key("csv"): 10, BYTES.key("csv"): 5}, ["ended"])


def test_of_a_long_dataset_it_counts_in_between() -> None:
    making = Making("csv")
    begun = making.counted(chunks(making, [], number=1000))
    for _ in range(64):
        next(begun)
    assert counted() == {ROWS.key("csv"): 640, BYTES.key("csv"): 320}


def test_compiling_takes_the_engine_time_also_where_it_fails() -> None:
    compile_counted(SCHEMA)
    first = gathered((ENGINE_SECONDS,))[ENGINE_SECONDS.key("compile")]
    with pytest.raises(EngineError):
        compile_counted(BROKEN)
    assert 0 < first < gathered((ENGINE_SECONDS,))[ENGINE_SECONDS.key("compile")]


def test_hits_and_misses_are_told_apart() -> None:
    count_cache(hit=True)
    count_cache(hit=True)
    count_cache(hit=False)
    assert counted() == {CACHE.key("hit"): 2, CACHE.key("miss"): 1}


@pytest.mark.parametrize(
    ("more", "counts"),
    [
        ({}, {DESIGNS.key("offline", "made"): 1}),
        ({"instead_of": ModelUnavailable("down"), "spent": Spent(requests=2)}, {DESIGNS.key("offline", "fallback"): 1}),
        ({"spent": Spent(requests=1)}, {}),
    ],
    ids=["by rules", "in place of the model", "by the model, which counts itself"],
)
def test_a_design_counts_by_who_made_it(more: dict[str, Any], counts: dict[Key, float]) -> None:
    count_design(Design(schema=SCHEMA, domain="", designed_by="offline/1", **more))
    assert counted() == counts


def test_a_model_that_is_not_asked_counts_by_why() -> None:
    count_unasked(ModelBudgetSpent("spent", retry_after=1))
    assert counted() == {DESIGNS.key("model", "budget_spent"): 1}


def test_an_outcome_has_what_it_took() -> None:
    names = [*Outcome.__dataclass_fields__]
    assert names == ["reason", "at", "seconds", "spent"]
