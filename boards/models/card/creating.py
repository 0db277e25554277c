"""Creating cards, one or many at once, and undoing that."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db import IntegrityError

from boards.models.card.change import first_of_repeated, written_by
from boards.models.card.fields import CardFields
from boards.models.card.limits import check_open_card_limit
from boards.models.card.ordering import positions_below
from boards.models.card.placement import check_week_is_open, enter
from boards.models.label import Label
from boards.models.mention import write_mentions
from projects.models import Event, Membership, Milestone, Project, Refused, User


@dataclass
class NewCard:
    """What was typed for a new card. Labels are names here, because they may not exist yet."""

    title: str
    estimate_minutes: int | None = None
    description: str = ""
    people: list[Membership] = field(default_factory=list)
    labels: list[str] = field(default_factory=list)
    found_labels: list[Label] = field(default_factory=list)  # the rows, when it is about to become a card


def create_cards(
    project: Project,
    new_cards: Iterable[NewCard],
    *,
    column: str,
    milestone: Milestone | None,
    by: User | None,
    request_id: str | None = None,
) -> list[Event]:
    """Create cards at the end of a column, in one transaction, and return an event for each.

    A repeat of a `request_id` adds nothing and returns the first one's events. Raises ValidationError when
    the project would have more open cards than a board can show, or more labels than it may, or the week is
    closed or gone. Somebody who has left the project meanwhile gets no card.
    """
    new_cards = list(new_cards)
    try:
        with project.changing():
            check_open_card_limit(project, len(new_cards))
            check_week(project, milestone)
            last = (
                project.cards.on_board().placed(column, milestone.pk if milestone else None).last_position()
            )
            positions = positions_below(last, len(new_cards))
            look_up(project, new_cards)
            return [
                add_one(project, new_card, column, milestone, position, by, part_of(request_id, step))
                for step, (new_card, position) in enumerate(zip(new_cards, positions, strict=True), start=1)
            ]
    except (IntegrityError, ValidationError) as error:
        first_of_repeated(project, part_of(request_id, 1), error)
        ids = [part_of(request_id, step) for step in range(1, len(new_cards) + 1)]
        return list(project.events.filter(request_id__in=ids).order_by("seq"))


def undo_create_cards(
    project: Project, first: Event, count: int, *, by: User | None, request_id: str | None = None
) -> Sequence[CardFields]:
    """Undo the addition of `count` cards, whose events are numbered from `first` on: of all or of none.

    Returns the cards. Raises Refused if these are not `count` additions in a row by one person, or one of the
    cards cannot be undone any more (see `Card.undo`).
    """
    with project.changing():
        added = project.events.filter(kind="created", seq__range=(first.seq, first.seq + count - 1))
        events = list(added.filter(actor=first.actor).order_by("seq"))
        if len(events) != count:
            raise Refused("This cannot be undone.")
        cards = [project.cards.model(project=project, number=event.card_number or 0) for event in events]
        if written_by(project, part_of(request_id, 1)):
            return cards  # a repeat: an event of this name cannot be written twice
        for step, (card, event) in enumerate(zip(cards, events, strict=True), start=1):
            card.undo(event, by=by, request_id=part_of(request_id, step))
    return cards


def check_week(project: Project, milestone: Milestone | None) -> None:
    """Raise ValidationError for a week that was closed or taken out of the plan since it was read."""
    if milestone is None:
        return
    found = project.milestones.filter(pk=milestone.pk).values_list("number", "closed_at").first()
    number, closed_at = found or (None, None)
    check_week_is_open(number, bool(closed_at), instead="Add this to a week that is still open.")


def look_up(project: Project, new_cards: list[NewCard]) -> None:
    """Look up the labels' rows, and drop people who left the project: a query each, however many cards."""
    names = [name for new_card in new_cards for name in new_card.labels]
    labels = dict(zip(names, Label.objects.named(project, names), strict=True)) if names else {}
    people = {person.pk for new_card in new_cards for person in new_card.people}
    there = (
        set(project.memberships.active().filter(pk__in=people).values_list("pk", flat=True))
        if people
        else set()
    )
    for new_card in new_cards:
        new_card.found_labels = [labels[name] for name in new_card.labels]
        new_card.people = [person for person in new_card.people if person.pk in there]


def part_of(request_id: str | None, step: int) -> str | None:
    """Derive a request id for each card: one request can add several, and each event needs an id of its own."""
    return f"{request_id}.{step}" if request_id else None


def add_one(
    project: Project,
    new_card: NewCard,
    column: str,
    milestone: Milestone | None,
    position: int,
    by: User | None,
    request_id: str | None,
) -> Event:
    card = project.cards.model(
        project=project,
        number=project.next_number(),
        title=new_card.title,
        description=new_card.description,
        position=position,
        estimate_minutes=new_card.estimate_minutes,
    )
    enter(card, column, milestone.pk if milestone else None)
    card.full_clean(exclude=["project", "milestone"], validate_unique=False, validate_constraints=False)
    card.save(force_insert=True)
    card.assignees.set(new_card.people)
    card.labels.set(new_card.found_labels)
    write_mentions(card, card.description)
    data = {"title": card.title, "column": column, "milestone": card.milestone_id}
    return project.record("created", by=by, card_number=card.number, request_id=request_id, **data)
