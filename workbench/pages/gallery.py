"""The datasets that instructors have reviewed."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from workbench.gallery import Gallery
from workbench.pages.dataset import make


@csrf_exempt  # no session is asked, so none can be misused
@require_http_methods(["GET", "HEAD", "POST"])
def datasets_page(request: HttpRequest) -> HttpResponse:
    """List the datasets that instructors have reviewed; make one of a sentence that is posted."""
    if request.method == "POST":
        return make(request)
    return render(request, "workbench/gallery.html", {"gallery": Gallery.of(request.GET.dict())})
