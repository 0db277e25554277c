"""Views of one's address, in the order of urls.py: changed by a link from a mail, or at once where none comes."""

from allauth.core.ratelimit import consume_or_429
from allauth.decorators import rate_limit
from django.conf import settings
from django.shortcuts import render

from boards.account.forms import AddressForm
from boards.account.responses import saved, show
from projects.access import signed_in
from projects.account.address_mail import (
    AddressTokenGenerator,
    order_address_changed_mail,
    order_confirmation_mail,
)
from projects.models import Refused


@signed_in("POST")
@rate_limit(action="change_address")
def change_address(request):
    form = AddressForm(request.POST, person=request.user)
    if not form.is_valid():
        return show(request, address=form)
    if settings.SENDS_MAIL:
        return send_link(request, form.cleaned_data["email"])
    try:
        request.user.take_address(form.cleaned_data["email"])
    except Refused as refusal:
        form.add_error("email", str(refusal))
        return show(request, address=form)
    return saved(request, "address", "Your address is changed.")


@signed_in("POST")
def send_link_again(request):
    """Send the link to the address that is waited for; to the present one if nothing has proved it yet."""
    person = request.user
    address = person.new_email or ("" if person.email_confirmed_at else person.email)
    if not address or not settings.SENDS_MAIL:
        return saved(request, "address", "There is no address to confirm.")
    return send_link(request, address)


def send_link(request, address):
    """Answer alike for an address that somebody has and for one that nobody has."""
    if too_many := consume_or_429(request, action="send_address_mail", user=request.user):
        return too_many
    request.user.ask_for_address(address)
    order_confirmation_mail(request.user)
    return saved(request, "address", f"A link is on its way to {address}. Open it within 24 hours.")


@signed_in("POST")
def keep_address(request):
    request.user.ask_for_address("")
    return saved(request, "address", f"{request.user.email} stays your address.")


@signed_in("GET", "POST")
def confirm_address(request, token):
    """Show what the link from the mail does, and do it when that is posted. It counts for whoever asked for it."""
    person, old = request.user, request.user.email
    if not AddressTokenGenerator().check_token(person, token):
        return render(request, "boards/account/link_refused.html", status=404)
    if request.method == "POST":
        try:
            person.take_new_address()
        except Refused as refusal:
            person.refresh_from_db()
            return render(request, "boards/account/link_refused.html", {"refusal": refusal}, status=409)
        if person.email != old:
            order_address_changed_mail(person, old)
        return saved(request, "address", f"{person.email} is your address now.")
    return render(request, "boards/account/confirm_address.html", {"token": token})
