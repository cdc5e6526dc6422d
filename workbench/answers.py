"""What the views answer with.

None of them knows who asks: there is no session and no cookie, so nothing that another site could misuse a form for.
"""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_vary_headers

from generation.links import page_link
from generation.recipes import Recipe
from workbench.forms import ControlsForm, RefineForm, WishForm
from workbench.showing import ShownDataset

SCRIPTED = "X-Requested-With"  # says that a script asks, which changes the address itself
ASK_AGAIN = "no-cache"


def front(request: HttpRequest, form: WishForm, *, status: int = 200, **parts: Any) -> HttpResponse:
    """Show the front page."""
    response = render(request, "workbench/home.html", {"form": form, **parts}, status=status)
    response["Cache-Control"] = ASK_AGAIN
    return response


def made(request: HttpRequest, recipe: Recipe, *, was_cached: bool) -> HttpResponse:
    """Lead to the page of a dataset, or show it at once to a script, which puts its address in the browser's field."""
    if SCRIPTED in request.headers:
        response = show(request, ShownDataset.of(recipe, cache="hit" if was_cached else "miss"))
        response["Content-Location"] = page_link(recipe)
    else:
        response = redirect(page_link(recipe))
    patch_vary_headers(response, [SCRIPTED])
    return response


def show(
    request: HttpRequest,
    shown: ShownDataset,
    refining: RefineForm | None = None,
    *,
    controls: ControlsForm | None = None,
    status: int = 200,
    **parts: Any,
) -> HttpResponse:
    """Show a dataset. `parts` are what else its templates are to know, by name."""
    context = {
        "shown": shown,
        "recipe": shown.recipe,
        "entry": shown.recipe.entry,
        "form": _next_wish(shown),
        "controls": controls or ControlsForm.of(shown.recipe),
        "refining": refining or RefineForm(),
        **parts,
    }
    response = render(request, "workbench/dataset.html", context, status=status)
    response["Cache-Control"] = ASK_AGAIN
    response["X-Robots-Tag"] = "noindex"  # there are as many pages as there are seeds
    return response


def _next_wish(shown: ShownDataset) -> WishForm:
    """Return the form for another sentence, which keeps what was chosen but for the seed: that is drawn anew."""
    recipe = shown.recipe
    return WishForm(
        initial={
            "description": recipe.entry.description,
            "rows": recipe.rows,
            "format": recipe.format,
            "locale": shown.locale,
        }
    )
