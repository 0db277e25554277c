"""A card, its week and the one it was carried over from: read by one statement under the lock."""

from functools import cache
from typing import TYPE_CHECKING

from django.db import connection
from django.db.models import BigIntegerField

from projects.models import Milestone, Project
from projects.statements import columns, reader

if TYPE_CHECKING:
    from boards.models.card.fields import CardFields

# Written out, because every change of a card asks for this while other writers wait (make bench).
CARD = """
    SELECT {card}, {week}, {earlier}
    FROM boards_card card
    LEFT JOIN projects_milestone week ON week.id = card.milestone_id
    LEFT JOIN projects_milestone earlier ON earlier.id = card.carried_from_id
    WHERE card.project_id = %s AND card.number = %s"""


def read_card[Card: "CardFields"](model: type[Card], project: Project, number: int) -> Card:
    """Read a card of this number, with both weeks, as a queryset does. Raises the model's DoesNotExist."""
    row = None
    if number <= BigIntegerField.MAX_BIGINT:  # SQLite's driver fails over it
        with connection.cursor() as cursor:
            cursor.execute(statement(model), [project.pk, number])
            row = cursor.fetchone()
    if row is None:
        raise model.DoesNotExist("This project has no card of that number.")
    card, week, earlier = reader(model, Milestone, Milestone)(row)
    card._state.fields_cache |= {"project": project, "milestone": week, "carried_from": earlier}
    return card


@cache
def statement(model: type["CardFields"]) -> str:
    weeks = {name: columns(name, Milestone) for name in ("week", "earlier")}
    return CARD.format(card=columns("card", model), **weeks)
