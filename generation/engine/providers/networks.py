"""Numbers of the internet: addresses of hosts, ports, statuses, handles of registries."""

from dataclasses import dataclass
from functools import cache
from ipaddress import IPv4Network
from math import fsum
from string import ascii_uppercase
from typing import Annotated

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from generation.engine.kinds import integer, text
from generation.engine.providers import faker, methods
from generation.engine.providers.arguments import Flag, Only
from generation.engine.providers.composing import source_of
from generation.engine.providers.digits import Spellings, joined, ragged
from generation.engine.providers.elements import repeated
from generation.engine.providers.grammar import Mixture, Sequence, Text, characters, literal
from generation.engine.providers.patterns import DIGITS, Bytes
from generation.engine.providers.ranges import Ranges
from generation.engine.providers.registry import provides
from generation.engine.providers.source import Given, Source
from generation.engine.randomness import Draw, Integers

Switch = Annotated[bool, Flag()]
Class = Annotated[str | None, Only(("a", "b", "c"))]
Groups = npt.NDArray[np.uint16]

# --- IPv4 -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Networks:
    """Networks to draw from: their first addresses, and their sizes."""

    first: Integers
    ranges: Ranges

    @classmethod
    def of(cls, classes: list[tuple[list[IPv4Network], list[int]]]) -> "_Networks":
        """Take networks and their weights by class; the classes are equally likely."""
        networks = [network for listed, _ in classes for network in listed]
        shares = [weight / fsum(weights) for _, weights in classes for weight in weights]
        first = np.array([int(network.network_address) for network in networks])
        return cls(first, Ranges.of([network.num_addresses for network in networks], shares))


_WHOLE, _CLASSES = 32, ("a", "b", "c")


@provides("fake.ipv4")
def ipv4(
    locale: str,
    network: Switch = False,
    address_class: Class = None,
    private: Annotated[bool | None, Flag()] = None,
) -> Source:
    """Return an IPv4 address, or a network of them with its prefix."""
    if private is None:
        return _hosts(_networks(locale, "all", (address_class,)), network=network)
    kind = "private" if private else "public"
    return _hosts(_networks(locale, kind, (address_class,) if address_class else _CLASSES), network=network)


@provides("fake.ipv4_private")
def ipv4_private(locale: str, network: Switch = False, address_class: Class = None) -> Source:
    """Return an IPv4 address of a private network."""
    return ipv4(locale, network, address_class, private=True)


@provides("fake.ipv4_public")
def ipv4_public(locale: str, network: Switch = False, address_class: Class = None) -> Source:
    """Return an IPv4 address that may be seen from outside."""
    return ipv4(locale, network, address_class, private=False)


@cache
def _networks(locale: str, kind: str, classes: tuple[str | None, ...]) -> _Networks:
    found = faker.implementation(locale, "ipv4")
    listed = getattr(found[0] if found else None, f"_get_{kind}_networks_and_weights")
    return _Networks.of([listed(address_class=address_class) for address_class in classes])


def _hosts(networks: _Networks, *, network: bool) -> Source:
    if network:
        return Source(text(18), lambda draw, _given: _parts(networks, draw))
    return networks.ranges.source(text(15), lambda chosen, host: _addresses(networks.first[chosen] + host))


def _parts(networks: _Networks, draw: Draw) -> pa.Array:
    """Return parts of the networks: an address and a prefix at least as long as the network's, the rest zeros."""
    chosen, host = networks.ranges.draw(draw)
    shortest = np.array([_WHOLE + 1 - int(size).bit_length() for size in networks.ranges.sizes])[chosen]
    prefix = shortest + (draw.at("prefix").uniform() * (_WHOLE + 1 - shortest)).astype(np.int64)
    rest = (1 << (_WHOLE - prefix)) - 1
    return _addresses((networks.first[chosen] + host) & ~rest, _prefixes().at(prefix))


def _addresses(numbers: Integers, *suffix: Spellings) -> pa.Array:
    octets = np.ascontiguousarray(numbers.astype(">u4")).view(np.uint8).reshape(-1, 4)
    dotted, last = _octets()
    return joined([*(dotted.at(octets[:, place]) for place in range(3)), last.at(octets[:, 3]), *suffix])


@cache
def _octets() -> tuple[Spellings, Spellings]:
    return Spellings.of([f"{octet}." for octet in range(256)]), Spellings.of([str(octet) for octet in range(256)])


@cache
def _prefixes() -> Spellings:
    return Spellings.of([f"/{prefix}" for prefix in range(129)])


# --- IPv6 -----------------------------------------------------------------------------------------------------------

_GROUPS, _GROUP_BITS, _COLON = 8, 16, 4  # groups of an address, bits of a group, the place of a colon after it


@provides("fake.ipv6")
def ipv6(_locale: str, network: Switch = False) -> Source:
    """Return an IPv6 address, or a network of them with its prefix."""
    longest = 43 if network else 39
    return Source(text(longest), lambda draw, _given: _wide_networks(draw) if network else _wide(_groups(draw)))


def _groups(draw: Draw) -> Groups:
    words = np.stack([draw.at(place).words() for place in range(2)], axis=1)
    return words.view(np.uint16)


def _wide_networks(draw: Draw) -> pa.Array:
    prefix = draw.at("prefix").integers(_GROUPS * _GROUP_BITS + 1)
    return _wide(_groups(draw) & _masks()[prefix], _prefixes().at(prefix))


