"""A file that somebody wants from a page: it is made once, however often its button is pressed."""

from datetime import timedelta

from django.db.models import Q
from django.db.models.functions import Now

from generation.recipes import Recipe
from jobs.models import ACTIVE, Job, State
from jobs.services import Status, check_room, find, submit_recipe

_TIME_TO_TAKE = timedelta(minutes=30)


def want_file(recipe: Recipe) -> Status:
    """Return the job that makes a dataset, or has made it: a new one where there is none.

    Raises TooManyJobs, LimitReached, and what submit_recipe does.
    """
    is_there = Q(state=State.DONE, expires_at__gt=Now() + _TIME_TO_TAKE)
    same = Job.objects.filter(Q(state__in=ACTIVE) | is_there, fingerprint=recipe.fingerprint)
    found = same.order_by("-created_at").values_list("pk", flat=True).first()
    if found is not None:
        return find(found)
    check_room()
    return submit_recipe(recipe)
