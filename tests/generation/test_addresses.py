"""Which addresses are of the internet at large, and which hosts are listed."""

import pytest

from generation.addresses import is_listed, is_literal, is_public

PRIVATE = """
127.0.0.1 127.8.8.8 0.0.0.0 0.1.2.3 10.1.2.3 172.16.0.1 172.31.255.255 192.168.1.1 169.254.169.254 100.64.0.1 192.0.0.1
192.0.2.1 198.18.0.1 198.51.100.7 203.0.113.9 224.0.0.1 239.255.255.250 240.0.0.1 255.255.255.255
:: ::1 ::ffff:127.0.0.1 ::ffff:10.0.0.1 ::127.0.0.1 fe80::1 fe80::1%eth0 fec0::1 fc00::1 fd12:3456::1 ff02::1
2001:db8::1 64:ff9b::127.0.0.1 64:ff9b::a00:1 64:ff9b:1::a00:1 64:ff9b:1:a00:1::808:808 2002:7f00:1:: 2002:a00:1:: 100::1
""".split()  # noqa: SIM905 - a table
PUBLIC = ["8.8.8.8", "93.184.216.34", "172.32.0.1", "2606:2800:220:1::1", "::ffff:8.8.8.8", "64:ff9b::808:808"]


@pytest.mark.parametrize("number", PRIVATE)
def test_a_private_number_is_known_as_one(number: str) -> None:
    assert not is_public(number)


@pytest.mark.parametrize("number", PUBLIC)
def test_a_public_number_is_known_as_one(number: str) -> None:
    assert is_public(number)


@pytest.mark.parametrize(
    ("host", "expected"),
    {
        "10.0.0.1": True,
        "::1": True,
        "[::1]": True,
        "fe80::1%eth0": True,
        "localhost": False,
        "10.0.0.1.example.org": False,
        "2130706433": False,  # which the resolver takes for 127.0.0.1
        "": False,
    }.items(),
)
def test_a_number_is_told_from_a_name(host: str, expected: bool) -> None:  # noqa: FBT001 - a parameter
    assert is_literal(host) == expected


@pytest.mark.parametrize(
    ("host", "allowed", "expected"),
    [
        ("models.example.org", ["models.example.org"], True),
        ("Models.Example.org.", ["models.example.ORG"], True),
        ("models.example.org", [".example.org"], True),
        ("example.org", [".example.org"], True),
        ("notexample.org", [".example.org"], False),
        ("models.example.org", ["example.org"], False),
        ("10.0.0.1", ["10.0.0.1"], True),
        ("::1", ["[::1]"], True),
        ("models.example.org", ["*"], True),
        ("models.example.org", [], False),
    ],
)
def test_a_host_is_listed(host: str, allowed: list[str], expected: bool) -> None:  # noqa: FBT001 - a parameter
    assert is_listed(host, allowed) == expected
