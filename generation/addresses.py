"""Where an address on the network leads: out into the internet, or to what is near this machine."""

from collections.abc import Iterable
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

_TRANSLATED = (IPv6Network("64:ff9b::/96"), IPv6Network("::/96"))  # to the IPv4 at the end
_TRANSLATED_SOMEHOW = IPv6Network("64:ff9b:1::/48")  # where the IPv4 stands in it, its network alone knows


def is_public(number: str) -> bool:
    """Tell whether an IP address is one of the internet at large."""
    address = ip_address(number.partition("%")[0])
    if address in _TRANSLATED_SOMEHOW:
        return False
    inner = _inner(address) if isinstance(address, IPv6Address) else None
    if inner is not None:
        return is_public(str(inner))
    is_local = isinstance(address, IPv6Address) and address.is_site_local
    return address.is_global and not (address.is_multicast or address.is_reserved or is_local)


def is_literal(host: str) -> bool:
    """Tell whether a host is an IP address itself, which nobody has to be asked for."""
    try:
        ip_address(host.strip("[]").partition("%")[0])
    except ValueError:
        return False
    return True


def is_listed(host: str, allowed: Iterable[str]) -> bool:
    """Tell whether a host is one of those listed: by its name, by the domain after a dot, or all by a `*`."""
    name = host.lower().removesuffix(".").strip("[]")
    return any(_fits(name, pattern.lower()) for pattern in allowed)


def _fits(name: str, pattern: str) -> bool:
    if pattern.startswith("."):
        return name == pattern[1:] or name.endswith(pattern)
    return pattern == "*" or name == pattern.strip("[]")


def _inner(address: IPv6Address) -> IPv4Address | None:
    """Return the IPv4 address that one of IPv6 stands for, if it does."""
    if any(address in network for network in _TRANSLATED):
        return IPv4Address(int(address) & 0xFFFFFFFF)
    teredo = address.teredo
    return address.ipv4_mapped or address.sixtofour or (teredo[1] if teredo else None)
