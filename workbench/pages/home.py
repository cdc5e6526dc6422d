"""The front page."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from workbench.answers import front
from workbench.forms import WishForm


@csrf_exempt  # a POST is answered as what it is here: a method that is not allowed
@require_safe
def home_page(request: HttpRequest) -> HttpResponse:
    """Answer the front page; a description in the address stands in the field already."""
    return front(request, WishForm(initial=request.GET.dict()))
