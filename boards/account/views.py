"""Views of one's own account, in the order of urls.py. Each form has an address, and leads back to its section."""

from allauth.core.ratelimit import consume_or_429
from allauth.decorators import rate_limit
from django.contrib import messages
from django.contrib.auth import logout
from django.shortcuts import redirect, render

from boards.account import forms
from boards.account.page import DeletionPage
from boards.account.responses import saved, show
from boards.forms import small_number
from boards.people.deletion import delete_people
from boards.people.membership import recolour, rename
from projects.access import signed_in
from projects.account.signed_out import tell_signed_out
from projects.models import Refused


@signed_in()
def account(request):
    return show(request)


@signed_in("POST")
def change_name(request):
    form = forms.NameForm(request.POST, person=request.user)
    if not form.is_valid():
        return show(request, name=form)
    rename(request.user, form.cleaned_data["name"], by=request.user)
    return saved(request, "name", "Your name is changed.")


@signed_in("POST")
def change_picture(request):
    form = forms.PictureForm(request.POST, person=request.user)
    if not form.is_valid():
        return show(request, picture=form)
    recolour(request.user, form.cleaned_data["colour"], by=request.user)
    return saved(request, "name", "Your colour is changed.")


@signed_in("POST")
@rate_limit(action="change_username")
def change_username(request):
    form = forms.UserNameForm(request.POST, person=request.user)
    if form.is_valid():
        try:
            request.user.take_username(form.cleaned_data["username"])
        except Refused as refusal:
            form.add_error("username", str(refusal))
        else:
            return saved(request, "username", "Your user name is changed. You sign in with it from now on.")
    return show(request, username=form)


@signed_in("POST")
def end_session(request):
    number = small_number(request.POST.get("session", ""))
    request.user.sign_ins.filter(pk=number).exclude(session_key=request.session.session_key).end()
    return saved(request, "sessions", "That browser is signed out.")


@signed_in("POST")
def end_other_sessions(request):
    request.user.sign_ins.exclude(session_key=request.session.session_key).end()
    return saved(request, "sessions", "You are signed out everywhere else.")


@signed_in("GET", "POST")
def delete_account(request):
    person = request.user
    is_sent = request.method == "POST"
    if is_sent and (too_many := consume_or_429(request, action="delete_account", user=person)):
        return too_many
    form = forms.DeletionForm(request.POST if is_sent else None, person=person)
    page = DeletionPage(person, form)
    if not form.is_valid() or page.obstacles:
        status = 422 if form.errors else 409 if form.is_bound else 200
        return render(request, "boards/account/delete.html", {"page": page}, status=status)
    try:
        delete_people([person], by=person)
    except Refused as refusal:  # an owner or a superuser less, meanwhile
        return render(request, "boards/account/delete.html", {"page": page, "refusal": refusal}, status=409)
    response = redirect("account_login")
    tell_signed_out(response, person.pk)
    logout(request)
    messages.success(request, "Your account is deleted.")
    return response
