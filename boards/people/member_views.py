"""Views of one member: another role, taken out, gone by themselves; and the undo of the first two."""

from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django_htmx.http import HttpResponseClientRedirect

from boards.forms import UndoForm, first_error
from boards.people.forms import RoleForm
from boards.people.membership import remove_member
from boards.people.page import PeoplePage, RemovalPage
from boards.people.undoing import UNDOABLE, undo_member
from projects.access import needs
from projects.models import Role


@needs(Role.OWNER, "POST", back_to="people")
def change_role(request, project, member):
    chosen = member_or_404(project, member)
    form = RoleForm(request.POST)
    if not form.is_valid():
        raise ValidationError(first_error(form))
    event = chosen.take_role(form.cleaned_data["role"], by=request.user)
    if not request.htmx:
        return redirect(address_of(project, event))
    if chosen.user_id == request.user.pk:  # who may do something else now sees another page
        return HttpResponseClientRedirect(address_of(project))
    context = {"project": project, "page": PeoplePage(project, request), "member": chosen, "undo": event}
    return render(request, "boards/people/_changed.html", context)


@needs(Role.OWNER, "GET", "POST", back_to="people")
def take_out(request, project, member):
    chosen = member_or_404(project, member)
    if chosen.user_id == request.user.pk:
        return redirect("leave-project", project.slug)
    if request.method != "POST":
        return show_removal(request, project, chosen)
    return redirect(address_of(project, remove_member(chosen, by=request.user, even_archived=False)))


@needs(Role.VIEWER, "GET", "POST", back_to="people")
def leave(request, project):
    own = get_object_or_404(project.memberships.select_related("user"), user=request.user)
    if request.method != "POST":
        return show_removal(request, project, own)
    remove_member(own, by=request.user, even_archived=False)
    return redirect("home")


@needs(Role.OWNER, "POST", back_to="people")
def undo(request, project):
    form = UndoForm(request.POST)
    if not form.is_valid():
        raise ValidationError(first_error(form))
    own = project.events.filter(kind__in=UNDOABLE, actor=request.user)
    event = get_object_or_404(own, seq=form.cleaned_data["event"])
    undo_member(project, event, by=request.user)
    return redirect(address_of(project))


# --- What they share -------------------------------------------------------------------------------------
def member_or_404(project, pk):
    return get_object_or_404(project.memberships.select_related("user"), pk=pk)


def show_removal(request, project, member):
    context = {"project": project, "page": RemovalPage(member, request.user), "tab": ""}
    return render(request, "boards/people/removal.html", context)


def address_of(project, event=None):
    return reverse("people", args=[project.slug]) + (f"?undo={event.seq}" if event else "")
