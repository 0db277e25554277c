"""Cards as they look: the one template, drawn once for a version and kept."""

from collections.abc import Iterable
from typing import NamedTuple

from django.db.models import F
from django.template.loader import get_template
from django.utils.safestring import SafeString

from boards.models import Card
from boards.models.card.fields import CardQuerySet
from boards.rendering.badges import Faces, faces_of
from boards.rendering.cache import Kept
from projects.models import Project

# By card, version and look; some 30 MB when full.
kept: Kept[tuple[int, int, int], SafeString] = Kept(most=20_000)


class Drawing(NamedTuple):
    """A card drawn, with what a page needs to put it in its place."""

    pk: int
    number: int
    version: int
    column: str
    milestone_id: int | None
    html: SafeString


def together(cards: Iterable[Drawing]) -> SafeString:
    """Drawings one after the other; a loop in a template would take ten times as long.

    Safe because they came out of our own template, which escapes what people wrote.
    """
    return SafeString("".join(card.html for card in cards))


def draw(project: Project, cards: CardQuerySet) -> list[Drawing]:
    """Draw cards in the order they come in: one query when all were drawn before, three at most.

    A card looks the same to everybody, so a drawing is kept under (card, version) and shared. `look` is
    in the key as well: it counts what many cards show at once, such as a person's name.
    """
    rows = list(cards.values_list("pk", "number", "version", "column", "milestone_id"))
    keys = {pk: (pk, version, project.look) for pk, _, version, *_ in rows}
    drawn = kept.get_many(keys.values())
    missing = [pk for pk, key in keys.items() if key not in drawn]
    if missing:
        fresh = {keys[pk]: html for pk, html in draw_afresh(project, missing)}
        kept.keep(fresh)
        drawn |= fresh
    return [Drawing(*row, drawn[keys[row[0]]]) for row in rows]


def draw_afresh(project: Project, pks: list[int]) -> Iterable[tuple[int, SafeString]]:
    faces = faces_of(pks)
    for card in project.cards.filter(pk__in=pks).annotate(carried_week=F("carried_from__number")):
        card.project = project
        yield card.pk, draw_with(card, faces.get(card.pk, Faces()))


def draw_changed(card: Card) -> SafeString:
    """A card that a verb has just changed, without reading it again: one query, for its people and labels."""
    card.carried_week = card.carried_from.number if card.carried_from else None  # type: ignore[attr-defined]
    html = draw_with(card, faces_of([card.pk]).get(card.pk, Faces()))
    kept.keep({(card.pk, card.version, card.project.look): html})
    return html


def draw_with(card: Card, faces: Faces) -> SafeString:
    template = get_template("boards/rendering/_card.html")
    return SafeString(template.render({"card": card, "project": card.project, "faces": faces}).strip())
