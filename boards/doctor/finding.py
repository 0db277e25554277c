"""What the doctor reports."""

from collections.abc import Iterable, Iterator
from itertools import groupby, islice
from operator import itemgetter
from typing import NamedTuple

MAX_NAMED = 10  # further ones are only counted


class Finding(NamedTuple):
    """One thing that is wrong, and the project it belongs to, if any."""

    description: str
    project_id: int | None = None


def findings_by_project(description: str, cards: Iterable[tuple[int, int]]) -> Iterator[Finding]:
    """Yield a finding for each project; `cards` are pairs of a project's id and a card's number, in this order."""
    for project_id, pairs in groupby(cards, key=itemgetter(0)):
        yield Finding(f"{description}: {first_few(f'#{number}' for _, number in pairs)}", project_id)


def first_few(words: Iterable[str]) -> str:
    """Join the words, "#1, #2, #3"; of many only the first, and how many more there are. None is kept but those."""
    every = iter(words)
    named = list(islice(every, MAX_NAMED))
    more = sum(1 for _ in every)
    return ", ".join(named) + (f" and {more:,} more" if more else "")
