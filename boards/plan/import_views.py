"""A plan as a file: downloaded, uploaded or pasted, with a preview before anything changes."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from boards.forms import first_error
from boards.plan import changes
from boards.plan.forms import PasteForm, PlanFileForm, TakePlanForm
from boards.plan.import_preview import ImportPreview
from boards.plan.views import address_of
from projects.access import needs
from projects.focus import focus
from projects.models import Edited, Role
from projects.plans import FORMATS, write_plan
from projects.responses import text_response
from projects.setup.new_project import weeks_of


@needs(Role.VIEWER)
def download_plan(request, project, kind):
    if kind not in FORMATS:
        raise Http404("There is no such format.")
    answer = HttpResponse(write_plan(weeks_of(project), kind), content_type=FORMATS[kind].content_type)
    answer["Content-Disposition"] = f'attachment; filename="{project.slug}-plan.{kind}"'
    return answer


@needs(Role.MEMBER, "GET", "POST")
def upload_plan(request, project):
    form = PlanFileForm(request.POST, request.FILES) if request.method == "POST" else PlanFileForm()
    if form.is_valid():
        return show_preview(
            request, ImportPreview(project, form.plan.weeks, whole=True, notes=form.plan.notes)
        )
    if form.errors:
        focus(form)
    context = {"project": project, "form": form, "tab": "plan"}
    return render(request, "boards/plan/upload.html", context, status=422 if form.errors else 200)


@needs(Role.MEMBER, "POST")
def paste_plan(request, project):
    form = PasteForm(request.POST, project=project)
    if not form.is_valid():
        return text_response(first_error(form), 422)
    return show_preview(request, ImportPreview(project, whole=False, **form.pasted._asdict()))


def show_preview(request, preview, status=200, **more):
    """Render the preview as a page, or for htmx as the content of a dialog."""
    template = "boards/plan/_preview.html" if request.htmx else "boards/plan/preview.html"
    context = {"project": preview.project, "preview": preview, "tab": "plan", **more}
    return render(request, template, context, status=status)


@needs(Role.MEMBER, "POST", back_to="plan")
def take_plan(request, project):
    """Take over a plan that was previewed; answer 409 with a new preview if the plan has changed since."""
    form = TakePlanForm(request.POST, project=project)
    if not form.is_valid():
        raise ValidationError(first_error(form))
    preview = ImportPreview(project, form.cleaned_data["plan"], whole=form.cleaned_data["whole"])
    if not preview.is_allowed:
        raise PermissionDenied("You do not have permission to add weeks or to take them out.")
    try:
        event = changes.take_plan(
            *(project, preview.planned),
            whole=preview.whole,
            base_hash=form.cleaned_data["seen"],
            to=form.cleaned_data["cards_to"],
            by=request.user,
        )
    except Edited:
        return show_preview(request, preview, status=409, is_stale=True)
    return redirect(address_of(project, event))
