"""How long cards take from In Progress to Done."""

from datetime import timedelta
from typing import NamedTuple

from django.db.models import Count, F, FloatField, Func, Window
from django.db.models.functions import RowNumber

from boards.models import Column
from projects.models import Project


class CycleTime(NamedTuple):
    """The median: half of so many cards took no longer than `half_within`."""

    cards: int
    half_within: timedelta


def median_cycle_time(project: Project) -> CycleTime | None:
    """Return the median of all cards that were started and are done, archived ones too; None if there are none.

    One query that reads one row: the database sorts. A card that went from To Do straight to Done was never started.
    """
    finished = project.cards.not_deleted().filter(
        column=Column.DONE, started_at__isnull=False, done_at__isnull=False
    )
    took = Seconds("done_at", "started_at")
    in_order = finished.order_by().annotate(
        took=took, place=Window(RowNumber(), order_by=took.asc()), cards=Window(Count("pk"))
    )
    # The lower of two in the middle, so that the sentence is true of an even number as well.
    middle = in_order.filter(place=(F("cards") + 1) / 2).values_list("cards", "took").first()
    return middle and CycleTime(middle[0], timedelta(seconds=max(0, middle[1])))


class Seconds(Func):
    """The seconds by which the first instant is later than the second.

    Computed in SQL: on SQLite, Django's own subtraction of times calls a Python function for each row.
    """

    output_field = FloatField()
    arity = 2

    def as_sqlite(self, compiler, connection, **context):
        template = "(julianday(%(expressions)s)) * 86400"
        return self.as_sql(compiler, connection, template=template, arg_joiner=") - julianday(", **context)

    def as_postgresql(self, compiler, connection, **context):
        template = "EXTRACT(EPOCH FROM %(expressions)s)"
        return self.as_sql(compiler, connection, template=template, arg_joiner=" - ", **context)
