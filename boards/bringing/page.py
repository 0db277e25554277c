"""What can be brought into a week: the open cards of a week before it, or of Later."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from uuid import uuid4

from django.db.models import Q

from boards.board.bringing import is_over, open_in, week_to_bring_from
from boards.models import MOST_SEVERAL, Card, Chosen
from boards.rendering.badges import CardBadges, badges_for
from boards.reporting.throughput import RecentThroughput
from boards.reporting.totals import ProjectTotals, Totals
from projects.hours import as_hours
from projects.models import Milestone
from projects.text import whole_number
from projects.words import plural

LATER = "later"


@dataclass(frozen=True)
class Source:
    """Where cards can come from: a week, or Later (None)."""

    week: Milestone | None
    cards: int  # its open ones
    is_over: bool = False

    @property
    def name(self) -> str:
        """Return what addresses and forms call it."""
        return str(self.week.number) if self.week else LATER

    @property
    def text(self) -> str:
        if not self.week:
            return "from Later"
        return f"{'left' if self.is_over else 'open'} in week {self.week.number}"

    @property
    def nothing(self) -> str:
        """Say that there is nothing."""
        return f"Nothing is {self.text}." if self.week else "Later is empty: every open card has a week."


@dataclass
class BringRow:
    """A card in the list; `value` also says where it is, so that one that goes elsewhere meanwhile stays out."""

    card: Card
    badges: CardBadges
    is_chosen: bool

    @property
    def value(self) -> str:
        return value_of(self.card)


def value_of(card: Card) -> str:
    return f"{card.number}-{card.column}-{card.milestone_id or LATER}"


class BringPage:
    """Everything in the list; eight queries, however many the cards and the weeks.

    `chosen` are the ticked cards; with `has_all` all that are listed. Those of another source than the one that is
    shown are kept.
    """

    def __init__(
        self, week: Milestone, source: str = "", chosen: Iterable[Chosen] = (), *, has_all: bool = False
    ):
        self.week, self.project = week, week.project
        self.asked_for, self.has_all = source, has_all
        self.chosen = {one.number: one for one in chosen}

    @property
    def new_request_id(self) -> str:
        """Return an id for one rendering, so that pressing its button twice brings the cards once."""
        return str(uuid4())

    @cached_property
    def milestones(self) -> list[Milestone]:
        return list(self.project.milestones.all())

    @cached_property
    def figures(self) -> ProjectTotals:
        return ProjectTotals(self.project)

    # --- Where they come from --------------------------------------------------------------------------------
    @cached_property
    def sources(self) -> list[Source]:
        """List the week that was asked for, or else the last one before with open cards; and Later."""
        before = [week for week in self.milestones if week.number < self.week.number]
        asked_for = (week for week in before if week.number == whole_number(self.asked_for))
        week = next(asked_for, None) or week_to_bring_from(self.week, self.milestones, self.figures)
        return [self.source_of(one) for one in ([week, None] if week else [None])]

    def source_of(self, week: Milestone | None) -> Source:
        return Source(week, open_in(week, self.figures).cards, week is not None and is_over(week))

    @property
    def source(self) -> Source:
        return self.sources[-1] if self.asked_for == LATER else self.sources[0]

    # --- The cards -------------------------------------------------------------------------------------------
    @cached_property
    def rows(self) -> list[BringRow]:
        """List the first cards of the source, in the order of the board, In Progress first."""
        found = self.project.cards.open().filter(Q(milestone=self.source.week))
        cards = list(found.order_by("column", "position", "pk")[:MOST_SEVERAL])
        badges = badges_for(card.pk for card in cards)
        for card in cards:
            card.project = self.project
        return [BringRow(card, badges[card.pk], self.has_all or card.number in self.chosen) for card in cards]

    @property
    def unlisted(self) -> int:
        """Count the cards of the source beyond those that are listed."""
        return max(0, self.source.cards - len(self.rows)) if len(self.rows) == MOST_SEVERAL else 0

    @property
    def all_chosen(self) -> bool:
        return bool(self.rows) and all(row.is_chosen for row in self.rows)

    @property
    def listed(self) -> str:
        """Say how much is listed."""
        return amount_of(totals_of(row.card for row in self.rows))

    @cached_property
    def kept(self) -> list[Card]:
        """List the cards that were chosen from another source."""
        here = self.source.week.pk if self.source.week else None
        numbers = [number for number, one in self.chosen.items() if one.milestone_id != here]
        if not numbers:
            return []
        elsewhere = ~Q(milestone=here) if here else Q(milestone__isnull=False)
        found = self.project.cards.open().filter(elsewhere, number__in=numbers[:MOST_SEVERAL])
        return list(found.exclude(milestone=self.week))

    @property
    def kept_values(self) -> list[str]:
        return [value_of(card) for card in self.kept]

    # --- What it comes to ------------------------------------------------------------------------------------
    @cached_property
    def total(self) -> Totals:
        """Sum up the chosen cards."""
        return totals_of([*(row.card for row in self.rows if row.is_chosen), *self.kept])

    @property
    def total_text(self) -> str:
        """Say what it is, and how many of them the list does not show."""
        if not self.kept:
            return amount_of(self.total)
        week = self.sources[0].week
        other = f"week {week.number}" if week and not self.source.week else "Later"
        part = "" if len(self.kept) == self.total.cards else f"{len(self.kept)} of them "
        return f"{amount_of(self.total)}, {part}from {other}"

    @property
    def planned(self) -> Totals:
        """Return what the week holds already."""
        return self.figures.for_week(self.week)

    @property
    def together(self) -> str:
        """Say what the week then holds, if it holds something already."""
        return amount_of(self.planned + self.total) if self.planned.cards and self.total.cards else ""

    @cached_property
    def recent(self) -> RecentThroughput:
        return RecentThroughput.of(self.figures, self.milestones, self.project.today())

    @property
    def comparison(self) -> str:
        said = str(self.recent)
        return f"{said[0].upper()}{said[1:]}." if said else ""

    @property
    def value(self) -> int:
        return self.recent.unit.of(self.planned + self.total)

    @property
    def is_more(self) -> bool:
        return self.value > self.recent.average


def totals_of(cards: Iterable[Card]) -> Totals:
    minutes = [card.estimate_minutes for card in cards]
    return Totals(len(minutes), sum(filter(None, minutes)), unknown=minutes.count(None))


def amount_of(totals: Totals) -> str:
    """Format as "4 cards, 11 h", and say of how many of them nobody knows the hours."""
    cards = f"{totals.cards} {plural(totals.cards, 'card')}"
    if not totals.cards:
        return "No card is ticked"
    if not totals.minutes:
        return f"{cards}, not estimated"
    unknown = f", {totals.unknown} not estimated" if totals.unknown else ""
    return f"{cards}, {as_hours(totals.minutes)} h{unknown}"
