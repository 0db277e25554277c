"""The cards that a standup speaks of: of a person, of nobody, what is blocked, what has not moved."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from django.db.models import Max, Q

from boards.events import CARD_EVENTS
from boards.models import Column
from boards.models.card.conditions import BLOCKED, OVER_LIMIT
from boards.models.card.fields import CardQuerySet
from projects.hours import as_hours
from projects.models import Milestone, Project
from projects.words import plural

MOST = 50  # cards in a list; the others are on the board
MOVES = [kind for kind, entry in CARD_EVENTS.items() if entry.has_places]


class CardRow(NamedTuple):
    """What a standup says of a card. A list is read as rows, and drawn as far as a page shows it."""

    pk: int
    number: int
    title: str
    column: str
    milestone_id: int | None
    position: int
    estimate_minutes: int | None
    blocked_reason: str
    started_at: datetime | None
    done_at: datetime | None

    @property
    def is_blocked(self) -> bool:
        return self.column != Column.DONE and bool(self.blocked_reason)

    @property
    def is_open(self) -> bool:
        return self.column != Column.DONE


def read_rows(cards: CardQuerySet) -> list[CardRow]:
    return [CardRow(*row) for row in cards.values_list(*CardRow._fields)]


def cards_spoken_of(project: Project, week: Milestone | None, since: datetime) -> CardQuerySet:
    """Select what is done since then, what is in progress in whatever week, and what is to do in this one."""
    done = Q(column=Column.DONE, done_at__gte=since)
    to_do = Q(Q(milestone=week), column=Column.TODO)
    return project.cards.on_board().filter(done | to_do | Q(column=Column.DOING))


def blocked_or_in_progress(project: Project) -> CardQuerySet:
    return project.cards.open().filter(BLOCKED | Q(column=Column.DOING))


def blocked_or_too_big(project: Project, week: Milestone | None) -> CardQuerySet:
    """Select what is blocked, and what is over the limit and at hand: in progress, or to do in this week."""
    at_hand = Q(column=Column.DOING) | Q(milestone=week)
    return project.cards.open().filter(BLOCKED | OVER_LIMIT & at_hand)


# --- In which order ------------------------------------------------------------------------------------------
def done_first(rows: Iterable[CardRow]) -> list[CardRow]:
    return sorted((row for row in rows if row.column == Column.DONE), key=lambda row: (row.done_at, row.pk))


def oldest_first(rows: Iterable[CardRow]) -> list[CardRow]:
    """Return what is in progress, the longest first; what began before times were kept comes before all."""
    doing = (row for row in rows if row.column == Column.DOING)
    return sorted(doing, key=lambda row: (row.started_at is not None, row.started_at, row.pk))


def in_board_order(rows: Iterable[CardRow]) -> list[CardRow]:
    return sorted((row for row in rows if row.column == Column.TODO), key=lambda row: (row.position, row.pk))


# --- What their events say -----------------------------------------------------------------------------------
def not_moved(project: Project, rows: list[CardRow], since: datetime) -> list[CardRow]:
    """Keep the cards in progress that were there before `since`, and have been in no other column or week meanwhile.

    A card that came back from Done keeps its start, so its events are asked as well.
    """
    old = [row for row in oldest_first(rows) if row.started_at is None or row.started_at < since]
    events = project.events.filter(card_number__in=[row.number for row in old], kind__in=MOVES, at__gte=since)
    moved = {number for number, data in events.values_list("card_number", "data") if has_moved(data)}
    return [row for row in old if row.number not in moved]


def has_moved(data: dict) -> bool:
    was, now = data.get("was") or {}, data.get("now") or {}
    return any(was.get(name) != now.get(name) for name in ("column", "milestone"))


def blocked_since(project: Project, rows: Iterable[CardRow]) -> dict[int, datetime]:
    """Return when each of these cards was said to be blocked, by its number, where an event tells."""
    blocked = project.events.filter(card_number__in=[row.number for row in rows], kind="blocked")
    return dict(blocked.order_by().values_list("card_number").annotate(Max("at")))


def amount(rows: Iterable[CardRow]) -> str:
    """Say how much that is: "3 h" where all are estimated, else "2 cards"; "nothing" for none."""
    estimates = [row.estimate_minutes for row in rows]
    if not estimates:
        return "nothing"
    known = [minutes for minutes in estimates if minutes is not None]
    if len(known) == len(estimates):
        return f"{as_hours(sum(known))} h"
    return f"{len(estimates)} {plural(len(estimates), 'card')}"
