"""Foreign keys that refer to rows that do not exist.

The databases prevent them, unless the checks are off; in SQLite every program has to turn them on itself.
"""

from collections.abc import Iterator

from django.apps import apps
from django.db import models, transaction
from django.db.models import Exists, OuterRef

from boards.doctor.finding import Finding, first_few

type Reference = models.ForeignKey


def find() -> Iterator[Finding]:
    for field in references():
        if ids := list(orphaned(field).values_list("pk", flat=True)):
            rows, target = field.model._meta.verbose_name, field.related_model._meta.verbose_name
            yield Finding(
                f"{rows} without its {field.name}, a {target} that does not exist: id {first_few(map(str, ids))}"
            )


@transaction.atomic
def remove() -> None:
    """Clear nullable references; delete rows whose reference is required, with everything that depends on them."""
    for field in references():
        if field.null:
            orphaned(field).update(**{field.name: None})
        else:
            orphaned(field).delete()


def references() -> Iterator[Reference]:
    """Yield every foreign key of every table, including those of many-to-many relations."""
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.concrete_fields:
            if isinstance(field, models.ForeignKey) and field.model is model and model._meta.managed:
                yield field


def orphaned(field: Reference) -> models.QuerySet:
    targets = field.related_model._base_manager.filter(pk=OuterRef(field.attname))
    return field.model._base_manager.exclude(**{f"{field.attname}": None}).exclude(Exists(targets))
