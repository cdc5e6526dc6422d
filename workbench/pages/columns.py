"""The columns of a dataset are changed by hand."""

from dataclasses import replace

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from generation import services
from generation.errors import UploadTooLarge
from workbench.answers import made, show
from workbench.cards import typed_cards
from workbench.columns import read_edited
from workbench.queries import PageQuery
from workbench.showing import ShownDataset

_DRAFT_SECONDS = 0.5  # for what a draft looks up beside its rows
_TOO_LARGE = "there is more text in the columns than is taken in at once"


@csrf_exempt  # no session is asked, so none can be misused
@require_http_methods(["GET", "HEAD", "POST"])
def columns(request: HttpRequest, hash: str) -> HttpResponse:  # noqa: A002 - as in the route
    """Make a dataset of the columns that a form says; it keeps its seed, size and day.

    What does not run is shown again as it was typed. Who opens the address by hand gets the dataset's page.
    """
    if request.method != "POST":
        return redirect(request.get_full_path().replace("/columns", "", 1))
    recipe = PageQuery.read_query(request.GET).recipe(hash)
    edited = read_edited(_posted(request), recipe.entry.schema)
    checked = edited.compiled() if edited.is_sound else edited
    if checked.schema is None or not checked.is_sound:
        return show(request, ShownDataset.of(recipe), cards=typed_cards(checked, recipe), status=400)
    entry, was_cached = services.edit_schema(recipe.entry, checked.schema)
    return made(request, replace(recipe, entry=entry), was_cached=was_cached)


@csrf_exempt  # as above
@require_POST
def draft(request: HttpRequest, hash: str) -> HttpResponse:  # noqa: A002 - as in the route
    """Answer what the columns that a form says would be like, as a piece of a page; nothing is kept or counted."""
    recipe = PageQuery.read_query(request.GET).recipe(hash)
    posted = _posted(request, most=settings.MAX_BODY_BYTES)
    cards = typed_cards(read_edited(posted, recipe.entry.schema, seconds=_DRAFT_SECONDS), recipe)
    response = render(request, "workbench/draft.html", {"cards": cards})
    response["Cache-Control"] = "no-store"
    return response


def _posted(request: HttpRequest, *, most: int = settings.DATA_UPLOAD_MAX_MEMORY_SIZE) -> dict[str, str]:
    """Return the fields of a form. Raises UploadTooLarge."""
    if int(request.META.get("CONTENT_LENGTH") or 0) > most:
        raise UploadTooLarge(_TOO_LARGE)
    try:
        posted: QueryDict = request.POST
    except (RequestDataTooBig, TooManyFieldsSent) as error:
        raise UploadTooLarge(_TOO_LARGE) from error
    return {name: str(text) for name, text in posted.items()}
