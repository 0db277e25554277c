"""Undoing the closing of a week."""

from boards.models import Card, WeekSnapshot
from boards.models.card.limits import check_open_card_limit
from boards.models.card.placement import Placement, save_placements
from boards.reporting.week_accounts import read_entries, total
from projects.models import Event, Milestone, Project, Refused, User


def reopen_week(week: Milestone, *, by: User | None) -> Event:
    """Open a closed week again: its cards return to where they were, and its account is computed anew.

    A card that somebody has moved, archived or deleted since stays where it is; the event counts these.

    Raises Refused if the week is open, or a later one has been closed since; ValidationError if the cards that become
    open by it exceed the limit of open cards.
    """
    project = week.project
    with project.changing():
        week = read_closed(week)
        closing = closing_of(week)
        if closing is None:
            raise Refused("This is too old to be undone.")
        settled = settled_by(project, closing)
        event = reopen(week, closing, settled, by)
        figures = total(read_entries(project, [week])[week.pk]).figures
        WeekSnapshot.objects.add(week, WeekSnapshot.Kind.UNDONE, figures, by=by)
        return event


def read_closed(week: Milestone) -> Milestone:
    """Read the week under the project's lock. Raises Refused if it is open, or a later one was closed since."""
    project = week.project
    week = project.milestones.get(pk=week.pk)
    week.project = project
    if not week.closed_at:
        raise Refused(f"Week {week.number} is open already.")
    later = closed_since(week)
    if later:
        raise Refused(f"Week {later.number} has been closed since: undo that first.")
    return week


def closed_since(week: Milestone) -> Milestone | None:
    since = week.project.milestones.filter(number__gt=week.number, closed_at__gte=week.closed_at)
    return since.first()


def closing_of(week: Milestone) -> Event | None:
    """Return the event of the week's last closing; None if it was pruned."""
    return week.project.events.filter(kind="week_closed", data__milestone=week.pk).last()


def settled_by(project: Project, closing: Event) -> dict[int, Event]:
    """Return what a closing did to the cards, by their numbers: its events follow it directly."""
    last = closing.seq + closing.data["settled"]
    events = project.events.filter(kind="settled", seq__gt=closing.seq, seq__lte=last)
    return {event.card_number or 0: event for event in events}


def reopen(week: Milestone, closing: Event, settled: dict[int, Event], by: User | None) -> Event:
    project = week.project
    there = [card for card in cards_of(project, settled) if is_untouched(card, settled[card.number])]
    if ended := sum(not card.is_open for card in there):
        check_open_card_limit(project, ended)
    week.closed_at = None
    week.save(update_fields=["closed_at"])
    event = project.record(
        "week_reopened",
        by=by,
        milestone=week.pk,
        week=week.number,
        of=closing.seq,
        stayed=len(settled) - len(there),
    )
    undone = {}
    for card in there:
        was, settling = Placement.of(card).to_event(), settled[card.number]
        Placement.from_event(settling.data["was"]).restore(card)  # all of them were open
        now = Placement.of(card).to_event()
        undone[card.number] = {"of": settling.seq, "what": "settled", "was": was, "now": now}
    project.record_all("undone", undone, by=by)
    save_placements(there)
    return event


def is_untouched(card: Card, settling: Event) -> bool:
    return Placement.from_event(settling.data["now"]).is_of(card)


def cards_of(project: Project, settled: dict[int, Event]) -> list[Card]:
    return list(project.cards.filter(number__in=settled))
