"""A project in the 46th of 52 weeks, with as many cards as it may have and all that happened to them."""

from datetime import timedelta
from itertools import pairwise

from django.utils import timezone

from boards.models import Card, Column, WeekSnapshot
from boards.models.card.ordering import GAP
from projects.limits import OPEN_CARDS, WEEKS
from projects.models import Event, Project, Role
from projects.plans import PlannedWeek

CLOSED, LEFT_OPEN = "year", "year-left-open"  # whether somebody has closed the weeks that are over
NOW = 46
CHUNK = 500


def year(slug, people):
    """Written straight to the database: by the verbs it would take minutes."""
    project = Project.objects.set_up(
        name=f"The project {slug}",
        slug=slug,
        starts_on=timezone.now().date() - timedelta(weeks=NOW - 1, days=2),
        weeks=[PlannedWeek(n, f"Goal of week {n}", "Show it") for n in range(1, WEEKS + 1)],
        by=people[0],
        people=[(person, Role.MEMBER) for person in people],
    )
    weeks = list(project.milestones.all())
    cards = [card(project, number, weeks[number * WEEKS // OPEN_CARDS]) for number in range(OPEN_CARDS)]
    Card.objects.bulk_create(cards, CHUNK)
    Event.objects.bulk_create(events(project, cards), CHUNK)
    last = project.events.order_by("-seq")[0].seq
    Project.objects.filter(pk=project.pk).update(seq=last, last_number=OPEN_CARDS)
    if slug == CLOSED:
        for week in weeks[: NOW - 1]:
            close(week, [card for card in cards if card.milestone_id == week.pk])
    return project


def card(project, number, week):
    written = timezone.now() + timedelta(weeks=week.number - NOW, days=-4)
    is_done = week.number < NOW
    return Card(
        project=project,
        number=number + 1,
        title=f"Feature view number {number}",
        column=Column.DONE if is_done else Column.TODO,
        position=number * GAP,
        milestone=week,
        estimate_minutes=60 * (number % 5 + 1),
        created_at=written,
        started_at=written + timedelta(days=4) if is_done else None,
        done_at=written + timedelta(days=5, minutes=number % 997) if is_done else None,
    )


def events(project, cards):
    """Each was added; what is done was moved twice."""
    seq = project.seq
    for card in cards:
        places = [{"column": column, "milestone": card.milestone_id} for column in Column.values]
        moves = pairwise(places) if card.column == Column.DONE else ()
        told = [("created", places[0]), *(("moved", {"was": was, "now": now}) for was, now in moves)]
        for day, (kind, data) in enumerate(told):
            seq += 1
            at = min(card.created_at + timedelta(days=3 + day), timezone.now())
            yield Event(project=project, seq=seq, card_number=card.number, kind=kind, at=at, data=data)


def close(week, cards):
    minutes = sum(card.estimate_minutes for card in cards)
    WeekSnapshot.objects.create(
        milestone=week,
        revision=1,
        kind="closed",
        planned_cards=len(cards),
        planned_minutes=minutes,
        done_cards=len(cards),
        done_minutes=minutes,
    )
    week.closed_at = timezone.now()
    week.save(update_fields=["closed_at"])
