"""What the views of the account answer."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse

from boards.account.page import AccountPage


def show(request, **refused):
    """Show the page; with a form that was refused, which says what is wrong with it."""
    if refused:
        request.user.refresh_from_db()
    page = AccountPage(request, **refused)
    return render(request, "boards/account/account.html", {"page": page}, status=422 if refused else 200)


def saved(request, section, sentence):
    messages.success(request, sentence)
    return redirect(f"{reverse('account')}#{section}")
