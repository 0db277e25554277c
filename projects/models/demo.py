"""Demos: what somebody shows at the end of a week, a video or a link to one."""

from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from projects import limits
from projects.demos.videos.video import KINDS, Video
from projects.events import undone_by
from projects.files import storage
from projects.models.event import Event
from projects.models.membership import Role
from projects.models.milestone import Milestone
from projects.models.refused import Refused
from projects.models.searchable import Searchable
from projects.models.user import LEFT, User
from projects.text import LineField

if TYPE_CHECKING:
    from projects.models.project import Project

CONTENT = ("shows", "link", "video", "kind", "size", "seconds", "poster")
NO_VIDEO = {"kind": "", "size": 0, "seconds": None}
UNDO_WINDOW = storage.TRASH_RETENTION / 2  # files stay in the trash for longer


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

    def weeks(self, among: Iterable[int]) -> set[int]:
        """Return which of these weeks, by their ids, have a demo, in one query.

        By the ids of projects PostgreSQL would rather read every demo there is than look up each of their weeks.
        """
        return set(self.filter(milestone__in=list(among)).order_by().values_list("milestone", flat=True))


def cascade_with_files(collector: Any, field: Any, demos: Any, using: str) -> None:
    """Delete demos with their week or project, as CASCADE does; trash their files after the commit."""
    models.CASCADE(collector, field, demos, using)
    names = [name for demo in demos for name in (str(demo.video), str(demo.poster))]
    transaction.on_commit(lambda: storage.trash(names), using=using)


