"""Foreign keys that refer to rows that do not exist.

The databases prevent them, unless the checks are off; in SQLite every program has to turn them on itself.
"""

from collections.abc import Iterator

from django.apps import apps
from django.db import models, transaction
from django.db.models import Exists, OuterRef

from boards.doctor.finding import Finding, first_few
from projects.batches import BATCH, ids_in_batches
from projects.files.cascade import delete_with_files
from projects.models import Project

type Reference = models.ForeignKey
# By the field that a row has: the way to its project.
TO_PROJECT = {"project": "project", "card": "card__project", "milestone": "milestone__project"}


def find() -> Iterator[Finding]:
    for field in references():
        ids = orphaned(field).order_by().values_list("pk", flat=True).iterator(BATCH)
        if named := first_few(map(str, ids)):
            rows, target = field.model._meta.verbose_name, field.related_model._meta.verbose_name
            what = f"{rows} without its {field.name}, a {target} that does not exist"
            yield Finding(f"{what}: id {named}")


@transaction.atomic
def remove() -> None:
    """Clear nullable references; delete rows whose reference is required, with everything that depends on them."""
    for field in references():
        if field.null:
            orphaned(field).update(**{field.name: None})
        else:
            for ids in ids_in_batches(orphaned(field)):
                delete_with_files(field.model._base_manager.filter(pk__in=ids))


def projects_touched() -> set[int]:
    """Return the projects whose boards may show rows that `remove` takes away or changes."""
    found: set[int] = set()
    for field in references():
        names = {each.name for each in field.model._meta.concrete_fields}
        for way in (way for owner, way in TO_PROJECT.items() if owner in names):
            there = Project.objects.filter(pk__in=orphaned(field).order_by().values(way))
            found.update(there.values_list("pk", flat=True))
    return found


def references() -> Iterator[Reference]:
    """Yield every foreign key of every table, including those of many-to-many relations."""
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.concrete_fields:
            if isinstance(field, models.ForeignKey) and field.model is model and model._meta.managed:
                yield field


def orphaned(field: Reference) -> models.QuerySet:
    targets = field.related_model._base_manager.filter(pk=OuterRef(field.attname))
    return field.model._base_manager.exclude(**{f"{field.attname}": None}).exclude(Exists(targets))
