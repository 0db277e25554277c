"""Since when a standup tells: from the last one that was finished, else from the last day with any event."""

from dataclasses import dataclass
from datetime import date, datetime, time

from projects.models import Project


@dataclass(frozen=True)
class Since:
    """A moment, and the words for it: "since Monday", "since 09:15", "today"."""

    at: datetime
    words: str


def since_last_standup(project: Project) -> Since:
    """Find the end of the last standup; without one the beginning of the last day before today with an event.

    The days are those of the project's time zone. Which of them are working days, nobody has to say: on others
    nothing happens. A project of today tells of today.
    """
    # Named as an event of no card it is found by an index, among the few of the project itself.
    ended = project.events.filter(card_number=None, kind="standup_ended").order_by("-seq")
    at = ended.values_list("at", flat=True).first() or start_of_last_day(project)
    return Since(at, in_words(project, at))


def start_of_last_day(project: Project) -> datetime:
    today = start_of_day(project, project.today())
    before = project.events.filter(at__lt=today).order_by("-seq")
    last = before.values_list("at", flat=True).first()
    return start_of_day(project, project.local(last).date()) if last else today


def start_of_day(project: Project, day: date) -> datetime:
    """Return the day's first moment; where clocks are put forward at midnight, it is an hour later on the clock."""
    return datetime.combine(day, time.min, tzinfo=project.zone)


def in_words(project: Project, at: datetime) -> str:
    local, today = project.local(at), project.today()
    days = today.toordinal() - local.date().toordinal()
    if days == 0:
        return "today" if at == start_of_day(project, today) else f"since {local:%H:%M}"
    if days < 7:
        return f"since {local:%A}"
    return f"since {local.day} {local:%B}" + ("" if local.year == today.year else f" {local.year}")
