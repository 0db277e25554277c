"""Remove deleted cards, comments and files for good, once nobody can want them back, and expired sessions."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import reduce
from operator import or_
from typing import Any

from django.contrib.sessions.models import Session
from django.core.management import BaseCommand, CommandParser
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from boards.models import Card, CardFile, Comment
from projects.batches import BATCH, ids_in_batches, in_batches
from projects.files import storage
from projects.files.cascade import delete_with_files
from projects.models import FormerSlug, Project

DAYS = 30


class Command(BaseCommand):
    help = (
        "Removes cards and comments that were deleted more than 30 days (--days) ago, and files of demos and cards "
        "that were deleted more than an hour ago. Their events stay. Also removes sessions that have expired, and "
        "lets go of the addresses of projects that were deleted more than 30 days ago."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--days", type=int, default=DAYS, help="keep what was deleted in the last DAYS days"
        )

    def handle(self, *, days: int, verbosity: int, **options: object) -> None:
        before = timezone.now() - timedelta(days=days)
        gone = sum(forget(project, before) for project in with_something_deleted(before))
        files = storage.cleanup()
        sessions = forget_sessions()
        FormerSlug.objects.outdated().delete()
        if verbosity:
            self.stdout.write(f"Removed {gone} cards and comments, {files} files, {sessions} sessions.")


def with_something_deleted(before: datetime) -> Iterator[Project]:
    """Yield the projects that have something to remove, so that the others are never locked."""
    cards = Card.objects.filter(project=OuterRef("pk"))
    deleted = ("deleted_at", "comments__deleted_at", "files__deleted_at")
    own = [Q(Exists(cards.filter(**{f"{field}__lt": before}))) for field in deleted]
    return in_batches(Project.objects.only("pk").filter(reduce(or_, own)))


def forget(project: Project, before: datetime) -> int:
    """Remove what was deleted in a project before an instant; return the number of cards and comments.

    Files of a removed card go to the trash; those that were removed from a card have been deleted from it long ago.
    """
    comments = Comment.deleted_in(project, before=before)
    cards = project.cards.filter(deleted_at__lt=before)
    for _ in removed(CardFile.objects.filter(card__project=project, deleted_at__lt=before), project):
        pass
    return sum(len(ids) for rows in (comments, cards) for ids in removed(rows, project))


def removed(rows: QuerySet[Any], project: Project) -> Iterator[list[int]]:
    """Remove rows, a transaction for each batch; others change the project in between."""
    while True:
        with transaction.atomic():
            # Under the project's lock nobody takes a deletion back meanwhile.
            Project.objects.select_for_update().filter(pk=project.pk).values_list("pk").first()
            ids = list(rows.order_by("pk").values_list("pk", flat=True)[:BATCH])
            delete_with_files(rows.model._default_manager.filter(pk__in=ids))
        yield ids
        if len(ids) < BATCH:
            return


def forget_sessions() -> int:
    expired = Session.objects.filter(expire_date__lt=timezone.now())
    return sum(Session.objects.filter(pk__in=ids).delete()[0] for ids in ids_in_batches(expired))
