"""How values read for people, in the language that is active: digits in groups, dates as the dataset writes them."""

from datetime import date, datetime, time
from decimal import Decimal

from django.utils.formats import get_format
from django.utils.translation import gettext as _

DIGITS = 4  # of a number that is no cell but computed, or written in full for no purpose
_LARGEST_WHOLE, _SMALLEST = 10**15, 1e-4  # beyond which numbers are powers of ten
_UNGROUPED = 4  # digits, lest a year have groups

Amount = int | float | Decimal
Value = int | float | Decimal | date | time


def written(value: object) -> str:
    """Return a cell's value as a dataset has it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return value.isoformat(" ")
    return value.isoformat() if isinstance(value, date | time) else str(value)


def shown(value: Value) -> str:
    """Return a value in few characters: numbers in groups and a few digits, moments to the minute."""
    if isinstance(value, datetime):
        return value.isoformat(" ", "minutes")
    if isinstance(value, time):
        return value.isoformat("minutes" if not value.second else "seconds")
    if isinstance(value, date):
        return value.isoformat()
    return number(value)


def number(amount: Amount) -> str:
    """Return a number in a few digits, those before the point all shown, with the separators of the language."""
    size = abs(float(amount))
    if size >= _LARGEST_WHOLE or 0 < size < _SMALLEST:
        return f"{amount:.{DIGITS}g}".replace(".", _point())
    whole, _dot, rest = _plain(amount).partition(".")
    grouped = f"{int(whole):,}".replace(",", _between()) if len(whole.lstrip("-")) > _UNGROUPED else whole
    return f"{grouped}{_point()}{rest}" if rest else grouped


def share(part: float, whole: float) -> str:
    """Return a share in per cent; what is there at all is not 0 %, and what is not all is not 100 %."""
    percent = 100 * part / whole if whole else 0.0
    if 0 < percent < 1:
        return "<1 %"
    return "99 %" if 99 < percent < 100 else f"{percent:.0f} %"  # noqa: PLR2004 - per cent


def between(low: str, high: str) -> str:
    """Return a range in words, or the value that is all of it."""
    return low if low == high else _("%(low)s to %(high)s") % {"low": low, "high": high}


def _plain(amount: Amount) -> str:
    if not isinstance(amount, float):
        return str(amount)
    after = max(0, DIGITS - len(str(int(abs(amount)))))
    digits = f"{amount + 0.0:.{after}f}"  # which has no sign where the amount is -0.0
    return digits.rstrip("0").removesuffix(".") if after else digits


def _point() -> str:
    return str(get_format("DECIMAL_SEPARATOR", use_l10n=True))


def _between() -> str:
    return str(get_format("THOUSAND_SEPARATOR", use_l10n=True))
