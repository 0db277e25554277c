"""Delete old events."""

from datetime import datetime, timedelta
from functools import partial

from django.core.management import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.db.models import Min
from django.utils import timezone

from projects.batches import in_batches
from projects.models import Project
from projects.words import plural

DAYS = 400
BATCH = 1_000  # a transaction, so that others wait only for a moment


class Command(BaseCommand):
    help = (
        f"Removes events older than {DAYS} days: histories begin later then. Cards, weeks and figures stay."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--days", type=int, default=DAYS, help="keep what happened in the last DAYS days")
        parser.add_argument("--dry-run", action="store_true", help="only say how many these are")

    def handle(self, *, days: int, dry_run: bool, **options: object) -> None:
        if days < 0:
            raise CommandError("--days is a number of days, 0 or more.")
        before = timezone.now() - timedelta(days=days)
        total = sum(
            self.of_project(project, before, dry_run)
            for project in in_batches(Project.objects.only("pk", "slug"))
        )
        self.stdout.write(f"{'Would remove' if dry_run else 'Removed'} {count_of_events(total)}.")

    def of_project(self, project: Project, before: datetime, dry_run: bool) -> int:
        last = last_prunable_seq(project, before)
        events = project.events.filter(seq__lte=last)
        gone = (events.count() if dry_run else remove(project, last)) if events.exists() else 0
        if gone:
            self.stdout.write(f"{project.slug}: {count_of_events(gone)}, up to number {last}")
        return gone


def last_prunable_seq(project: Project, before: datetime) -> int:
    """Return the number up to which all events are old; 0 if the first is not.

    All up to the first newer one, so that the rest has no gaps even if a clock was once set back. The last event
    stays: the project's counter must match it.
    """
    young = project.events.filter(at__gte=before).aggregate(first=Min("seq"))["first"]
    newest = project.events.order_by("-seq").values_list("seq", flat=True).first() or 1
    return min(young or newest, newest) - 1


def remove(project: Project, last: int) -> int:
    """Delete events up to a number, in several transactions. Return how many."""
    return sum(iter(partial(remove_batch, project, last), 0))


@transaction.atomic
def remove_batch(project: Project, last: int) -> int:
    # Lock the project, without taking a number: nobody can undo an event while it is deleted.
    Project.objects.select_for_update().filter(pk=project.pk).values_list("pk").first()
    first = project.events.aggregate(first=Min("seq"))["first"] or 0
    return project.events.filter(seq__lte=min(last, first + BATCH - 1)).delete()[0]


def count_of_events(number: int) -> str:
    return f"{number:,} {plural(number, 'event')}"
