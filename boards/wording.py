"""Sentences about events that take more than a text with their data in it: `boards.events` names them."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.html import format_html
from django.utils.safestring import SafeString

from projects.hours import as_hours
from projects.words import plural


@dataclass(frozen=True)
class Names:
    """The names of weeks and columns, which events store by id and by key."""

    columns: Mapping[str, str]
    weeks: Mapping[int, int] = field(default_factory=dict)
    moved_to: str = ""  # of an event for a toast: the week that a card was moved to, if it was to another

    def week(self, pk: int | None) -> str:
        if pk is None:
            return "Later"
        return f"week {self.weeks[pk]}" if pk in self.weeks else "a week that is no longer planned"

    def column(self, key: str) -> str:
        return self.columns[key]


# --- In the history: each goes on after the name of who did it -----------------------------------------------
def created(data: dict, names: Names) -> SafeString:
    if data["milestone"] is None:
        return SafeString("added it for later")
    return format_html("added it in {}", names.week(data["milestone"]))


def moved(data: dict, names: Names) -> SafeString:
    if data.get("how") == "plan":
        return format_html("moved it to {}, as its week was taken out", names.week(data["now"]["milestone"]))
    was, now = data["was"], data["now"]
    column, week = names.column(now["column"]), names.week(now["milestone"])
    if was["milestone"] == now["milestone"]:
        same = was["column"] == now["column"]
        return format_html("moved it up or down in {}" if same else "moved it to {}", column)
    if was["column"] == now["column"]:
        return format_html("moved it to {}", week)
    return format_html("moved it to {} of {}", column, week)


def moved_back(data: dict, names: Names) -> SafeString:
    now = data["now"]
    return format_html("moved it back to {}, {}", names.column(now["column"]), names.week(now["milestone"]))


def edited(data: dict, names: Names) -> SafeString:
    if "title" in data["was"]:
        return format_html("renamed it from “<bdi>{}</bdi>”", data["was"]["title"])
    return SafeString("changed the description")


def ticked(data: dict, names: Names) -> SafeString:
    return format_html("{} “<bdi>{}</bdi>”", "ticked" if data["done"] else "unticked", data["item"][:100])


def estimated(data: dict, names: Names) -> SafeString:
    was, now = (minutes and f"{as_hours(minutes)} h" for minutes in (data["was"], data["now"]))
    if was and now:
        return format_html("changed the estimate from {} to {}", was, now)
    return format_html("estimated it at {}", now) if now else format_html("took the estimate of {} away", was)


def split(data: dict, names: Names) -> SafeString:
    was, pieces = data["was"], data["pieces"]
    hours = f" ({as_hours(was['estimate'])} h)" if was["estimate"] else ""
    return format_html("split “<bdi>{}</bdi>”{} into this card{}", was["title"], hours, and_also(pieces))


def and_also(numbers: list[int]) -> str:
    """Name the new cards of a split, whose numbers are consecutive."""
    if len(numbers) == 2:
        return f", #{numbers[0]} and #{numbers[1]}"
    return f" and #{numbers[0]}" + (f" to #{numbers[-1]}" if len(numbers) > 2 else "")


def restored(data: dict, names: Names) -> SafeString:
    if "now" in data:
        return SafeString("restored it from the archive, for later: its week is closed")
    return SafeString("restored it from the archive")


def settled(data: dict, names: Names) -> SafeString:
    sentences = {
        "next": "closed {} and carried it over to {}",
        "later": "closed {} and put it off for later",
        "drop": "closed {} and dropped it",
        "done": "closed {} and called it done",
    }
    closed, now = names.week(data["week"]), names.week(data["now"]["milestone"])
    return format_html(sentences[data["choice"]], closed, now)


def reopened(data: dict, names: Names) -> SafeString:
    return format_html("opened {} again and put it back", names.week(data["now"]["milestone"]))


def counted_late(data: dict, names: Names) -> SafeString:
    return format_html("counted it for {}, which was closed already", names.week(data["week"]))


def not_counted(data: dict, names: Names) -> SafeString:
    return format_html("did not count it for {} any more", names.week(data["was"]["milestone"]))


def assigned(data: dict, names: Names) -> SafeString:
    back = " again, who is back" if data.get("how") == "came_back" else ""
    return format_html("gave it to <bdi>{}</bdi>{}", data["to"], back)


def unassigned(data: dict, names: Names) -> SafeString:
    why = {"left": ", who left the project", "deactivated": ", who cannot sign in any more"}
    return format_html("took <bdi>{}</bdi> off it{}", data["from"], why.get(data.get("how", ""), ""))


def unlabelled(data: dict, names: Names) -> SafeString:
    if data.get("how") == "merged":
        sentence = "put the label <bdi>{}</bdi> in the place of <bdi>{}</bdi>, which was merged into it"
        return format_html(sentence, data["into"], data["label"])
    why = ", which was deleted" if data.get("how") == "deleted" else ""
    return format_html("took the label <bdi>{}</bdi> off{}", data["label"], why)


# --- In a toast ----------------------------------------------------------------------------------------------
def created_toast(data: dict, names: Names) -> SafeString:
    return format_html("Added <b><bdi>{}</bdi></b>{}", data["title"], to_later(data))


def created_many_toast(data: dict, names: Names) -> SafeString:
    return format_html("{} cards added{}", data["count"], to_later(data))


def to_later(data: dict) -> str:
    """Name Later: where all weeks are shown, a new card goes there."""
    return " to Later" if data["milestone"] is None else ""


def moved_toast(data: dict, names: Names) -> SafeString:
    return format_html("Moved to <b>{}</b>", names.moved_to or names.column(data["now"]["column"]))


def split_toast(data: dict, names: Names) -> SafeString:
    return format_html("Split into <b>{} cards</b>", len(data["pieces"]) + 1)


def estimated_toast(data: dict, names: Names) -> SafeString:
    if data["now"] is None:
        return SafeString("Estimate taken away")
    return format_html("Estimated at <b>{} h</b>", as_hours(data["now"]))


def unassigned_toast(data: dict, names: Names) -> SafeString:
    if "given" in data:
        return format_html("Given to <b><bdi>{}</bdi></b> instead of <bdi>{}</bdi>", data["to"], data["from"])
    return format_html("Taken from <b><bdi>{}</bdi></b>", data["from"])


def reopened_toast(data: dict, names: Names) -> SafeString:
    stayed = ""
    if data["stayed"] == 1:
        stayed = " A card that was moved since stays where it is."
    elif data["stayed"]:
        stayed = f" {data['stayed']} cards that were moved since stay where they are."
    return format_html("<b>Week {}</b> is open again.{}", data["week"], stayed)


def standup_ended(data: dict, names: Names) -> SafeString:
    minutes = f"{data['minutes']} {plural(data['minutes'], 'minute')}"
    return format_html("<b><bdi>{}</bdi></b> led a standup, {}", data["name"], minutes)


# --- In a toast about several cards: `count` is how many were changed ------------------------------------------
# Why others were left out: the words after one and after more.
LEFT_OUT = {
    "gone": ("had gone", "had gone"),
    "unchanged": ("needed no change", "needed no change"),
    "labels": ("has ten labels already", "have ten labels already"),
    "closed": ("stays in its closed week", "stay in their closed week"),
    "since": ("has been changed since", "have been changed since"),
}


def moved_many_toast(data: dict, names: Names) -> SafeString:
    return of_several(data, "moved to <b>{}</b>", names.moved_to or names.column(data["now"]["column"]))


def assigned_many_toast(data: dict, names: Names) -> SafeString:
    return of_several(data, "given to <b><bdi>{}</bdi></b>", data["to"])


def unassigned_many_toast(data: dict, names: Names) -> SafeString:
    return of_several(data, "taken from <b><bdi>{}</bdi></b>", data["from"])


def labelled_many_toast(data: dict, names: Names) -> SafeString:
    return of_several(data, "got the label <b><bdi>{}</bdi></b>", data["label"])


def unlabelled_many_toast(data: dict, names: Names) -> SafeString:
    return of_several(data, "lost the label <b><bdi>{}</bdi></b>", data["label"])


def archived_many_toast(data: dict, names: Names) -> SafeString:
    return of_several(data, "archived")


def undone_many_toast(data: dict, names: Names) -> SafeString:
    return of_several(data, "put back")


def of_several(data: dict, done: str, *names: str) -> SafeString:
    """Say what was done with how many cards; where some were left out, of how many, and why."""
    count, left_out = data["count"], data.get("several", {}).get("left_out", {})
    what = format_html(done, *names) if names else done
    if not left_out:
        return format_html("{} {} {}", count, plural(count, "card"), what)
    return format_html("{} of {} {}, {}", count, count + sum(left_out.values()), what, reasons(left_out))


def nothing_done(done: str, left_out: Mapping[str, int]) -> str:
    """Say why nothing was done with any of the cards."""
    return f"Nothing was {done}: {reasons(left_out)}."


def reasons(left_out: Mapping[str, int]) -> str:
    return ", ".join(f"{count} {LEFT_OUT[reason][count > 1]}" for reason, count in left_out.items())
