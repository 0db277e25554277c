"""The settings of a project, for its owners; its archive, and its end."""

from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.shortcuts import redirect, render
from django.urls import reverse

from boards.rendering.badges import people_of
from boards.settings.forms import SECTIONS, DeleteForm
from boards.settings.page import CHANGES, LABEL_CHANGES, SettingsPage, in_words, last_writer, what_goes
from projects.access import needs
from projects.focus import focus
from projects.models import Edited, Refused, Role
from projects.models.former_slug import TAKEN
from projects.responses import own_event


@needs(Role.OWNER, "GET", "POST", back_to="settings")
def settings(request, project):
    """Show the settings, or save a section of them."""
    if request.method != "POST":
        return show_settings(request, SettingsPage(project))
    section = request.POST.get("section", "")
    if section not in SECTIONS:
        raise ValidationError("What to save was not sent, so nothing was changed.")
    form = SECTIONS[section](request.POST, project=project)
    status = save(form, by=request.user)
    if status == 200:
        return redirect(address_of(project, section))
    focus(form)
    return show_settings(request, SettingsPage(project, sent=form), status=status)


def save(form, *, by) -> int:
    """Save a section, and return the status of the answer; what is wrong stands at the fields then."""
    if not form.is_valid():
        return 422
    project = form.project
    try:
        form.save(by=by)
    except Edited as refusal:
        read_again(form)
        for name in refusal.fields:
            form.show_theirs(name, in_words(form, name), last_writer(project, name))
        return 409
    except Refused as refusal:  # a week was closed meanwhile
        read_again(form)
        form.add_error("starts_on", str(refusal))
        return 409
    except (ValidationError, IntegrityError) as error:  # another project took the address meanwhile
        read_again(form)
        form.add_error(*error_at_field(error))
        return 422
    return 200


def read_again(form):
    """Take what is saved, after a change that was not."""
    form.project.refresh_from_db()
    form.stored = {name: getattr(form.project, name) for name in form.stored}


def error_at_field(error):
    if isinstance(error, IntegrityError):
        return "slug", TAKEN
    return (None, error) if hasattr(error, "error_dict") else ("starts_on", error)


def show_settings(request, page, *, status=200):
    project = page.project
    event = own_event(project, request.user, request.GET.get("done", ""))
    done = event if event and event.kind in (*CHANGES, *LABEL_CHANGES) else None
    context = {"project": project, "page": page, "done": done, "tab": "settings", "team": people_of(project)}
    return render(request, "boards/settings/settings.html", context, status=status)


def address_of(project, place):
    """Return the address of a section, where the page says what was just done, if that was anything."""
    first = project.seq - project.recorded + 1
    query = f"?done={first}" if project.recorded else ""
    return f"{reverse('settings', args=[project.slug])}{query}#{place}"


# --- Its archive and its end ----------------------------------------------------------------------------------
@needs(Role.OWNER, "POST", back_to="settings")
def archive_project(request, project):
    project.archive(by=request.user)
    return redirect(address_of(project, "end"))


@needs(Role.OWNER, "POST", back_to="settings", even_archived=True)
def unarchive_project(request, project):
    project.take_out_of_archive(by=request.user)
    return redirect(address_of(project, "end"))


@needs(Role.OWNER, "GET", "POST", back_to="settings", even_archived=True)
def delete_project(request, project):
    """Say what goes with the project, and delete it once its name was typed."""
    form = DeleteForm(request.POST if request.method == "POST" else None, project=project)
    if request.method == "POST" and form.is_valid():
        project.delete_project(by=request.user)
        return redirect(reverse("home") + "?deleted=1")
    focus(form)
    context = {"project": project, "form": form, "goes": what_goes(project), "tab": "settings"}
    context["team"] = people_of(project)
    return render(request, "boards/settings/delete.html", context, status=422 if form.errors else 200)
