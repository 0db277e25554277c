"""What happened to each card, as far as the weeks' accounts need it: reconstructed from now back to its creation."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from django.db.models import F, Q, TextField, Value
from django.db.models.fields.json import KT
from django.db.models.functions import Coalesce

from boards.events import CARD_EVENTS
from boards.models import Column
from projects.models import Project

# What changes where a card is, or its estimate.
STATE_EVENTS = [name for name, kind in CARD_EVENTS.items() if kind.is_state]


class CardState(NamedTuple):
    """The week a card was in, and its estimate. `away` says how it left the board: archived or deleted."""

    week: int | None
    minutes: int
    away: str = ""

    def is_in(self, week: int) -> bool:
        return self.week == week and not self.away


@dataclass
class CardTimeline:
    """The states of a card from its creation until now, each with when and by which kind of event it began."""

    number: int
    column: str
    states: list[CardState] = field(default_factory=list)
    since: list[datetime] = field(default_factory=list)
    how: list[str] = field(default_factory=list)

    @property
    def weeks(self) -> set[int]:
        return {state.week for state in self.states if state.week}

    def began_in(self, week: int, start: datetime) -> datetime | None:
        """Return when the card was first in a week, at or after `start`; None if it never was."""
        for place, state in enumerate(self.states):
            if state.is_in(week) and (place + 1 == len(self.states) or self.since[place + 1] > start):
                return max(start, self.since[place])
        return None

    def planned_in(self, week: int, baseline: datetime) -> int | None:
        """Return the minutes that the card was planned with in a week, None if it was not planned."""
        planned, was_here = None, False
        for state, since, how in zip(self.states, self.since, self.how, strict=True):
            if since <= baseline:
                planned = state.minutes if state.is_in(week) else None
            elif planned is None and how == "settled" and state.is_in(week) and not was_here:
                planned = state.minutes  # carried in, however late the week before was closed
            was_here = state.is_in(week)
        return planned

    def end_in(self, week: int) -> tuple[str, int] | None:
        """Return what became of the card in a week, and its minutes then; None if it was never in it."""
        now = self.states[-1]
        if now.is_in(week):
            return ("done" if self.column == Column.DONE else "open"), now.minutes
        for state, following in reversed(list(zip(self.states, self.states[1:], strict=False))):
            if state.is_in(week):
                return outcome(following), state.minutes
        return None


def outcome(gone_to: CardState) -> str:
    if gone_to.away:
        return "dropped"
    return "later" if gone_to.week is None else "carried"


class TimelineEvent(NamedTuple):
    """The part of an event that a timeline needs."""

    number: int
    kind: str
    at: datetime
    data: dict


def load_timelines(project: Project, starts: dict[int, datetime]) -> list[CardTimeline]:
    """Load the cards that are in these weeks, or may have been since the first of them began: two queries.

    `starts` are the beginnings of the weeks, by id.
    """
    events: dict[int, list[TimelineEvent]] = defaultdict(list)
    for event in events_that_count(project, min(starts.values())):
        events[event.number].append(event)
    concerned = Q(milestone__in=list(starts)) | Q(number__in=list(events))
    cards = project.cards.filter(concerned).values_list(
        "number", "column", "milestone_id", "estimate_minutes", "archived_at", "deleted_at", "created_at"
    )
    return [
        build_timeline(
            number,
            column,
            CardState(week, minutes or 0, away_by(archived_at, deleted_at)),
            at,
            events[number],
        )
        for number, column, week, minutes, archived_at, deleted_at, at in cards
    ]


def events_that_count(project: Project, start: datetime) -> Iterator[TimelineEvent]:
    """Yield the events that a timeline needs, latest first, without undone ones and what undid them.

    Most moves are from column to column and change nothing here: the database leaves them out.
    """
    state_events = project.events.filter(at__gt=start, kind__in=STATE_EVENTS, card_number__isnull=False)
    weeks = state_events.alias(was=week_in("was"), now=week_in("now"))
    rows = weeks.exclude(kind="moved", was=F("now")).order_by("-seq")
    taken_back = set()
    returned: dict[int, int] = {}  # by card: since which event it counts as never having left
    for seq, *values in rows.values_list("seq", "card_number", "kind", "at", "data"):
        event = TimelineEvent(*values)
        if seq in taken_back or (event.kind == "moved" and seq > returned.get(event.number, seq)):
            continue
        if came_back_elsewhere(event):
            yield event._replace(kind="came_back")
        elif "of" in event.data:
            taken_back.add(event.data["of"])
            if event.kind == "counted_late":
                returned[event.number] = event.data["of"]
        else:
            yield event
            yield from (event._replace(number=n, kind="split_off") for n in event.data.get("pieces", ()))


def came_back_elsewhere(event: TimelineEvent) -> bool:
    """Tell whether a card of a week that was closed meanwhile was restored to Later.

    Then nothing was undone in that week.
    """
    return event.data.get("what") in ("archived", "deleted") and "was" in event.data


def week_in(name: str) -> Coalesce:
    """Return the week of a move's `was` or `now`, as text. Later is "", because NULL would equal nothing."""
    return Coalesce(KT(f"data__{name}__milestone"), Value(""), output_field=TextField())


def away_by(archived_at: datetime | None, deleted_at: datetime | None) -> str:
    return "deleted" if deleted_at else "archived" if archived_at else ""


def build_timeline(
    number: int, column: str, state: CardState, created_at: datetime, events: list[TimelineEvent]
) -> CardTimeline:
    """Build a timeline backwards from the present `state`, then reverse it; `events` come latest first."""
    timeline = CardTimeline(number, column)
    for event in events:
        timeline.states.append(state)
        timeline.since.append(event.at)
        timeline.how.append(event.kind)
        state = BEFORE[event.kind](state, event.data)
    timeline.states = [state, *reversed(timeline.states)]
    timeline.since = [created_at, *reversed(timeline.since)]
    timeline.how = ["created", *reversed(timeline.how)]
    return timeline


# The state before an event of each kind.
BEFORE: dict[str, Callable[[CardState, dict], CardState]] = {
    "moved": lambda state, data: CardState(data["was"]["milestone"], state.minutes),
    "settled": lambda state, data: CardState(data["was"]["milestone"], state.minutes),
    "estimated": lambda state, data: state._replace(minutes=data["was"] or 0),
    "split": lambda state, data: state._replace(minutes=data["was"]["estimate"] or 0),
    "split_off": lambda state, data: state._replace(away="not there yet"),
    "archived": lambda state, data: state._replace(away=""),
    "restored": lambda state, data: CardState(
        data.get("was", {}).get("milestone", state.week), state.minutes, "archived"
    ),
    "deleted": lambda state, data: state._replace(away="archived" if data.get("archived") else ""),
    "came_back": lambda state, data: CardState(data["was"]["milestone"], state.minutes, data["what"]),
}
