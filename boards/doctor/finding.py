"""What the doctor reports."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

MAX_NAMED = 10  # further ones are only counted


class Finding(NamedTuple):
    """One thing that is wrong, and the project it belongs to, if any."""

    description: str
    project_id: int | None = None


def findings_by_project(description: str, cards: Iterable[tuple[int, int]]) -> Iterator[Finding]:
    """Yield a finding for each project; `cards` are pairs of a project's id and a card's number."""
    by_project = defaultdict(list)
    for project_id, number in cards:
        by_project[project_id].append(number)
    for project_id, numbers in by_project.items():
        yield Finding(f"{description}: {first_few(f'#{number}' for number in numbers)}", project_id)


def first_few(words: Iterable[str]) -> str:
    """Join the words, "#1, #2, #3"; of many only the first, and how many more there are."""
    words = list(words)
    more = f" and {len(words) - MAX_NAMED:,} more" if len(words) > MAX_NAMED else ""
    return ", ".join(words[:MAX_NAMED]) + more
