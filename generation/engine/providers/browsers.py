"""What browsers say of themselves. Those that say a random thing twice are made of texts that hold both places."""

from datetime import UTC, datetime
from functools import cache
from itertools import product
from string import ascii_lowercase, ascii_uppercase

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from faker.providers.user_agent import Provider as Browsers

from generation.engine.kinds import text
from generation.engine.providers import methods
from generation.engine.providers.composing import source_of
from generation.engine.providers.digits import digits
from generation.engine.providers.grammar import (
    Mixture,
    Other,
    Sequence,
    Text,
    Words,
    changed,
    characters,
    literal,
    text_of,
)
from generation.engine.providers.lottery import Lottery
from generation.engine.providers.patterns import DIGITS, texts
from generation.engine.providers.registry import provides
from generation.engine.providers.source import Source
from generation.engine.randomness import Draw
from generation.engine.spelling import spelled

_DIGIT, _LARGE, _SMALL = characters(DIGITS), characters(ascii_uppercase), characters(ascii_lowercase)
_BUILD = Sequence((_DIGIT, _DIGIT, _LARGE, _DIGIT, _DIGIT, _DIGIT))
_KITS = tuple(f"{kit}.{minor}" for kit, minor in product(range(531, 537), range(3)))


def _written(*parts: str | Text) -> Sequence:
    return Sequence(tuple(literal(part) if isinstance(part, str) else part for part in parts))


def _numbers(first: int, last: int) -> Words:
    return Words(tuple(map(str, range(first, last + 1))))


def _token(locale: str, system: str) -> Text:
    return text_of(methods.source(locale, f"{system}_platform_token"))


def _tag(locale: str) -> Text:
    return changed(text_of(methods.source(locale, "locale")), lambda part: part.replace("_", "-"))


@provides("fake.user_agent")
def user_agent(locale: str) -> Source:
    """Return what one of five browsers says of itself."""
    return source_of(Mixture(tuple(text_of(methods.source(locale, name)) for name in Browsers.user_agents)))


# --- Chrome ---------------------------------------------------------------------------------------------------------


@cache
def _chrome_versions() -> Words:
    return Words(tuple(f"{version}.0.{build}.0" for version, build in product(range(13, 64), range(800, 900))))


@cache
def _chrome_kits() -> Words:
    versions = _chrome_versions().values
    return Words(
        tuple(f"{kit} (KHTML, like Gecko) Chrome/{version} Safari/{kit}" for kit, version in product(_KITS, versions))
    )


@provides("fake.chrome")
def chrome(locale: str) -> Source:
    """Return what a Chrome browser says of itself."""
    android = _written("Linux; ", _token(locale, "android"))
    systems = (_token(locale, "linux"), _token(locale, "windows"), _token(locale, "mac"), android)
    large = [_written("(", system, ") AppleWebKit/", _chrome_kits()) for system in systems]
    small = _written("(", _token(locale, "ios"), ") AppleWebKit/", Mixture(tuple(map(_small_chrome, _KITS))))
    return source_of(_written("Mozilla/5.0 ", Mixture((*large, small))))


def _small_chrome(kit: str) -> Text:
    return _written(f"{kit} (KHTML, like Gecko) CriOS/", _chrome_versions(), " Mobile/", _BUILD, f" Safari/{kit}")


# --- Safari ---------------------------------------------------------------------------------------------------------


@cache
def _safari_builds() -> tuple[str, ...]:
    return tuple(".".join(map(str, build)) for build in product(range(531, 536), range(1, 51), range(1, 8)))


@cache
def _safari_versions() -> Words:
    """Return kit, version and the kit once more; half of the versions have two numbers, half three."""
    two = [f"{major}.{minor}" for major, minor in product((4, 5), (0, 1))]
    three = [f"{major}.0.{minor}" for major, minor in product((4, 5), range(1, 6))]
    shares = {version: 1 / len(versions) for versions in (two, three) for version in versions}
    texts = {
        f"{build} (KHTML, like Gecko) Version/{version} Safari/{build}": share
        for build, (version, share) in product(_safari_builds(), shares.items())
    }
    return Words(tuple(texts), tuple(texts.values()))


