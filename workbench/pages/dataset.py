"""A dataset is made of a sentence, looked at, and changed in words."""

from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from generation import services
from generation.services import RefinementWish
from workbench.answers import front, made, show
from workbench.forms import RefineForm, WishForm
from workbench.queries import PageQuery
from workbench.showing import ShownDataset


def make(request: HttpRequest) -> HttpResponse:
    """Make a dataset of a sentence."""
    form = WishForm(request.POST)
    if not form.is_valid():
        return front(request, form, status=400)
    recipe, was_cached = services.choose_recipe(form.wish())
    return made(request, recipe, was_cached=was_cached)


@csrf_exempt  # a POST is answered as what it is here: a method that is not allowed
@require_safe
def dataset_page(request: HttpRequest, hash: str) -> HttpResponse:  # noqa: A002 - as in the route
    """Answer the page of a dataset."""
    return show(request, ShownDataset.of(PageQuery.read_query(request.GET).recipe(hash)))


@csrf_exempt  # no session is asked, so none can be misused
@require_POST
def refine(request: HttpRequest, hash: str) -> HttpResponse:  # noqa: A002 - as in the route
    """Change the schema of a dataset as an instruction says; the dataset keeps its seed, size and day."""
    recipe = PageQuery.read_query(request.GET).recipe(hash)
    form = RefineForm(request.POST)
    if not form.is_valid():
        return show(request, ShownDataset.of(recipe), form, status=400)
    wish = RefinementWish(hash=hash, instruction=form.cleaned_data["instruction"], revision=recipe.entry.revision)
    refined = services.refine_schema(wish)
    return made(request, replace(recipe, entry=refined.entry), was_cached=refined.was_cached)
