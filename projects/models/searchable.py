"""The column that searches look into: a row's texts, folded, written whenever one of them is saved."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import batched
from typing import Any, ClassVar

from django.db import models

from projects.statements import save_fields
from projects.text import fold

BATCH = 500
LATEST = 100_000  # rows that a search of the whole installation looks through


class SearchTextField(models.TextField):
    """Holds `search_text_of` its row, computed at each save of the column, by `bulk_create` as well."""

    def __init__(self, **kwargs):
        super().__init__(**{"default": "", "editable": False, **kwargs})

    def deconstruct(self):
        """Be a plain text in migrations, whose models do not know which texts are searched."""
        name, _, args, kwargs = super().deconstruct()
        return name, "django.db.models.TextField", args, kwargs

    def pre_save(self, instance, add):
        value = search_text_of(getattr(instance, name) for name in instance.SEARCHED)
        setattr(instance, self.attname, value)
        return value


class Searchable(models.Model):
    """The abstract base of rows whose texts can be searched.

    Not a generated column, because no database folds as `fold` does, and a function of ours would make the file
    unreadable for other programs. What is written past `save` and `bulk_create` is found by the doctor.
    """

    SEARCHED: ClassVar[Sequence[str]]  # the fields

    search_text = SearchTextField()

    class Meta:
        abstract = True

    def save(self, *, update_fields: Iterable[str] | None = None, **kwargs: Any) -> None:
        names = update_fields if update_fields is None else self.with_search_text(update_fields)
        super().save(update_fields=names, **kwargs)

    def save_fields(self, *names: str) -> None:
        """Save exactly these fields, as `save(update_fields=…)` does, by a statement that is written out."""
        save_fields(self, *self.with_search_text(names))

    def with_search_text(self, names: Iterable[str]) -> list[str]:
        """Return the names of fields to save, with that of the search text if it is made of one of them."""
        named = list(names)
        return named if set(named).isdisjoint(self.SEARCHED) else [*named, "search_text"]


def latest[Rows: models.QuerySet[Any]](rows: Rows) -> Rows:
    """Keep what is among the latest rows of its table, so that a search for what is nowhere comes to an end.

    A text that may stand anywhere in another has no index that both databases have without an extension.
    """
    last = rows.model._base_manager.aggregate(last=models.Max("pk"))["last"] or 0
    return rows.filter(pk__gt=last - LATEST)


def search_text_of(texts) -> str:
    """Fold and join the texts that there are, a line each, so that no word is made of two of them."""
    return fold("\n".join(text for text in texts if text is not None))


def outdated(
    model: type[models.Model], names: Sequence[str]
) -> Iterator[tuple[str, int, *tuple[str | None, ...]]]:
    """Yield the search text that a row should have, its id and the texts it is made of, for each that has another."""
    rows = model._base_manager.order_by("pk").values_list("pk", "search_text", *names)
    for pk, stored, *texts in rows.iterator(chunk_size=BATCH):
        right = search_text_of(texts)
        if right != stored:
            yield right, pk, *texts


def write_search_texts(model: type[models.Model], names: Sequence[str], connection) -> None:
    """Write the search text of every row that has another one, unless its texts are changed meanwhile.

    In SQL, because a migration does it for 100,000 rows.
    """
    quote, table = connection.ops.quote_name, model._meta.db_table
    columns = [quote(name) for name in ("search_text", "id", *names)]
    searched, *known = (f"{column} = %s" for column in columns)
    statement = f"UPDATE {quote(table)} SET {searched} WHERE {' AND '.join(known)}"  # noqa: S608 - names of ours
    for rows in batched(outdated(model, names), BATCH):
        with connection.cursor() as cursor:
            cursor.executemany(statement, rows)
