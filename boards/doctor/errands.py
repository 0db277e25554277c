"""What the doctor says of errands: what waits, what has failed. Nothing of it is wrong with the data."""

from collections.abc import Iterator
from datetime import timedelta

from django.db.models import Count, Min
from django.utils import timezone
from django.utils.timesince import timesince

from boards.doctor.finding import Finding
from projects.errands.kinds import KINDS
from projects.models import Errand

OVERDUE = timedelta(hours=1)


def find() -> Iterator[Finding]:
    """Find what nobody does: a running server, or cron, would have tried it long ago."""
    first = Errand.objects.due(KINDS).filter(due__lt=timezone.now() - OVERDUE).first()
    if first and first.due:
        yield Finding(
            f"{first.kind} is due since {timesince(first.due)}, and nobody does it: no server runs. "
            "`manage.py errands` does it."
        )


def describe() -> Iterator[str]:
    """Say in a line for each kind how many wait, and in one for each reason how many failed."""
    waiting = Errand.objects.waiting().values("kind").annotate(count=Count("pk"), since=Min("created_at"))
    for row in waiting.order_by("kind"):
        unknown = "" if row["kind"] in KINDS else ", of a kind that this version does not know"
        yield f"{row['kind']}: {row['count']} waiting, the oldest since {timesince(row['since'])}{unknown}"
    failed = Errand.objects.waiting().exclude(last_error="")
    for state, rows in ("to be tried again", failed), ("given up", Errand.objects.given_up()):
        reasons = rows.values("kind", "last_error").annotate(count=Count("pk")).order_by("kind", "last_error")
        for reason in reasons:
            yield f"{reason['kind']}: {reason['count']} {state}: {reason['last_error']}"
