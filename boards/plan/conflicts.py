"""The answer to a week's texts that were sent: what is wrong with each, or what somebody else has written since."""

from dataclasses import dataclass, field

from projects.events import PROJECT_EVENTS
from projects.models import Event, Milestone, Project
from projects.models.weeks import TEXTS
from projects.text import content_hash

LOOKED_AT = 50  # of the plan's latest events, to find who wrote a text


@dataclass
class TextConflict:
    """One text of a week in a form: what is saved, what was typed, the error, and what another person wrote."""

    name: str
    kept: str
    typed: str
    error: str = ""
    theirs: str | None = None
    by: str = ""

    @property
    def label(self) -> str:
        return {"goal": "Milestone: high-level goal", "demo_task": "Weekly demo task (30 second video)"}[
            self.name
        ]

    @property
    def base_hash(self) -> str:
        return content_hash(self.kept)


@dataclass
class WeekConflicts:
    """The texts in the form of one week."""

    week: Milestone
    texts: list[TextConflict] = field(default_factory=list)

    @classmethod
    def of(cls, week: Milestone, typed=None, errors=None, stale=()) -> "WeekConflicts":
        """Compare what was sent with what is saved.

        `typed` is what was sent, if anything; `errors` holds messages by the name of the text, `stale` the names of
        those that somebody else has changed.
        """
        typed, errors = typed or {}, errors or {}
        texts = []
        for name in TEXTS:
            kept = getattr(week, name)
            text = TextConflict(name, kept, typed.get(name, kept), " ".join(errors.get(name, [])))
            if name in stale:
                text.theirs, text.by = kept, last_writer(week.project, week, name)
            texts.append(text)
        return cls(week, texts)

    @property
    def stale(self) -> TextConflict | None:
        """Return the first text that somebody else has changed."""
        return next((text for text in self.texts if text.theirs is not None), None)


def last_writer(project: Project, week: Milestone, name: str) -> str:
    """Name the person who changed this text last, among the last LOOKED_AT events; else "Somebody"."""
    kinds = [name for name, kind in PROJECT_EVENTS.items() if kind.writes_weeks]
    events = project.events.filter(kind__in=kinds).select_related("actor")
    for event in events.order_by("-seq")[:LOOKED_AT]:
        if name in texts_of(event, week) and event.actor:
            return str(event.actor)
    return "Somebody"


def texts_of(event: Event, week: Milestone) -> dict[str, object]:
    """Return the texts that an event has given a week: the plan's events hold many weeks, the admin's one."""
    now = event.data.get("now", {})
    if event.kind == "week_changed":
        return now if event.data["milestone"] == week.pk else {}
    return now.get(str(week.pk)) or {}
