"""How long something takes, in words."""

from django.utils.translation import ngettext

_MINUTE, _HOUR = 60, 3600


def in_words(seconds: int) -> str:
    """Return a duration in the reader's language: seconds, minutes or hours, begun ones counted."""
    if seconds < 2 * _MINUTE:
        return ngettext("%(count)s second", "%(count)s seconds", seconds) % {"count": seconds}
    if seconds < 2 * _HOUR:
        minutes = -(-seconds // _MINUTE)
        return ngettext("%(count)s minute", "%(count)s minutes", minutes) % {"count": minutes}
    hours = -(-seconds // _HOUR)
    return ngettext("%(count)s hour", "%(count)s hours", hours) % {"count": hours}
