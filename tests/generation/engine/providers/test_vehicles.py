import re

from tests.generation.engine.tables import values

WORTH = dict(zip("ABCDEFGHJKLMNPRSTUVWXYZ", [*range(1, 9), *range(1, 6), 7, 9, *range(2, 10)], strict=True))
WEIGHTS = (8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2)


def test_the_ninth_sign_checks_the_others() -> None:
    for number in values("fake.vin()", rows=2000):
        assert re.fullmatch("[0-9A-HJ-NPR-Z]{8}[0-9X][0-9A-HJ-NPR-Z]{4}[0-9]{4}", number)
        worth = [WORTH[sign] if sign in WORTH else int(sign) for sign in number]
        check = sum(value * weight for value, weight in zip(worth, WEIGHTS, strict=True)) % 11
        assert number[8] == ("X" if check == 10 else str(check))


def test_any_window_of_rows_is_that_of_the_whole() -> None:
    assert values("fake.vin()", rows=40, start=30) == values("fake.vin()", rows=100)[30:70]
