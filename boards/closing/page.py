"""The page of a closing: four short parts before it, and the week's account after it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from uuid import uuid4

from django.db.models import F

from boards.closing.decision import Decision, propose_decision
from boards.closing.late import countable_until, counted_late, finished_late
from boards.closing.reopen import closed_since
from boards.models import Card, Column, WeekSnapshot
from boards.rendering.badges import CardBadges, TeamMember, badges_for, people_of
from boards.reporting.totals import NOTHING, Totals
from boards.reporting.week_accounts import WeekAccount, read_accounts
from projects.hours import as_hours
from projects.models import Demo, Milestone
from projects.models.weeks import TEXTS
from projects.text import content_hash
from projects.words import counted, plural

LABELS = {"goal": "High-level goal", "demo_task": "Weekly demo task (30 second video)"}
LAST = 3  # closed weeks that the next week's plan is compared with


@dataclass
class CardRow:
    """A card on the page; `decision` is the checked radio button, None for a card without any."""

    card: Card
    badges: CardBadges
    decision: Decision | None = None
    is_new: bool = False  # came in after the person had chosen

    @property
    def name(self) -> str:
        return f"card-{self.card.number}"


@dataclass(frozen=True)
class NextWeekText:
    """A text of the next week; `theirs` is what somebody else has saved there meanwhile."""

    name: str
    label: str
    value: str
    base_hash: str
    theirs: str | None = None


@dataclass(frozen=True)
class Bar:
    """The work of a week, as a bar beside others: in hours, or in cards where none has an estimate."""

    name: str
    totals: Totals
    in_hours: bool
    is_plan: bool = False

    @property
    def value(self) -> int:
        return self.totals.minutes if self.in_hours else self.totals.cards

    @property
    def text(self) -> str:
        return f"{as_hours(self.value)} h" if self.in_hours else f"{self.value} {plural(self.value, 'card')}"


class ClosingPage:
    """Everything on the page; about ten queries, however many the cards and the weeks.

    `chosen` holds the decisions made so far, by card number; the other cards get the likely one. `new` are the
    numbers of cards that came in meanwhile, `typed` the texts that were typed for the next week.
    """

    def __init__(
        self,
        week: Milestone,
        chosen: dict[int, Decision] | None = None,
        *,
        new: Collection[int] = (),
        typed: dict[str, str] | None = None,
    ):
        self.week, self.project = week, week.project
        self.chosen, self.new, self.typed = chosen or {}, new, typed or {}

    @property
    def new_request_id(self) -> str:
        """Return an id for one rendering of the page, so that pressing its button twice closes once."""
        return str(uuid4())

    @cached_property
    def milestones(self) -> list[Milestone]:
        return list(self.project.milestones.all())

    @cached_property
    def accounts(self) -> dict[int, WeekAccount]:
        return read_accounts(self.project, self.milestones)

    @property
    def account(self) -> WeekAccount:
        return self.accounts[self.week.pk]

    @cached_property
    def team(self) -> list[TeamMember]:
        return people_of(self.project)

    @property
    def has_begun(self) -> bool:
        return self.week.starts_on <= self.project.today()

    # --- The cards -------------------------------------------------------------------------------------------
    @cached_property
    def cards(self) -> Sequence[Card]:
        """List the week's cards in the order of the board, In Progress first."""
        cards = self.project.cards.on_board().filter(milestone=self.week)
        found = list(
            cards.annotate(carried_week=F("carried_from__number")).order_by("column", "position", "pk")
        )
        for card in found:
            card.project = self.project
        return found

    @cached_property
    def badges(self) -> dict[int, CardBadges]:
        return badges_for(card.pk for card in self.cards)

    def rows_in(self, *columns: str) -> list[CardRow]:
        return [CardRow(card, self.badges[card.pk]) for card in self.cards if card.column in columns]

    @cached_property
    def done(self) -> list[CardRow]:
        return self.rows_in(Column.DONE)

    @cached_property
    def left(self) -> list[CardRow]:
        rows = self.rows_in(Column.DOING, Column.TODO)
        for row in rows:
            row.decision = self.chosen.get(row.card.number) or propose_decision(row.card, self.next_week)
            row.is_new = row.card.number in self.new
        return rows

    @property
    def decisions(self) -> list[tuple[Decision, str]]:
        """List the possible decisions with their labels: in the last week of a plan there is no next one."""
        offered = [decision for decision in Decision if self.next_week or decision != Decision.NEXT]
        return [(decision, self.decision_label(decision)) for decision in offered]

    @property
    def decisions_for_all(self) -> list[tuple[Decision, str]]:
        """List the two that can be taken for all cards at once, and where these go then."""
        later = [(Decision.LATER, "Later")]
        return [(Decision.NEXT, f"week {self.next_week.number}"), *later] if self.next_week else later

    def decision_label(self, decision: Decision) -> str:
        if decision == Decision.NEXT and self.next_week:
            return f"Week {self.next_week.number}"
        return str(decision.label)

    # --- What will happen ------------------------------------------------------------------------------------
    def chosen_for(self, decision: Decision) -> Totals:
        minutes = [row.card.estimate_minutes or 0 for row in self.left if row.decision == decision]
        return Totals(len(minutes), sum(minutes))

    @property
    def summary(self) -> str:
        """Return "Four cards go to week 6, one card goes to Later, one card is dropped" or the like."""
        following = self.decision_label(Decision.NEXT).lower()
        ways = {
            Decision.NEXT: (f"goes to {following}", f"go to {following}"),
            Decision.LATER: ("goes to Later", "go to Later"),
            Decision.DROP: ("is dropped", "are dropped"),
            Decision.DONE: ("is counted as done", "are counted as done"),
        }
        counts = {decision: self.chosen_for(decision).cards for decision in ways}
        parts = [
            f"{counted(count, 'card')} {ways[decision][count > 1]}"
            for decision, count in counts.items()
            if count
        ]
        told = ", ".join(parts) or "nothing is left over"
        return told[0].upper() + told[1:]

    # --- The demo --------------------------------------------------------------------------------------------
    @cached_property
    def demos(self) -> list[Demo]:
        return list(self.week.demos.select_related("person"))

    @property
    def demo_due(self) -> date:
        return self.week.demo_due(self.project.demo_weekday)

    # --- Next week -------------------------------------------------------------------------------------------
    @cached_property
    def next_week(self) -> Milestone | None:
        later = [week for week in self.milestones if week.number > self.week.number and not week.closed_at]
        return later[0] if later else None

    @property
    def texts(self) -> list[NextWeekText]:
        return [self.text(name) for name in TEXTS] if self.next_week else []

    def text(self, name: str) -> NextWeekText:
        stored = getattr(self.next_week, name)
        typed = self.typed.get(name, stored)
        seen = self.typed.get(f"seen_{name}")
        changed = seen not in (None, content_hash(stored)) and typed != stored
        return NextWeekText(name, LABELS[name], typed, content_hash(stored), stored if changed else None)

    @property
    def planned(self) -> Totals:
        """Return what the next week would begin with: what is in it by now, and what is carried into it."""
        if not self.next_week:
            return NOTHING
        account = self.accounts[self.next_week.pk]
        return account.done + account.open + self.chosen_for(Decision.NEXT)

    @cached_property
    def finished(self) -> list[tuple[int, Totals]]:
        """Return what was done in the last LAST closed weeks, by number; first in this one, as decided so far."""
        now = (self.week.number, self.account.done + self.chosen_for(Decision.DONE))
        earlier = [
            week for week in reversed(self.milestones) if week.closed_at and week.number < self.week.number
        ]
        return [now, *((week.number, self.accounts[week.pk].done) for week in earlier)][:LAST]

    @property
    def bars(self) -> list[Bar]:
        """List the next week's bar and those of the finished ones; none where no week follows."""
        if not self.next_week:
            return []
        planned = Bar(f"Planned for week {self.next_week.number}", self.planned, self.in_hours, is_plan=True)
        done = [Bar(f"Done in week {number}", totals, self.in_hours) for number, totals in self.finished]
        return [planned, *done]

    @property
    def in_hours(self) -> bool:
        return any(totals.minutes for totals in (self.planned, *(totals for _, totals in self.finished)))

    @property
    def most(self) -> int:
        """Return the length of the longest bar, in minutes or cards; at least 1."""
        return max((bar.value for bar in self.bars), default=0) or 1

    @property
    def excess(self) -> str:
        """Say by how much the next week's plan exceeds the best of these weeks; nothing if it does not."""
        planned, *done = self.bars or [Bar("", NOTHING, self.in_hours)]
        more = planned.value - max((bar.value for bar in done), default=0)
        return Bar("", Totals(more, more), self.in_hours).text if more > 0 else ""

    # --- After it --------------------------------------------------------------------------------------------
    @cached_property
    def snapshot(self) -> WeekSnapshot | None:
        closings = self.week.snapshots.filter(kind=WeekSnapshot.Kind.CLOSED)
        return closings.select_related("by").order_by("revision").last()

    @property
    def closed_by(self) -> str:
        return str(self.snapshot.by) if self.snapshot and self.snapshot.by else ""

    @property
    def closed_on(self) -> date | None:
        """Return the day of the closing in the project's time zone."""
        return self.project.local(self.week.closed_at).date() if self.week.closed_at else None

    @property
    def lines(self) -> list[tuple[str, Totals]]:
        """List the week's account: what came in, and what became of it."""
        account = self.account
        return [
            ("Planned", account.planned),
            ("Added", account.added),
            ("Done", account.done),
            ("Carried over", account.carried),
            ("Put off for later", account.later),
            ("Dropped", account.dropped),
        ]

    @cached_property
    def later_closed(self) -> Milestone | None:
        """Return the week that must be reopened before this closing can be undone."""
        return closed_since(self.week)

    @property
    def countable_until(self) -> datetime | None:
        """Return the time in the project's time zone, but naive: a template would convert an aware one to its own."""
        until = countable_until(self.week)
        return self.project.local(until).replace(tzinfo=None) if until else None

    @cached_property
    def late(self) -> list[Card]:
        return finished_late(self.week)

    @cached_property
    def counted(self) -> list[Card]:
        return counted_late(self.week)
