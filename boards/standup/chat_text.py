"""The standup as a text for a chat: Markdown, by person."""

import re
from collections import defaultdict
from collections.abc import Iterator

from boards.rendering.badges import badges_for
from boards.standup.cards import (
    MOST,
    CardRow,
    cards_spoken_of,
    done_first,
    in_board_order,
    oldest_first,
    read_rows,
)
from boards.standup.since import since_last_standup
from boards.standup.words import day_name
from projects.hours import as_hours
from projects.models import Project

# What Markdown would take for markup: an underscore at the edge of a word only, so that like_this stays readable.
MARKUP = re.compile(r"[\\`*\[\]<>~|]|(?<!\w)_|_(?!\w)")
# A chat would call everybody of that name, or everybody there is.
CALL = re.compile(r"@(?=\w)")
ZERO_WIDTH_SPACE = "\u200b"


def chat_text(project: Project) -> str:
    """Write who has done what since the last standup, what is in progress, blocked, and over the limit."""
    week, since = project.week_at_work(project.milestones.all()), since_last_standup(project)
    rows = read_rows(cards_spoken_of(project, week, since.at))
    head = f"**Standup, {day_name(project)}**" + (f", week {week.number}" if week else "")
    parts = [of_person(project, name, its, since.words) for name, its in by_person(rows)]
    return "\n\n".join(filter(None, [head, *parts])) + "\n"


def by_person(rows: list[CardRow]) -> list[tuple[str, list[CardRow]]]:
    """Return the cards of each person, by name; what is nobody's comes last."""
    badges = badges_for(row.pk for row in rows)
    cards: dict[tuple[bool, str, int], list[CardRow]] = defaultdict(list)
    for row in rows:
        owners = [(False, person.name, person.membership_id) for person in badges[row.pk].people]
        for owner in owners or [(True, "Nobody’s", 0)]:
            cards[owner].append(row)
    return [(name, its) for (_, name, _), its in sorted(cards.items())]


def of_person(project: Project, name: str, rows: list[CardRow], since: str) -> str:
    lines = list(lines_of(project, rows, since))
    return "\n".join([f"**{plain(name)}**", *lines]) if lines else ""


def lines_of(project: Project, rows: list[CardRow], since: str) -> Iterator[str]:
    blocked = [row for row in rows if row.is_blocked]
    over = [row for row in rows if row.is_open and (row.estimate_minutes or 0) > project.card_limit_minutes]
    yield from listed(f"Done {since}", done_first(rows))
    yield from listed("In progress", oldest_first(row for row in rows if not row.is_blocked))
    yield from listed("Blocked", [*oldest_first(blocked), *in_board_order(blocked)])
    yield from listed(f"Over {as_hours(project.card_limit_minutes)} h", over)


def listed(name: str, rows: list[CardRow]) -> Iterator[str]:
    for row in rows[:MOST]:
        hours = f" ({as_hours(row.estimate_minutes)} h)" if row.estimate_minutes else ""
        reason = f": {plain(row.blocked_reason)}" if name == "Blocked" else ""
        yield f"- {name}: {plain(row.title)}{hours}{reason}"
    if len(rows) > MOST:
        yield f"- {name}: {len(rows) - MOST} more on the board"


def plain(text: str) -> str:
    """Escape what somebody wrote, so that it reads as it was written, and calls nobody."""
    return CALL.sub("@" + ZERO_WIDTH_SPACE, MARKUP.sub(r"\\\g<0>", text))
