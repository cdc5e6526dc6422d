import re
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network

import pytest

from generation.engine.providers import faker
from tests.generation.engine.tables import table, values

RESERVED = [IPv4Network(network) for network in ("0.0.0.0/8", "127.0.0.0/8", "169.254.0.0/16", "224.0.0.0/4")]
PRIVATE = {"a": IPv4Network("10.0.0.0/8"), "b": IPv4Network("172.16.0.0/12"), "c": IPv4Network("192.168.0.0/16")}


def test_addresses_lie_in_no_reserved_network() -> None:
    made = [IPv4Address(text) for text in values("fake.ipv4()", rows=3000)]
    assert [address for address in made for network in RESERVED if address in network] == []


@pytest.mark.parametrize("address_class", ["a", "b", "c"])
def test_private_addresses_lie_in_the_network_of_their_class(address_class: str) -> None:
    made = values(f"fake.ipv4_private(address_class={address_class!r})", rows=300)
    assert all(IPv4Address(text) in PRIVATE[address_class] for text in made)


def test_public_addresses_lie_in_no_private_network() -> None:
    made = [IPv4Address(text) for text in values("fake.ipv4(private=False)", rows=3000)]
    assert not any(address in network for address in made for network in PRIVATE.values())


def test_addresses_are_unique_to_the_last_of_their_network() -> None:
    document = {"faker_method": "fake.ipv4(private=True, address_class='c')", "data_type": "string", "unique": True}
    assert len(set(table({"x": document}, rows=65_536)["x"].to_pylist())) == 65_536


def test_networks_have_zeros_after_their_prefix() -> None:
    """The constructors refuse a network whose other bits are set."""
    assert [text for text in values("fake.ipv4(network=True)", rows=2000) if str(IPv4Network(text)) != text] == []
    assert [text for text in values("fake.ipv6(network=True)", rows=2000) if str(IPv6Network(text)) != text] == []


def test_wide_addresses_are_written_in_their_shortest_form() -> None:
    made = values("fake.ipv6()", rows=5000)
    assert [text for text in made if str(IPv6Address(text)) != text] == []


def test_domains_of_worms_are_those_that_faker_computes() -> None:
    real = {str(domain).split(".")[0][1:3] for domain in faker.call("en_US", "dga", 1, 20_000, {})}
    assert {domain.split(".")[0][1:3] for domain in values("fake.dga()", rows=2000)} <= real


@pytest.mark.parametrize(
    ("expression", "pattern"),
    [
        ("fake.ripe_id()", r"ORG-[A-Z]{2,4}[1-9]{1,5}-RIPE"),
        ("fake.nic_handle()", r"[A-Z]{2,4}[1-9]{1,5}-FAKE"),
        ("fake.nic_handles()[0]", r"[A-Z]{2,4}[1-9]{1,5}-[A-Z]{4}"),
        ("fake.mac_address()", r"[0-9a-f][02468ace](:[0-9a-f]{2}){5}"),
        ("fake.dga()", r"[a-y]{2,63}\.[a-z]+"),
    ],
)
def test_texts_have_their_shape(expression: str, pattern: str) -> None:
    made = values(expression, rows=500)
    assert [text for text in made if not re.fullmatch(pattern, text)] == []
    assert len(set(made)) > 400


def test_ports_are_of_the_kind_that_was_asked_for() -> None:
    made = values("fake.port_number(is_dynamic=True)", "integer", rows=500)
    assert min(made) >= 49_152
    assert max(made) <= 65_535


def test_statuses_have_a_meaning_if_told_so() -> None:
    assert 299 not in values("fake.http_status_code(include_unassigned=False)", "integer", rows=5000)
    assert 299 in values("fake.http_status_code()", "integer", rows=5000)


def test_any_window_of_rows_is_that_of_the_whole() -> None:
    for expression in ("fake.ipv4(network=True)", "fake.ipv6(network=True)", "fake.dga()"):
        assert values(expression, rows=40, start=30) == values(expression, rows=100)[30:70]
