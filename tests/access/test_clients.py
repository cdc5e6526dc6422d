"""Who asks, by what stands in a request."""

import pytest
from pytest_django import Settings

from access.clients import address_of, asking, digest_of, known, network_of


@pytest.mark.parametrize(
    ("proxies", "forwarded", "address"),
    [
        (0, "203.0.113.7", "192.0.2.1"),
        (1, "203.0.113.7", "203.0.113.7"),
        (1, "198.51.100.1, 203.0.113.7", "203.0.113.7"),
        (2, "198.51.100.1, 203.0.113.7, 10.0.0.2", "203.0.113.7"),
        (1, "203.0.113.7:4711", "203.0.113.7"),
        (1, "2001:db8::7", "2001:db8::7"),
        (1, "[2001:db8::7]", "2001:db8::7"),
        (1, "[2001:DB8:0::7]:4711", "2001:db8::7"),
        (1, "fe80::1%eth0", "fe80::1"),
        (1, "::ffff:203.0.113.7", "203.0.113.7"),
        (1, "unknown", "192.0.2.1"),
        (1, "203.0.113.7, ", "192.0.2.1"),
        (1, "203.0.113.300", "192.0.2.1"),
        (1, "203.0.113.7;DROP", "192.0.2.1"),
        (1, "", "192.0.2.1"),
        (2, "203.0.113.7", "192.0.2.1"),
    ],
)
def test_the_address_is_the_one_that_the_outermost_proxy_of_ours_has_added(
    settings: Settings, proxies: int, forwarded: str, address: str
) -> None:
    settings.PROXIES = proxies
    assert address_of({"REMOTE_ADDR": "192.0.2.1", "HTTP_X_FORWARDED_FOR": forwarded}) == address


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::", "2001:db8:1:2::/64"),
        ("2001:db8:1:3::", "2001:db8:1:3::/64"),
        ("", ""),
    ],
)
def test_who_has_one_address_of_a_network_of_ipv6_is_the_same_with_any(address: str, network: str) -> None:
    assert network_of({"REMOTE_ADDR": address}) == network


def test_nobody_asks_but_within_a_request() -> None:
    with known("somebody"):
        within = asking()
    assert (within, asking()) == ("somebody", None)


def test_what_a_client_is_called_in_tables_depends_on_the_secret(settings: Settings) -> None:
    first = digest_of("192.0.2.1")
    settings.SECRET_KEY = "another"
    assert (len(first), "192" in first, digest_of("192.0.2.1") == first) == (64, False, False)
