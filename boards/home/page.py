"""The home page: my projects, each with this week's goal and its progress."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from boards.reporting.totals import Progress, ProjectTotals, Totals, read_totals
from projects.models import Demo, Membership, Milestone, Project, User
from projects.words import counted

FACES = 8  # people shown before "and n more"


@dataclass
class WeekView:
    """A week in a project's small strip."""

    milestone: Milestone
    when: str
    progress: Progress


@dataclass
class ProjectView:
    """One of my projects, as the home page shows it."""

    project: Project
    weeks: list[WeekView]
    current: Milestone | None  # the week that the board opens on
    progress: Progress
    totals: Totals
    team: list[User]
    is_delivered: bool  # this week's demo

    @property
    def shown_people(self) -> list[User]:
        return self.team[:FACES]

    @property
    def hidden_people(self) -> int:
        return len(self.team) - len(self.shown_people)

    @property
    def demo_due(self) -> date | None:
        return self.current.demo_due(self.project.demo_weekday) if self.current else None

    @property
    def left_open(self) -> list[Milestone]:
        today = self.project.today()
        weeks = (week.milestone for week in self.weeks)
        return [week for week in weeks if week.last_day < today and not week.closed_at]

    @property
    def progress_text(self) -> str:
        """Say what is done, and of which week: a project is shown before its first one, and after its last."""
        if self.current is None:
            return f"{self.progress.later} for later" if self.progress.later.cards else "No card yet"
        today, begins = self.project.today(), self.current.starts_on
        if today < begins:
            return f"Begins {begins:%A} {begins.day} {begins:%B}"
        return f"{self.progress} done {'in its last' if today > self.current.last_day else 'this'} week"

    @property
    def demo_state(self) -> str:
        """Return "delivered", "overdue", "due" in the week itself, else "to come"."""
        if self.is_delivered:
            return "delivered"
        if self.days is not None and self.days < 0:
            return "overdue"
        return "due" if self.current and self.current.starts_on <= self.project.today() else "to come"

    @property
    def days(self) -> int | None:
        """Return the days until this week's demo; negative once it is past."""
        return self.project.days_to_demo(self.current) if self.current else None


def summary(views: list[ProjectView]) -> str:
    """Return "Three projects, one demo due this week." or the like."""
    if not views:
        return "No project is under way."
    demos = Counter(item.demo_state for item in views)
    parts = [counted(len(views), "project")]
    if demos["due"]:
        parts.append(f"{counted(demos['due'], 'demo')} due this week")
    if demos["overdue"]:
        parts.append(f"{counted(demos['overdue'], 'demo')} overdue")
    return f"{', '.join(parts)}.".capitalize()


def project_views(user: User, *, archived: bool) -> list[ProjectView]:
    """Return the projects that `user` is a member of, all of them for a superuser: five queries for any number."""
    projects = Project.objects.visible_to(user).filter(archived_at__isnull=not archived)
    found = list(projects.prefetch_related("milestones").order_by("name", "pk"))
    ids = [project.pk for project in found]
    all_totals, teams, demos = read_totals(ids), teams_by_project(ids), Demo.objects.weeks(ids)
    return [
        project_view(
            project, ProjectTotals(project, all_totals.get(project.pk, {})), teams[project.pk], demos
        )
        for project in found
    ]


def teams_by_project(project_ids: list[int]) -> dict[int, list[User]]:
    teams: dict[int, list[User]] = {pk: [] for pk in project_ids}
    for member in Membership.objects.active().filter(project__in=project_ids).with_people():
        teams[member.project_id].append(member.user)
    return teams


def project_view(project: Project, figures: ProjectTotals, team: list[User], demos: set[int]) -> ProjectView:
    milestones = list(project.milestones.all())
    current, now = project.week_at_work(milestones), project.current_milestone(milestones)
    weeks = [WeekView(week, week.when(now), figures.progress(week)) for week in milestones]
    progress, totals = figures.progress(current), figures.for_week(current)
    is_delivered = current is not None and current.pk in demos
    return ProjectView(project, weeks, current, progress, totals, team, is_delivered)
