"""Methods to which Faker gives optional arguments, some in a few locales only."""

import inspect
from typing import Annotated, Any

from generation.engine.errors import CheckError
from generation.engine.kinds import text
from generation.engine.providers import faker, methods
from generation.engine.providers.arguments import Flag, Only, Words
from generation.engine.providers.registry import provides
from generation.engine.providers.source import Source

Switch = Annotated[bool | None, Flag()]
Short = Annotated[str | None, Words(10, shortest=1)]
Gender = Annotated[str | None, Only(("F", "M", "X"))]
_LONGEST = 100


def _with(locale: str, name: str, **given: Any) -> Source:
    """Return the source of a method with the arguments that were told, which it must have in this locale."""
    told = {argument: value for argument, value in given.items() if value is not None}
    if not told:
        return methods.read(locale, name) or faker.plain(locale, name)
    found = faker.implementation(locale, name)
    known = inspect.signature(found[1]).parameters if found else {}
    for argument in told:
        if argument not in known:
            raise CheckError(f"fake.{name} has no argument {argument!r} in {locale}")
    return methods.read(locale, name, **told) or faker.per_row(locale, name, text(_LONGEST), **told)


@provides("fake.postcode")
def postcode(locale: str, formatted: Switch = None) -> Source:
    """Return a postcode; in Brazil some have a hyphen unless `formatted` is off."""
    return _with(locale, "postcode", formatted=formatted)


@provides("fake.passport_owner")
def passport_owner(locale: str, gender: Gender = None) -> Source:
    """Return the names in a passport."""
    return _with(locale, "passport_owner", gender=gender)


@provides("fake.full_name")
def full_name(locale: str, gender: Gender = None, short: Switch = None) -> Source:
    """Return a last name, a first name and a name after the father, the last two as initials if `short`."""
    return _with(locale, "full_name", gender=gender, short=short)


@provides("fake.license_plate_by_state")
def license_plate_by_state(locale: str, state_abbr: Short = None) -> Source:
    """Return the plate of a Mexican state's vehicle."""
    return _with(locale, "license_plate_by_state", state_abbr=state_abbr)


@provides("fake.license_plate_by_province")
def license_plate_by_province(locale: str, province_prefix: Short = None) -> Source:
    """Return the plate of a Spanish province's vehicle."""
    return _with(locale, "license_plate_by_province", province_prefix=province_prefix)


_CATEGORIES = ("application", "audio", "image", "message", "model", "multipart", "text", "video")


@provides("fake.mime_type")
def mime_type(locale: str, category: Annotated[str | None, Only(_CATEGORIES)] = None) -> Source:
    """Return the type of a file's content."""
    return _with(locale, "mime_type", category=category)


_DEVICES = ("sd", "vd", "xvd")


@provides("fake.unix_device")
def unix_device(locale: str, prefix: Annotated[str | None, Only(_DEVICES)] = None) -> Source:
    """Return the path of a disk."""
    return _with(locale, "unix_device", prefix=prefix)


@provides("fake.unix_partition")
def unix_partition(locale: str, prefix: Annotated[str | None, Only(_DEVICES)] = None) -> Source:
    """Return the path of a disk's partition."""
    return _with(locale, "unix_partition", prefix=prefix)


@provides("fake.ape_code")
def ape_code(locale: str, version: Annotated[str | None, Only(("naf-2003", "naf-2025"))] = None) -> Source:
    """Return the code of what a French company does."""
    return _with(locale, "ape_code", version=version)
