"""Cards that share a place, so that their order is nobody's choice."""

from collections.abc import Iterator
from itertools import groupby

from django.db.models import Count, F, Window

from boards.doctor.finding import Finding, about_cards
from boards.models import Card, Column
from boards.models.card.fields import CardQuerySet
from boards.models.card.ordering import rebalance
from projects.models import Project


def find() -> Iterator[Finding]:
    rows = sharing(Card.objects.all()).values_list("column", "milestone__number", "project_id", "number")
    for (column, week), cards in groupby(rows, key=lambda row: row[:2]):
        where = f"in {Column(column).label} of {f'week {week}' if week else 'Later'}"
        yield from about_cards(f"two or more in one place {where}", [row[2:] for row in cards])


def mend(project: Project) -> None:
    """In the order in which they are shown now."""
    for column, week in set(sharing(project.cards.all()).values_list("column", "milestone_id")):
        rebalance(project.cards.placed(column, week))


def sharing(cards: CardQuerySet) -> CardQuerySet:
    """Of the cards on the board those whose place is another's, too."""
    place = [F("project"), F("milestone"), F("column"), F("position")]
    counted = cards.on_board().annotate(here=Window(Count("pk"), partition_by=place))
    return counted.filter(here__gt=1).order_by("column", "milestone__number", "project_id", "number")
