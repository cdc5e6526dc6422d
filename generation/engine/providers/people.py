"""People: identity numbers and profiles."""

from typing import Annotated

import pyarrow.compute as pc

from generation.engine.errors import CheckError
from generation.engine.kinds import Type, Value, list_of, text
from generation.engine.providers import faker
from generation.engine.providers.arguments import Choices, Only, WordList
from generation.engine.providers.elements import choose
from generation.engine.providers.methods import source
from generation.engine.providers.registry import provides
from generation.engine.providers.source import Given, Source
from generation.engine.randomness import Draw

Vocabulary = Annotated[list[str] | None, WordList()]


@provides("fake.ssn")
def ssn(
    locale: str,
    taxpayer_identification_number_type: Annotated[str | None, Only(("SSN", "EIN", "ITIN", "INVALID_SSN"))] = None,
) -> Source:
    """Return a social security number; which kind can be chosen in en_US."""
    kind = taxpayer_identification_number_type
    arguments = {"taxpayer_identification_number_type": kind} if kind and locale == "en_US" else {}
    return faker.per_row(locale, "ssn", text(32), **arguments)


_SIMPLE_PROFILE = ("username", "name", "sex", "address", "mail", "birthdate")
_PROFILE = (
    "job", "company", "ssn", "residence", "blood_group", "username", "name", "sex", "address", "mail", "birthdate"
)  # fmt: skip
_BLOOD_GROUPS = ("A+", "A-", "B+", "B-", "AB+", "AB-", "O+", "O-")
_METHODS = {"username": "user_name", "residence": "address", "mail": "free_email", "birthdate": "date_of_birth"}


@provides("fake.simple_profile")
def simple_profile(locale: str, sex: Annotated[str | None, Only(("M", "F"))] = None) -> Source:
    """Return a person as a record: username, name, sex, address, mail and birthdate."""
    return _person(locale, _SIMPLE_PROFILE, sex)


@provides("fake.profile")
def profile(locale: str, fields: Vocabulary = None, sex: Annotated[str | None, Only(("M", "F"))] = None) -> Source:
    """Return a person as a record of these fields."""
    names = tuple(fields or _PROFILE)
    if unknown := next((name for name in names if name not in _PROFILE), None):
        raise CheckError(f"fields of fake.profile has no {unknown!r}", hint=f"it has {', '.join(_PROFILE)}")
    return _person(locale, names, sex)


def _person(locale: str, names: tuple[str, ...], sex: str | None) -> Source:
    """Return a record whose name fits its sex."""
    sexes = choose(Choices(("M", "F") if sex is None else (sex,)))
    male, female = source(locale, "name_male"), source(locale, "name_female")
    others = {name: _field(locale, name) for name in names if name not in {"sex", "name"}}

    def draw_person(draw: Draw, given: Given) -> Value:
        drawn = sexes.draw(draw.at("sex"), given)
        made = {name: other.draw(draw.at(name), given) for name, other in others.items()}
        if "name" in names:
            made["name"] = _by_sex(drawn, male.draw(draw.at("male"), given), female.draw(draw.at("female"), given))
        return tuple((made | {"sex": drawn})[name] for name in names)

    types: dict[str, Type] = {name: other.type for name, other in others.items()}
    types |= {"sex": sexes.type, "name": text(max(male.type.longest, female.type.longest))}
    calls = sum(other.calls for other in others.values()) + male.calls + female.calls
    return Source(list_of([types[name] for name in names], names), draw_person, calls=calls)


def _field(locale: str, name: str) -> Source:
    return choose(Choices(_BLOOD_GROUPS)) if name == "blood_group" else source(locale, _METHODS.get(name, name))


def _by_sex(sexes: Value, male: Value, female: Value) -> Value:
    return pc.if_else(pc.equal(sexes, "M"), male, female)
