"""`manage.py sendtestemail` tells whoever sets the server up what is wrong."""

import smtplib
import socket

import pytest
from django.core.mail.backends.smtp import EmailBackend
from django.core.management import CommandError, call_command

from config.mail import parse_email_url


@pytest.fixture
def mail_server(settings):
    settings.MAILERS = {"default": parse_email_url("smtp://ana:secret@mail.example.org")}


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (smtplib.SMTPAuthenticationError(535, b"no"), "does not accept the user name and password"),
        (smtplib.SMTPNotSupportedError("STARTTLS"), "speaks no encryption"),
        (socket.gaierror(-2, "Name or service not known"), "there is no host of this name"),
        (ConnectionRefusedError(111, "Connection refused"), "nothing listens there"),
        (TimeoutError("timed out"), "it does not answer"),
        (OSError(101, "Network is unreachable"), "it cannot be reached"),
    ],
)
def test_why_no_mail_leaves_is_said_in_a_sentence_with_the_server(mail_server, monkeypatch, error, said):
    def fail(backend):
        raise error

    monkeypatch.setattr(EmailBackend, "open", fail)
    with pytest.raises(CommandError) as refused:
        call_command("sendtestemail", "ana@example.org")
    assert "mail.example.org:587: " in str(refused.value)
    assert said in str(refused.value)
    assert "secret" not in str(refused.value)


def test_a_mail_that_has_left_is_said(mail_server, monkeypatch, capsys):
    monkeypatch.setattr(EmailBackend, "send_messages", lambda backend, messages: len(messages))
    call_command("sendtestemail", "ana@example.org")
    assert capsys.readouterr().out == "mail.example.org:587 has taken the mail.\n"
