"""Colours as Faker chooses them: a hue, then a saturation and a brightness that suit it."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Any

import numpy as np
import pyarrow as pa
from faker.providers.color.color import COLOR_MAP, RandomColor

from generation.engine.kinds import Type, floating, integer, text
from generation.engine.providers.arguments import Only
from generation.engine.providers.digits import Spellings, joined
from generation.engine.providers.patterns import texts
from generation.engine.providers.registry import provides
from generation.engine.providers.source import Source, listed, numbered
from generation.engine.randomness import Draw, Integers

Hue = Annotated[str | None, Only(tuple(COLOR_MAP))]
Luminosity = Annotated[str | None, Only(("bright", "dark", "light", "random"))]

_HUES = 360
_MOST = 100  # per cent, of saturation and brightness
_LIGHTEST = 255
_BRIGHT, _LIGHT, _DARK, _DARKER = 55, 55, 10, 20  # per cent: how Faker narrows saturation and brightness


@provides("fake.hex_color")
def hex_color(_locale: str) -> Source:
    """Return a colour such as `#0af3c2`, but for black."""
    return numbered(text(7), 256**3 - 1, lambda indices: _hexadecimal(indices + 1))


def _hexadecimal(numbers: Integers) -> pa.Array:
    table = np.frombuffer(b"0123456789abcdef", dtype=np.uint8)
    matrix = np.full((len(numbers), 7), ord("#"), dtype=np.uint8)
    for place in range(6):
        matrix[:, 6 - place] = table[(numbers >> 4 * place) & 15]
    return texts(matrix)


@dataclass(frozen=True, slots=True)
class _Choice:
    """What narrows a colour down: the name of a hue and of a luminosity, or None."""

    hue: str | None
    luminosity: str | None

    def draw(self, draw: Draw) -> tuple[Integers, Integers, Integers]:
        """Return a hue in degrees, and saturation and brightness in per cent."""
        first, last = (0, _HUES) if self.hue is None else COLOR_MAP[self.hue]["hue_range"][0]
        hue = draw.at("hue").integers(last - first + 1) + first
        hue = np.where(hue < 0, hue + _HUES, hue)
        saturation = _within(draw.at("saturation"), *self._saturations(hue))
        return hue, saturation, _within(draw.at("brightness"), *self._brightnesses(hue, saturation))

    def _saturations(self, hue: Integers) -> tuple[Any, Any]:
        least, most = _bounds()[:, hue]
        match self.luminosity:
            case "random":
                return 0, _MOST
            case _ if self.hue == "monochrome":
                return np.zeros_like(least), 0
            case "bright":
                return _BRIGHT, most
            case "dark":
                return most - _DARK, most
            case "light":
                return least, _LIGHT
        return least, most

    def _brightnesses(self, hue: Integers, saturation: Integers) -> tuple[Any, Any]:
        least = _darkest()[hue, saturation]
        match self.luminosity:
            case "random":
                return 0, _MOST
            case "dark":
                return least, least + _DARKER
            case "light":
                return (_MOST + least) // 2, _MOST
        return least, _MOST


def _within(draw: Draw, least: Any, most: Any) -> Integers:
    """Return a whole number a row, from the least to the most of the row, both included."""
    chosen: Integers = least + (draw.uniform() * (most - least + 1)).astype(np.int64)
    return chosen


@cache
def _bounds() -> Integers:
    """Return the least and the greatest saturation of each hue."""
    real = RandomColor(seed=1)
    return np.array([real.get_saturation_range(hue) for hue in range(_HUES + 1)]).T


@cache
def _darkest() -> Integers:
    """Return the least brightness of each hue and saturation."""
    real = RandomColor(seed=1)
    by_kind = {
        str(real.get_color_info(hue)): [real.get_minimum_brightness(hue, share) for share in range(_MOST + 1)]
        for hue in range(_HUES + 1)
    }
    return np.array([by_kind[str(real.get_color_info(hue))] for hue in range(_HUES + 1)])


# --- models of colours ----------------------------------------------------------------------------------------------

Channels = tuple[Any, ...]  # three, each with a value a row


def _rgb(hue: Integers, saturation: Integers, brightness: Integers) -> Channels:
    """Return red, green and blue from 0 to 1: `colorsys.hsv_to_rgb`, with the hue kept off both ends of the circle."""
    sixth = np.clip(hue, 1, _HUES - 1) / _HUES * 6.0
    s, v = saturation / _MOST, brightness / _MOST
    whole = sixth.astype(np.int64)
    rest = sixth - whole
    p, q, t = v * (1.0 - s), v * (1.0 - s * rest), v * (1.0 - s * (1.0 - rest))
    red, green, blue = ((v, q, p, p, t, v), (t, v, v, q, p, p), (p, p, t, v, v, q))
    return tuple(np.where(s == 0, v, np.choose(whole % 6, channel)) for channel in (red, green, blue))


def _whole_rgb(*hsv: Integers) -> Channels:
    return tuple((channel * _LIGHTEST).astype(np.int64) for channel in _rgb(*hsv))


def _hsl(hue: Integers, saturation: Integers, brightness: Integers) -> Channels:
    s, v = saturation / 100.0, brightness / 100.0
    lightness = 0.5 * v * (2 - s)
    middle = (lightness != 0) & (lightness != 1)
    chroma = np.where(middle, 1 - np.abs(2 * lightness - 1), 1.0)
    return hue, (np.where(middle, v * s / chroma, 0.0) * 100).astype(np.int64), (lightness * 100).astype(np.int64)


def _hsv(*hsv: Integers) -> Channels:
    return hsv


_MODELS: dict[str, Callable[..., Channels]] = {"rgb": _whole_rgb, "hsl": _hsl, "hsv": _hsv}


@provides("fake.color")
def color(
    _locale: str,
    hue: Hue = None,
    luminosity: Luminosity = None,
    color_format: Annotated[str, Only(("hex", "rgb", "hsl", "hsv"))] = "hex",
) -> Source:
    """Return a colour as text: `#b3ec0a`, `rgb(179, 236, 10)`, `hsl(75, 91, 48)` or `hsv(75, 95, 92)`."""
    choice = _Choice(hue, luminosity)

    def draw_texts(draw: Draw) -> pa.Array:
        if color_format != "hex":
            return _called(color_format, _MODELS[color_format](*choice.draw(draw)))
        red, green, blue = _whole_rgb(*choice.draw(draw))
        return _hexadecimal((red << 16) + (green << 8) + blue)

    return Source(text(7 if color_format == "hex" else 18), lambda draw, _given: draw_texts(draw))


def _called(model: str, channels: Channels) -> pa.Array:
    first, later, last = _channel_texts(model)
    return joined([first.at(channels[0]), later.at(channels[1]), later.at(channels[2]), last.at(0 * channels[0])])


@cache
def _channel_texts(model: str) -> tuple[Spellings, Spellings, Spellings]:
    """Return how a model's first channel, its later ones and its end are written."""
    numbers = range(_HUES + 1)
    first = Spellings.of([f"{model}({number}" for number in numbers])
    return first, Spellings.of([f", {number}" for number in numbers]), Spellings.of([")"])


