"""Adding, moving and removing weeks: for owners. Each action redirects to the plan, whose toast offers to undo it."""

from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render

from boards.forms import first_error
from boards.plan import changes
from boards.plan.forms import AddWeekForm, MoveWeeksForm, RemoveWeekForm, StartForm
from boards.plan.views import address_of
from projects.access import needs
from projects.focus import focus
from projects.models import PlanTemplate, Role
from projects.responses import week_or_404


@needs(Role.OWNER, "POST", back_to="plan")
def add_week(request, project):
    """Add it, and lead to its goal, which is what comes next."""
    form = AddWeekForm(request.POST, project=project)

    def add():
        return project.add_week(before=form.before(), by=request.user)

    return carry_out(request, project, form, add, place=lambda: f"goal-{project.milestones.latest('pk').pk}")


@needs(Role.OWNER, "POST", back_to="plan")
def move_weeks(request, project):
    """Move a week and all after it; a break before a week is made in the same way."""
    form = MoveWeeksForm(request.POST, project=project)

    def move():
        return project.move_weeks(form.cleaned_data["milestone"].pk, form.distance(), by=request.user)

    return carry_out(request, project, form, move)


@needs(Role.OWNER, "GET", "POST", back_to="plan")
def remove_week(request, project, week):
    milestone = week_or_404(project, week)
    if request.method != "POST":
        return show_removal(request, project, milestone)
    form = RemoveWeekForm(request.POST, project=project)

    def remove():
        chosen = form.cleaned_data["milestone"] or milestone
        return changes.remove_week(project, chosen, to=form.target(chosen), by=request.user)

    return carry_out(request, project, form, remove)


def show_removal(request, project, week):
    others = project.milestones.exclude(pk=week.pk)
    cards = project.cards.not_deleted().filter(milestone=week)
    counts = {"cards": cards.on_board().count(), "archived": cards.exclude(archived_at=None).count()}
    context = {"project": project, "week": week, "others": others, "tab": "plan", **counts}
    return render(request, "boards/plan/week_removal.html", context)


@needs(Role.OWNER, "GET", "POST", back_to="plan")
def move_start(request, project):
    form = StartForm(request.POST or None, initial={"starts_on": project.starts_on.isoformat()})
    if request.method != "POST" or not form.is_valid():
        return show_start(request, project, form)
    try:
        event = project.move_start(form.cleaned_data["starts_on"], by=request.user)
    except ValidationError as error:
        form.add_error("starts_on", error)
        return show_start(request, project, form)
    return redirect(address_of(project, event))


def show_start(request, project, form):
    focus(form)
    status = 422 if form.errors else 200
    closed = project.milestones.exclude(closed_at=None).exists()
    context = {"project": project, "form": form, "closed": closed, "tab": "plan"}
    return render(request, "boards/plan/start.html", context, status=status)


@needs(Role.OWNER, "POST")
def make_template(request, project):
    event = PlanTemplate.of(project, by=request.user)
    return redirect(address_of(project, event))


def carry_out(request, project, form, act, place=str):
    """Call `act` if the form is valid and redirect to the plan; raise ValidationError with its first error if not."""
    if not form.is_valid():
        raise ValidationError(first_error(form))
    return redirect(address_of(project, act(), place()))
