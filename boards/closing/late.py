"""Counting a card for a closed week, if it was finished within 48 hours of the closing."""

from datetime import datetime, timedelta

from django.utils import timezone

from boards.closing.decision import BECOMES, Decision
from boards.closing.reopen import closing_of, settled_by
from boards.models import Card, Column, WeekSnapshot
from projects.models import Event, Milestone, Project, Refused, User

LATE = timedelta(hours=48)


def countable_until(week: Milestone) -> datetime | None:
    """Return until when a card can be counted for a closed week; None if that is over, or the week is open."""
    until = week.closed_at and week.closed_at + LATE
    return until if until and timezone.now() <= until else None


def finished_late(week: Milestone) -> list[Card]:
    """List the cards that the closing sent on and that are done by now; empty once the 48 hours are over."""
    if not countable_until(week):
        return []
    cards = [card for card in done_since(week) if card.milestone_id != week.pk]
    if not cards:
        return []
    settled = sent_on(week)
    told = told_of(week, settled) | counts_already(week, settled)
    return [card for card in cards if card.number not in told]


def counted_late(week: Milestone) -> list[Card]:
    return [card for card in done_since(week) if card.milestone_id == week.pk]


def done_since(week: Milestone) -> list[Card]:
    settled = sent_on(week)
    cards = week.project.cards.on_board().filter(number__in=settled, column=Column.DONE)
    return list(cards.order_by("done_at", "number"))


def sent_on(week: Milestone) -> dict[int, Event]:
    """Return the `settled` events of the cards that a week's closing carried on or put off, by card number."""
    closing = closing_of(week)
    settled = settled_by(week.project, closing) if week.closed_at and closing else {}
    return {
        n: event for n, event in settled.items() if event.data["choice"] in (Decision.NEXT, Decision.LATER)
    }


def counts_already(week: Milestone, settled: dict[int, Event]) -> set[int]:
    """Return the numbers of these cards that count for the week by a late count that was not undone.

    Where they are by now does not matter.
    """
    counted = week.project.events.filter(
        kind="counted_late", data__week=week.pk, data__of__in=[event.seq for event in settled.values()]
    )
    return {event.card_number or 0 for event in counted if not taken_back(week.project, event)}


def told_of(week: Milestone, settled: dict[int, Event]) -> set[int]:
    """Return the numbers of these cards that another closed week counts: they are in it, or were sent on from it."""
    project = week.project
    closed = set(project.milestones.exclude(pk=week.pk).exclude(closed_at=None).values_list("pk", flat=True))
    if not closed:
        return set()
    on_board = project.cards.filter(number__in=settled, milestone__in=closed)
    sent = project.events.filter(kind="settled", card_number__in=settled)
    told = set(on_board.values_list("number", flat=True))
    for event in sent.only("card_number", "seq", "data"):
        number = event.card_number or 0
        if event.seq > settled[number].seq and event.data["week"] in closed:
            told.add(number)
    return told


def count_late(week: Milestone, card: Card, *, by: User | None) -> Event | None:
    """Count a card for a closed week: it is in that week again, done, as if it had never left.

    The week's account moves it from where it went to done, with the minutes that it had at the closing. Raises
    Refused after 48 hours, or if the card is not one that the closing sent on and that is done.
    """
    project = week.project
    with project.changing():
        week = read_late(week)
        card.project = project
        card.reload_locked()
        settled = sent_on(week).get(card.number)
        if not settled or card.column != Column.DONE or card.milestone_id == week.pk:
            raise Refused(
                f"This card cannot be counted for week {week.number}: it is not done, or never left it."
            )
        if counts_already(week, {card.number: settled}):
            raise Refused(f"Week {week.number} counts this card already, though it has left the week since.")
        if told_of(week, {card.number: settled}):
            raise Refused("Another week that is closed tells of this card, so it is not counted twice.")
        event = card.count_done_late(settled, by=by)
        revise(week, settled, WeekSnapshot.Kind.COUNTED_LATE, 1, by=by)
    return event


def uncount(week: Milestone, card: Card, *, by: User | None) -> Event | None:
    """Undo a late count: the card is done in the week it was in before.

    Raises Refused if the card has been moved since, or a week that this concerns is open again or closed by now.
    """
    project = week.project
    with project.changing():
        week = read_late(week, even_after=True)
        card.project = project
        card.reload_locked()
        counted = project.events.filter(
            card_number=card.number, kind="counted_late", data__week=week.pk
        ).last()
        settled = sent_on(week).get(card.number)
        if not counted or not settled or card.milestone_id != week.pk or taken_back(project, counted):
            raise Refused("This has been changed again since, so it was not undone.")
        event = card.undo_count_done_late(counted, by=by)
        revise(week, settled, WeekSnapshot.Kind.UNCOUNTED, -1, by=by)
    return event


def taken_back(project: Project, event: Event) -> bool:
    return project.events.filter(card_number=event.card_number, data__of=event.seq).exists()


def read_late(week: Milestone, *, even_after: bool = False) -> Milestone:
    """Read the week under the project's lock. Raises Refused if it is open, or after 48 hours unless `even_after`."""
    project = week.project
    week = project.milestones.get(pk=week.pk)
    week.project = project
    if not week.closed_at:
        raise Refused(f"Week {week.number} is open again: move the card there.")
    if not even_after and not countable_until(week):
        raise Refused(f"Week {week.number} was closed more than 48 hours ago: what it came to stands.")
    return week


def revise(week: Milestone, settled: Event, kind: WeekSnapshot.Kind, count: int, *, by: User | None) -> None:
    """Add a snapshot that counts a card as done, not as its closing had it; with a `count` of -1 the reverse."""
    figures = week.snapshots.latest("revision").figures
    became, minutes = BECOMES[Decision(settled.data["choice"])], count * settled.data["minutes"]
    for totals, sign in (("done", 1), (became, -1)):
        figures[f"{totals}_cards"] += sign * count
        figures[f"{totals}_minutes"] += sign * minutes
    WeekSnapshot.objects.add(week, kind, figures, by=by)
