"""Weeks with work in them, and what a closing has kept of them."""

from datetime import date

from boards.closing import Decision, close_week, unfinished
from boards.models import Card, Column, NewCard, create_cards
from boards.reporting.week_accounts import account_in

MONDAY = date(2026, 9, 7)
BEFORE, DURING, FRIDAY = "2026-09-04T12:00Z", "2026-09-09T12:00Z", "2026-09-11T15:00Z"


def add(week, minutes=60, column=Column.TODO):
    [event] = create_cards(week.project, [NewCard("Work", minutes)], column=column, milestone=week, by=None)
    return fresh(week.project.cards.get(number=event.card_number))


def fresh(card):
    card = Card.objects.select_related("project").get(pk=card.pk)
    return card


def close(week, choice=Decision.LATER, *, by=None, **choices):
    """Close a week with one choice for all that is not done."""
    return close_week(week, {card.number: choice for card in unfinished(week)}, by=by, **choices)


def kept(week):
    """What the latest snapshot says, and its kind."""
    snapshot = week.snapshots.latest("revision")
    account = account_in(snapshot)
    assert account.adds_up
    all_totals = ("planned", "added", "done", "dropped", "carried", "later", "open")
    told = {name: getattr(account, name) for name in all_totals}
    return snapshot.kind, {name: (t.cards, t.minutes) for name, t in told.items() if t.cards or t.minutes}


def whole_state(project):
    """All there is of a project's cards and weeks, but for versions."""
    fields = [each.attname for each in Card._meta.concrete_fields if each.name != "version"]
    weeks = project.milestones.values_list("pk", "closed_at", "goal")
    return list(project.cards.order_by("pk").values(*fields)), list(weeks)


def unfinished_left(week):
    return list(unfinished(week))


def pair(totals):
    return totals.cards, totals.minutes
