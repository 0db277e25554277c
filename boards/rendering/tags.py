"""Template tags for what is drawn apart from the template that it stands in: cards, and pieces of a page."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import template
from django.template import Context, Node
from django.template.base import FilterExpression, Parser, Token
from django.template.loader_tags import construct_relative_path
from django.utils.safestring import SafeString

from boards.rendering.cache import MIB, LRUCache
from boards.rendering.card import RenderedCard
from boards.rendering.pages import CSRF_TOKEN, put_in_later

register = template.Library()

# By the template, and the names, types and values of all that it shows.
cache: LRUCache[tuple, str] = LRUCache(most=4 * MIB)


@register.simple_tag(takes_context=True)
def cards(context: dict, rendered: Iterable[RenderedCard]) -> SafeString:
    return put_in_later(context, [card.html for card in rendered])


class NotListed(Exception):
    """A piece shows something that is not listed where it is included, so it would be cached under too little."""


class Shown(dict[str, Any]):
    """The listed attributes of an object, for variables and for tags; there are no others."""

    def __missing__(self, name: str) -> Any:
        raise NotListed(name)

    def __getattr__(self, name: str) -> Any:
        return self[name]


class ListedContext(Context):
    def __getitem__(self, name: Any) -> Any:
        if name not in self:
            raise NotListed(name)
        return super().__getitem__(name)


class PieceNode(Node):
    def __init__(self, name: str, listed: dict[str, FilterExpression]):
        self.name, self.listed = name, listed

    def render(self, context: Context) -> str:
        values = tuple(plain(shown.resolve(context)) for shown in self.listed.values())
        token = context.get("csrf_token")
        if token is not CSRF_TOKEN or not all(map(is_value, values)):
            return self.draw(context, values, token)
        key = (self.name, *self.listed, *map(type, values), *values)
        html = cache.get(key)
        if html is None:
            html = self.draw(context, values, token)
            cache.set(key, html)
        return html

    def draw(self, context: Context, values: tuple, token: object) -> str:
        shown = ListedContext({"csrf_token": token}, autoescape=context.autoescape, use_l10n=context.use_l10n)
        for path, value in zip(self.listed, values, strict=True):
            *owners, name = path.split(".")
            holder: Any = shown
            for owner in owners:
                if owner not in holder:
                    holder[owner] = Shown()
                holder = holder[owner]
            holder[name] = value
        return context.template.engine.get_template(self.name).render(shown)  # type: ignore[union-attr]


@register.tag
def piece(parser: Parser, token: Token) -> PieceNode:
    """Include a template that shows what is listed and nothing else, and cache it under that.

    `{% piece "_topbar.html" tab project.name,slug board=board.title %}` lists `tab`, `project.name`, `project.slug`
    and, as `board`, its title. What is listed should be plain values; with anything else, or outside of a page, the
    piece is drawn each time.
    """
    _, name, *arguments = token.split_contents()
    path = construct_relative_path(parser.origin.template_name, name)  # type: ignore[union-attr, arg-type]
    return PieceNode(
        str(path).strip('"'),
        dict(listed(parser, argument) for part in arguments for argument in spread(part)),
    )


def spread(argument: str) -> list[str]:
    """Return `project.name` and `project.slug` for `project.name,slug`."""
    first, *others = argument.split(",")
    owner = first.rpartition(".")[0]
    return [first, *(f"{owner}.{name}" for name in others)]


def listed(parser: Parser, argument: str) -> tuple[str, FilterExpression]:
    name, _, text = argument.partition("=")
    return name, parser.compile_filter(text or name)


def plain(value: object) -> object:
    return tuple(value) if isinstance(value, list) else value


def is_value(value: object) -> bool:
    """Tell whether equal ones look the same; what comes in a tuple is taken for such."""
    if value is None or isinstance(value, str | int | date | tuple):
        return True
    dataclass = getattr(value, "__dataclass_params__", None)
    return dataclass is not None and dataclass.frozen
