"""The fields of a demo, and what a page says of them."""

from collections.abc import Iterable
from pathlib import PurePath
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from projects import limits
from projects.demos.videos.video import KINDS
from projects.files.cascade import cascade_with_files
from projects.models.membership import Role
from projects.models.milestone import Milestone
from projects.models.searchable import Searchable
from projects.models.user import LEFT, User
from projects.text import LineField
from projects.words import clock

if TYPE_CHECKING:
    from projects.models.demo import Demo
    from projects.models.project import Project


# Why nothing could be made of a file. The codes are stored, and said by the process that makes the films.
VIDEO_FAILURES = {
    "no_picture": "There is no moving picture in this file.",
    "damaged": "This video is damaged, or not whole.",
    "too_large": "The pictures of this video are larger than 4096 by 4096 pixels.",
    "too_long": "This video is too long. A demo is about thirty seconds.",
    "nothing_left": "Nothing of this video is left between the two cuts.",
    "not_verified": "What was made of this video would not have played to its end.",
    "time": "This video took too long to be made ready.",
    "memory": "This video needs more memory than there is for one.",
    "crash": "This video could not be read.",
    "size": "What would be made of this video is too large.",
    "disk": "There was no room for this video on the server's disk.",
    "missing": "The file of this video is not there any more.",
}


class VideoState(models.TextChoices):
    """Where the file of a demo is on its way to the one form in which films are kept. A link has none."""

    CONVERTING = "converting", "being made"
    READY = "ready", "ready"
    FAILED = "failed", "failed"


class DemoQuerySet(models.QuerySet["Demo"]):
    def of(self, project: "Project") -> "DemoQuerySet":
        found = self.filter(milestone__project=project).select_related("person", "milestone")
        return found.order_by("milestone__number", "created_at", "pk")

    def by_week(self, project: "Project") -> dict[int, list["Demo"]]:
        weeks: dict[int, list[Demo]] = {}
        for demo in self.of(project):
            demo.milestone.project = project
            weeks.setdefault(demo.milestone_id, []).append(demo)
        return weeks

    def waiting_for(self, pk: int, video: str) -> "DemoQuerySet":
        """Select this demo, if it waits for this file to be converted."""
        return self.filter(pk=pk, video=video, state=VideoState.CONVERTING)

    def delivered(self) -> "DemoQuerySet":
        """Leave out those of which nothing can be shown: nothing was made of a file that browsers do not play."""
        return self.exclude(state=VideoState.FAILED, plays=False)

    def weeks(self, among: Iterable[int]) -> set[int]:
        """Return which of these weeks, by their ids, have a demo that can be shown, in one query.

        By the ids of projects PostgreSQL would rather read every demo there is than look up each of their weeks.
        """
        return set(
            self.delivered().filter(milestone__in=list(among)).order_by().values_list("milestone", flat=True)
        )


