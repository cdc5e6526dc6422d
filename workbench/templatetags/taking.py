"""How a dataset is taken along, for the part of the page that says so."""

from django import template
from django.template import RequestContext

from workbench.showing import ShownDataset
from workbench.taking import Taking

register = template.Library()


@register.simple_tag(takes_context=True)
def taking(context: RequestContext, shown: ShownDataset) -> Taking:
    """Return how what is shown is taken from the server that was asked."""
    return Taking.of(context.request, shown)
