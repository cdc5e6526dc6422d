import pytest

from generation.designer.reading.items import split_items


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("position GK, DEF, MID or FWD, age", ("position [GK, DEF, MID or FWD]", "age")),
        ("type debit or credit, name", ("type [debit or credit]", "name")),
        ("visit week 0, 4, 8, 12, arm", ("visit week [0, 4, 8, 12]", "arm")),
        ("failure 0 or 1 with 5% failures", ("failure [0 or 1] with 5% failures",)),
        ("region is one of Bordeaux, Tuscany, Napa, price", ("region [Bordeaux, Tuscany, Napa]", "price")),
        ("region: North, South, East, price", ("region [North, South, East]", "price")),
        ("side N, S, E, W, name", ("side N", "S", "E", "W", "name")),
        ("region N, S, E, W, name", ("region [N, S, E, W]", "name")),
        ("os iOS 45% Android 55%, id", ("os (iOS 45%, Android 55%)", "id")),
        ("contract type monthly/one year/two years, id", ("contract type [monthly/one year/two years]", "id")),
        ("term 12, 24, 36 or 48, id", ("term [12, 24, 36 or 48]", "id")),
        ("status current (85%), late (15%), id", ("status (current 85%, late 15%)", "id")),
        ("lunch type standard/free or reduced", ("lunch type standard/free or reduced",)),
        ("rate between 20% and 80%", ("rate between 20% and 80%",)),
        ("name, age, city or country", ("name", "age", "city or country")),
        ("age min 18, max 80, name", ("age min 18, max 80", "name")),
        ("rating 1-5 and average about 4.2", ("rating 1-5 and average about 4.2",)),
        ("max heart rate, unique visitors", ("max heart rate", "unique visitors")),
    ],
)
def test_values_and_limits_stay_with_the_name_before_them(text: str, items: tuple[str, ...]) -> None:
    assert split_items(text) == items
