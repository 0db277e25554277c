"""Changes of the plan that remove weeks: their cards move first, in the same change, and return when it is undone.

The plan's event keeps what the undo takes: the events of the cards that were moved, and which archived or deleted
cards named the week. `projects` stores this data without reading it.
"""

from collections.abc import Iterable
from contextlib import suppress

from django.db.models import F

from boards.models import Card, Refused
from projects.models import Event, Milestone, Project, User
from projects.models.weeks import can_be_undone
from projects.plans import PlannedWeek, differences


def remove_week(project: Project, week: Milestone, *, to: Milestone | None, by: User) -> Event | None:
    """Remove a week; its cards go to another one, or to Later if `to` is None."""
    with project.changing():
        return project.remove_week(week.pk, by=by, **cleared(project, [week], to=to, by=by))


def take_plan(
    project: Project,
    planned: list[PlannedWeek],
    *,
    whole: bool,
    base_hash: str,
    to: Milestone | None,
    by: User,
) -> Event | None:
    """Take over an uploaded or pasted plan; cards of the weeks it removes go to `to`, or to Later.

    `to` counts as Later if it is removed itself. Raises Edited if the plan no longer has `base_hash`.
    """
    with project.changing():
        weeks = list(project.milestones.order_by("number"))
        gone = weeks_gone(weeks, planned, whole=whole)
        data = cleared(project, gone, to=to if to not in gone else None, by=by) if gone else {}
        return project.take_plan(planned, by=by, base_hash=base_hash, whole=whole, **data)


def weeks_gone(weeks: Iterable[Milestone], planned: list[PlannedWeek], *, whole: bool) -> list[Milestone]:
    weeks = list(weeks)
    gone = {change.number for change in differences(weeks, planned, whole=whole) if change.now is None}
    return [week for week in weeks if week.number in gone]


def undo_plan(project: Project, event: Event, *, by: User) -> Event | None:
    """Undo a change of the plan, with its cards; those that somebody has moved since stay where they are.

    Cards of weeks that the change has added go to Later. Raises Refused if events that this takes are no longer kept.
    """
    with project.changing():
        moves = list(project.events.filter(seq__in=event.data.get("moved", [])).order_by("seq"))
        if len(moves) != len(event.data.get("moved", [])):
            raise Refused("This is too old to be undone.")
        added = weeks_added(project, event)
        cards = cleared(project, added, to=None, by=by) if added else {}
        undone = project.undo_plan(event, by=by, **cards)
        for moved in reversed(moves):
            card = Card(project=project, number=moved.card_number or 0)
            with suppress(Refused, Card.DoesNotExist):
                card.undo(moved, by=by)
        put_back(project, event.data.get("away", []), by=by)
        for number, week in event.data.get("carried", []):
            project.cards.filter(number=number, carried_from=None).update(
                carried_from=week, version=F("version") + 1
            )
        return undone


def put_back(project: Project, away: Iterable[tuple[int, int]], *, by: User) -> None:
    """Give cards their week again that were archived or deleted when it was taken out, and still are."""
    weeks = dict(project.milestones.values_list("pk", "number"))
    still_away = project.cards.exclude(archived_at=None, deleted_at=None).filter(milestone=None)
    returned = {
        number: {"week": weeks[week]}
        for number, week in away
        if still_away.filter(number=number).update(milestone=week)
    }
    project.record_all("week_returned", returned, by=by)


def weeks_added(project: Project, event: Event) -> list[Milestone]:
    was = event.data["was"] if can_be_undone(event) else {}
    return list(project.milestones.filter(pk__in=[int(pk) for pk, found in was.items() if found is None]))


def cleared(project: Project, weeks: list[Milestone], *, to: Milestone | None, by: User) -> dict[str, list]:
    """Move the cards of these weeks out, in their order; return what the undo takes, for the plan's event."""
    pks = [week.pk for week in weeks]
    on_board = (
        project.cards.on_board().filter(milestone__in=pks).order_by("milestone__number", "column", "position")
    )
    events = [move(project, card, to, by) for card in on_board]
    away = project.cards.filter(milestone__in=pks)
    lost = {number: {"week": week} for number, week in away.values_list("number", "milestone__number")}
    project.record_all("week_lost", lost, by=by)
    return {
        "moved": [event.seq for event in events if event],
        "away": list(away.values_list("number", "milestone")),
        "carried": list(project.cards.filter(carried_from__in=pks).values_list("number", "carried_from")),
    }


def move(project: Project, card: Card, to: Milestone | None, by: User) -> Event | None:
    card.project = project
    return card.move(milestone_id=to and to.pk, by=by, how="plan")