@cache
def _pocket_versions() -> Words:
    return Words(
        tuple(
            f"{build} (KHTML, like Gecko) Version/{version}.0.5 Mobile/8B{mobile} Safari/6{build}"
            for build, version, mobile in product(_safari_builds(), (3, 4), range(111, 120))
        )
    )


@provides("fake.safari")
def safari(locale: str) -> Source:
    """Return what a Safari browser says of itself."""
    kit, tag = ") AppleWebKit/", _tag(locale)
    windows = _written("(Windows; U; ", _token(locale, "windows"), kit, _safari_versions())
    mac = _written("(", _token(locale, "mac"), " rv:", _numbers(2, 6), ".0; ", tag, kit, _safari_versions())
    system = Sequence((_numbers(3, 4), literal("_"), _numbers(0, 3)))
    pocket = _written("(iPod; U; CPU iPhone OS ", system, " like Mac OS X; ", tag, kit, _pocket_versions())
    return source_of(_written("Mozilla/5.0 ", Mixture((windows, mac, pocket))))


# --- Firefox --------------------------------------------------------------------------------------------------------

_LAST = datetime(9999, 12, 30, 23, 59, 59, tzinfo=UTC)


@provides("fake.firefox")
def firefox(locale: str) -> Source:
    """Return what a Firefox browser says of itself."""
    windows = _written("(", _token(locale, "windows"), "; ", _tag(locale), "; rv:1.9.", _numbers(0, 2), ".20) ")
    linux = _written("(", _token(locale, "linux"), "; rv:1.9.", _numbers(5, 7), ".20) ")
    mac = _written("(", _token(locale, "mac"), "; rv:1.9.", _numbers(2, 6), ".20) ")
    # What comes before the moment is drawn by itself, so that the moment has one place and is drawn once.
    large = Sequence((Other(source_of(Mixture((windows, linux, mac)))), _gecko()))
    pocket = Words(tuple(f"{number}.0) Gecko/{number}.0 Firefox/{number}.0" for number in range(5, 69)))
    android = _written("(", _token(locale, "android"), "; Mobile; rv:", pocket)
    apple = _written("(", _token(locale, "ios"), ") AppleWebKit/", Mixture(tuple(map(_apple, _KITS))))
    return source_of(_written("Mozilla/5.0 ", Mixture((large, android, apple), (3, 1, 1))))


def _apple(kit: str) -> Text:
    return _written(
        f"{kit} (KHTML, like Gecko) FxiOS/",
        _apple_versions(),
        _DIGIT,
        _DIGIT,
        _DIGIT,
        ".0 Mobile/",
        _BUILD,
        f" Safari/{kit}",
    )


@cache
def _apple_versions() -> Words:
    beginnings = (f"{version}.{digit}" for version, digit in product(range(9, 19), DIGITS))
    return Words(tuple("".join(parts) for parts in product(beginnings, ascii_lowercase, DIGITS)))


@cache
def _gecko() -> Text:
    """Return the moment that an engine was built, which Faker chooses up to the year 9999, and a version.

    A third each are versions from 4 on, of engines since 2011, versions 3.6, and 3.8, of engines since 2010.
    """
    kinds = [
        (2011, [f"{version}.0" for version in range(4, 16)]),
        (2010, [f"3.6.{n}" for n in range(1, 21)]),
        (2010, ["3.8"]),
    ]
    endings = pa.array([f" Firefox/{version}" for _, versions in kinds for version in versions])
    lottery = Lottery([np.array([1 / len(versions) for _, versions in kinds for _ in versions])])
    first = np.array([_seconds(datetime(year, 1, 1, tzinfo=UTC)) for year, versions in kinds for _ in versions])

    def draw_engines(draw: Draw) -> pa.Array:
        chosen = lottery.entries(draw.at("version").tickets(1)[0])
        seconds = first[chosen] + (draw.uniform() * (_seconds(_LAST) - first[chosen])).astype(np.int64)
        moments = spelled(pa.array(seconds).cast(pa.timestamp("s")))
        micros = texts(digits(draw.at("microsecond").integers(10**6), 6))
        return pc.binary_join_element_wise("Gecko/", moments, ".", micros, endings.take(pa.array(chosen)), "")

    return Other(Source(text(46), lambda draw, _given: draw_engines(draw)))


def _seconds(moment: datetime) -> int:
    return int(moment.timestamp())
