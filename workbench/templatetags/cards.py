"""The cards of a page, and what is wrong with their fields."""

from django import template
from django.template import RequestContext
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from presenting.posted import Fault
from workbench.cards import Card, Cards, cards_of

register = template.Library()


@register.simple_tag(takes_context=True)
def column_cards(context: RequestContext) -> Cards:
    """Return the cards as they were typed, or else those of the schema that is shown."""
    typed = context.get("cards")
    return typed if isinstance(typed, Cards) else cards_of(context["entry"], context["shown"].preview)


@register.simple_tag
def fault_of(card: Card, field: str) -> SafeString:
    """Return the attributes of a field with which something is wrong."""
    if field not in card.faults:
        return SafeString()
    return format_html(' aria-invalid="true" aria-describedby="{}-{}-problem"', card.prefix, field)


@register.simple_tag
def fault(card: Card, field: str) -> SafeString:
    """Return what is wrong with a field, to stand after it."""
    return _said(card, card.faults[field]) if field in card.faults else SafeString()


@register.simple_tag
def faults(card: Card) -> SafeString:
    """Return everything that is wrong with a card's fields."""
    return format_html_join("", "{}", ((_said(card, each),) for each in card.faults.values()))


def _said(card: Card, fault: Fault) -> SafeString:
    english = SafeString(' lang="en"' if fault.is_english else "")
    return format_html(
        '<div class="problem" id="{}-{}-problem" data-field="{}-{}"><p dir="auto"{}>{}</p>{}{}</div>',
        *(card.prefix, fault.field, card.prefix, fault.field, english, fault.message),
        format_html('<pre dir="auto" tabindex="0">{}</pre>', fault.excerpt) if fault.excerpt else "",
        format_html('<p class="hint" dir="auto"{}>{}</p>', english, fault.hint) if fault.hint else "",
    )
