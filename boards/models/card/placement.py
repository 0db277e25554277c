"""Where a card is, as events keep it: column, week, place, clock, and what the closing of a week changes."""

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
    """Where a card is at one moment. `carried` and `archived` are what only the closing of a week changes besides."""

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
        """Read what an event holds; what its kind does not keep is as of a card that nothing was done to."""
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
        """Column, week and clock, and what else of these fields an event of this kind keeps, ready for JSON.

        The position is kept by the closing of a week alone: a move remembers neighbours.
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
        """Set these fields of the card as they were; MOVED leaves out the position, which goes by neighbours."""
        card.column, card.milestone_id = self.column, self.milestone_id
        card.started_at, card.done_at = self.started_at, self.done_at
        if "carried_from" in fields:
            card.carried_from_id, card.carried_count = self.carried_from_id, self.carried_count
        if "archived_at" in fields:
            card.position = self.position
            card.archived_at = timezone.now() if self.archived else None

    def is_of(self, card: CardFields) -> bool:
        """Whether the card is in this column of this week still; it may be higher or lower in it by now."""
        now = (card.column, card.milestone_id, bool(card.archived_at), bool(card.deleted_at))
        return now == (self.column, self.milestone_id, self.archived, False)


def enter(card: CardFields, column: str, milestone_id: int | None) -> None:
    """Take on the column's meaning: the clock starts in In Progress, stops in Done, is reset in To Do."""
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
    """Write what a closing has changed of where these cards are, of all at once. Only within `changing`."""
    changed: list[Any] = list(cards)
    for card in changed:
        card.version += 1
    if changed:
        changed[0].project.cards.bulk_update(changed, [*SETTLED, "version"])


def check_week_is_open(number: int | None, is_closed: bool | None, *, instead: str) -> None:
    """Raise ValidationError for a week that is not in the plan (no number), or closed; `instead` says what to do."""
    if not number:
        raise ValidationError(Milestone.GONE)
    if is_closed:
        raise ValidationError(f"Week {number} is closed. {instead}")
