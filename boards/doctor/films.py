"""Films that wait to be converted and never would be; and what the doctor says of those that wait or have failed."""

from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter

from django.db.models import CharField, Exists, F, OuterRef, Value
from django.db.models.functions import Cast, Concat

from boards.doctor.finding import Finding, first_few
from projects.batches import BATCH
from projects.models import Demo, Errand, Project
from projects.models.demo_fields import DemoQuerySet, VideoState

KEY = Concat(Value("video:"), Cast("pk", CharField()), Value(":"), Cast("video", CharField()))
PLACE = ("milestone__project__slug", "milestone__number")


def lost() -> DemoQuerySet:
    """Select the demos whose film is said to be made, though nothing is going to make it."""
    errand = Errand.objects.waiting().filter(key=OuterRef("errand_key_now"))
    waiting = Demo.objects.filter(state=VideoState.CONVERTING).alias(errand_key_now=KEY)
    return waiting.exclude(Exists(errand))


def find() -> Iterator[Finding]:
    rows = (
        lost().order_by("milestone__project", "milestone__number").annotate(project=F("milestone__project"))
    )
    pairs = rows.values_list("project", "milestone__number").iterator(BATCH)
    for project, weeks in groupby(pairs, key=itemgetter(0)):
        named = first_few(f"week {number}" for _, number in weeks)
        yield Finding(f"film that waits to be converted, and nothing would: {named}", project)


def repair(project: Project) -> None:
    """Have them converted; only within `changing`."""
    for demo in lost().filter(milestone__project=project).select_related("milestone"):
        demo.milestone.project = project
        demo.order_conversion()


def describe() -> Iterator[str]:
    """Say in a line which films are being made, and in one for each reason of which nothing could be made."""
    films = Demo.objects.filter(state__in=(VideoState.CONVERTING, VideoState.FAILED))
    rows = films.order_by("state", "failure", *PLACE).values_list("state", "failure", *PLACE).iterator(BATCH)
    for (state, failure), places in groupby(rows, key=itemgetter(0, 1)):
        what = "wait or are being made" if state == VideoState.CONVERTING else f"failed, {failure}"
        yield f"Films that {what}: {first_few(f'{slug} week {number}' for _, _, slug, number in places)}"
