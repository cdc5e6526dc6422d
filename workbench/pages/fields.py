"""The list of all that a column can hold, to search in and to add from."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from workbench.adding import Search, found
from workbench.queries import PageQuery


@csrf_exempt  # a POST is answered as what it is here: a method that is not allowed
@require_safe
def fields_page(request: HttpRequest) -> HttpResponse:
    """List the fields that some words look for, for the dataset that the address names, if it names one."""
    search = Search(request.GET)
    search.full_clean()
    hash_ = search.cleaned_data.get("to")
    recipe = PageQuery.read_query(request.GET).recipe(hash_) if hash_ else None
    return render(request, "workbench/fields_page.html", {"search": search, "found": found(search.words, recipe)})
