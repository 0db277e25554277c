"""Send a test mail, and say in a sentence what is wrong if it does not leave."""

import smtplib
import socket
import ssl
from typing import Any

from django.conf import settings
from django.core.management import CommandError
from django.core.management.commands import sendtestemail

REASONS: list[tuple[type[Exception], str]] = [
    (smtplib.SMTPAuthenticationError, "it does not accept the user name and password in EMAIL_URL"),
    (smtplib.SMTPRecipientsRefused, "it does not take mail for this recipient"),
    (smtplib.SMTPSenderRefused, "it does not take mail from this sender: see DEFAULT_FROM_EMAIL"),
    (
        smtplib.SMTPNotSupportedError,
        "it speaks no encryption: smtp+plain:// sends without, smtps:// begins with it",
    ),
    (smtplib.SMTPServerDisconnected, "it ends the connection: smtps:// is for port 465, smtp:// for 587"),
    (smtplib.SMTPException, "it refuses the mail"),
    (ssl.SSLCertVerificationError, "its certificate is not valid for this name"),
    (ssl.SSLError, "encryption fails: smtps:// is for port 465, smtp:// for 587"),
    (socket.gaierror, "there is no host of this name"),
    (ConnectionRefusedError, "nothing listens there"),
    (TimeoutError, "it does not answer: a firewall may be in between"),
    (OSError, "it cannot be reached"),
]


class Command(sendtestemail.Command):
    """Django's command, whose errors are traces."""

    def handle(self, *args: Any, **options: Any) -> None:
        mailer = settings.MAILERS[options["using"] or "default"].get("OPTIONS", {})
        server = f"{mailer['host']}:{mailer['port']}" if mailer else ""
        try:
            super().handle(*args, **options)
        except (smtplib.SMTPException, OSError) as error:
            reason = next(said for kind, said in REASONS if isinstance(error, kind))
            raise CommandError(f"No mail was sent through {server}: {reason} ({error}).") from error
        where = f"{server} has taken the mail" if server else "EMAIL_URL is not set: mails are only printed"
        self.stdout.write(f"{where}.")
