"""Send a test mail, and say in a sentence what is wrong if it does not leave."""

from typing import Any

from django.conf import settings
from django.core.management import CommandError
from django.core.management.commands import sendtestemail

from projects.mail import ERRORS, reason


class Command(sendtestemail.Command):
    """Django's command, whose errors are traces."""

    def handle(self, *args: Any, **options: Any) -> None:
        mailer = settings.MAILERS[options["using"] or "default"].get("OPTIONS", {})
        server = f"{mailer['host']}:{mailer['port']}" if mailer else ""
        try:
            super().handle(*args, **options)
        except ERRORS as error:
            raise CommandError(f"No mail was sent through {server}: {reason(error)} ({error}).") from error
        where = f"{server} has taken the mail" if server else "EMAIL_URL is not set: mails are only printed"
        self.stdout.write(f"{where}.")
