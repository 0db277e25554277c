"""Rows of a large table, some at a time, for commands that look at all of them."""

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet

BATCH = 1_000


def ids_in_batches(rows: QuerySet[Any]) -> Iterator[list[int]]:
    """Yield the ids of rows that each batch takes away or puts right, until there are none."""
    while found := list(rows.order_by("pk").values_list("pk", flat=True)[:BATCH]):
        yield found


def in_batches[Row](rows: QuerySet[Any, Row]) -> Iterator[Row]:
    """Yield rows in the order of their ids; no cursor stays open, so that each may be a transaction of its own."""
    last = 0
    while found := list(rows.filter(pk__gt=last).order_by("pk")[:BATCH]):
        yield from found
        last = found[-1].pk  # type: ignore[attr-defined]
