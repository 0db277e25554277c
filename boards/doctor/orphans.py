"""Rows that point to a row which is not there.

The databases see to this themselves, unless somebody told them not to; SQLite has to be asked by every program.
"""

from collections.abc import Iterator

from django.apps import apps
from django.db import models, transaction
from django.db.models import Exists, OuterRef

from boards.doctor.finding import Finding, listed

type Reference = models.ForeignKey


def find() -> Iterator[Finding]:
    """One finding for each kind of row and of reference."""
    for field in references():
        if ids := list(lost(field).values_list("pk", flat=True)):
            rows, goal = field.model._meta.verbose_name, field.related_model._meta.verbose_name
            yield Finding(
                f"{rows} without its {field.name}, a {goal} that is not there: id {listed(map(str, ids))}"
            )


@transaction.atomic
def remove() -> None:
    """What may do without is told so, the rest is deleted, with all that hangs on it."""
    for field in references():
        if field.null:
            lost(field).update(**{field.name: None})
        else:
            lost(field).delete()


def references() -> Iterator[Reference]:
    """Every foreign key of every table, those of many-to-many relations included."""
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.concrete_fields:
            if isinstance(field, models.ForeignKey) and field.model is model and model._meta.managed:
                yield field


def lost(field: Reference) -> models.QuerySet:
    goals = field.related_model._base_manager.filter(pk=OuterRef(field.attname))
    return field.model._base_manager.exclude(**{f"{field.attname}": None}).exclude(Exists(goals))