@provides("fake.color_rgb")
def color_rgb(_locale: str, hue: Hue = None, luminosity: Luminosity = None) -> Source:
    """Return red, green and blue, each from 0 to 255."""
    return _record(_Choice(hue, luminosity), _whole_rgb, [integer(0, _LIGHTEST)] * 3)


@provides("fake.color_rgb_float")
def color_rgb_float(_locale: str, hue: Hue = None, luminosity: Luminosity = None) -> Source:
    """Return red, green and blue, each from 0 to 1."""
    return _record(_Choice(hue, luminosity), _rgb, [floating(0, 1)] * 3)


@provides("fake.color_hsl")
def color_hsl(_locale: str, hue: Hue = None, luminosity: Luminosity = None) -> Source:
    """Return hue in degrees, and saturation and lightness in per cent."""
    return _record(_Choice(hue, luminosity), _hsl, [integer(0, _HUES), integer(0, _MOST), integer(0, _MOST)])


@provides("fake.color_hsv")
def color_hsv(_locale: str, hue: Hue = None, luminosity: Luminosity = None) -> Source:
    """Return hue in degrees, and saturation and brightness in per cent."""
    return _record(_Choice(hue, luminosity), _hsv, [integer(0, _HUES), integer(0, _MOST), integer(0, _MOST)])


def _record(choice: _Choice, model: Callable[..., Channels], types: list[Type]) -> Source:
    """Return a model's channels as a record; each place draws the same colours, so that they belong together."""

    def channel(place: int, of: Type) -> Source:
        return Source(of, lambda draw, _given: pa.array(model(*choice.draw(draw))[place]))

    return listed([channel(place, of) for place, of in enumerate(types)])
