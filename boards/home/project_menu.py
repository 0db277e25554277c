"""The menu at a project's name: one's projects, those last opened first."""

from functools import cached_property

from django.db.models import prefetch_related_objects

from boards.home.current_week import CurrentWeek
from boards.home.visible import VisibleProjects
from projects.models import Demo, Project, User
from projects.text import searchable, whole_number

MOST = 20  # lines at once; the others are found by typing
FEW = 7  # lines that nobody needs to type for


class MenuLine(CurrentWeek):
    """One of one's projects: its name, and where it stands."""

    @property
    def text(self) -> str:
        """Return "Week 5 of 10, demo due Friday" or the like."""
        project, week = self.project, self.current
        if project.archived_at:
            return "Finished"
        if week is None:
            return "No plan yet"
        if week.number == 1 and project.today() < week.starts_on:
            return f"Begins {week.starts_on:%A} {week.starts_on.day} {week.starts_on:%B}"
        return f"Week {week.number} of {len(project.milestones.all())}{self.demo_text}"

    @property
    def demo_text(self) -> str:
        due = "today" if self.days == 0 else f"{self.demo_due:%A}"
        said = {"due": f"demo due {due}", "overdue": "demo overdue", "delivered": "demo delivered"}
        return f", {said[self.demo_state]}" if self.demo_state in said else ""


class ProjectMenu:
    """The lines of the menu; as many queries for one project as for hundreds.

    `here` is the project whose page it is on, which is shown though it may be finished; `opened` are those that this
    browser has opened, the latest first.
    """

    def __init__(self, user: User, query):
        self.user, self.q = user, searchable(query.get("q", ""))
        self.here = whole_number(query.get("here", ""))
        self.opened = [
            pk for text in query.getlist("opened")[:MOST] if (pk := whole_number(text)) is not None
        ]
        self.visible = VisibleProjects(user, archived=False, q=self.q)

    @property
    def can_search(self) -> bool:
        return bool(self.q) or self.visible.count() > FEW

    @property
    def has_more(self) -> bool:
        return self.visible.count() > len(self.projects)

    @cached_property
    def projects(self) -> list[Project]:
        first = self.first()
        others = [project for project in self.visible[:MOST] if project not in first]
        return [*first, *others][:MOST]

    def first(self) -> list[Project]:
        """Return the project that one is at, and those opened before, as far as one may see them still."""
        rank = {pk: place for place, pk in reversed(list(enumerate([self.here or 0, *self.opened])))}
        found = Project.objects.visible_to(self.user).filter(pk__in=rank).search(self.q)
        under_way = (each for each in found if not each.archived_at or each.pk == self.here)
        return sorted(under_way, key=lambda project: rank[project.pk])

    @cached_property
    def lines(self) -> list[MenuLine]:
        projects = self.projects
        prefetch_related_objects(projects, "milestones")
        current = {project.pk: project.week_at_work(project.milestones.all()) for project in projects}
        delivered = Demo.objects.weeks(week.pk for week in current.values() if week)
        return [
            MenuLine(project=project, current=week, is_delivered=week is not None and week.pk in delivered)
            for project in projects
            for week in [current[project.pk]]
        ]
