"""Rows whose search text is not that of their texts: changed by SQL, or folded by another version of Python."""

from collections.abc import Iterator

from django.apps import apps
from django.db import connection, transaction

from boards.doctor.finding import Finding, first_few
from projects.models import Searchable
from projects.models.searchable import outdated, write_search_texts


def find() -> Iterator[Finding]:
    for model in searchable():
        if named := first_few(str(pk) for _, pk, *_ in outdated(model, model.SEARCHED)):
            rows = model._meta.verbose_name
            yield Finding(f"{rows} that a search does not find by its text: id {named}")


@transaction.atomic
def repair() -> None:
    """Write the search texts anew, without events: nothing changes that anybody sees."""
    for model in searchable():
        write_search_texts(model, model.SEARCHED, connection)


def searchable() -> list[type[Searchable]]:
    return [model for model in apps.get_models() if issubclass(model, Searchable)]
