"""The page that records a demo in the browser."""

from django.conf import settings
from django.shortcuts import redirect, render
from django.urls import reverse
from django_permissions_policy.decorators import permissions_policy_override

from projects.access import needs
from projects.demos.cue_sheet import cue_sheet
from projects.demos.views import week_context
from projects.models import Role
from projects.responses import week_or_404
from projects.text import whole_number

CAPTURE: dict[str, str | list[str] | tuple[str]] = {
    **settings.PERMISSIONS_POLICY,
    "display-capture": "self",
    "microphone": "self",
}


@needs(Role.MEMBER)
@permissions_policy_override(CAPTURE)
def record(request, project, week):
    """Record for a week. What is recorded stays in the browser, until it is sent as the form of `hand_in` is."""
    recorded_for = whole_number(request.GET.get("milestone", ""))
    moved = recorded_for and project.milestones.filter(pk=recorded_for).exclude(number=week).first()
    if moved:  # the plan has changed since
        return redirect(f"{reverse('record', args=[project.slug, moved.number])}?{request.GET.urlencode()}")
    milestone = week_or_404(project, week)
    context = week_context(project, milestone) | {
        "cues": cue_sheet(milestone, project.milestones.filter(number=milestone.number + 1).first()),
        "is_replacing": milestone.demos.filter(person=request.user).exists(),
    }
    return render(request, "projects/demos/record.html", context)
