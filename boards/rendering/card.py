"""Cards as HTML: one template, rendered once for each version of a card and cached."""

from collections.abc import Iterable
from threading import Lock
from typing import NamedTuple

from django.db.models import F
from django.template import Context, Engine
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString

from boards.models import Card
from boards.models.card.fields import CardQuerySet
from boards.rendering.badges import CardBadges, badges_for
from boards.rendering.cache import MIB, LRUCache
from projects.models import Project

type CardRow = tuple[int, int, int, str, int | None]  # the fields of a RenderedCard but for its HTML
type Key = tuple[int, int, int]  # a card, its version and the project's render version

cache: LRUCache[Key, SafeString] = LRUCache(most=14 * MIB)  # some 10,000 cards when full
# All open boards fetch their page when a label is renamed. Of those who miss many cards of a project at once, one
# renders them and the others wait; a few are rendered without waiting.
MANY = 50
drawing = [Lock() for _ in range(64)]


class RenderedCard(NamedTuple):
    """The HTML of a card, with what a page needs to put it in its place."""

    pk: int
    number: int
    version: int
    column: str
    milestone_id: int | None
    html: SafeString


def render_cards(project: Project, cards: CardQuerySet) -> list[RenderedCard]:
    """Render cards in the order they come in: one query when all are cached, three at most.

    A card looks the same to everybody, so its HTML is cached under (card, version) and shared.
    `render_version` is in the key as well: it counts changes of what all cards may show, such as the limit.
    """
    return render_rows(project, list(cards.values_list("pk", "number", "version", "column", "milestone_id")))


def render_rows(project: Project, rows: list[CardRow]) -> list[RenderedCard]:
    """Render the cards that were read as these rows, in their order."""
    keys = {pk: (pk, version, project.render_version) for pk, _, version, *_ in rows}
    drawn = cache.get_many(keys.values())
    missing = {pk: key for pk, key in keys.items() if key not in drawn}
    if len(missing) > MANY:
        with drawing[project.pk % len(drawing)]:
            drawn |= render_missing(project, missing)
    elif missing:
        drawn |= render_missing(project, missing)
    return [RenderedCard(*row, drawn[keys[row[0]]]) for row in rows]


def render_missing(project: Project, keys: dict[int, Key]) -> dict[Key, SafeString]:
    """Render and cache the cards of these keys, but for those that somebody else has rendered meanwhile."""
    drawn = cache.get_many(keys.values())
    missing = [pk for pk, key in keys.items() if key not in drawn]
    fresh = {keys[pk]: html for pk, html in render_uncached(project, missing)} if missing else {}
    cache.set_many(fresh)
    return drawn | fresh


def render_uncached(project: Project, pks: list[int]) -> Iterable[tuple[int, SafeString]]:
    cards = project.cards.filter(pk__in=pks).annotate(carried_week=F("carried_from__number"))
    return render_all(project, cards, badges_for(pks))


def render_changed(card: Card) -> SafeString:
    """Render and cache a card that was just changed, without reading it again; one query, for its badges."""
    card.carried_week = card.carried_from.number if card.carried_from else None  # type: ignore[attr-defined]
    [(_, html)] = render_all(card.project, [card], badges_for([card.pk]))
    cache.set_many({(card.pk, card.version, card.project.render_version): html})
    return html


def render_all(
    project: Project, cards: Iterable[Card], badges: dict[int, CardBadges]
) -> Iterable[tuple[int, SafeString]]:
    """Render cards of one project, and return them with their ids; what they have in common is prepared once."""
    template = Engine.get_default().get_template("boards/rendering/_card.html")
    slug = conditional_escape(project.slug)
    context = Context({"slug": slug, "card_limit_minutes": project.card_limit_minutes})
    with context.bind_template(template):
        for card in cards:
            card.project = project
            with context.update(card_context(card, badges.get(card.pk, CardBadges()))):
                yield card.pk, SafeString(template.render(context).strip())


# The template reads a value of its context in a third of the time that an attribute of a card takes, and numbers as
# text need no escaping: both count when a thousand cards are rendered at once.
NUMBERS = ("number", "milestone_id", "position", "version", "carried_week")
VALUES = (
    "estimate_minutes",
    "is_over",
    "minutes_over",
    "is_blocked",
    "blocked_reason",
    "carried_count",
    "comment_count",
    "file_count",
)


def card_context(card: Card, badges: CardBadges) -> dict[str, object]:
    context = {name: getattr(card, name) for name in VALUES}
    for name in NUMBERS:
        number = getattr(card, name)
        context[name] = None if number is None else SafeString(number)
    return context | {
        "title": conditional_escape(card.title),
        "column": SafeString(card.column),
        "labels": badges.labels,
        "people": badges.people,
        "hidden_people": badges.hidden_people,
    }
