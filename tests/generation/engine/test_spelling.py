from datetime import date, time
from decimal import Decimal
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from generation.engine.spelling import spelled

MANY = 20_000  # cells, of which tables are made


def texts(cells: pa.Array) -> list[str | None]:
    return list(spelled(cells).to_pylist())


@given(st.lists(st.one_of(st.none(), st.floats(allow_nan=False, allow_infinity=False)), min_size=1, max_size=20))
def test_floats_are_told_by_the_shortest_text_that_reads_back_equal(values: list[float | None]) -> None:
    told = texts(pa.array(values, pa.float64()))
    assert [None if text is None else Decimal(text) for text in told] == [
        None if value is None else Decimal(repr(value)) for value in values
    ]
    assert all(set(text) & {".", "e"} for text in told if text is not None)


@pytest.mark.parametrize("scale", range(6))
def test_floats_of_few_digits_are_told_by_these_digits(scale: int) -> None:
    values = np.round(np.random.default_rng(scale).normal(0, 30, MANY), scale)
    assert texts(pa.array(values + 0.0)) == [repr(value) for value in (values + 0.0).tolist()]


@pytest.mark.parametrize("factor", [1, 10**6, 10**12])
@pytest.mark.parametrize("scale", [0, 1, 2, 6])
@pytest.mark.parametrize("rows", [30, MANY])
def test_decimals_have_all_digits_of_their_scale(factor: int, scale: int, rows: int) -> None:
    units = [(row * 7919 % 2001 - 1000) * factor for row in range(rows)]
    values = [None if row % 11 == 5 else Decimal(unit).scaleb(-scale) for row, unit in enumerate(units)]
    assert texts(pa.array(values, pa.decimal128(18, scale))) == [v if v is None else f"{v:f}" for v in values]


@pytest.mark.parametrize("rows", [30, MANY])
def test_moments_are_told_in_iso_form(rows: int) -> None:
    seconds = [row * 86_399 * 7 - 10**8 for row in range(rows)]
    stamps = pa.array([None if row % 7 == 3 else second for row, second in enumerate(seconds)], pa.timestamp("s"))
    assert texts(stamps) == [value if value is None else value.isoformat(" ") for value in stamps.to_pylist()]
    days = stamps.cast(pa.date32())
    assert texts(days) == [value if value is None else value.isoformat() for value in days.to_pylist()]
    times = pa.array([second % 86_400 for second in seconds], pa.int32()).view(pa.time32("s"))
    assert texts(times) == [value.isoformat() for value in times.to_pylist()]


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (pa.array([True, None, False]), ["true", None, "false"]),
        (pa.array([-12, None, 2**62]), ["-12", None, str(2**62)]),
        (pa.array(["a", None, ""]), ["a", None, ""]),
        (pa.array([date(1, 1, 1), None, date(9999, 12, 31)]), ["0001-01-01", None, "9999-12-31"]),
        (pa.array([time(0), time(23, 59, 59)], pa.time32("s")), ["00:00:00", "23:59:59"]),
        (pa.array([-0.0, 3.0, 1e16]), ["-0.0", "3.0", "1e+16"]),
        (pa.array([], pa.float64()), []),
    ],
)
def test_values_have_one_standard_form(cells: Any, expected: list[str | None]) -> None:
    assert texts(cells) == expected


def test_a_slice_is_told_like_the_whole() -> None:
    cells = pa.array([Decimal(row).scaleb(-2) for row in range(100)], pa.decimal128(18, 2))
    assert texts(cells.slice(40, 5)) == texts(cells)[40:45]
