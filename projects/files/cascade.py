"""Deletes rows that refer to stored files together with the row that they belong to, as a foreign key's on_delete."""

from typing import Any

from django.db import models, transaction

from projects.files import storage


def cascade_with_files(collector: Any, field: Any, rows: Any, using: str) -> None:
    """Delete the rows as CASCADE does; trash the files of all their file fields after the commit."""
    models.CASCADE(collector, field, rows, using)
    names = [name for row in rows for name in file_names(row)]
    transaction.on_commit(lambda: storage.trash(names), using=using)


def file_names(row: models.Model) -> list[str]:
    """Return the names of the files that a row refers to."""
    fields = [field for field in row._meta.concrete_fields if isinstance(field, models.FileField)]
    return [name for field in fields if (name := str(getattr(row, field.name)))]
