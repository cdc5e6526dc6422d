import numpy as np
import pytest

from presenting.bins import CLOCK, Bins, bins_of

POWERS = [round(10.0 ** (power / 20), 3) for power in range(101)]


def spread(*amounts: float) -> Bins:
    return bins_of(np.array(amounts, dtype=np.float64))


def test_few_whole_numbers_have_a_bin_each() -> None:
    assert spread(6, 3, 3, 4) == Bins(ranges=((3, 3), (4, 4), (5, 5), (6, 6)), counts=(2, 1, 0, 1))


def test_many_whole_numbers_share_bins_that_are_as_wide_and_include_both_ends() -> None:
    bins = spread(*range(1, 31))
    assert bins.ranges == (
        *((1, 2), (3, 5), (6, 8), (9, 11), (12, 14), (15, 17)),
        *((18, 20), (21, 23), (24, 26), (27, 29), (30, 30)),
    )
    assert bins.counts == (2, 3, 3, 3, 3, 3, 3, 3, 3, 3, 1)


def test_bins_hold_to_the_steps_between_numbers() -> None:
    assert spread(0, 5, 5, 10, 30).ranges == ((0, 0), (5, 5), (10, 10), (15, 15), (20, 20), (25, 25), (30, 30))
    assert spread(36.5, 36.6, 36.9).ranges == ((36.5, 36.5), (36.6, 36.6), (36.7, 36.7), (36.8, 36.8), (36.9, 36.9))
    assert spread(3, 13, 33).ranges == ((3, 3), (13, 13), (23, 23), (33, 33))


def test_no_bin_has_more_of_the_steps_than_others() -> None:
    bins = spread(*(tenth / 10 for tenth in range(10, 51)))
    assert bins.counts == (2, 4, 4, 4, 4, 4, 4, 4, 4, 4, 3)
    assert (bins.ranges[0], bins.ranges[1], bins.ranges[-1]) == ((1, 1.1), (1.2, 1.5), (4.8, 5))


def test_numbers_of_any_size_have_bins_with_round_ends() -> None:
    assert [edge for edge, _ in spread(*np.linspace(2.271, 432.57, 500)).ranges] == list(range(0, 440, 40))
    assert spread(0.0, 0.051, 0.5, 1.0).ranges[:3] == ((0, 0.1), (0.1, 0.2), (0.2, 0.3))


def test_one_value_makes_one_bin() -> None:
    assert spread(2.5, 2.5) == Bins(ranges=((2.5, 2.5),), counts=(2,))


def test_times_of_the_day_have_bins_as_wide_as_a_clock_tells() -> None:
    bins = bins_of(np.array([0.0, 3600.0, 86_399.0]), widths=CLOCK)
    assert bins.ranges == tuple((hour * 3600, (hour + 2) * 3600) for hour in range(0, 24, 2))
    assert bins_of(np.array([60.0, 200.0]), widths=CLOCK).ranges == ((60, 120), (120, 180), (180, 240))


def test_many_powers_of_ten_are_seen_by_powers() -> None:
    bins = spread(*POWERS)
    assert (bins.by_powers, bins.outliers) == (True, 0)
    assert bins.ranges[:4] == ((1, 3.2), (3.2, 10), (10, 32), (32, 100))
    assert bins.counts == (11, 9, 11, 9, 11, 9, 11, 9, 11, 10)


def test_whole_numbers_by_powers_lie_between_whole_ones() -> None:
    bins = spread(*([1, 5, 12, 45] * 40), 999_999)
    assert (bins.by_powers, bins.ranges[:3], bins.ranges[-1]) == (
        True,
        ((1, 3), (4, 9), (10, 31)),
        (320_000, 999_999),
    )


def test_none_is_in_the_first_bin_by_powers() -> None:
    bins = spread(0, *POWERS)
    assert (bins.by_powers, bins.ranges[0], bins.counts[0]) == (True, (0, 3.2), 12)


def test_an_outlier_is_left_out_and_counted() -> None:
    assert spread(*([1, 2, 3, 4, 5] * 20), -1e9, 1e9) == Bins(
        ranges=((1, 1), (2, 2), (3, 3), (4, 4), (5, 5)), counts=(20,) * 5, outliers=2
    )


def test_what_is_the_same_for_most_is_no_reason_to_look_otherwise() -> None:
    bins = spread(*([0] * 90), 1, 2, 3)
    assert bins == Bins(ranges=((0, 0), (1, 1), (2, 2), (3, 3)), counts=(90, 1, 1, 1))


@pytest.mark.parametrize(
    "amounts",
    [
        (-1.7e308, 1.7e308),
        (0.0, 1.7e308),
        (5e-324, 1e-323),
        (0.0, 5e-324),
        (1.0, 1.0000000000000002),
        (-(2.0**63), 2.0**63),
        (2.0**53, 2.0**53 + 2),
        (1e-300, 1e300),
    ],
)
def test_the_largest_and_the_closest_numbers_are_counted_all_the_same(amounts: tuple[float, float]) -> None:
    bins = spread(*amounts)
    assert sum(bins.counts) + bins.outliers == 2
    assert bool(np.isfinite(bins.ranges).all())
