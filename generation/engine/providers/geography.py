"""Places on the globe: coordinates on the grid that Faker rounds to, and locations that Faker lists."""

from typing import Annotated, Any

import numpy as np
import pyarrow as pa
from faker.providers.geo import Provider as Geo
from faker.providers.geo.bn_BD import Provider as BengaliGeo

from generation.engine.errors import CheckError
from generation.engine.kinds import decimal
from generation.engine.providers import faker
from generation.engine.providers.arguments import Flag, Real, Words
from generation.engine.providers.numbers import grid
from generation.engine.providers.records import choose_record
from generation.engine.providers.registry import provides
from generation.engine.providers.source import Given, Operand, Source, bounds, listed, numbered, placed
from generation.engine.randomness import Draw

_DIGITS = 6  # after the point
_FARTHEST = 180

Degrees = Annotated[Any, Real(-_FARTHEST, _FARTHEST, by_row=True)]
Switch = Annotated[bool, Flag()]


@provides("fake.coordinate")
def coordinate(
    _locale: str, center: Degrees | None = None, radius: Annotated[float, Real(0, _FARTHEST)] = 0.001
) -> Source:
    """Return a latitude or longitude: anywhere from -180 to 180, or within the radius of a center."""
    if center is None:
        return _between(-_FARTHEST, _FARTHEST)
    if isinstance(center, Operand):
        return _around(center, radius)
    return _between(center - radius, center + radius)


def _between(low: float, high: float) -> Source:
    unit = 10**_DIGITS
    return grid(round(low * unit), round(high * unit), _DIGITS, decimal)


def _around(center: Operand, radius: float) -> Source:
    low, high = bounds(center)

    def draw_degrees(draw: Draw, given: Given) -> pa.Array:
        centers = np.asarray(given(center), dtype=np.float64)
        return pa.array(np.round(centers + (2 * draw.uniform() - 1) * radius, _DIGITS), from_pandas=True)

    least, greatest = (None if end is None else end + side * radius for end, side in ((low, -1), (high, 1)))
    return Source(decimal(least, greatest, _DIGITS), draw_degrees)


@provides("fake.longitude")
def longitude(_locale: str) -> Source:
    """Return a longitude."""
    return _between(-_FARTHEST, _FARTHEST)


@provides("fake.latitude")
def latitude(_locale: str) -> Source:
    """Return a latitude: half a coordinate, which is why it has a digit more."""
    halves = _FARTHEST * 10**_DIGITS
    of = decimal(-_FARTHEST // 2, _FARTHEST // 2, _DIGITS + 1)
    return numbered(of, 2 * halves + 1, lambda indices: pa.array((indices - halves) / (2 * 10**_DIGITS)))


@provides("fake.latlng")
def latlng(locale: str) -> Source:
    """Return a latitude and a longitude."""
    return listed([placed(latitude(locale), "latitude"), placed(longitude(locale), "longitude")])


def _places(locale: str) -> list[tuple[str, ...]]:
    """Return Faker's places on land: latitude, longitude, name, country and time zone of each."""
    found = faker.implementation(locale, "location_on_land")
    return list(found[0].land_coords) if found else []


@provides("fake.location_on_land")
def location_on_land(locale: str, coords_only: Switch = False) -> Source:
    """Return a place on land: its latitude, longitude, name, country and time zone."""
    return choose_record([place[:2] if coords_only else place for place in _places(locale)])


@provides("fake.local_latlng")
def local_latlng(
    locale: str, country_code: Annotated[str | None, Words(2, shortest=2)] = None, coords_only: Switch = False
) -> Source:
    """Return a place on land in a country: its latitude, longitude, name, country and time zone."""
    found = faker.implementation(locale, "local_latlng")
    if found is None or found[1] not in {Geo.local_latlng, BengaliGeo.local_latlng}:
        return faker.record(locale, "local_latlng")
    country = country_code or ("BD" if found[1] is BengaliGeo.local_latlng else "US")
    inside = [place for place in _places(locale) if place[3] == country]
    if not inside:
        known = sorted({place[3] for place in _places(locale)})
        raise CheckError(f"Faker knows no place in {country!r} in {locale}", hint=f"it knows {', '.join(known[:10])}")
    return choose_record([place[:2] if coords_only else place for place in inside])
