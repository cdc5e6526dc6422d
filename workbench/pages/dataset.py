"""A dataset is made of a sentence, looked at, and changed in words."""

from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from generation import services
from generation.links import page_link
from generation.recipes import Recipe
from generation.services import Refined, RefinementWish
from workbench.answers import front, made, show
from workbench.examples import with_example
from workbench.forms import ControlsForm, RefineForm, WishForm
from workbench.queries import PageQuery
from workbench.showing import ShownDataset

_NEW = ("new", "")  # in place of a seed


def make(request: HttpRequest) -> HttpResponse:
    """Make a dataset of a sentence, be it one of the examples."""
    form = WishForm(with_example(request.POST))
    if not form.is_valid():
        return front(request, form, status=400)
    recipe, was_cached = services.choose_recipe(form.wish())
    return made(request, recipe, was_cached=was_cached)


@csrf_exempt  # a POST is answered as what it is here: a method that is not allowed
@require_safe
def dataset_page(request: HttpRequest, hash: str) -> HttpResponse:  # noqa: A002 - as in the route
    """Answer the page of a dataset; of what cannot be shown as it is asked for, with what is wrong and what can be."""
    controls = ControlsForm(request.GET)
    recipe = PageQuery.of(controls).recipe(hash)
    if request.GET.get("seed", "0").strip() in _NEW:
        return _with_new_seed(recipe)
    if controls.is_valid():
        return show(request, ShownDataset.of(recipe))
    return show(request, ShownDataset.of(recipe), controls=controls, status=400)


def _with_new_seed(recipe: Recipe) -> HttpResponse:
    response = redirect(page_link(replace(recipe, seed=services.draw_seed())))
    response["Cache-Control"] = "no-store"  # next time it is another one
    return response


@csrf_exempt  # no session is asked, so none can be misused
@require_http_methods(["GET", "HEAD", "POST"])
def refine(request: HttpRequest, hash: str) -> HttpResponse:  # noqa: A002 - as in the route
    """Change the schema of a dataset as an instruction says; the dataset keeps its seed, size and day.

    Where nothing changes, nothing new is shown but that. Who comes back to the address is led to the dataset.
    """
    recipe = PageQuery.read_query(request.GET).recipe(hash)
    if request.method != "POST":
        return redirect(page_link(recipe))
    form = RefineForm(request.POST)
    if not form.is_valid():
        return show(request, ShownDataset.of(recipe), form, status=400)
    wish = RefinementWish(hash=hash, instruction=form.cleaned_data["instruction"], revision=recipe.entry.revision)
    refined = services.refine_schema(wish)
    if refined.entry.schema == refined.parent.schema:
        return _unchanged(request, recipe, form, refined)
    return made(request, replace(recipe, entry=refined.entry), was_cached=refined.was_cached)


def _unchanged(request: HttpRequest, recipe: Recipe, form: RefineForm, refined: Refined) -> HttpResponse:
    """Show what was to be changed, with the words that nothing was done with still in their field."""
    before, after = recipe.entry, refined.entry
    response = show(
        request,
        ShownDataset.of(recipe),
        form,
        unchanged=True,
        unheard=[text for text in after.not_understood if text not in before.not_understood],
        remarks=[text for text in after.assumptions if text not in before.assumptions],
    )
    response["Content-Location"] = page_link(recipe)
    return response
