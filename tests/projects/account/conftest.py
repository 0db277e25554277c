"""Somebody with an account, and browsers that know her or not."""

import re

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from projects.errands.run import run_due
from tests.asking import page_of
from tests.factories import UserFactory

PASSWORD = "correct horse battery"
OTHER_PASSWORD = "staple of a horse"


@pytest.fixture
def ana(db):
    return UserFactory(username="Ana", name="Ana Petrova", email="Ana.Petrova@Example.org", password=PASSWORD)


@pytest.fixture
def sign_in():
    """Sign a browser in as somebody would, or try to."""

    def sign_in(client, login="ana", password=PASSWORD, **more):
        headers = {name: more.pop(name) for name in ("REMOTE_ADDR", "HTTP_HX_REQUEST") if name in more}
        return client.post(
            reverse("account_login"), {"login": login, "password": password, **more}, **headers
        )

    return sign_in


@pytest.fixture
def as_ana(ana, sign_in):
    """A browser in which Ana has signed in with her password."""
    client = Client(headers=page_of(ana.pk))
    sign_in(client)
    return client


@pytest.fixture
def ask(client):
    """Ask for a link, as a stranger; gives the answer."""

    def ask(email, **headers):
        return client.post(reverse("account_reset_password"), {"email": email}, **headers)

    return ask


@pytest.fixture
def link(ana, ask):
    """The link that Ana was sent, without its host."""
    ask(ana.email)
    return path_of(sent()[-1])


def sent():
    """The mails that leave for what was asked so far."""
    run_due()
    return mail.outbox


def path_of(message):
    return re.search(r"https?://[^/]+(/\S+)", message.body)[1]


def is_signed_in(client):
    return client.get(reverse("account_change_password")).status_code == 200


def choose(client, link, password=OTHER_PASSWORD, again=None):
    """Open the link from the mail and set a new password by it."""
    form = client.get(link, follow=True)
    return client.post(form.request["PATH_INFO"], {"password1": password, "password2": again or password})
