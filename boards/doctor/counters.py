"""The counters of a project, and its events, which are numbered without gaps."""

from collections.abc import Iterator
from itertools import islice, pairwise
from typing import NamedTuple

from django.db.models import Count, F, Max, Min, OuterRef, Subquery
from django.db.models.functions import Coalesce

from boards.doctor.finding import Finding, first_few
from boards.models import Card
from projects.batches import BATCH
from projects.models import Event, Project

MAX_LOST_EVENTS = 10_000  # with more missing events than this, a person has to find out why


class Counters(NamedTuple):
    """A project's counters, and the numbers of its rows."""

    project_id: int
    seq: int
    last_number: int
    last_event: int
    gaps: int
    highest: int


def find() -> Iterator[Finding]:
    for row in counters():
        if row.seq != row.last_event:
            yield Finding(f"seq is {row.seq}, but the last event is {row.last_event}", row.project_id)
        if row.gaps:
            names = first_few(format_run(first, last) for first, last in gaps(row.project_id))
            yield Finding(f"{row.gaps:,} of its events are missing: {names}", row.project_id)
        if row.last_number < row.highest:
            what = f"the next card would be #{row.last_number + 1}, but there is a #{row.highest}"
            yield Finding(what, row.project_id)


def counters() -> Iterator[Counters]:
    """Read the counters of every project. Pruned events, from the first one on, are no gap."""
    highest = Card.objects.filter(project=OuterRef("pk")).order_by("-number").values("number")[:1]
    projects = Project.objects.order_by("pk").annotate(
        last_event=Coalesce(Max("events__seq"), 0),
        gaps=F("last_event") - Coalesce(Min("events__seq"), 1) + 1 - Count("events"),
        highest=Coalesce(Subquery(highest), 0),
    )
    for row in projects.values_list("pk", "seq", "last_number", "last_event", "gaps", "highest").iterator(
        BATCH
    ):
        yield Counters(*row)


def gaps(project_id: int) -> Iterator[tuple[int, int]]:
    seqs = Event.objects.filter(project=project_id).order_by("seq").values_list("seq", flat=True)
    return ((low + 1, high - 1) for low, high in pairwise(seqs.iterator()) if high - low > 1)


def format_run(first: int, last: int) -> str:
    return f"{first}" if first == last else f"{first} to {last}"


# --- Repair ---------------------------------------------------------------------------------------------
def repair(project: Project) -> None:
    """Correct the counters; only within `changing`, which may have taken a number that exists already."""
    last = project.events.aggregate(last=Max("seq"))["last"] or 0
    highest = project.cards.aggregate(highest=Max("number"))["highest"] or 0
    project.refresh_from_db(fields=["last_number"])
    project.seq = max(project.seq, last + 1)
    project.last_number = max(project.last_number, highest)
    project.save(update_fields=["seq", "last_number"])
    missing = islice(gaps(project.pk), MAX_LOST_EVENTS + 1)
    record_lost_events(project, [*missing, (last + 1, project.seq - 1)])


def record_lost_events(project: Project, missing: list[tuple[int, int]]) -> None:
    """Fill gaps with events of the kind "lost".

    The counter is never lowered: a browser that has seen the higher number would miss events below it.
    """
    if sum(last - first + 1 for first, last in missing) > MAX_LOST_EVENTS:
        return
    for first, last in missing:
        before = project.events.filter(seq__lt=first).order_by("-seq").values_list("at", flat=True).first()
        at = before or project.created_at
        lost = [Event(project=project, seq=seq, kind="lost", at=at) for seq in range(first, last + 1)]
        project.events.bulk_create(lost, batch_size=100)
