"""Demos: what somebody shows at the end of a week, a video or a link to one."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone

from projects.demos.videos.video import Video
from projects.events import undone_by
from projects.files import storage
from projects.files.usage import check_room
from projects.models.demo_content import (
    CONTENT,
    NO_VIDEO,
    Repeated,
    bytes_of,
    content_before,
    names_made_of,
    new_content,
    once,
    whole,
)
from projects.models.demo_fields import DemoFields, VideoState
from projects.models.errand import Errand
from projects.models.event import Event
from projects.models.milestone import Milestone
from projects.models.refused import Refused
from projects.models.user import User

CONVERSIONS = ["video_converted", "video_failed"]  # the events that nobody's doing is
UNDO_WINDOW = storage.TRASH_RETENTION / 2  # files stay in the trash for longer


class Demo(DemoFields):
    """One person's demo of one week: a link or a file, and a sentence of what it shows.

    Whoever hands in a second one replaces their first. Files that no demo refers to any more stay in the trash for an
    hour, so that replacing and deleting can be undone.
    """

    UNDOABLE = undone_by("undo_demo")

    class Meta(DemoFields.Meta):
        abstract = False

    # --- What people do ----------------------------------------------------------------------------------
    @once
    def hand_in(
        self,
        *,
        by: User,
        shows: str,
        link: str = "",
        video: Video | None = None,
        request_id: str | None = None,
    ) -> Event:
        """Add a demo to its week, in place of this person's earlier one.

        Raises Milestone.DoesNotExist if the week was removed meanwhile, Refused if there is no room for it.
        """
        with new_content(shows, link, video) as content, self.changing_once(request_id):
            week = Milestone.objects.get(pk=self.milestone_id)
            earlier = Demo.objects.filter(milestone=week, person=by).first()
            check_room(self.milestone.project, bytes_of(content) - (earlier.stored_bytes if earlier else 0))
            if earlier:
                self.pk = earlier.pk
                return self.replace_content(content, earlier, by=by, request_id=request_id)
            self.person = by
            self.apply(content)
            self.save(force_insert=True)
            self.claim_files()
            return self.record("demo_handed_in", by=by, request_id=request_id, now=self.content())

    @once
    def replace(
        self,
        *,
        by: User,
        shows: str,
        link: str = "",
        video: Video | None = None,
        request_id: str | None = None,
    ) -> Event:
        """Replace the content; with neither link nor video only the sentence changes.

        Raises Demo.DoesNotExist if it was deleted meanwhile, Refused if there is no room for it.
        """
        with new_content(shows, link, video) as content, self.changing_once(request_id):
            earlier = self.reload_locked()
            check_room(self.milestone.project, bytes_of(content) - earlier.stored_bytes)
            return self.replace_content(content, earlier, by=by, request_id=request_id)

    def delete_demo(self, *, by: User | None) -> Event:
        """Delete the demo. Raises Demo.DoesNotExist if it was deleted meanwhile."""
        with self.milestone.project.changing():
            return self.reload_locked().delete_with_files(by=by)

    def undo_demo(self, event: Event, *, by: User) -> Event:
        """Undo an event of this demo. Raises Refused if the demo has changed since, or the event is too old."""
        with self.milestone.project.changing():
            events = self.milestone.project.events.filter(seq__gt=event.seq, data__demo=self.pk)
            later = events.exclude(kind__in=CONVERSIONS)
            if event.at < timezone.now() - UNDO_WINDOW or later.exists():
                raise Refused("This was changed again since, or long ago, so it was not undone.")
            if event.kind == "demo_deleted":
                return self.restore(event, by=by)
            if event.kind == "demo_replaced":
                return self.replace_content(content_before(event), self.reload_locked(), by=by)
            return self.reload_locked().delete_with_files(by=by)

    # --- What becomes of its file ------------------------------------------------------------------------
    def publish_video(
        self, converted: str, film: Path, poster: Path | None, *, seconds: float
    ) -> Event | None:
        """Put a film in the place of the file it was made of, unless that is not this demo's any more.

        The file is deleted for good after the commit: it may hold what was cut out, and name a place and a device.
        """
        video_name, poster_name = names_made_of(converted)
        with self.waiting_for(converted) as demo:
            if demo is None:
                return None
            about = NO_VIDEO | {"kind": "mp4", "size": film.stat().st_size, "seconds": seconds}
            storage.publish(film, video_name)
            old = {converted}
            if poster:
                old.add(str(demo.poster))
                about |= {"poster": poster_name, "poster_size": poster.stat().st_size}
                storage.publish(poster, poster_name)
            else:
                about |= {"poster_size": demo.poster_size}
            demo.apply(about | {"video": video_name, "state": VideoState.READY})
            demo.save()
            transaction.on_commit(lambda: storage.delete(old))
            return demo.record("video_converted", by=None)

    def fail_video(self, handed_in: str, code: str) -> Event | None:
        """Say why nothing can be made of a file, unless it is not this demo's any more. The file stays."""
        with self.waiting_for(handed_in) as demo:
            if demo is None:
                return None
            demo.state, demo.failure = VideoState.FAILED, code
            demo.save(update_fields=["state", "failure"])
            return demo.record("video_failed", by=None, failure=code)

    @contextmanager
    def waiting_for(self, video: str) -> Iterator["Demo | None"]:
        """Yield this demo, locked, as it is now; None if it does not wait for this file any more.

        Raises Project.DoesNotExist if the project was deleted meanwhile.
        """
        project = self.milestone.project
        with project.changing(even_archived=True):
            demo = Demo.objects.waiting_for(self.pk, video).select_related("milestone").first()
            if demo:
                demo.milestone.project = project
            yield demo

    @property
    def errand_key(self) -> str:
        return f"video:{self.pk}:{self.video}"

    @property
    def is_lost(self) -> bool:
        """Tell whether it waits to be converted, and nothing is going to do it."""
        return self.is_converting and not Errand.objects.waiting().filter(key=self.errand_key).exists()

    def order_conversion(self) -> None:
        """Have the file converted that waits for it, also if that was given up before; within `changing`."""
        names = {"video": str(self.video), "poster": str(self.poster)}
        key = self.errand_key
        data = names | {"project": self.milestone.project_id, "demo": self.pk}
        Errand.objects.filter(key=key).update(
            due=timezone.now(), tries=0, last_error="", done_at=None, data=data
        )
        Errand.objects.add([Errand(kind="video_conversion", key=key, data=data)])

    # --- Parts of these, within `changing` ---------------------------------------------------------------
    def reload_locked(self) -> "Demo":
        demo = Demo.objects.get(pk=self.pk)
        demo.milestone = self.milestone
        return demo

    @contextmanager
    def changing_once(self, request_id: str | None) -> Iterator[None]:
        """Lock the project. Raises Repeated if this request was carried out before."""
        with self.milestone.project.changing():
            done = request_id and self.milestone.project.events.filter(request_id=request_id).first()
            if done:
                raise Repeated(done)
            yield

    def replace_content(
        self, content: dict[str, Any], earlier: "Demo", *, by: User | None, request_id: str | None = None
    ) -> Event:
        was = earlier.content()
        self.person_id, self.created_at = earlier.person_id, earlier.created_at
        self.apply(was | content)
        self.replaced_at = timezone.now()
        self.save()
        self.claim_files(replacing={was["video"], was["poster"]})
        return self.record("demo_replaced", by=by, request_id=request_id, was=was, now=self.content())

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
        self.apply(whole(event.data["was"]))
        self.save(force_insert=True)
        self.claim_files()
        return self.record("demo_restored", by=by, now=self.content())

    def claim_files(self, *, replacing: Collection[str] = ()) -> None:
        """Restore the files that the demo refers to, and have them converted if they are not yet.

        Those it referred to before are trashed after the commit.
        """
        names = {str(self.video), str(self.poster)}
        try:
            storage.restore(names)
        except FileNotFoundError:
            raise Refused("Its file is not kept any more, so it was not undone.") from None
        transaction.on_commit(lambda: storage.trash(set(replacing) - names))
        if self.is_converting:
            self.order_conversion()

    def content(self) -> dict[str, Any]:
        values = {name: getattr(self, name) for name in CONTENT}
        return values | {"video": str(self.video), "poster": str(self.poster)}

    def apply(self, content: dict[str, Any]) -> None:
        for name, value in content.items():
            setattr(self, name, value)

    def record(self, kind: str, *, by: User | None, request_id: str | None = None, **data: Any) -> Event:
        data |= {"milestone": self.milestone_id, "demo": self.pk, "person": self.person_id}
        return self.milestone.project.record(kind, by=by, request_id=request_id, **data)