class DemoFields(Searchable):
    """The fields of a demo. `video` is always the file that there is: what was handed in, later what was made of it.

    `plays` says whether browsers play it; what they do not is not sent, nor what holds a part that is to be cut out.
    `seconds` are exact once it is ready, before that what the browser has said.
    """

    SEARCHED = ("shows",)

    milestone = models.ForeignKey(Milestone, cascade_with_files, related_name="demos", verbose_name="week")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    shows = LineField("what it shows", max_length=limits.DEMO_SENTENCE)
    link = models.CharField(max_length=limits.LINK, blank=True)
    video = models.FileField(max_length=60, blank=True)
    kind = models.CharField(max_length=4, choices=list(KINDS.items()), blank=True)
    size = models.PositiveIntegerField("bytes", default=0)
    seconds = models.FloatField(null=True, blank=True)
    plays = models.BooleanField(default=True)
    cut_start_ms = models.PositiveIntegerField(null=True)
    cut_end_ms = models.PositiveIntegerField(null=True)
    poster = models.FileField(max_length=60, blank=True)
    poster_size = models.PositiveIntegerField("bytes of the poster", default=0)
    state = models.CharField(max_length=10, choices=VideoState, blank=True)
    failure = models.CharField("why it failed", max_length=20, blank=True)
    created_at = models.DateTimeField("handed in", default=timezone.now)
    replaced_at = models.DateTimeField(null=True)

    objects = DemoQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["milestone_id", "created_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["milestone", "person"], name="demo_once_a_person"),
            limits.length_between("shows", 1, limits.DEMO_SENTENCE, name="demo_sentence_length"),
            limits.length_between("link", 0, limits.LINK, name="demo_link_length"),
            models.CheckConstraint(
                condition=Q(link="") | Q(link__startswith="http://") | Q(link__startswith="https://"),
                name="demo_link_of_the_web",
            ),
            models.CheckConstraint(
                condition=Q(link="", kind__in=list(KINDS), size__gte=1, state__in=VideoState.values)
                & ~Q(video="")
                | ~Q(link="") & Q(video="", kind="", size=0, state=""),
                name="demo_link_or_video",
            ),
            limits.value_between("size", 0, limits.FILE_BYTES, name="demo_size"),
            limits.value_between("seconds", 0.001, limits.LONGEST_SECONDS, name="demo_seconds"),
        ]

    def __str__(self) -> str:
        return f"W{self.milestone.number} · {self.shows}"

    # --- What a page shows -------------------------------------------------------------------------------
    @property
    def name(self) -> str:
        return str(self.person or LEFT)

    @property
    def day(self) -> str:
        """Return the day it was handed in, in the project's time zone: "Fri 2 October"."""
        return f"{self.milestone.project.local(self.created_at):%a %-d %B}"

    @property
    def title(self) -> str:
        """Return what a title card calls it: the goal of its week, or else the demo task."""
        return self.milestone.goal or self.milestone.demo_task

    @property
    def date(self) -> str:
        """Return `day` for a title card: "2 October"."""
        return f"{self.milestone.project.local(self.created_at):%-d %B}"

    @property
    def length(self) -> str:
        """Return the length as players show it, "0:29"; empty if it is unknown."""
        return clock(self.whole_seconds) if self.seconds else ""

    @property
    def whole_seconds(self) -> int:
        """Return the length rounded, so that half a frame more makes no demo too long; 0 if it is unknown."""
        return max(1, round(self.seconds)) if self.seconds else 0

    @property
    def is_long(self) -> bool:
        return self.whole_seconds > limits.DEMO_SECONDS

    @property
    def stored_bytes(self) -> int:
        return self.size + self.poster_size

    @property
    def is_converting(self) -> bool:
        return self.state == VideoState.CONVERTING

    @property
    def has_failed(self) -> bool:
        return self.state == VideoState.FAILED

    @property
    def is_delivered(self) -> bool:
        """Tell whether there is something to show, be it later; as the queryset of this name."""
        return self.plays or not self.has_failed

    @property
    def failure_sentence(self) -> str:
        """Say why nothing could be made of what was handed in; empty if that went well."""
        return VIDEO_FAILURES.get(self.failure, "")

    @property
    def host(self) -> str:
        return urlsplit(self.link).hostname or ""

    @property
    def address(self) -> str:
        """Return the address of the file, which is served beside Django (projects/demos/videos/send.py)."""
        return f"{reverse('demos', args=[self.milestone.project.slug])}{self.pk}/video"

    @property
    def poster_address(self) -> str:
        return self.address.removesuffix("video") + "poster" if self.poster else ""

    @property
    def source(self) -> str:
        """Return the address with a name of this very file: browsers keep what they have played by its address."""
        return f"{self.address}?v={PurePath(str(self.video)).stem[:8]}"

    @property
    def poster_source(self) -> str:
        return f"{self.poster_address}?v={PurePath(str(self.poster)).stem[:8]}" if self.poster else ""

    def is_for(self, user: User, project: "Project") -> bool:
        """Tell whether this person may replace and delete it: it is their own, or they are an owner."""
        mine = self.person_id == user.pk
        return project.has_role(Role.MEMBER if mine else Role.OWNER)
