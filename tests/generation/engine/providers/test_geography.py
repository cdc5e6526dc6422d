import pytest

from generation.engine import CheckError, compile_plan
from generation.engine.providers import faker
from tests.generation.engine.tables import schema, table, values


@pytest.mark.parametrize(("method", "limit"), [("latitude", 90), ("longitude", 180), ("coordinate", 180)])
def test_coordinates_fill_their_range(method: str, limit: int) -> None:
    made = values(f"fake.{method}()", "decimal", rows=5000)
    assert -limit <= min(made) < -0.98 * limit
    assert 0.98 * limit < max(made) <= limit


def test_coordinates_lie_around_their_center() -> None:
    made = values("fake.coordinate(center=52.5, radius=0.25)", "decimal", rows=2000)
    assert 52.25 <= min(made) < 52.26
    assert 52.74 < max(made) <= 52.75


def test_a_center_may_differ_from_row_to_row() -> None:
    made = table(
        {"x": ("fake.latitude()", "decimal"), "y": ("fake.coordinate(center=x, radius=1)", "decimal")}, rows=50
    )
    pairs = zip(made["x"].to_pylist(), made["y"].to_pylist(), strict=True)
    assert all(abs(x - y) <= 1.000001 for x, y in pairs)


def test_places_are_fakers() -> None:
    found = faker.implementation("en_US", "location_on_land")
    assert found is not None
    columns = {f"c{place}": f"fake.location_on_land()[{place}]" for place in range(5)}
    joined = {"x": "fake.location_on_land()"} | columns
    made = table(joined, rows=300)
    assert set(made["x"].to_pylist()) <= {", ".join(place) for place in found[0].land_coords}
    assert set(made["c3"].to_pylist()) <= {place[3] for place in found[0].land_coords}


def test_local_places_lie_in_their_country() -> None:
    made = table({"x": "fake.local_latlng(country_code='DE')", "y": "fake.local_latlng()"}, rows=100)
    assert {place.split(", ")[3] for place in made["x"].to_pylist()} == {"DE"}
    assert {place.split(", ")[-2] for place in made["y"].to_pylist()} == {"US"}


def test_a_country_without_places_is_refused() -> None:
    with pytest.raises(CheckError, match="Faker knows no place in 'XX' in en_US"):
        compile_plan(schema({"x": "fake.local_latlng(country_code='XX')"}))


def test_any_window_of_rows_is_that_of_the_whole() -> None:
    assert values("fake.latlng()", rows=40, start=30) == values("fake.latlng()", rows=100)[30:70]
