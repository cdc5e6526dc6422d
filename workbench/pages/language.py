"""The language that somebody chooses to read in."""

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST
from django.views.i18n import set_language


@csrf_exempt  # whoever misuses it has somebody read German
@require_POST
def choose_language(request: HttpRequest) -> HttpResponseBase:
    """Remember the language in a cookie, the only one that there is, and lead back to where it was chosen."""
    if request.POST.get("language") not in dict(settings.LANGUAGES):
        return redirect("workbench:home")
    return set_language(request)
