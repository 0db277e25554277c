"""The words of a standup for days: how old something is, since when it is so, how long a week has left."""

from datetime import datetime

from projects.models import Milestone, Project
from projects.words import counted, plural


def day_name(project: Project) -> str:
    """Return the name of today as a standup's head has it: "Wednesday 7 October"."""
    today = project.today()
    return f"{today:%A} {today.day} {today:%B}"


def days_ago(project: Project, at: datetime) -> int:
    return project.today().toordinal() - project.local(at).date().toordinal()


def age(project: Project, at: datetime) -> str:
    """Say for how many days something has been so: "4 days", "since today"."""
    days = days_ago(project, at)
    return f"{days} {plural(days, 'day')}" if days > 0 else "since today"


def since_day(project: Project, at: datetime) -> str:
    days, local = days_ago(project, at), project.local(at)
    if days <= 0:
        return "since today"
    if days < 7:
        return f"since {local:%A}"
    return f"since {local.day} {local:%B}"


def time_left(project: Project, week: Milestone) -> str:
    """Say how long a week has until its demo: "two days to Friday"; where it has not begun, when it does."""
    today, due = project.today(), week.demo_due(project.demo_weekday)
    if today < week.starts_on:
        return f"week {week.number} starts {week.starts_on:%A} {week.starts_on.day} {week.starts_on:%B}"
    days = project.days_to_demo(week)
    if days > 0:
        return f"{counted(days, 'day')} to {due:%A}"
    return "the demo is today" if days == 0 else f"the demo was due {due:%A} {due.day} {due:%B}"
