"""A file that is too large to be answered at once: asked for, looked at while it is made, cancelled, taken."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from generation.links import page_link
from jobs import services
from jobs.wanted import want_file
from workbench.making import ShownJob
from workbench.queries import PageQuery


@csrf_exempt  # no session is asked, so none can be misused
@require_http_methods(["GET", "HEAD", "POST"])
def file(request: HttpRequest, hash: str) -> HttpResponse:  # noqa: A002 - as in the route
    """Have the file of a dataset made; who comes back to the address is led to the dataset."""
    recipe = PageQuery.read_query(request.GET).recipe(hash)
    if request.method != "POST":
        return redirect(page_link(recipe))
    return redirect("workbench:job", want_file(recipe).id)


@csrf_exempt  # a POST is answered as what it is here: a method that is not allowed
@require_safe
def job_page(request: HttpRequest, job: UUID) -> HttpResponse:
    """Answer how it stands with a file, and the file itself once it is there."""
    response = render(request, "workbench/job.html", {"job": ShownJob.of(request, services.find(job))})
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex"
    return response


@csrf_exempt  # no session is asked: who knows the address, which nobody guesses, may cancel
@require_http_methods(["GET", "HEAD", "POST"])
def cancel(request: HttpRequest, job: UUID) -> HttpResponse:
    """Stop the making of a file that is not there yet."""
    if request.method == "POST":
        services.cancel(job)
    return redirect("workbench:job", job)
