"""What happened to a card, in plain sentences."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import NamedTuple

from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from boards.models import Column
from projects.hours import as_hours
from projects.models import Event, Project

SHOWN = 30  # lines, unless somebody asks for all


class HistoryLine(NamedTuple):
    """One event: who did what, and when."""

    actor: str
    what: SafeString
    at: datetime
    said: str


def history_of(
    project: Project, number: int, weeks: dict[int, int], *, every: bool, split_from: int | None = None
) -> tuple[list[HistoryLine], bool]:
    """The lines of a card, latest first, and whether there are more. `weeks` are their numbers by id."""
    events = project.events.filter(card_number=number).select_related("actor").order_by("-seq")
    found = list(events if every else events[: SHOWN + 1])
    lines = list(lines_of(project, found if every else found[:SHOWN], weeks))
    if len(lines) < len(found):
        return lines, True
    return lines + list(beginning(project, number, split_from)), False


def beginning(project: Project, number: int, split_from: int | None) -> Iterable[HistoryLine]:
    """The line of a piece that the event of another card tells: where it comes from. Old events may be gone."""
    splits = project.events.filter(card_number=split_from, kind="split") if split_from else []
    for event in splits:
        if number in event.data["pieces"]:
            yield line_of(project, event, format_html("split it off from #{}", split_from))


def lines_of(project: Project, events: Iterable[Event], weeks: dict[int, int]) -> Iterable[HistoryLine]:
    for event in events:
        tell = SENTENCES.get(event.kind, tell_other)
        yield line_of(project, event, tell(event.data, weeks))


def line_of(project: Project, event: Event, what: SafeString) -> HistoryLine:
    actor = str(event.actor) if event.actor else "Somebody"
    return HistoryLine(actor, what, event.at, when(project, event.at))


def when(project: Project, at: datetime) -> str:
    """A moment as one would say it where the project lives: "Today 09:05", "Tue 16:20", "7 Oct", "7 Oct 2025"."""
    local, now = project.local(at), project.local(timezone.now())
    days = (now.date() - local.date()) // timedelta(days=1)
    if days == 0:
        return f"Today {local:%H:%M}"
    if 0 < days < 7:
        return f"{local:%a %H:%M}"
    return f"{local:%-d %b}" if local.year == now.year else f"{local:%-d %b %Y}"


# --- The sentences: each goes on after the name of who did it ------------------------------------------
def week_name(pk: int | None, weeks: dict[int, int]) -> str:
    if pk is None:
        return "Later"
    return f"week {weeks[pk]}" if pk in weeks else "a week that is no longer planned"


def tell_created(data: dict, weeks: dict[int, int]) -> SafeString:
    if data["milestone"] is None:
        return SafeString("added it for later")
    return format_html("added it in {}", week_name(data["milestone"], weeks))


def tell_moved(data: dict, weeks: dict[int, int]) -> SafeString:
    was, now = data["was"], data["now"]
    column, week = Column(now["column"]).label, week_name(now["milestone"], weeks)
    if was["milestone"] == now["milestone"]:
        same = was["column"] == now["column"]
        return format_html("moved it up or down in {}" if same else "moved it to {}", column)
    if was["column"] == now["column"]:
        return format_html("moved it to {}", week)
    return format_html("moved it to {} of {}", column, week)


def tell_edited(data: dict, weeks: dict[int, int]) -> SafeString:
    if "title" in data["was"]:
        return format_html("renamed it from “<bdi>{}</bdi>”", data["was"]["title"])
    return SafeString("changed the description")


def tell_ticked(data: dict, weeks: dict[int, int]) -> SafeString:
    return format_html("{} “<bdi>{}</bdi>”", "ticked" if data["done"] else "unticked", data["item"][:100])


def tell_estimated(data: dict, weeks: dict[int, int]) -> SafeString:
    was, now = (minutes and f"{as_hours(minutes)} h" for minutes in (data["was"], data["now"]))
    if was and now:
        return format_html("changed the estimate from {} to {}", was, now)
    return format_html("estimated it at {}", now) if now else format_html("took the estimate of {} away", was)


def tell_blocked(data: dict, weeks: dict[int, int]) -> SafeString:
    return format_html("said what blocks it: <bdi>{}</bdi>", data["now"])


def tell_split(data: dict, weeks: dict[int, int]) -> SafeString:
    was, pieces = data["was"], data["pieces"]
    hours = f" ({as_hours(was['estimate'])} h)" if was["estimate"] else ""
    return format_html("split “<bdi>{}</bdi>”{} into this card{}", was["title"], hours, and_also(pieces))


def and_also(numbers: list[int]) -> str:
    """The new cards of a split, whose numbers follow one another."""
    if len(numbers) == 2:
        return f", #{numbers[0]} and #{numbers[1]}"
    return f" and #{numbers[0]}" + (f" to #{numbers[-1]}" if len(numbers) > 2 else "")


def tell_undone(data: dict, weeks: dict[int, int]) -> SafeString:
    if data["what"] == "moved":
        back = week_name(data["now"]["milestone"], weeks)
        return format_html("moved it back to {}, {}", Column(data["now"]["column"]).label, back)
    if data["what"] == "settled":
        return format_html("opened {} again and put it back", week_name(data["now"]["milestone"], weeks))
    if data["what"] == "counted_late":
        return format_html("did not count it for {} any more", week_name(data["was"]["milestone"], weeks))
    return SafeString(TAKEN_BACK.get(data["what"], "took a change back"))


def tell_settled(data: dict, weeks: dict[int, int]) -> SafeString:
    """What the closing of its week did to a card."""
    closed, now = week_name(data["week"], weeks), week_name(data["now"]["milestone"], weeks)
    sentences = {
        "next": "closed {} and carried it over to {}",
        "later": "closed {} and put it off for later",
        "drop": "closed {} and dropped it",
        "done": "closed {} and called it done",
    }
    return format_html(sentences[data["choice"]], closed, now)


def tell_counted_late(data: dict, weeks: dict[int, int]) -> SafeString:
    return format_html("counted it for {}, which was closed already", week_name(data["week"], weeks))


def tell_restored(data: dict, weeks: dict[int, int]) -> SafeString:
    if "now" in data:
        return SafeString("restored it from the archive, for later: its week is closed")
    return SafeString("restored it from the archive")


def tell_other(data: dict, weeks: dict[int, int]) -> SafeString:
    return SafeString("changed it")


def tell(sentence: str, *names: str) -> Callable[[dict, dict[int, int]], SafeString]:
    """A sentence with some of the event's own words in it."""
    if not names:
        return lambda data, weeks: SafeString(sentence)
    return lambda data, weeks: format_html(sentence, *(data[name] for name in names))


TAKEN_BACK = {
    "created": "undid adding it",
    "archived": "brought it back from the archive",
    "restored": "put it back into the archive",
    "deleted": "brought it back",
    "comment_deleted": "brought a comment back",
    "split": "put the pieces together again",
}
SENTENCES = {
    "created": tell_created,
    "moved": tell_moved,
    "edited": tell_edited,
    "ticked": tell_ticked,
    "estimated": tell_estimated,
    "blocked": tell_blocked,
    "unblocked": tell("said that nothing blocks it any more"),
    "assigned": tell("gave it to <bdi>{}</bdi>", "to"),
    "unassigned": tell("took <bdi>{}</bdi> off it", "from"),
    "labelled": tell("put the label <bdi>{}</bdi> on", "label"),
    "unlabelled": tell("took the label <bdi>{}</bdi> off", "label"),
    "commented": tell("wrote a comment"),
    "comment_edited": tell("changed a comment"),
    "comment_deleted": tell("deleted a comment"),
    "archived": tell("archived it"),
    "restored": tell_restored,
    "deleted": tell("deleted it"),
    "split": tell_split,
    "undone": tell_undone,
    "settled": tell_settled,
    "counted_late": tell_counted_late,
}
