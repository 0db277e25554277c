"""Following a link by which one joins a project. Only posting joins: mail scanners follow links, too."""

from allauth.account.utils import perform_login
from allauth.core.ratelimit import consume_or_429
from django.db import IntegrityError, transaction
from django.shortcuts import redirect, render
from django.urls import reverse

from boards.people.join_forms import NewAccountForm
from boards.people.join_page import JoinPage, address_of
from boards.people.joining import accept, check_for, find_offer, member_by
from projects.access import everybody
from projects.focus import focus
from projects.models import JoinRefused, LeadsNowhere
from projects.write_lock import write_lock


@everybody("GET", "POST")
def join(request, token):
    """Show what a link leads to, or join by it. The token in the path is all that says which project, and as what."""
    try:
        offer = find_offer(token)
        if request.user.is_authenticated:
            return join_as_oneself(request, offer, token)
        offer.check_usable()
        return join_anew(request, offer, token)
    except JoinRefused as refused:
        too_many = isinstance(refused, LeadsNowhere) and count_guess(request)
        return too_many or refusal(request, token, refused)


def join_as_oneself(request, offer, token):
    if request.method == "POST":
        accept(token, request.user)
        return redirect(offer.project)
    if member_by(offer, request.user):
        return redirect(offer.project)
    check_for(offer, request.user)
    return render(request, "boards/people/join.html", {"join": JoinPage(offer, token)})


def join_anew(request, offer, token):
    """Show and save the form of somebody new.

    If somebody else took the user name or the address meanwhile, the form is validated once more, and says so.
    """
    try:
        return save_account(request, offer, token)
    except IntegrityError:
        return save_account(request, offer, token)


def save_account(request, offer, token):
    form = NewAccountForm(request.POST if request.method == "POST" else None, offer=offer)
    if not form.is_bound or not form.is_valid():
        focus(form)
        too_many = form.is_bound and count_refused_form(request)
        context = {"join": JoinPage(offer, token), "form": form}
        return too_many or render(
            request, "boards/people/join.html", context, status=422 if form.errors else 200
        )
    person = form.new_account()
    with write_lock(), transaction.atomic():
        person.save()
        accept(token, person)
    response = perform_login(
        request, person, redirect_url=reverse("board", args=[offer.project.slug]), signup=True
    )
    request.session.set_expiry(0)  # nobody has asked to stay signed in, as the sign-in lets one
    return response


def count_guess(request):
    """Count what may be a guess by where it comes from. Returns the response if there were too many, else None."""
    return consume_or_429(request, action="join", limit_get=True)


def count_refused_form(request):
    """Count each form that is refused: one that is not would say, once there were too many, who has an account."""
    return consume_or_429(request, action="new_account")


def refusal(request, token, refused):
    context = {"refused": refused, "address": address_of(token)}
    return render(request, "boards/people/join_refused.html", context, status=refused.status)
