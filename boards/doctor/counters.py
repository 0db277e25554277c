"""A project's counters, and the events that they number without a gap."""

from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from django.db.models import Count, F, Max, Min, OuterRef, Subquery
from django.db.models.functions import Coalesce

from boards.doctor.finding import Finding, listed
from boards.models import Card
from projects.models import Event, Project

FILLED = 10_000  # lost events at most that are made up for; beyond, somebody has to look


class Counters(NamedTuple):
    """A project's counters, beside what the rows say."""

    project_id: int
    seq: int
    last_number: int
    last_event: int
    holes: int
    highest: int


def find() -> Iterator[Finding]:
    for seen in counters():
        if seen.seq != seen.last_event:
            yield Finding(f"seq is {seen.seq}, but the last event is {seen.last_event}", seen.project_id)
        if seen.holes:
            names = listed(said(first, last) for first, last in holes(seen.project_id))
            yield Finding(f"{seen.holes:,} of its events are missing: {names}", seen.project_id)
        if seen.last_number < seen.highest:
            what = f"the next card would be #{seen.last_number + 1}, but there is a #{seen.highest}"
            yield Finding(what, seen.project_id)


def counters() -> Iterator[Counters]:
    """Of every project; events that were taken away from the front are no hole."""
    highest = Card.objects.filter(project=OuterRef("pk")).order_by("-number").values("number")[:1]
    projects = Project.objects.order_by("pk").annotate(
        last_event=Coalesce(Max("events__seq"), 0),
        holes=F("last_event") - Coalesce(Min("events__seq"), 1) + 1 - Count("events"),
        highest=Coalesce(Subquery(highest), 0),
    )
    for row in projects.values_list("pk", "seq", "last_number", "last_event", "holes", "highest"):
        yield Counters(*row)


def holes(project_id: int) -> Iterator[tuple[int, int]]:
    """The first and the last number of each run of missing events."""
    seqs = Event.objects.filter(project=project_id).order_by("seq").values_list("seq", flat=True)
    return ((low + 1, high - 1) for low, high in pairwise(seqs.iterator()) if high - low > 1)


def said(first: int, last: int) -> str:
    return f"{first}" if first == last else f"{first} to {last}"


# --- Putting right ----------------------------------------------------------------------------------------
def mend(project: Project) -> None:
    """Only within `changing`, which has taken a number that may be somebody's already."""
    last = project.events.aggregate(last=Max("seq"))["last"] or 0
    highest = project.cards.aggregate(highest=Max("number"))["highest"] or 0
    project.refresh_from_db(fields=["last_number"])
    project.seq = max(project.seq, last + 1)
    project.last_number = max(project.last_number, highest)
    project.save(update_fields=["seq", "last_number"])
    make_up(project, [*holes(project.pk), (last + 1, project.seq - 1)])


def make_up(project: Project, missing: list[tuple[int, int]]) -> None:
    """An event that says only that one was lost, for each.

    The counter is never set back: somebody has seen the higher number, and would miss what comes below it.
    """
    if sum(last - first + 1 for first, last in missing) > FILLED:
        return
    for first, last in missing:
        before = project.events.filter(seq__lt=first).order_by("-seq").values_list("at", flat=True).first()
        at = before or project.created_at
        lost = [Event(project=project, seq=seq, kind="lost", at=at) for seq in range(first, last + 1)]
        project.events.bulk_create(lost, batch_size=100)
