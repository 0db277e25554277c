"""Deletes rows with the files that they refer to: these go to the trash after the commit."""

from typing import Any

from django.db import models, transaction

from projects.files import storage


def cascade_with_files(collector: Any, field: Any, rows: Any, using: str) -> None:
    """Delete rows with the one that they belong to, as CASCADE does: an on_delete for foreign keys."""
    models.CASCADE(collector, field, rows, using)
    names = [name for row in rows for name in file_names(row)]
    transaction.on_commit(lambda: storage.trash(names), using=using)


def delete_with_files(rows: models.QuerySet[Any]) -> None:
    """Delete rows of any table, those without files as well."""
    fields = [field.name for field in file_fields(rows.model)]
    names = [name for row in rows.values_list(*fields) for name in row] if fields else []
    rows.only("pk").delete()
    transaction.on_commit(lambda: storage.trash(names))


def file_names(row: models.Model) -> list[str]:
    """Return the names of the files that a row refers to."""
    return [name for field in file_fields(row) if (name := str(getattr(row, field.name)))]


def file_fields(table: models.Model | type[models.Model]) -> list[models.FileField]:
    return [field for field in table._meta.concrete_fields if isinstance(field, models.FileField)]
