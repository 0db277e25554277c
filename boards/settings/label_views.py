"""The labels of a project: adding, changing, merging and deleting them, on its settings page."""

from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect

from boards.forms import first_error
from boards.settings.forms import LabelForm, MergeForm
from boards.settings.page import SettingsPage, last_writer_of_label
from boards.settings.views import address_of, show_settings
from projects.access import needs
from projects.focus import focus
from projects.models import Edited, Role


@needs(Role.OWNER, "GET", "POST", back_to="settings")
def add_label(request, project):
    form = LabelForm(request.POST if request.method == "POST" else None, project=project)
    return answer(request, SettingsPage(project, label_form=form, is_adding=True))


@needs(Role.OWNER, "GET", "POST", back_to="settings")
def change_label(request, project, label):
    """Show the page with the forms of this label, or save its name and colour."""
    found = label_of(project, label)
    form = LabelForm(request.POST if request.method == "POST" else None, project=project, label=found)
    return answer(request, SettingsPage(project, label_form=form, opened=label))


def answer(request, page):
    form, status = page.label_form, 200
    if request.method == "POST":
        status = save(form, by=request.user)
        if status == 200:
            return redirect(address_of(page.project, "labels"))
    focus(form)
    return show_settings(request, page, status=status)


def save(form, *, by) -> int:
    if not form.is_valid():
        return 422
    try:
        form.save(by=by)
    except Edited:
        form.label.refresh_from_db()
        form.stored["name"] = form.label.name
        form.show_theirs("name", form.label.name, last_writer_of_label(form.label))
        return 409
    except ValidationError as error:  # somebody else was faster
        form.add_error(None if hasattr(error, "error_dict") else "name", error)
        return 422
    return 200


@needs(Role.OWNER, "POST", back_to="settings")
def merge_label(request, project, label):
    found = label_of(project, label)
    form = MergeForm(request.POST, label=found)
    if not form.is_valid():
        raise ValidationError(first_error(form))
    found.merge_into(form.cleaned_data["into"], by=request.user)
    return redirect(address_of(project, "labels"))


@needs(Role.OWNER, "POST", back_to="settings")
def delete_label(request, project, label):
    label_of(project, label).remove(by=request.user)
    return redirect(address_of(project, "labels"))


def label_of(project, pk):
    label = get_object_or_404(project.labels, pk=pk)
    label.project = project
    return label
