"""The home page: my projects, each with this week's goal and its progress."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.db.models import prefetch_related_objects

from boards.home.current_week import CurrentWeek
from boards.home.visible import VisibleProjects
from boards.reporting.totals import Progress, ProjectTotals, Totals, read_totals
from projects.models import Demo, Invitation, Membership, Milestone, Project, User
from projects.text import searchable
from projects.words import counted

FACES = 8  # people shown before "and n more"
INVITATIONS = 10  # shown; who has joined these sees the next
PAGE = 15  # projects shown at once: little more to draw than ten, and most people have fewer


@dataclass
class WeekView:
    """A week in a project's small strip."""

    milestone: Milestone
    when: str
    progress: Progress


@dataclass(kw_only=True)
class ProjectView(CurrentWeek):
    """One of my projects, as the home page shows it."""

    weeks: list[WeekView]
    progress: Progress
    totals: Totals
    team: list[User]

    @property
    def shown_people(self) -> list[User]:
        return self.team[:FACES]

    @property
    def hidden_people(self) -> int:
        return len(self.team) - len(self.shown_people)

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


class HomePage:
    """My projects; all of them for a superuser. Where they are more than a page has room for, it can be searched.

    Finished projects are folded away below the others, as long as all of them fit on this one page.
    """

    def __init__(self, user: User, query):
        self.user = user
        self.is_archive, self.q = "archived" in query, searchable(query.get("q", ""))
        self.found = VisibleProjects(user, archived=self.is_archive, q=self.q)
        self.put_away = VisibleProjects(user, archived=True)
        self.page: Page = Paginator(self.found, PAGE).get_page(query.get("page"))  # type: ignore[arg-type]
        self.projects = project_views(self.page)

    @cached_property
    def invitations(self) -> list[Invitation]:
        """Return what waits for this person, wherever they are asked first."""
        if self.is_part:
            return []
        rows = Invitation.objects.of(self.user).select_related("project", "invited_by")
        return list(rows.order_by("-invited_at", "-pk")[:INVITATIONS])

    @property
    def can_search(self) -> bool:
        return bool(self.q) or self.page.has_other_pages()

    @property
    def is_part(self) -> bool:
        """Tell whether this is only a part of all projects, chosen by a page, a word or the archive."""
        return self.can_search or self.is_archive

    @cached_property
    def finished_count(self) -> int:
        return 0 if self.is_archive else self.put_away.count()

    @property
    def finished_text(self) -> str:
        return self.put_away.said("finished project", in_words=False).capitalize()

    @cached_property
    def finished(self) -> list[ProjectView]:
        """Return what is folded away; nothing where a link leads to it."""
        if self.is_part or not 0 < self.finished_count <= PAGE:
            return []
        return project_views(self.put_away[:PAGE])

    @property
    def summary(self) -> str:
        if not self.is_part:
            return summary(self.projects)
        if self.q and not self.found.count():
            return "No project has these words in its name."
        kind = "finished project" if self.is_archive else "project"
        parts = [self.found.said(kind, in_words=True)]
        if self.page.has_other_pages():
            parts.append(f"{self.page.start_index()} to {self.page.end_index()} shown")
        return f"{', '.join(parts)}.".capitalize()

    @property
    def title(self) -> str:
        searched = f"“{self.q}” · " if self.q else ""
        page = f", page {self.page.number}" if self.page.number > 1 else ""
        return f"{searched}{'Finished' if self.is_archive else 'My'} projects{page}"

    def address(self, number: int) -> str:
        """Return the address' query for another page of the same list."""
        kept = {"archived": self.is_archive and "1", "q": self.q, "page": number}
        return f"?{urlencode({name: value for name, value in kept.items() if value})}"

    @property
    def earlier(self) -> str:
        return self.address(self.page.previous_page_number()) if self.page.has_previous() else ""

    @property
    def later(self) -> str:
        return self.address(self.page.next_page_number()) if self.page.has_next() else ""


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


def project_views(projects: Iterable[Project]) -> list[ProjectView]:
    """Read what the page shows of these projects: five queries for any number."""
    found = list(projects)
    prefetch_related_objects(found, "milestones")
    ids = [project.pk for project in found]
    current = {project.pk: project.week_at_work(list(project.milestones.all())) for project in found}
    all_totals, teams = read_totals(ids), teams_by_project(ids)
    delivered = Demo.objects.weeks(week.pk for week in current.values() if week)
    return [
        project_view(
            project,
            current[project.pk],
            ProjectTotals(project, all_totals.get(project.pk, {})),
            teams[project.pk],
            delivered,
        )
        for project in found
    ]


def teams_by_project(project_ids: list[int]) -> dict[int, list[User]]:
    teams: dict[int, list[User]] = {pk: [] for pk in project_ids}
    for member in Membership.objects.active().filter(project__in=project_ids).with_people():
        teams[member.project_id].append(member.user)
    return teams


def project_view(
    project: Project,
    current: Milestone | None,
    figures: ProjectTotals,
    team: list[User],
    delivered: set[int],
) -> ProjectView:
    milestones = list(project.milestones.all())
    now = project.current_milestone(milestones)
    weeks = [WeekView(week, week.when(now), figures.progress(week)) for week in milestones]
    return ProjectView(
        project=project,
        current=current,
        is_delivered=current is not None and current.pk in delivered,
        weeks=weeks,
        progress=figures.progress(current),
        totals=figures.for_week(current),
        team=team,
    )
