"""Views for owners who get people in: adding and inviting, sending an invitation again, taking it back."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from boards.people.forms import InviteForm
from boards.people.inviting import add_or_invite
from boards.people.page import PeoplePage
from boards.people.views import show_people
from boards.people.waiting import what_was_done, when_sent
from projects.access import needs
from projects.focus import focus
from projects.models import Refused, Role
from projects.people.inviting import invite_all
from projects.people.reading import Addressee


@needs(Role.OWNER, "POST", back_to="people")
def invite(request, project):
    form = InviteForm(request.POST, by=request.user)
    if form.is_valid():
        try:
            newcomers = add_or_invite(project, form.cleaned_data["people"], by=request.user)
        except Refused as refusal:
            form.add_error("people", str(refusal))
        else:
            messages.success(request, what_was_done(project, newcomers))
            return back_to(project, "inviter-heading")
    focus(form)
    page = PeoplePage(project, request)
    page.invite_form = form
    return show_people(request, project, page, status=422)


@needs(Role.OWNER, "POST", back_to="people")
def send_again(request, project, invitation):
    found = get_object_or_404(project.invitations.waiting(), pk=invitation)
    addressee = Addressee(found.address, found.name, Role(found.role))
    messages.success(request, when_sent(project, invite_all(project, [addressee], by=request.user)))
    return back_to(project, f"invitation-{found.pk}")


@needs(Role.OWNER, "POST", back_to="people")
def take_back(request, project, invitation):
    found = get_object_or_404(project.invitations, pk=invitation)
    found.project = project
    found.take_back(by=request.user)
    messages.success(
        request, f"The invitation of {found.address} is taken back. Its links do not work any more."
    )
    return back_to(project, "waiting")


def back_to(project, part):
    """Lead to where one was at on the page; the focus goes on from there."""
    return redirect(f"{reverse('people', args=[project.slug])}#{part}")
