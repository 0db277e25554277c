"""What happened to each card, as far as the weeks' accounts need it: worked out from its end to its beginning."""

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
    """Where a card was, and with which estimate. `away` says how it left the board: archived or deleted."""

    week: int | None
    minutes: int
    away: str = ""

    def is_in(self, week: int) -> bool:
        return self.week == week and not self.away


@dataclass
class CardTimeline:
    """A card from its beginning until now: the states it went through, each with when and how it came to it."""

    number: int
    column: str
    states: list[CardState] = field(default_factory=list)
    since: list[datetime] = field(default_factory=list)
    how: list[str] = field(default_factory=list)

    @property
    def weeks(self) -> set[int]:
        return {state.week for state in self.states if state.week}

    def began_in(self, week: int, start: datetime) -> datetime | None:
        """When the card first stood in a week, at or after its start."""
        for place, state in enumerate(self.states):
            if state.is_in(week) and (place + 1 == len(self.states) or self.since[place + 1] > start):
                return max(start, self.since[place])
        return None

    def planned_in(self, week: int, baseline: datetime) -> int | None:
        """The minutes that the card was planned with in a week, None if it was not."""
        planned, was_here = None, False
        for state, since, how in zip(self.states, self.since, self.how, strict=True):
            if since <= baseline:
                planned = state.minutes if state.is_in(week) else None
            elif planned is None and how == "settled" and state.is_in(week) and not was_here:
                planned = state.minutes  # carried in, however late the week before was closed
            was_here = state.is_in(week)
        return planned

    def end_in(self, week: int) -> tuple[str, int] | None:
        """What became of the card in a week, and its minutes then; None if it never stood there."""
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
    """An event of a card, as far as it tells something here."""

    number: int
    kind: str
    at: datetime
    data: dict


def load_timelines(project: Project, starts: dict[int, datetime]) -> list[CardTimeline]:
    """The cards that are in these weeks, or may have been since the first of them began: two queries."""
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
    """The events that tell, latest first, without those that were taken back and what took them back.

    Most moves are from column to column and tell nothing here: the database leaves them out, unread.
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
    """What went from a week that was closed meanwhile has come back for later: nothing was taken back there."""
    return event.data.get("what") in ("archived", "deleted") and "was" in event.data


def week_in(name: str) -> Coalesce:
    """The week that a move's event was or is in, as text; Later is no NULL, which would be like nothing."""
    return Coalesce(KT(f"data__{name}__milestone"), Value(""), output_field=TextField())


def away_by(archived_at: datetime | None, deleted_at: datetime | None) -> str:
    return "deleted" if deleted_at else "archived" if archived_at else ""


def build_timeline(
    number: int, column: str, state: CardState, created_at: datetime, events: list[TimelineEvent]
) -> CardTimeline:
    """Build a timeline from its end to its beginning, and turn it round."""
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
