"""What the views answer with.

None of them knows who asks: there is no session and no cookie, so nothing that another site could misuse a form for.
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from generation.links import page_link
from generation.services import Recipe
from workbench.forms import RefineForm, WishForm
from workbench.showing import ShownDataset

SCRIPTED = "X-Requested-With"  # says that a script asks, which changes the address itself


def front(request: HttpRequest, form: WishForm, *, status: int = 200) -> HttpResponse:
    """Show the front page."""
    return render(request, "workbench/home.html", {"form": form}, status=status)


def made(request: HttpRequest, recipe: Recipe, *, was_cached: bool) -> HttpResponse:
    """Lead to the page of a dataset, or show it at once to a script, which puts its address in the browser's field."""
    if SCRIPTED not in request.headers:
        return redirect(page_link(recipe))
    response = show(request, ShownDataset.of(recipe, cache="hit" if was_cached else "miss"))
    response["Content-Location"] = page_link(recipe)
    return response


def show(
    request: HttpRequest, shown: ShownDataset, refining: RefineForm | None = None, *, status: int = 200
) -> HttpResponse:
    """Show a dataset."""
    entry = shown.recipe.entry
    context = {
        "shown": shown,
        "recipe": shown.recipe,
        "entry": entry,
        "form": WishForm(initial={"description": entry.description, "rows": shown.recipe.rows}),
        "refining": refining or RefineForm(),
    }
    response = render(request, "workbench/dataset.html", context, status=status)
    response["Cache-Control"] = "no-cache"
    return response
