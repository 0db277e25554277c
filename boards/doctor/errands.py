"""What the doctor says of errands: what waits, what has failed. Nothing of it is wrong with the data."""

from collections.abc import Iterator
from datetime import timedelta

from django.db.models import Count, Min
from django.utils import timezone
from django.utils.timesince import timesince

from boards.doctor.finding import Finding
from projects.errands.kinds import KINDS, LANES
from projects.models import Errand
from projects.models.errand import ErrandQuerySet

OVERDUE = timedelta(hours=1)


def find() -> Iterator[Finding]:
    """Find what nobody does: a running server, or cron, would have tried it long ago.

    Films wait for each other, and many may be due. While one of a lane is being done, the others are in good hands.
    """
    now = timezone.now()
    for kinds in lanes():
        first = Errand.objects.due(kinds).filter(due__lt=now - OVERDUE).first()
        if first and first.due and not running().filter(kind__in=kinds).exists():
            yield Finding(
                f"{first.kind} is due since {timesince(first.due)}, and nobody does it: no server runs. "
                "`manage.py errands` does it."
            )


def describe() -> Iterator[str]:
    """Say in a line for each kind how many wait, and in one for each reason how many failed."""
    being_done = dict(running().values_list("kind").annotate(count=Count("pk")).order_by())
    waiting = Errand.objects.waiting().values("kind").annotate(count=Count("pk"), since=Min("created_at"))
    for row in waiting.order_by("kind"):
        unknown = "" if row["kind"] in KINDS else ", of a kind that this version does not know"
        now = f", {being_done[row['kind']]} being done" if row["kind"] in being_done else ""
        yield f"{row['kind']}: {row['count']} waiting{now}, the oldest since {timesince(row['since'])}{unknown}"
    failed = Errand.objects.waiting().exclude(last_error="")
    for state, rows in ("to be tried again", failed), ("given up", Errand.objects.given_up()):
        reasons = rows.values("kind", "last_error").annotate(count=Count("pk")).order_by("kind", "last_error")
        for reason in reasons:
            yield f"{reason['kind']}: {reason['count']} {state}: {reason['last_error']}"


def running() -> ErrandQuerySet:
    """Select what a process has taken: it has been tried, is not due yet, and has not failed before."""
    return Errand.objects.waiting().filter(tries__gt=0, due__gt=timezone.now(), last_error="")


def lanes() -> list[list[str]]:
    return [[name for name, kind in KINDS.items() if kind.lane == lane] for lane in LANES]
