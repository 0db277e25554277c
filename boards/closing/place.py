"""What the closing of a week may change of a card, kept so that it can be put back exactly."""

from collections.abc import Iterable

from django.utils import timezone
from django.utils.dateparse import parse_datetime

from boards.models import Card

PLACE = [
    "column",
    "position",
    "milestone",
    "started_at",
    "done_at",
    "carried_from",
    "carried_count",
    "archived_at",
]


def remember(card: Card) -> dict[str, object]:
    """As an event holds it."""
    return {
        **card.state(),
        "position": card.position,
        "carried_from": card.carried_from_id,
        "carried_count": card.carried_count,
        "archived": bool(card.archived_at),
    }


def stays_at(card: Card, place: dict) -> bool:
    """Whether the card is in the week and the column of then; it may stand higher or lower in it by now."""
    now = (card.column, card.milestone_id, bool(card.archived_at), bool(card.deleted_at))
    return now == (place["column"], place["milestone"], place["archived"], False)


def put_back(card: Card, place: dict) -> None:
    card.column, card.position = place["column"], place["position"]
    card.milestone_id = place["milestone"]
    card.started_at = place["started_at"] and parse_datetime(place["started_at"])
    card.done_at = place["done_at"] and parse_datetime(place["done_at"])
    card.carried_from_id, card.carried_count = place["carried_from"], place["carried_count"]
    card.archived_at = timezone.now() if place["archived"] else None


def save_all(cards: Iterable[Card]) -> None:
    """Write what the closing has changed, of all cards at once."""
    changed = list(cards)
    for card in changed:
        card.version += 1
    if changed:
        changed[0].project.cards.bulk_update(changed, [*PLACE, "version"])
