"""What keeps an event of a card from being undone: what was changed again since, or that it is undone already."""

from collections.abc import Iterable
from typing import NamedTuple, Self

from django.db.models.fields.json import KT

from boards.events import CARD_EVENTS, CardEventKind
from projects.models import Event, Project, Refused, User
from projects.text import fold


class LaterEvent(NamedTuple):
    """What of a later event decides whether an earlier one can be undone."""

    seq: int
    kind: str
    actor_id: int | None
    of: int | None = None  # the event that it undid
    member: int | None = None
    given: int | None = None
    label: str | None = None

    @classmethod
    def from_event(cls, event: Event) -> Self:
        return cls(
            event.seq,
            event.kind,
            event.actor_id,
            *(event.data.get(name) for name in ("of", "member", "given", "label")),
        )


def read_later(project: Project, number: int, *, since: int, at_most: int | None = None) -> list[LaterEvent]:
    """Read what has happened to a card after the event `since`, without the texts that events may hold."""
    events = project.events.filter(card_number=number, seq__gt=since).order_by("seq")
    rows = events.values_list(
        *("seq", "kind", "actor_id", "data__of", "data__member", "data__given", KT("data__label"))
    )
    return [LaterEvent(*row) for row in rows[:at_most]]


def find_spoiler(event: Event, later: Iterable[LaterEvent]) -> LaterEvent | None:
    """Return the last event that stands in the way of undoing this one; None where nothing does.

    What was done and undone again since has left everything as it was.
    """
    kind, later = CARD_EVENTS[event.kind], list(later)
    undone = {one.of for one in later if one.kind == "undone"}
    mine = LaterEvent.from_event(event)
    in_the_way = [one for one in later if one.of == event.seq or spoils(one, mine, kind, undone)]
    return in_the_way[-1] if in_the_way else None


def spoils(one: LaterEvent, mine: LaterEvent, kind: CardEventKind, undone: set[int | None]) -> bool:
    if kind.spoiled_by_others and one.actor_id != mine.actor_id:
        return True
    if one.kind not in kind.spoiled_by or one.seq in undone:
        return False
    return not kind.one_of_several or not subjects(one).isdisjoint(subjects(mine))


def subjects(event: LaterEvent) -> set[int | str]:
    """Return whom, or which label, an event was about."""
    label = {fold(event.label)} if event.label else set()
    return label | {pk for pk in (event.member, event.given) if pk}


def refusal(event: Event, spoiler: LaterEvent) -> Refused:
    """Say who has done what since."""
    who = User.objects.filter(pk=spoiler.actor_id or 0).first() or "Somebody"
    if spoiler.of == event.seq:
        return Refused(f"{who} has undone this already.")
    kind = CARD_EVENTS.get(spoiler.kind)
    if CARD_EVENTS[event.kind].spoiled_by_others or not kind or not kind.since:
        return Refused(f"{who} has worked on this card since, so it was not undone.")
    return Refused(f"{who} has {kind.since} since, so it was not undone.")
