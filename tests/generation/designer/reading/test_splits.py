import pytest

from generation.designer.reading.limits import read_limits


@pytest.mark.parametrize(
    ("text", "values", "shares"),
    [
        ("arm (placebo/treatment 50/50)", ("placebo", "treatment"), (50, 50)),
        ("gender male/female/other in a 48/48/4 split", ("male", "female", "other"), (48, 48, 4)),
        ("type [red or white] (3:1)", ("red", "white"), (75, 25)),
        (": ON 90% OFF 10%", ("ON", "OFF"), (90, 10)),
        ("segment gold/silver/bronze weighted 1:3:6", ("gold", "silver", "bronze"), (10, 30, 60)),
        ("tenure own/rent 65/35", ("own", "rent"), (65, 35)),
        ("plan (a, b, c, d) evenly", ("a", "b", "c", "d"), (25, 25, 25, 25)),
        ("role (mostly user, some admin)", ("user", "admin"), (75, 25)),
        ("status ok/warn/error mostly ok", ("ok", "warn", "error"), (75, 12.5, 12.5)),
        ("size (0/1)", (), ()),
        ("blood pressure 120/80", (), ()),
    ],
)
def test_shares_beside_values_are_read(text: str, values: tuple[str, ...], shares: tuple[float, ...]) -> None:
    limits = read_limits(text)[1]
    assert (limits.values, limits.shares) == (values, shares)


def test_a_split_of_yes_and_no_is_the_share_of_yes() -> None:
    limits = read_limits("smoker Y/N 20/80")[1]
    assert (limits.yes_no, limits.yes_share) == (("Y", "N"), 0.2)
