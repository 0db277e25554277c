"""What a split begins with: how many pieces, what they are called, how many hours each gets."""

from boards.markdown import plain_text, tasks_in
from boards.models import Card, NewCard
from boards.models.card.splitting import MOST_PIECES
from projects import limits
from projects.text import is_visible, one_line

HOUR = 60
UNITS = (HOUR, HOUR // 2, HOUR // 4, 5, 1)  # minutes; hours are shared out in the roundest that will do
MANY = 10  # pieces; what needs more is a milestone rather than a card


def pieces_needed(card: Card) -> int:
    """How many pieces it takes so that none is over the limit; two at least, else it is no split."""
    return max(2, -(-(card.estimate_minutes or 0) // card.project.card_limit_minutes))


def is_milestone(card: Card) -> bool:
    """Whether this is a milestone rather than a card."""
    return pieces_needed(card) > MANY


def offer(card: Card) -> list[NewCard]:
    """The pieces to begin with: as many as needed, and one for each open task in the description."""
    tasks = open_tasks(card.description)
    count = min(MOST_PIECES, max(pieces_needed(card), len(tasks)))
    titles = tasks[:count] + [part_of(card.title, n, count) for n in range(len(tasks) + 1, count + 1)]
    hours = share_out(card.estimate_minutes, count, most=card.project.card_limit_minutes)
    return [NewCard(title, minutes) for title, minutes in zip(titles, hours, strict=True)]


def open_tasks(description: str) -> list[str]:
    """What is left to be ticked, as titles."""
    texts = (
        one_line(plain_text(task.text))[: limits.TITLE].rstrip()
        for task in tasks_in(description)
        if not task.done
    )
    return [text for text in texts if is_visible(text)]


def part_of(title: str, number: int, count: int) -> str:
    """The title with its place among so many; a long one loses its end, not its number."""
    ending = f" ({number}/{count})"
    return title[: limits.TITLE - len(ending)].rstrip() + ending


def share_out(minutes: int | None, count: int, *, most: int) -> list[int | None]:
    """So many parts that add up exactly, as even and as round as can be: 9 h are 3, 3, 3, and 10 h are 4, 3, 3.

    None is over `most`, unless there is no way. Where there are fewer minutes than parts, some get none.
    """
    if minutes is None:
        return [None] * count
    most = most if most * count >= minutes else minutes
    tried = [share_in(unit, minutes, count) for unit in UNITS]
    right = [parts for parts in tried if sum(parts) == minutes and all(parts) and max(parts) <= most]
    return [part or None for part in (right or tried[-1:])[0]]


def share_in(unit: int, minutes: int, count: int) -> list[int]:
    """Even parts that are multiples of `unit`; they leave out what is less than one."""
    each, left = divmod(minutes // unit, count)
    return [unit * (each + (place < left)) for place in range(count)]
