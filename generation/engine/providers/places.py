"""Countries, states and postcodes."""

from typing import Annotated

from generation.engine.errors import CheckError
from generation.engine.kinds import text
from generation.engine.providers import faker
from generation.engine.providers.arguments import Choices, Flag, Only, Words
from generation.engine.providers.elements import choose
from generation.engine.providers.methods import choices
from generation.engine.providers.registry import provides
from generation.engine.providers.source import Source

Switch = Annotated[bool, Flag()]


@provides("fake.country_code")
def country_code(locale: str, representation: Annotated[str, Only(("alpha-2", "alpha-3"))] = "alpha-2") -> Source:
    """Return a country's ISO code of two or three letters."""
    found = faker.implementation(locale, "country_code")
    attribute = "alpha_2_country_codes" if representation == "alpha-2" else "alpha_3_country_codes"
    return choose(choices(getattr(found[0], attribute))) if found else choose(Choices(("US",)))


@provides("fake.state_abbr")
def state_abbr(
    locale: str, include_territories: Switch = True, include_freely_associated_states: Switch = True
) -> Source:
    """Return a state's abbreviation; the two switches are for the United States."""
    switches = {
        "include_territories": include_territories,
        "include_freely_associated_states": include_freely_associated_states,
    }
    if not all(switches.values()) and locale != "en_US":
        raise CheckError(f"fake.state_abbr has no switches in {locale}")
    return faker.per_row(locale, "state_abbr", text(16), **(switches if locale == "en_US" else {}))


@provides("fake.postcode_in_state", "fake.zipcode_in_state", "fake.postalcode_in_state")
def postcode_in_state(locale: str, state_abbr: Annotated[str | None, Words(2, shortest=2)] = None) -> Source:
    """Return a postcode of a state of the United States."""
    found = faker.implementation(locale, "postcode_in_state")
    if found is None or (state_abbr is not None and state_abbr not in found[0].states_postcode):
        raise CheckError(f"there is no state {state_abbr!r} in {locale}", hint="for example 'CA' in en_US")
    return faker.per_row(locale, "postcode_in_state", text(5), state_abbr=state_abbr)
