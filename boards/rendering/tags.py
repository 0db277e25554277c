"""Template tags for what is drawn apart from the template that it stands in."""

from collections.abc import Iterable

from django import template
from django.utils.safestring import SafeString

from boards.rendering.card import RenderedCard
from boards.rendering.pages import put_in_later

register = template.Library()


@register.simple_tag(takes_context=True)
def cards(context: dict, rendered: Iterable[RenderedCard]) -> SafeString:
    return put_in_later(context, [card.html for card in rendered])
