"""The kinds of events that this app records, one entry each. `boards.events` has the others, and all of them.

A kind that is recorded somewhere and has no entry fails a test. Kinds are stored with their events: they keep their
names, and a kind that is not recorded any more keeps its entry.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString

# Words with the event's data in braces, or what makes them of the data and of the names of weeks and columns.
type Wording = str | Callable[[dict, Any], SafeString]


@dataclass(frozen=True, kw_only=True)
class EventKind:
    """The properties of all events of one kind.

    An event that is not about a card may show anywhere: open boards are fetched anew after it.
    """

    toast: Wording = ""  # what the page says when it was done; nothing where no page tells of it
    undo: str = ""  # the verb that undoes it; none where nothing does
    writes_weeks: bool = False  # its `now` holds what weeks of the plan say


ROLES = {1: "a viewer", 2: "a member", 3: "an owner"}  # the models of roles import this


def role_changed(data: dict, names: Any) -> SafeString:
    return format_html("<bdi>{}</bdi> is {} now", data["name"], ROLES[data["now"]])


PROJECT_EVENTS: dict[str, EventKind] = {
    # The project and its people.
    "renamed": EventKind(toast="Saved."),
    "settings_changed": EventKind(toast="Saved."),
    "project_deleted": EventKind(),  # goes with its project
    "joined": EventKind(),
    "role_changed": EventKind(toast=role_changed, undo="undo_member"),
    "left": EventKind(toast="<bdi>{name}</bdi> was taken out", undo="undo_member"),
    "person_renamed": EventKind(),
    "invited": EventKind(),
    "invitation_taken_back": EventKind(),
    "project_link_changed": EventKind(),
    "person_recoloured": EventKind(),
    # The plan. Taking a week out, or undoing that, writes an event for each card that it moves before its own.
    "planned": EventKind(),
    "plan_edited": EventKind(toast="Saved.", undo="undo_plan", writes_weeks=True),
    "plan_pasted": EventKind(toast="Plan changed.", undo="undo_plan", writes_weeks=True),
    "plan_uploaded": EventKind(toast="Plan changed.", undo="undo_plan", writes_weeks=True),
    "weeks_moved": EventKind(toast="Weeks moved.", undo="undo_plan", writes_weeks=True),
    "start_moved": EventKind(toast="Weeks moved.", undo="undo_plan", writes_weeks=True),
    "plan_week_added": EventKind(toast="Week added.", undo="undo_plan", writes_weeks=True),
    "plan_week_removed": EventKind(toast="Week taken out.", undo="undo_plan", writes_weeks=True),
    "plan_undone": EventKind(writes_weeks=True),
    "template_made": EventKind(toast="Template “<bdi>{name}</bdi>” made. New projects can begin with it."),
    # One week of it, in Django's admin.
    "week_added": EventKind(),
    "week_changed": EventKind(writes_weeks=True),
    "week_removed": EventKind(),
    # Demos.
    "demo_handed_in": EventKind(toast="Demo handed in", undo="undo_demo"),
    "demo_replaced": EventKind(toast="Demo replaced", undo="undo_demo"),
    "demo_deleted": EventKind(toast="Demo deleted", undo="undo_demo"),
    "demo_restored": EventKind(),
    "video_converted": EventKind(),
    "video_failed": EventKind(),
}


def undone_by(verb: str) -> list[str]:
    return [name for name, kind in PROJECT_EVENTS.items() if kind.undo == verb]
