"""People: identity numbers and profiles."""

from typing import Annotated

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from generation.engine.errors import CheckError
from generation.engine.kinds import Value, full, many_of, text
from generation.engine.providers.arguments import Choices, Only, WordList
from generation.engine.providers.elements import choose
from generation.engine.providers.methods import source
from generation.engine.providers.registry import provides
from generation.engine.providers.source import Given, Source, listed, placed
from generation.engine.randomness import Draw

Vocabulary = Annotated[list[str] | None, WordList()]


_SIMPLE_PROFILE = ("username", "name", "sex", "address", "mail", "birthdate")
_PROFILE = ("job", "company", "ssn", "residence", "current_location", "blood_group", "website", *_SIMPLE_PROFILE)
_BLOOD_GROUPS = ("A+", "A-", "B+", "B-", "AB+", "AB-", "O+", "O-")
_METHODS = {"username": "user_name", "residence": "address", "mail": "free_email", "birthdate": "date_of_birth"}
_MOST_WEBSITES = 4

Sex = Annotated[str | None, Only(("M", "F"))]


@provides("fake.simple_profile")
def simple_profile(locale: str, sex: Sex = None) -> Source:
    """Return a person as a record: username, name, sex, address, mail and birthdate."""
    return _person(locale, _SIMPLE_PROFILE, sex)


@provides("fake.profile")
def profile(locale: str, fields: Vocabulary = None, sex: Sex = None) -> Source:
    """Return a person as a record of these fields."""
    if fields is None:
        return _person(locale, tuple(name for name in _PROFILE if _can_be_made(locale, name)), sex)
    if unknown := next((name for name in fields if name not in _PROFILE), None):
        raise CheckError(f"fields of fake.profile has no {unknown!r}", hint=f"it has {', '.join(_PROFILE)}")
    return _person(locale, tuple(name for name in _PROFILE if name in fields), sex)


def _can_be_made(locale: str, name: str) -> bool:
    """Tell whether a locale has a field: its identity numbers may depend on the day."""
    try:
        _field(locale, name, None)
    except CheckError:
        return False
    return True


def _person(locale: str, names: tuple[str, ...], sex: str | None) -> Source:
    """Return a record in which the name fits the sex; all else is independent, as it is in Faker's."""
    return listed([_field(locale, name, sex) for name in names], names)


def _field(locale: str, name: str, sex: str | None) -> Source:
    match name:
        case "sex":
            return _sex(sex)
        case "name":
            return _name(locale, sex)
        case "blood_group":
            return placed(choose(Choices(_BLOOD_GROUPS)), name)
        case "current_location":
            return listed([placed(source(locale, axis), axis) for axis in ("latitude", "longitude")])
        case "website":
            return placed(_websites(source(locale, "url")), name)
        case _:
            return placed(source(locale, _METHODS.get(name, name)), name)


def _sex(sex: str | None) -> Source:
    return placed(choose(Choices(("F", "M") if sex is None else (sex,))), "sex")


def _name(locale: str, sex: str | None) -> Source:
    """Return the name of somebody of the sex that the record says."""
    male, female = (placed(source(locale, f"name_{which}"), "name") for which in ("male", "female"))
    if sex is not None:
        return male if sex == "M" else female
    sexes = _sex(None)

    def draw_names(draw: Draw, given: Given) -> Value:
        is_male = pc.equal(sexes.draw(draw, given), "M")
        return pc.if_else(is_male, male.draw(draw, given), female.draw(draw, given))

    longest = max(male.type.longest, female.type.longest)
    return Source(text(longest), draw_names, calls=male.calls + female.calls)


def _websites(address: Source) -> Source:
    """Return lists of one to four addresses."""
    of = many_of(address.type, _MOST_WEBSITES * address.type.longest, _MOST_WEBSITES)

    def draw_lists(draw: Draw, given: Given) -> pa.Array:
        drawn = [full(address.draw(draw.at(place), given), draw.rows) for place in range(_MOST_WEBSITES)]
        counts = draw.at("count").integers(_MOST_WEBSITES) + 1
        ends = np.cumsum(counts)
        places = np.arange(ends[-1]) - np.repeat(ends - counts, counts)
        rows = np.repeat(np.arange(draw.rows), counts)
        addresses = pa.concat_arrays(drawn).take(pa.array(places * draw.rows + rows))
        return pa.ListArray.from_arrays(pa.array(np.concatenate([[0], ends]), pa.int32()), addresses)

    return Source(of, draw_lists, calls=_MOST_WEBSITES * address.calls)