class Demo(Searchable):
    """One person's demo of one week: a link or a file, and a sentence of what it shows.

    Whoever hands in a second one replaces their first. Files that no demo refers to any more stay in the trash for an
    hour, so that replacing and deleting can be undone.
    """

    SEARCHED = ("shows",)

    milestone = models.ForeignKey(Milestone, cascade_with_files, related_name="demos", verbose_name="week")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    shows = LineField("what it shows", max_length=limits.DEMO_SENTENCE)
    link = models.CharField(max_length=limits.LINK, blank=True)
    video = models.FileField(max_length=60, blank=True)
    kind = models.CharField(max_length=4, choices=list(KINDS.items()), blank=True)
    size = models.PositiveIntegerField("bytes", default=0)
    seconds = models.PositiveIntegerField(null=True, blank=True)
    poster = models.FileField(max_length=60, blank=True)
    created_at = models.DateTimeField("handed in", default=timezone.now)
    replaced_at = models.DateTimeField(null=True)

    objects = DemoQuerySet.as_manager()

    UNDOABLE = undone_by("undo_demo")

    class Meta:
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
                condition=Q(link="", kind__in=list(KINDS), size__gte=1) & ~Q(video="")
                | ~Q(link="") & Q(video="", kind="", size=0),
                name="demo_link_or_video",
            ),
            limits.value_between("size", 0, limits.DEMO_BYTES, name="demo_size"),
            limits.value_between("seconds", 1, limits.LONGEST_SECONDS, name="demo_seconds"),
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
    def length(self) -> str:
        """Return the length as players show it, "0:29"; empty if it is unknown."""
        return f"{self.seconds // 60}:{self.seconds % 60:02}" if self.seconds else ""

    @property
    def is_long(self) -> bool:
        return self.seconds is not None and self.seconds > limits.DEMO_SECONDS

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

    def is_for(self, user: User, project: "Project") -> bool:
        """Tell whether this person may replace and delete it: it is their own, or they are an owner."""
        mine = self.person_id == user.pk
        return project.has_role(Role.MEMBER if mine else Role.OWNER)

    # --- What people do ----------------------------------------------------------------------------------
    def hand_in(self, *, by: User, shows: str, link: str = "", video: Video | None = None) -> Event:
        """Add a demo to its week, in place of this person's earlier one.

        Raises Milestone.DoesNotExist if the week was removed meanwhile.
        """
        with new_content(shows, link, video) as content, self.milestone.project.changing():
            week = Milestone.objects.get(pk=self.milestone_id)
            earlier = Demo.objects.filter(milestone=week, person=by).first()
            if earlier:
                self.pk = earlier.pk
                return self.replace_content(content, earlier, by=by)
            self.person = by
            self.apply(content)
            self.save(force_insert=True)
            return self.record("demo_handed_in", by=by, now=self.content())

    def replace(self, *, by: User, shows: str, link: str = "", video: Video | None = None) -> Event:
        """Replace the content; with neither link nor video only the sentence changes.

        Raises Demo.DoesNotExist if it was deleted meanwhile.
        """
        with new_content(shows, link, video) as content, self.milestone.project.changing():
            return self.replace_content(content, self.reload_locked(), by=by)

    def delete_demo(self, *, by: User | None) -> Event:
        """Delete the demo. Raises Demo.DoesNotExist if it was deleted meanwhile."""
        with self.milestone.project.changing():
            return self.reload_locked().delete_with_files(by=by)

    def undo_demo(self, event: Event, *, by: User) -> Event:
        """Undo an event of this demo. Raises Refused if the demo has changed since, or the event is too old."""
        with self.milestone.project.changing():
            later = self.milestone.project.events.filter(seq__gt=event.seq, data__demo=self.pk)
            if event.at < timezone.now() - UNDO_WINDOW or later.exists():
                raise Refused("This was changed again since, or long ago, so it was not undone.")
            if event.kind == "demo_deleted":
                return self.restore(event, by=by)
            if event.kind == "demo_replaced":
                return self.replace_content(event.data["was"], self.reload_locked(), by=by)
            return self.reload_locked().delete_with_files(by=by)

    # --- Parts of these, within `changing` ---------------------------------------------------------------
    def reload_locked(self) -> "Demo":
        demo = Demo.objects.get(pk=self.pk)
        demo.milestone = self.milestone
        return demo

    def replace_content(self, content: dict[str, Any], earlier: "Demo", *, by: User | None) -> Event:
        was = earlier.content()
        self.person_id, self.created_at = earlier.person_id, earlier.created_at
        self.apply(was | content)
        self.replaced_at = timezone.now()
        self.save()
        self.claim_files(replacing={was["video"], was["poster"]})
        return self.record("demo_replaced", by=by, was=was, now=self.content())

    def delete_with_files(self, *, by: User | None) -> Event:
        was = self.content()
        Demo.objects.filter(pk=self.pk).delete()
        transaction.on_commit(lambda: storage.trash({was["video"], was["poster"]}))
        return self.record("demo_deleted", by=by, was=was, at=str(self.created_at))

    def restore(self, event: Event, *, by: User | None) -> Event:
        """Insert a deleted demo again under its old id, so that its addresses work again."""
        person = User.objects.filter(pk=event.data["person"]).first()
        if person and Demo.objects.filter(milestone=self.milestone_id, person=person).exists():
            raise Refused("Another one was handed in meanwhile, so it was not undone.")
        self.person, self.created_at = person, datetime.fromisoformat(event.data["at"])
        self.apply(event.data["was"])
        self.save(force_insert=True)
        self.claim_files()
        return self.record("demo_restored", by=by, now=self.content())

    def claim_files(self, *, replacing: Collection[str] = ()) -> None:
        """Restore the files that the demo refers to; trash those it referred to before, after the commit."""
        names = {str(self.video), str(self.poster)}
        try:
            storage.restore(names)
        except FileNotFoundError:
            raise Refused("Its file is not kept any more, so it was not undone.") from None
        transaction.on_commit(lambda: storage.trash(set(replacing) - names))

    def content(self) -> dict[str, Any]:
        values = {name: getattr(self, name) for name in CONTENT}
        return values | {"video": str(self.video), "poster": str(self.poster)}

    def apply(self, content: dict[str, Any]) -> None:
        for name, value in content.items():
            setattr(self, name, value)

    def record(self, kind: str, *, by: User | None, **data: Any) -> Event:
        data |= {"milestone": self.milestone_id, "demo": self.pk, "person": self.person_id}
        return self.milestone.project.record(kind, by=by, **data)


@contextmanager
def new_content(shows: str, link: str, video: Video | None) -> Iterator[dict[str, Any]]:
    """Store the files and yield the new fields; an exception in the block deletes the files again."""
    if video is None and not link:
        yield {"shows": shows}
        return
    files = [(video.file, video.kind), (video.poster, "jpg")] if video else [(None, ""), (None, "")]
    with storage.store_files(*files) as (video_name, poster_name):
        about = {"kind": video.kind, "size": video.file.size, "seconds": video.seconds} if video else NO_VIDEO
        yield {"shows": shows, "link": link, "video": video_name, "poster": poster_name, **about}
