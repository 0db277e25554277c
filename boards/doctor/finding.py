"""One thing that is wrong."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

NAMED = 10  # of many, so many are named


class Finding(NamedTuple):
    """What is wrong, in words; with a project where it is one's own."""

    what: str
    project_id: int | None = None


def about_cards(what: str, cards: Iterable[tuple[int, int]]) -> Iterator[Finding]:
    """A finding for each project, of (project, number of card)."""
    by_project = defaultdict(list)
    for project_id, number in cards:
        by_project[project_id].append(number)
    for project_id, numbers in by_project.items():
        yield Finding(f"{what}: {listed(f'#{number}' for number in numbers)}", project_id)


def listed(words: Iterable[str]) -> str:
    """ "#1, #2, #3", and of many the first and how many more there are."""
    words = list(words)
    more = f" and {len(words) - NAMED:,} more" if len(words) > NAMED else ""
    return ", ".join(words[:NAMED]) + more
