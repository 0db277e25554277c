"""Hands a mail to the mail server, and says in a few words why it could not."""

import smtplib
import socket
import ssl

from django.core.mail import EmailMessage

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
ERRORS = (smtplib.SMTPException, OSError)


class NotSent(Exception):
    """The mail server did not take a mail; `is_final` says that it never will, whenever it is asked.

    What it says of itself is left out: a server may quote the mail, and with it a link that lets somebody in.
    """

    def __init__(self, error: Exception) -> None:
        super().__init__(f"The mail server: {reason(error)}.")
        self.is_final = isinstance(error, smtplib.SMTPRecipientsRefused) and all(
            code >= 500 for code, _ in error.recipients.values()
        )


def send(message: EmailMessage) -> None:
    try:
        message.send()
    except ERRORS as error:
        raise NotSent(error) from None


def reason(error: Exception) -> str:
    return next(said for kind, said in REASONS if isinstance(error, kind))
