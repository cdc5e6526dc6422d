import re
from statistics import fmean, pstdev

import pytest

from generation.engine.providers import faker
from tests.generation.engine.tables import table, values

ROWS = 4000


@pytest.mark.parametrize("luminosity", [None, "bright", "dark", "light"])
@pytest.mark.parametrize("hue", ["red", "green", "blue", "monochrome"])
@pytest.mark.parametrize("model", ["hsv", "hsl", "rgb"])
def test_colours_lie_where_fakers_do(hue: str, luminosity: str | None, model: str) -> None:
    told = {"hue": hue, "luminosity": luminosity, "color_format": model}
    made = values(f"fake.color({', '.join(f'{name}={value!r}' for name, value in told.items())})", rows=ROWS)
    real = [str(colour) for colour in faker.call("en_US", "color", 1, ROWS, told)]
    for ours, theirs in zip(channels(made), channels(real), strict=True):
        assert fmean(ours) == pytest.approx(fmean(theirs), abs=7 * pstdev(theirs) / ROWS**0.5)
        assert pstdev(ours) == pytest.approx(pstdev(theirs), rel=0.15)


def channels(colours: list[str]) -> list[tuple[int, ...]]:
    """Return the three numbers of colours such as `hsv(10, 20, 30)`, those of all colours together."""
    assert [colour for colour in colours if not re.fullmatch(r"(hsv|hsl|rgb)\(\d+, \d+, \d+\)", colour)] == []
    return list(zip(*([int(number) for number in re.findall(r"\d+", colour)] for colour in colours), strict=True))


def test_colours_are_written_in_hexadecimal() -> None:
    for expression in ("fake.color()", "fake.hex_color()"):
        made = values(expression, rows=500)
        assert [colour for colour in made if not re.fullmatch("#[0-9a-f]{6}", colour)] == []
        assert len(set(made)) > 400


def test_the_channels_of_a_record_belong_together() -> None:
    made = table({"x": "fake.color_rgb(hue='monochrome')", "y": "fake.color_hsv(hue='monochrome')"}, rows=200)
    assert {len(set(colour.split(", "))) for colour in made["x"].to_pylist()} == {1}
    assert {colour.split(", ")[1] for colour in made["y"].to_pylist()} == {"0"}


def test_any_window_of_rows_is_that_of_the_whole() -> None:
    assert values("fake.color()", rows=40, start=30) == values("fake.color()", rows=100)[30:70]
