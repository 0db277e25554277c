"""Views of one's own account, in the order of urls.py. Each form has an address, and leads back to its section."""

from allauth.decorators import rate_limit

from boards.account import forms
from boards.account.responses import saved, show
from boards.forms import small_number
from boards.people.membership import recolour, rename
from projects.access import signed_in
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
