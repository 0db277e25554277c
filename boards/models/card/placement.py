"""Where a card is, as events store it: column, week, position, times, and what closing a week changes."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from boards.models.card.column import Column
from boards.models.card.fields import CardFields
from projects.models import Milestone

MOVED = ("column", "position", "milestone", "started_at", "done_at")
CARRIED = (*MOVED, "carried_from", "carried_count")
SETTLED = (*CARRIED, "archived_at")


@dataclass(frozen=True)
class Placement:
    """Where a card is at one moment. Only closing a week changes what is carried and archived."""

    column: str
    milestone_id: int | None
    started_at: datetime | None
    done_at: datetime | None
    position: int
    carried_from_id: int | None
    carried_count: int
    archived: bool

    @classmethod
    def of(cls, card: CardFields) -> Self:
        return cls(
            card.column,
            card.milestone_id,
            card.started_at,
            card.done_at,
            card.position,
            card.carried_from_id,
            card.carried_count,
            bool(card.archived_at),
        )

    @classmethod
    def from_event(cls, data: dict) -> Self:
        """Read what an event stores; what its kind leaves out is as on a card never carried over or archived."""
        return cls(
            data["column"],
            data["milestone"],
            data["started_at"] and parse_datetime(data["started_at"]),
            data["done_at"] and parse_datetime(data["done_at"]),
            data.get("position", 0),
            data.get("carried_from"),
            data.get("carried_count", 0),
            data.get("archived", False),
        )

    def to_event(self, fields: tuple[str, ...] = SETTLED) -> dict[str, object]:
        """Return column, week and times, and what else of `fields` this kind of event stores, ready for JSON.

        Only closing a week stores the position: a move stores neighbours.
        """
        data: dict[str, object] = {
            "column": self.column,
            "milestone": self.milestone_id,
            "started_at": self.started_at and self.started_at.isoformat(),
            "done_at": self.done_at and self.done_at.isoformat(),
        }
        if "carried_from" in fields:
            data |= {"carried_from": self.carried_from_id, "carried_count": self.carried_count}
        if "archived_at" in fields:
            data |= {"position": self.position, "archived": self.archived}
        return data

    def restore(self, card: CardFields, fields: tuple[str, ...] = SETTLED) -> None:
        """Set these fields of the card as they were; except for SETTLED, its neighbours decide its position."""
        card.column, card.milestone_id = self.column, self.milestone_id
        card.started_at, card.done_at = self.started_at, self.done_at
        if "carried_from" in fields:
            card.carried_from_id, card.carried_count = self.carried_from_id, self.carried_count
        if "archived_at" in fields:
            card.position = self.position
            card.archived_at = timezone.now() if self.archived else None

    def is_of(self, card: CardFields) -> bool:
        """Tell whether the card is still in this column of this week; its position may be another one by now."""
        now = (card.column, card.milestone_id, bool(card.archived_at), bool(card.deleted_at))
        return now == (self.column, self.milestone_id, self.archived, False)


def enter(card: CardFields, column: str, milestone_id: int | None) -> None:
    """Set column and week, and the times they imply.

    `started_at` is set in In Progress and cleared in To Do; `done_at` is set in Done and cleared anywhere
    else.
    """
    now = timezone.now()
    if column == Column.TODO:
        card.started_at = None
    elif column == Column.DOING and card.started_at is None:
        card.started_at = now
    if column != Column.DONE:
        card.done_at = None
    elif card.done_at is None:
        card.done_at = now
    card.column, card.milestone_id = column, milestone_id


def save_placements(cards: Iterable[CardFields]) -> None:
    """Save in bulk what closing a week has changed of these cards. Only within `changing`.

    Their versions go up, so that they are rendered anew.
    """
    changed: list[Any] = list(cards)
    for card in changed:
        card.version += 1
    if changed:
        changed[0].project.cards.bulk_update(changed, [*SETTLED, "version"])


def check_week_is_open(number: int | None, is_closed: bool | None, *, instead: str) -> None:
    """Raise ValidationError for a week that is closed, or not in the plan: it has no number then.

    `instead` is the sentence that says what to do.
    """
    if not number:
        raise ValidationError(Milestone.GONE)
    if is_closed:
        raise ValidationError(f"Week {number} is closed. {instead}")