@cache
def _masks() -> Groups:
    """Return for each prefix which bits of the groups it leaves."""
    bits = np.arange(_GROUPS * _GROUP_BITS) < np.arange(_GROUPS * _GROUP_BITS + 1)[:, None]
    return np.packbits(bits, axis=1).view(">u2").astype(np.uint16)


def _wide(groups: Groups, *suffix: Spellings) -> pa.Array:
    """Return addresses in their short form: no zeros before a group, and `::` for the longest run of groups of zero."""
    rows = len(groups)
    spelled = _hexadecimal().at(groups.ravel())
    kept = spelled.kept.reshape(rows, _GROUPS, -1)
    zeros = np.packbits(groups == 0, axis=1)[:, 0]
    short = np.flatnonzero(~_shown()[zeros].all(axis=(1, 2)))
    kept[short] &= _shown()[zeros[short]]
    kept[:, -1, _COLON] = False
    return joined([Spellings(spelled.matrix.reshape(rows, -1), kept.reshape(rows, -1)), *suffix])


@cache
def _hexadecimal() -> Spellings:
    """Return all groups with a colon after them; digits are aligned to the right, so that it has one place."""
    numbers = np.arange(1 << _GROUP_BITS)
    matrix = np.frombuffer("".join(f"{number:04x}:" for number in numbers).encode(), dtype=np.uint8).reshape(-1, 5)
    return Spellings(matrix, numbers[:, None] >= [0x1000, 0x100, 0x10, 0, 0])


@cache
def _shown() -> npt.NDArray[np.bool_]:
    """Return which bytes of the groups are shown, by which groups are zero (a bit each, the first the highest)."""
    shown = np.ones((1 << _GROUPS, _GROUPS, _COLON + 1), dtype=np.bool_)
    for zeros in range(1 << _GROUPS):
        runs = [len(run) for run in f"{zeros:08b}".split("0")]
        length = max(runs)
        if length > 1:
            start = f"{zeros:08b}".index("1" * length)
            shown[zeros, start : start + length] = False
            shown[zeros, start : start + (1 if start else 2), _COLON] = True
    return shown


# --- registries and services ----------------------------------------------------------------------------------------


@provides("fake.ripe_id")
def ripe_id(_locale: str) -> Source:
    """Return the handle of an organisation at the European registry."""
    return source_of(Sequence((literal("ORG-"), *_handle(), literal("-RIPE"))))


@provides("fake.nic_handle")
def nic_handle(_locale: str) -> Source:
    """Return the handle of a person at a registry that does not exist."""
    return source_of(Sequence((*_handle(), literal("-FAKE"))))


@provides("fake.nic_handles")
def nic_handles(_locale: str) -> Source:
    """Return a list of one handle of a person, at a registry of four letters."""
    return repeated(source_of(Sequence((*_handle(), literal("-"), *[characters(ascii_uppercase)] * 4))), 1)


def _handle() -> tuple[Text, Text]:
    """Return two to four letters, and one to five digits above 0."""
    return _several(ascii_uppercase, 2, 4), _several(DIGITS[1:], 1, 5)


def _several(alphabet: str, least: int, most: int) -> Text:
    return Mixture(tuple(Sequence((characters(alphabet),) * count) for count in range(least, most + 1)))


@provides("fake.port_number")
def port_number(locale: str, is_system: Switch = False, is_user: Switch = False, is_dynamic: Switch = False) -> Source:
    """Return the number of a TCP port."""
    kinds = {"is_system": is_system, "is_user": is_user, "is_dynamic": is_dynamic}
    return methods.read(locale, "port_number", **kinds) or faker.per_row(
        locale, "port_number", integer(0, 65_535), **kinds
    )


@provides("fake.http_status_code")
def http_status_code(locale: str, include_unassigned: Switch = True) -> Source:
    """Return an HTTP status; only those that have a meaning if told so."""
    told = {"include_unassigned": include_unassigned}
    return methods.read(locale, "http_status_code", **told) or faker.per_row(
        locale, "http_status_code", integer(100, 599), **told
    )


# --- domains of worms -----------------------------------------------------------------------------------------------

_LONGEST_NAME = 63


@provides("fake.dga")
def dga(locale: str) -> Source:
    """Return a domain as some worms compute it, of a year, a month and a day."""
    top = methods.source(locale, "tld")

    def draw_domains(draw: Draw, given: Given) -> pa.Array:
        dates = (draw.at(unit).integers(count) + 1 for unit, count in (("year", 9999), ("month", 12), ("day", 30)))
        lengths = draw.at("length").integers(_LONGEST_NAME - 1) + 2
        return pc.binary_join_element_wise(ragged(_names(*dates), lengths), top.draw(draw.at("top"), given), ".")

    return Source(text(_LONGEST_NAME + 1 + top.type.longest), draw_domains, calls=top.calls)


def _names(year: Integers, month: Integers, day: Integers) -> Bytes:
    """Return the letters that a date leads to, as Faker computes them: each step stays below 2**58."""
    letters = np.empty((len(year), _LONGEST_NAME), dtype=np.uint8)
    for place in range(_LONGEST_NAME):
        year = ((year ^ 8 * year) >> 11) ^ ((year & 0xFFFFFFF0) << 17)
        month = ((month ^ 4 * month) >> 25) ^ 16 * (month & 0xFFFFFFF8)
        day = ((day ^ (day << 13)) >> 19) ^ ((day & 0xFFFFFFFE) << 12)
        letters[:, place] = (year ^ month ^ day) % 25 + ord("a")
    return letters
