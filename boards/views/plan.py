"""The plan: all weeks as a table."""

from django.shortcuts import render

from boards.plan import Plan
from projects.access import needs
from projects.models import Role


@needs(Role.VIEWER)
def plan(request, project):
    page = Plan(project)
    can_write = project.role >= Role.MEMBER and not project.archived_at
    context = {"project": project, "plan": page, "tab": "plan", "team": page.team, "can_write": can_write}
    return render(request, "boards/plan.html", context)
