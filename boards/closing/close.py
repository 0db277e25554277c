"""Closing a week."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from django.core.exceptions import ValidationError
from django.utils import timezone

from boards.closing.decision import BECOMES, Decision, MissingDecisions
from boards.models import Card, Column, WeekSnapshot
from boards.models.card.fields import CardQuerySet
from boards.models.card.ordering import positions_above, positions_below
from boards.models.card.placement import Placement, enter, save_placements
from boards.reporting.week_accounts import WeekEntry, read_entries, total
from projects.models import Event, Milestone, Refused, User


def next_open(week: Milestone) -> Milestone | None:
    """Return the week that unfinished cards go to: the first after this one that is not closed."""
    return week.project.milestones.filter(number__gt=week.number, closed_at=None).first()


def close_week(
    week: Milestone, decisions: dict[int, Decision], *, by: User | None, request_id: str | None = None
) -> Event:
    """Close a week; `decisions` says for its unfinished cards, by number, where they go.

    Decisions for cards that are done or gone by now are ignored. The event stores `request_id`.

    Raises Refused if the week is closed already, MissingDecisions if a card has none, ValidationError if the week has
    not begun or there is no next week to carry a card into.
    """
    with week.project.changing():
        week = read_open(week)
        left = list(unfinished(week))
        if missing := [card.number for card in left if card.number not in decisions]:
            raise MissingDecisions(missing)
        return Closing(week, by).settle({card: decisions[card.number] for card in left}, request_id)


def read_open(week: Milestone) -> Milestone:
    """Read the week under the project's lock. Raises Refused if it is closed, ValidationError if it has not begun."""
    project = week.project
    week = project.milestones.get(pk=week.pk)
    week.project = project
    if week.closed_at:
        raise Refused(f"Week {week.number} was closed meanwhile.")
    if project.today() < week.starts_on:
        raise ValidationError(f"Week {week.number} has not begun: there is nothing to close yet.")
    return week


def unfinished(week: Milestone) -> Iterator[Card]:
    """Yield the cards of a week that need a decision, in the order of the board, In Progress first."""
    for card in week.project.cards.open().filter(milestone=week).order_by("column", "position", "pk"):
        card.project = week.project
        yield card


class Closing:
    """A closing in progress; only within `changing`."""

    def __init__(self, week: Milestone, by: User | None):
        self.week, self.project, self.by = week, week.project, by
        self.now = timezone.now()
        self.next_week = next_open(week)

    def settle(self, decisions: dict[Card, Decision], request_id: str | None) -> Event:
        if Decision.NEXT in decisions.values() and not self.next_week:
            raise ValidationError(
                "There is no week after this one. Choose Later, or add a week to the plan first."
            )
        account = total(became(self.entries(), decisions))
        event = self.record(decisions, request_id)
        self.week.closed_at = self.now
        self.week.save(update_fields=["closed_at"])
        WeekSnapshot.objects.add(self.week, WeekSnapshot.Kind.CLOSED, account.figures, by=self.by)
        return event

    def entries(self) -> list[WeekEntry]:
        return read_entries(self.project, [self.week])[self.week.pk]

    def record(self, decisions: dict[Card, Decision], request_id: str | None) -> Event:
        data = {"milestone": self.week.pk, "week": self.week.number, "settled": len(decisions)}
        event = self.project.record("week_closed", by=self.by, request_id=request_id, **data)
        was = {card.number: Placement.of(card).to_event() for card in decisions}
        self.move(decisions)
        settled = {
            card.number: {
                "choice": decision,
                "week": self.week.pk,
                "closing": event.seq,
                "minutes": card.estimate_minutes or 0,
                "was": was[card.number],
                "now": Placement.of(card).to_event(),
            }
            for card, decision in decisions.items()
        }
        self.project.record_all("settled", settled, by=self.by)
        save_placements(decisions)
        return event

    def move(self, decisions: dict[Card, Decision]) -> None:
        """Set where each card goes; those with the same decision keep their order."""
        carried = [card for card, decision in decisions.items() if decision == Decision.NEXT]
        for column in (Column.TODO, Column.DOING):
            self.carry([card for card in carried if card.column == column], column)
        later = [card for card, decision in decisions.items() if decision == Decision.LATER]
        self.append(later, Column.TODO, None)
        self.append(
            [card for card, decision in decisions.items() if decision == Decision.DONE],
            Column.DONE,
            self.week,
        )
        for card, decision in decisions.items():
            if decision == Decision.DROP:
                card.archived_at = self.now

    def carry(self, cards: list[Card], column: Column) -> None:
        """Put the cards into the next week, above what is there: unfinished work comes first."""
        if not cards:
            return
        first = self.cards_in(column, self.next_week).first_position()
        for card, position in zip(cards, positions_above(first, len(cards)), strict=True):
            card.position = position
            card.milestone, card.carried_from = self.next_week, self.week
            card.carried_count += 1

    def append(self, cards: list[Card], column: Column, week: Milestone | None) -> None:
        """Put the cards at the end of a column, as a move does."""
        last = self.cards_in(column, week).last_position() if cards else 0
        for card, position in zip(cards, positions_below(last, len(cards)), strict=True):
            card.position, card.milestone = position, week
            enter(card, column, week.pk if week else None)

    def cards_in(self, column: Column, week: Milestone | None) -> CardQuerySet:
        return self.project.cards.on_board().placed(column, week.pk if week else None)


def became(entries: Iterable[WeekEntry], decisions: dict[Card, Decision]) -> Iterator[WeekEntry]:
    chosen = {card.number: BECOMES[decision] for card, decision in decisions.items()}
    for entry in entries:
        yield replace(entry, outcome=chosen.get(entry.number, entry.outcome))
