"""The suggestion that a split begins with: how many pieces, their titles, and how many hours each gets."""

from boards.markdown import plain_text, tasks_in
from boards.models import Card, NewCard
from boards.models.card.splitting import MOST_PIECES
from projects import limits
from projects.text import cut, is_visible, one_line

HOUR = 60
UNITS = (HOUR, HOUR // 2, HOUR // 4, 5, 1)  # minutes; hours are shared out in the roundest that will do
MANY = 10  # pieces; what needs more is a milestone rather than a card


def pieces_needed(card: Card) -> int:
    """Return how many pieces it takes for none to be over the limit; at least two, else it is no split."""
    return max(2, -(-(card.estimate_minutes or 0) // card.project.card_limit_minutes))


def is_milestone(card: Card) -> bool:
    return pieces_needed(card) > MANY


def offer(card: Card) -> list[NewCard]:
    """Suggest as many pieces as are needed, and at least one for each open task; at most MOST_PIECES."""
    tasks = open_tasks(card.description)
    count = min(MOST_PIECES, max(pieces_needed(card), len(tasks)))
    titles = tasks[:count] + [part_of(card.title, n, count) for n in range(len(tasks) + 1, count + 1)]
    hours = share_out(card.estimate_minutes, count, most=card.project.card_limit_minutes)
    return [NewCard(title, minutes) for title, minutes in zip(titles, hours, strict=True)]


def open_tasks(description: str) -> list[str]:
    texts = (
        cut(one_line(plain_text(task.text)), limits.TITLE).rstrip()
        for task in tasks_in(description)
        if not task.done
    )
    return [text for text in texts if is_visible(text)]


def part_of(title: str, number: int, count: int) -> str:
    """Add the place among the pieces to a title; a long one loses its end, not its number."""
    ending = f" ({number}/{count})"
    return cut(title, limits.TITLE - len(ending)).rstrip() + ending


def share_out(minutes: int | None, count: int, *, most: int) -> list[int | None]:
    """Divide minutes into parts that add up exactly, as even and as round as can be.

    9 h are 3, 3, 3, and 10 h are 4, 3, 3. No part is over `most`, unless there is no other way. Where there
    are fewer minutes than parts, some parts are None.
    """
    if minutes is None:
        return [None] * count
    most = most if most * count >= minutes else minutes
    tried = [share_in(unit, minutes, count) for unit in UNITS]
    right = [parts for parts in tried if sum(parts) == minutes and all(parts) and max(parts) <= most]
    return [part or None for part in (right or tried[-1:])[0]]


def share_in(unit: int, minutes: int, count: int) -> list[int]:
    """Return even parts that are multiples of `unit` minutes; they leave out what is less than one."""
    each, left = divmod(minutes // unit, count)
    return [unit * (each + (place < left)) for place in range(count)]
