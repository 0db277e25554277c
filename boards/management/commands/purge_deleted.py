"""Remove deleted cards and comments for good, once nobody can want them back, and expired sessions."""

from datetime import datetime, timedelta

from django.contrib.sessions.models import Session
from django.core.management import BaseCommand, CommandParser
from django.db import transaction
from django.utils import timezone

from projects.demos.videos import storage
from projects.models import Project

DAYS = 30


class Command(BaseCommand):
    help = (
        "Removes cards and comments that were deleted more than 30 days (--days) ago, and files of demos that were "
        "deleted more than an hour ago. Their events stay. Also removes sessions that have expired."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--days", type=int, default=DAYS, help="keep what was deleted in the last DAYS days"
        )

    def handle(self, *, days: int, verbosity: int, **options: object) -> None:
        before = timezone.now() - timedelta(days=days)
        gone = sum(forget(project, before) for project in Project.objects.all())
        files = storage.cleanup()
        sessions = Session.objects.filter(expire_date__lt=timezone.now()).delete()[0]
        if verbosity:
            self.stdout.write(f"Removed {gone} cards and comments, {files} files, {sessions} sessions.")


@transaction.atomic
def forget(project: Project, before: datetime) -> int:
    """Remove a project's cards and comments that were deleted before an instant; return their number."""
    # Under the project's lock nobody takes a deletion back meanwhile.
    Project.objects.select_for_update().filter(pk=project.pk).first()
    gone = 0
    for card in project.cards.filter(comments__deleted_at__lt=before).distinct():
        gone += card.comments.filter(deleted_at__lt=before).delete()[0]
    cards = project.cards.filter(deleted_at__lt=before)
    gone += cards.count()
    cards.delete()
    return gone
