"""Countries, states and postcodes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from generation.engine.errors import CheckError
from generation.engine.kinds import Kind, full, text
from generation.engine.providers import faker, methods
from generation.engine.providers.arguments import Choices, Flag, Only, Words
from generation.engine.providers.elements import choose
from generation.engine.providers.lottery import Lottery
from generation.engine.providers.registry import provides
from generation.engine.providers.source import Given, Operand, Source
from generation.engine.randomness import Draw, Floats, Integers

Switch = Annotated[bool, Flag()]
_LONGEST_STATE = 40


@dataclass(frozen=True, slots=True)
class State:
    """A state's abbreviation, or a column of them."""

    def read(self, value: Any) -> Any:
        """Let a text pass, the same in every row or not."""
        if isinstance(value, Operand) and value.type.kind is Kind.TEXT:
            return value
        return Words(_LONGEST_STATE, shortest=1).read(value)


Abbreviation = Annotated[Any | None, State()]


@provides("fake.country_code")
def country_code(locale: str, representation: Annotated[str, Only(("alpha-2", "alpha-3"))] = "alpha-2") -> Source:
    """Return a country's ISO code of two or three letters."""
    found = faker.implementation(locale, "country_code")
    attribute = "alpha_2_country_codes" if representation == "alpha-2" else "alpha_3_country_codes"
    return choose(methods.choices(getattr(found[0], attribute))) if found else choose(Choices(("US",)))


@provides("fake.state_abbr")
def state_abbr(
    locale: str, include_territories: Switch = True, include_freely_associated_states: Switch = True
) -> Source:
    """Return a state's abbreviation; the two switches are for the United States."""
    switches = {
        "include_territories": include_territories,
        "include_freely_associated_states": include_freely_associated_states,
    }
    found = faker.implementation(locale, "state_abbr")
    american = found is not None and hasattr(found[0], "territories_abbr")
    if not all(switches.values()) and not american:
        raise CheckError(f"fake.state_abbr has no switches in {locale}")
    given = switches if american else {}
    return methods.read(locale, "state_abbr", **given) or faker.per_row(locale, "state_abbr", text(16), **given)


# --- postcodes of states --------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Ranges:
    """The ranges that the numbers of each state's postcodes are in: `lows` and `sizes` of all, state after state."""

    states: pa.Array
    usual: Integers  # those that one is chosen from where none is told
    lottery: Lottery  # over the ranges, a segment a state
    lows: Integers
    sizes: Integers
    digits: int


@provides("fake.postcode_in_state", "fake.zipcode_in_state", "fake.postalcode_in_state", "fake.pincode_in_state")
def postcode_in_state(locale: str, state_abbr: Abbreviation = None) -> Source:
    """Return a postcode of a state; it is missing in the rows of a column that name no state."""
    ranges = _ranges(locale)
    _check(state_abbr, ranges.states, locale)

    def draw_postcodes(draw: Draw, given: Given) -> pa.Array:
        states = _places(given(state_abbr), ranges.states, ranges.usual, draw)
        known = pc.fill_null(states, 0).to_numpy(zero_copy_only=False).astype(np.int64)
        entries = ranges.lottery.entries(draw.at("range").tickets(1)[0], known)
        numbers = ranges.lows[entries] + (draw.at("number").uniform() * ranges.sizes[entries]).astype(np.int64)
        written = pc.utf8_lpad(pa.array(numbers).cast(pa.string()), ranges.digits, "0")
        return pc.if_else(pc.is_valid(states), written, pa.scalar(None, pa.string()))

    return Source(text(ranges.digits), draw_postcodes)


@cache
def _ranges(locale: str) -> _Ranges:
    found = faker.implementation(locale, "postcode_in_state")
    if found is None:
        raise CheckError(f"postcodes of states are not known in {locale}")
    lists = vars(type(found[0]))
    by_state = next(lists[name] for name in ("states_postcode", "provinces_postcode", "state_pincode") if name in lists)
    several = {state: ranges if isinstance(ranges[0], Sequence) else (ranges,) for state, ranges in by_state.items()}
    usual = next(lists[name] for name in ("states_abbr", "provinces_abbr", "states") if name in lists)
    every = np.array([ends for ranges in several.values() for ends in ranges], dtype=np.int64)
    return _Ranges(
        pa.array(several, pa.string()),
        np.array([list(several).index(state) for state in usual], dtype=np.int64),
        Lottery([np.ones(len(ranges)) for ranges in several.values()]),
        every[:, 0],
        every[:, 1] - every[:, 0] + 1,
        max(len(str(high)) for high in every[:, 1].tolist()),
    )


@provides("fake.postcode_in_province", "fake.postalcode_in_province")
def postcode_in_province(locale: str, province_abbr: Abbreviation = None) -> Source:
    """Return a postcode of a Canadian province; it is missing in the rows of a column that name no province."""
    provinces, lottery, letters = _prefixes(locale)
    _check(province_abbr, provinces, locale)
    anywhere = methods.source(locale, "postcode")

    def draw_postcodes(draw: Draw, given: Given) -> pa.Array:
        places = _places(given(province_abbr), provinces, np.arange(len(provinces)), draw)
        known = pc.fill_null(places, 0).to_numpy(zero_copy_only=False).astype(np.int64)
        first = letters.take(pa.array(lottery.entries(draw.at("letter").tickets(1)[0], known)))
        rest = pc.utf8_slice_codeunits(full(anywhere.draw(draw.at("rest"), given), draw.rows), 1)
        return pc.if_else(
            pc.is_valid(places), pc.binary_join_element_wise(first, rest, ""), pa.scalar(None, pa.string())
        )

    return Source(anywhere.type, draw_postcodes)


@cache
def _prefixes(locale: str) -> tuple[pa.Array, Lottery, pa.Array]:
    """Return the provinces, and the letters that their postcodes begin with, a segment a province."""
    found = faker.implementation(locale, "postcode_in_province")
    if found is None:
        raise CheckError(f"postcodes of provinces are not known in {locale}")
    prefixes: Mapping[str, Sequence[str]] = found[0].provinces_postcode_prefixes
    weights: list[Floats] = [np.ones(len(letters)) for letters in prefixes.values()]
    return (
        pa.array(prefixes, pa.string()),
        Lottery(weights),
        pa.array([letter for letters in prefixes.values() for letter in letters]),
    )


def _check(state: Any, states: pa.Array, locale: str) -> None:
    if isinstance(state, str) and state not in states.to_pylist():
        raise CheckError(f"there is no state {state!r} in {locale}", hint=f"for example {states[0].as_py()!r}")


def _places(state: Any, states: pa.Array, usual: Integers, draw: Draw) -> pa.Array:
    """Return each row's place among the states: the one that is told, or any of the usual ones."""
    if state is None:
        return pa.array(usual[draw.at("state").integers(len(usual))])
    told = pa.repeat(state, draw.rows) if isinstance(state, str) else full(state, draw.rows)
    return pc.index_in(told, states)
