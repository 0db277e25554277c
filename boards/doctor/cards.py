"""Cards that contradict themselves: links to another project, missing times, a wrong number of comments or files."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from django.db.models import Count, Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from boards.doctor.finding import Finding, findings_by_project
from boards.models import Card, Column
from boards.models.card.fields import CardQuerySet
from projects.batches import BATCH
from projects.models import Event, Project


class Fault(NamedTuple):
    """Something wrong with a card: its description, how to select such cards, and how to repair them."""

    description: str
    select: Callable[[CardQuerySet], CardQuerySet]
    repair: Callable[[CardQuerySet], object]


def find() -> Iterator[Finding]:
    for fault in FAULTS:
        cards = fault.select(Card.objects.all()).order_by("project_id", "number")
        rows = cards.values_list("project_id", "number")
        yield from findings_by_project(fault.description, rows.iterator(BATCH))


def repair(project: Project) -> None:
    for fault in FAULTS:
        fault.repair(fault.select(project.cards.all()))


def set_fields(**fields: object) -> Callable[[CardQuerySet], object]:
    """Return a repair that sets these fields, and has the cards rendered again."""
    return lambda cards: cards.update(version=F("version") + 1, **fields)


def where(*conditions: Q | Exists, **fields: object) -> Callable[[CardQuerySet], CardQuerySet]:
    return lambda cards: cards.filter(*conditions, **fields)


# --- Links to another project ----------------------------------------------------------------------------
def in_week_of_other_project(relation: str) -> Callable[[CardQuerySet], CardQuerySet]:
    same_project = {f"{relation}__project": F("project")}
    return lambda cards: cards.exclude(**{relation: None}).exclude(**same_project)


def links_to_other_project(relation: str, target: str) -> Fault:
    """Find people, or labels, of another project."""
    links = getattr(Card, relation).through._default_manager
    foreign = links.exclude(**{f"{target}__project": F("card__project")})

    def remove_links(cards: CardQuerySet) -> None:
        set_fields()(cards)
        foreign.filter(card__in=cards.values("pk")).delete()

    has_foreign = where(Exists(foreign.filter(card=OuterRef("pk"))))
    return Fault(f"{relation} of another project", has_foreign, remove_links)


# --- Numbers and times ------------------------------------------------------------------------------------
def count_undeleted(relation: str) -> Subquery:
    """Count the rows of a card that are not deleted."""
    undeleted = Count(relation, filter=Q(**{f"{relation}__deleted_at": None}))
    counted = Card.objects.filter(pk=OuterRef("pk")).annotate(undeleted=undeleted)
    return Subquery(counted.order_by().values("undeleted")[:1])


COMMENTS, FILES = count_undeleted("comments"), count_undeleted("files")
# The best guess that is left: the time of the card's last move.
LAST_MOVE = Coalesce(
    Subquery(
        Event.objects.filter(
            project=OuterRef("project"),
            card_number=OuterRef("number"),
            kind__in=("created", "moved", "undone"),
        )
        .order_by("-seq")
        .values("at")[:1]
    ),
    F("created_at"),
)

FAULTS = (
    Fault("week of another project", in_week_of_other_project("milestone"), set_fields(milestone=None)),
    Fault(
        "carried over from a week of another project",
        in_week_of_other_project("carried_from"),
        set_fields(carried_from=None, carried_count=0),
    ),
    Fault(
        "carried over, but zero times",
        where(carried_from__isnull=False, carried_count=0),
        set_fields(carried_count=1),
    ),
    links_to_other_project("assignees", "membership"),
    links_to_other_project("labels", "label"),
    Fault(
        "wrong number of comments",
        lambda cards: cards.exclude(comment_count=COMMENTS),
        set_fields(comment_count=COMMENTS),
    ),
    Fault(
        "wrong number of files",
        lambda cards: cards.exclude(file_count=FILES),
        set_fields(file_count=FILES),
    ),
    Fault(
        "done, but without the time it was done",
        where(column=Column.DONE, done_at=None),
        set_fields(done_at=LAST_MOVE),
    ),
    Fault(
        "not done, but with a time it was done",
        where(~Q(column=Column.DONE), done_at__isnull=False),
        set_fields(done_at=None),
    ),
    Fault(
        "in progress, but without the time it was started",
        where(column=Column.DOING, started_at=None),
        set_fields(started_at=LAST_MOVE),
    ),
    Fault(
        "to do, but with a time it was started",
        where(column=Column.TODO, started_at__isnull=False),
        set_fields(started_at=None),
    ),
)
