"""How often one may be wrong about a password or a token before nothing is looked at any more for a while.

A password is counted for a name at an address, and for the address, before it is looked at, so that many tries at one
time are no way around; the right one is given back. What is typed as a name is in no table: allowances have digests.
"""

import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from math import ceil

from django.conf import settings
from django.http import HttpRequest

from access.allowances import Allowance, Rate, forget, give_back, look, take
from access.clients import network_of
from access.errors import LimitReached

_SECONDS = 900.0
_NAMES = 10  # times as many for one address, behind which there may be a whole school


@contextmanager
def counted_password(request: HttpRequest, name: str) -> Iterator[None]:
    """Count the attempt that the block is, unless it ends well. Raises LimitReached in its place."""
    address = network_of(request.META)
    mine, everybodys = _of_name(name, address), _of_address("passwords", address)
    _take(mine, "wrong passwords")
    try:
        _take(everybodys, "wrong passwords")
    except LimitReached:
        give_back(mine)
        raise
    yield
    forget(mine)
    give_back(everybodys)


def refuse_after_wrong_tokens(request: HttpRequest) -> None:
    """Raise LimitReached if nothing that comes from there is looked at any more."""
    allowance = _of_address("tokens", network_of(request.META))
    if lacking := look(allowance):
        raise _reached(allowance, lacking, "wrong tokens")


def count_wrong_token(request: HttpRequest) -> None:
    """Count a token that there is not."""
    take(_of_address("tokens", network_of(request.META)))


def _of_name(name: str, address: str) -> Allowance:
    folded = unicodedata.normalize("NFKC", name.strip()).casefold()  # what is taken for one name counts as one
    return Allowance("password", f"{address}\n{folded}", Rate(settings.SIGN_IN_ATTEMPTS, _SECONDS), kept=True)


def _of_address(what: str, address: str) -> Allowance:
    return Allowance(what, address, Rate(_NAMES * settings.SIGN_IN_ATTEMPTS, _SECONDS), kept=True)


def _take(allowance: Allowance, of: str) -> None:
    if lacking := take(allowance):
        raise _reached(allowance, lacking, of)


def _reached(allowance: Allowance, lacking: float, of: str) -> LimitReached:
    limit = f"{allowance.rate.amount:.0f} {of} in {_SECONDS / 60:.0f} minutes"
    return LimitReached("sign_in", limit, retry_after=ceil(lacking))
