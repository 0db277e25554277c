"""Do what waits: for cron, beside a server or without one."""

from django.core.management import BaseCommand

from projects.errands.run import run_due
from projects.words import plural


class Command(BaseCommand):
    help = "Does the errands that are due, such as mails; a running server does so by itself."

    def handle(self, *, verbosity: int, **options: object) -> None:
        done = run_due()
        if verbosity:
            self.stdout.write(f"Did {done} {plural(done, 'errand')}.")
