"""Cards that share a position, so that their order is undefined."""

from collections.abc import Iterator
from itertools import groupby

from django.db.models import Count, F, Window

from boards.doctor.finding import Finding, findings_by_project
from boards.models import Card, Column
from boards.models.card.fields import CardQuerySet
from boards.models.card.ordering import rebalance
from projects.batches import BATCH
from projects.models import Project


def find() -> Iterator[Finding]:
    rows = sharing_position(Card.objects.all()).values_list(
        "column", "milestone__number", "project_id", "number"
    )
    for (column, week), cards in groupby(rows.iterator(BATCH), key=lambda row: row[:2]):
        where = f"in {Column(column).label} of {f'week {week}' if week else 'Later'}"
        yield from findings_by_project(f"several at one position {where}", (row[2:] for row in cards))


def repair(project: Project) -> None:
    """Give the cards positions of their own, in the order in which they are shown now."""
    for column, week in set(sharing_position(project.cards.all()).values_list("column", "milestone_id")):
        rebalance(project.cards.placed(column, week))


def sharing_position(cards: CardQuerySet) -> CardQuerySet:
    place = [F("project"), F("milestone"), F("column"), F("position")]
    annotated = cards.on_board().annotate(cards_here=Window(Count("pk"), partition_by=place))
    return annotated.filter(cards_here__gt=1).order_by("column", "milestone__number", "project_id", "number")
