"""The dataset of a permanent link over HTTP: unless the client has it already, and only the rows that it asks for."""

from datetime import UTC, datetime, time

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import http_date, parse_http_date_safe

from generation import services
from generation.answers import KNOWN_ROWS, ROWS, answer_dataset, coding_for, takes_ranges, vary_by_coding
from generation.clients import Watch, client_of
from generation.links import permanent_link
from generation.preferences import CODINGS
from generation.recipes import Link, Recipe
from generation.windows import Window, asked_window

_A_DAY = "public, max-age=86400"
_ASK_AGAIN = "no-cache"  # keep it, and ask with its ETag whether it is still the same


def answer_link(request: HttpRequest, link: Link, recipe: Recipe) -> HttpResponseBase:
    """Answer the dataset that a link stands for; its recipe has the day and the revision that the link may leave out.

    Raises WindowEmpty, and what reproduce_dataset does.
    """
    modified = _modified(link, recipe)
    window = _window(request, recipe, modified)
    etag = _etag(recipe, "" if window else coding_for(request, recipe.format))
    answer = get_conditional_response(request, etag=etag, last_modified=modified) or _made(request, recipe, window)
    vary_by_coding(answer, recipe.format)
    answer["ETag"] = etag
    if modified is not None:
        answer["Last-Modified"] = http_date(modified)
    answer["Content-Location"] = permanent_link(recipe)
    answer["Accept-Ranges"] = ROWS if takes_ranges(recipe.format) else "none"
    answer["Cache-Control"] = _A_DAY if link.revision and link.as_of else _ASK_AGAIN
    return answer


def _made(request: HttpRequest, recipe: Recipe, window: Window | None) -> HttpResponseBase:
    is_head = request.method == "HEAD"
    if is_head and recipe.rows > KNOWN_ROWS:
        return answer_dataset(request, services.probe_dataset(recipe))
    watch = Watch(client_of(request))
    dataset = services.reproduce_dataset(recipe, window=window, counts=not is_head, watch=watch)
    return answer_dataset(request, dataset, window=window)


def _etag(recipe: Recipe, coding: str) -> str:
    """Return what names the bytes: other ones in another coding."""
    return f'"{recipe.fingerprint}-{coding}"' if coding else f'"{recipe.fingerprint}"'


def _modified(link: Link, recipe: Recipe) -> int | None:
    """Return since when the bytes are as they are, in seconds, if known; without a day they are others every day."""
    if recipe.since is None:
        return None
    midnight = datetime.combine(recipe.as_of, time.min, UTC)
    return int((recipe.since if link.as_of else max(recipe.since, midnight)).timestamp())


def _window(request: HttpRequest, recipe: Recipe, modified: int | None) -> Window | None:
    """Return which rows are to be answered; None for all, also where the client has some of another dataset."""
    if request.method != "GET" or not takes_ranges(recipe.format) or not _is_same(request, recipe, modified):
        return None
    return asked_window(request.headers.get("Range", ""), recipe.rows, unit=ROWS)


def _is_same(request: HttpRequest, recipe: Recipe, modified: int | None) -> bool:
    """Tell whether a range is of what the client has, if it says of what; rows are the same in every coding."""
    condition = request.headers.get("If-Range")
    if condition is None or condition in [_etag(recipe, coding) for coding in ("", *CODINGS)]:
        return True
    return modified is not None and parse_http_date_safe(condition) == modified
