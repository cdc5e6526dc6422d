"""Who asks: an address, the network around one of IPv6, or who sends an API key. Commands have no client."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from hmac import digest as hmac
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from typing import Any

from django.conf import settings

_SUBSCRIBER = 64  # bits: whoever has one address of such a network has all of them
_FORWARDED = re.compile(r"\[(?P<bracketed>[^\]]+)\](?::\d+)?|(?P<plain>[^:]*)(?::\d+)?|(?P<bare>.*)")

_asking: ContextVar[str | None] = ContextVar("client", default=None)


def asking() -> str | None:
    """Return who asks, in letters that tell no address, or None where nobody does, as in commands."""
    return _asking.get()


@contextmanager
def known(client: str) -> Iterator[None]:
    """Have this client ask, as long as the block is not left."""
    token = _asking.set(client)
    try:
        yield
    finally:
        _asking.reset(token)


def digest_of(client: str) -> str:
    """Return what a client is called in tables: who reads it cannot tell who it is."""
    return hmac(settings.SECRET_KEY.encode(), f"client\n{client}".encode(), "sha256").hex()


def network_of(environment: Mapping[str, Any]) -> str:
    """Return the client of a request by where it comes from: an address, or of IPv6 the network around it."""
    text = address_of(environment)
    address = _read(text)
    if isinstance(address, IPv6Address):
        return str(IPv6Network((int(address), _SUBSCRIBER), strict=False))
    return text


def address_of(environment: Mapping[str, Any]) -> str:
    """Return the address that a request comes from, as far as it can be relied on.

    Behind as many proxies as the setting PROXIES says, each of which adds the address of who asks it at the end of
    X-Forwarded-For, that is the one that the outermost of them has added: what stands before it anybody can write.
    """
    connected = str(environment.get("REMOTE_ADDR") or "")
    if not settings.PROXIES:
        return _written(connected) or connected
    hops = str(environment.get("HTTP_X_FORWARDED_FOR") or "").split(",")
    named = hops[-settings.PROXIES] if len(hops) >= settings.PROXIES else ""
    return _written(_without_port(named.strip())) or _written(connected) or connected


def _without_port(text: str) -> str:
    found = _FORWARDED.fullmatch(text)
    return next(filter(None, found.groups()), "") if found else ""


def _written(text: str) -> str:
    """Return an address in the one way that it is written, or nothing for what is none."""
    address = _read(text)
    return "" if address is None else str(address)


def _read(text: str) -> IPv4Address | IPv6Address | None:
    try:
        address = ip_address(text.partition("%")[0])
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address
