"""EMAIL_URL."""

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.mail import mailers

from config.mail import parse_email_url


def connection(settings, url):
    """The backend that Django makes of it."""
    settings.MAILERS = {"default": parse_email_url(url)}
    return mailers["default"]


def test_a_mail_server_is_spoken_to_encrypted(settings):
    backend = connection(settings, "smtp://ana:p%40ss@mail.example.org")
    assert (backend.host, backend.port, backend.use_tls) == ("mail.example.org", 587, True)
    assert (backend.username, backend.password) == ("ana", "p@ss")


def test_encryption_can_begin_at_once(settings):
    backend = connection(settings, "smtps://mail.example.org")
    assert (backend.port, backend.use_ssl, backend.use_tls) == (465, True, False)


def test_a_relay_next_door_can_go_without(settings):
    backend = connection(settings, "smtp+plain://localhost:2525")
    assert (backend.port, backend.use_ssl, backend.use_tls) == (2525, False, False)


def test_without_a_mail_server_mails_are_written_out(settings):
    assert type(connection(settings, "")).__module__ == "django.core.mail.backends.console"


def test_a_complaint_does_not_quote_the_password():
    with pytest.raises(ImproperlyConfigured) as complaint:
        parse_email_url("smtp://ana:se#cret@mail.example.org")
    assert "'se'" not in str(complaint.value)


@pytest.mark.parametrize(
    "url", ["mail.example.org", "http://mail.example.org", "smtp://", "smtp://host:port"]
)
def test_an_address_that_is_none_is_refused_with_an_example(url):
    with pytest.raises(ImproperlyConfigured, match="smtp://user:password@host:587"):
        parse_email_url(url)
