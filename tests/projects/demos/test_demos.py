"""A week's demo: handing it in, putting another in its place, deleting it, and taking that back."""

import os
from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.utils import timezone

from projects import limits
from projects.demos.videos.video import read_video
from projects.files import storage
from projects.models import Demo, Event, Milestone, Project, Refused
from tests import videofiles as v
from tests.factories import DemoFactory, MembershipFactory, MilestoneFactory, ProjectFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("files"), pytest.mark.both_databases]

LINK = {"shows": "Parcels, counted.", "link": "https://video.example/1"}


def video(content=None):
    return replace(read_video(v.upload(content or v.mp4())), seconds=29)


def with_poster(content=None):
    return replace(video(content), poster=v.upload(v.jpeg(), "poster.jpg"))


def handed_in(week, person, **content):
    demo = Demo(milestone=week)
    return demo, demo.hand_in(by=person, **{"shows": "Parcels, counted.", **content})


def on_disk(files):
    return sorted(str(path.relative_to(files)) for path in files.rglob("*.*"))


# --- Handing in -----------------------------------------------------------------------------------------


def test_a_link_is_handed_in(week, member):
    demo, event = handed_in(week, member, link="https://video.example/1")
    assert list(week.demos.values_list("person", "link", "video")) == [(member.pk, LINK["link"], "")]
    assert (event.kind, event.actor, event.data["milestone"]) == ("demo_handed_in", member, week.pk)
    assert event.data["demo"] == demo.pk


def test_a_video_is_kept_under_a_name_of_our_own(week, member, files):
    demo, _ = handed_in(week, member, video=with_poster())
    demo.refresh_from_db()
    assert on_disk(files) == sorted([str(demo.video), str(demo.poster)])
    assert (files / str(demo.video)).read_bytes() == v.mp4(29)
    assert (demo.kind, demo.seconds, demo.size) == ("mp4", 29, len(v.mp4(29)))
    assert "demo.mp4" not in str(demo.video)


def test_several_people_hand_in_for_one_week(week, member, owner):
    handed_in(week, member, link=LINK["link"])
    handed_in(week, owner, link=LINK["link"])
    assert week.demos.count() == 2


def test_a_second_one_of_the_same_person_takes_the_place_of_the_first(week, member, files):
    first, _ = handed_in(week, member, video=with_poster())
    second, event = handed_in(week, member, link=LINK["link"])
    demo = week.demos.get()
    assert (demo.pk, second.pk, event.kind) == (first.pk, first.pk, "demo_replaced")
    assert (demo.link, str(demo.video), demo.kind, demo.size, demo.seconds) == (LINK["link"], "", "", 0, None)
    assert demo.replaced_at


def test_no_demo_for_a_week_that_is_gone(week, member, files):
    late = Demo(milestone=Milestone.objects.get(pk=week.pk))
    week.delete()
    with pytest.raises(Milestone.DoesNotExist):
        late.hand_in(by=member, shows="Parcels.", video=with_poster())
    assert on_disk(files) == []


# --- Replacing, deleting --------------------------------------------------------------------------------


def test_the_sentence_alone_can_be_changed(week, member, files):
    demo, _ = handed_in(week, member, video=with_poster())
    before = on_disk(files)
    demo.replace(by=member, shows="Parcels by depot.")
    demo.refresh_from_db()
    assert (demo.shows, demo.kind, demo.seconds) == ("Parcels by depot.", "mp4", 29)
    assert on_disk(files) == before == sorted([str(demo.video), str(demo.poster)])


def test_replacing_by_an_owner_leaves_it_its_persons(week, member, owner):
    demo, _ = handed_in(week, member, link=LINK["link"])
    event = demo.replace(by=owner, shows="Better.", link="https://video.example/2")
    demo.refresh_from_db()
    assert (demo.person, event.actor) == (member, owner)


def test_a_deleted_one_is_replaced_no_more(week, member):
    demo, _ = handed_in(week, member, link=LINK["link"])
    late = Demo.objects.get(pk=demo.pk)
    demo.delete_demo(by=member)
    for verb in (lambda: late.replace(by=member, **LINK), lambda: late.delete_demo(by=member)):
        with pytest.raises(Demo.DoesNotExist):
            verb()


def test_every_change_is_one_event(project, week, member):
    demo, _ = handed_in(week, member, link=LINK["link"])
    demo.replace(by=member, **LINK)
    demo.delete_demo(by=member)
    kinds = list(project.events.values_list("kind", flat=True))
    assert kinds == ["demo_handed_in", "demo_replaced", "demo_deleted"]


def test_a_persons_demo_outlives_their_account(week, member):
    demo, _ = handed_in(week, member, link=LINK["link"])
    member.delete()
    demo.refresh_from_db()
    assert (demo.person, demo.name) == (None, "Somebody who has left")


def test_deleting_a_project_deletes_its_demos(project, week, member):
    handed_in(week, member, link=LINK["link"])
    project.delete()
    assert not Demo.objects.exists()


# --- Taking it back -------------------------------------------------------------------------------------


def test_a_deletion_is_undone(week, member, files):
    demo, _ = handed_in(week, member, video=with_poster())
    before = Demo.objects.values().get()
    event = demo.delete_demo(by=member)
    assert not week.demos.exists()
    Demo(pk=demo.pk, milestone=week).undo_demo(event, by=member)
    assert Demo.objects.values().get() == before


def test_a_replacement_is_undone(week, member, files):
    demo, _ = handed_in(week, member, video=with_poster())
    before = demo.content()
    event = demo.replace(by=member, **LINK)
    demo.undo_demo(event, by=member)
    assert Demo.objects.get().content() == before
    assert on_disk(files) == sorted([before["video"], before["poster"]])


def test_handing_in_is_undone(week, member):
    demo, event = handed_in(week, member, link=LINK["link"])
    demo.undo_demo(event, by=member)
    assert not week.demos.exists()


def test_what_was_changed_again_is_not_undone(week, member):
    demo, event = handed_in(week, member, link=LINK["link"])
    demo.replace(by=member, **LINK)
    with pytest.raises(Refused):
        demo.undo_demo(event, by=member)


def test_a_deletion_is_not_undone_twice(project, week, member):
    demo, _ = handed_in(week, member, link=LINK["link"])
    event = demo.delete_demo(by=member)
    demo.undo_demo(event, by=member)
    with pytest.raises(Refused):
        demo.undo_demo(event, by=member)


def test_a_deletion_is_not_undone_over_a_new_one(week, member):
    demo, _ = handed_in(week, member, link=LINK["link"])
    event = demo.delete_demo(by=member)
    handed_in(week, member, link=LINK["link"])
    with pytest.raises(Refused):
        Demo(pk=demo.pk, milestone=week).undo_demo(event, by=member)
    assert week.demos.count() == 1


def test_an_old_deletion_is_not_undone(week, member, files):
    demo, _ = handed_in(week, member, video=video())
    event = demo.delete_demo(by=member)
    with time_machine.travel(timezone.now() + timedelta(minutes=31)), pytest.raises(Refused):
        demo.undo_demo(event, by=member)


# --- Files ----------------------------------------------------------------------------------------------


def test_an_undone_transaction_leaves_no_file(week, member, files, monkeypatch):
    def fail(*args, **kwargs):
        raise IntegrityError

    monkeypatch.setattr("projects.models.demo.Demo.record", fail)
    with pytest.raises(IntegrityError):
        handed_in(week, member, video=with_poster())
    assert on_disk(files) == []
    assert not Demo.objects.exists()


def test_a_failed_replacement_leaves_the_old_file(week, member, files, monkeypatch):
    demo, _ = handed_in(week, member, video=with_poster())
    before = on_disk(files)
    monkeypatch.setattr("projects.models.demo.Demo.save", lambda *args, **kwargs: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        demo.replace(by=member, shows="Again.", video=with_poster(v.webm()))
    assert on_disk(files) == before


def test_a_disk_that_is_full_leaves_no_file_and_no_demo(week, member, files, monkeypatch):
    saves = []

    def save(storage, name, content):
        if saves:
            raise OSError(28, "No space left on device")
        saves.append(name)
        (files / name).parent.mkdir(parents=True)
        (files / name).write_bytes(content.read())
        return name

    monkeypatch.setattr("django.core.files.storage.FileSystemStorage.save", save)
    with pytest.raises(OSError):
        handed_in(week, member, video=with_poster())
    assert on_disk(files) == []
    assert not Event.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_the_file_of_a_deleted_demo_is_swept_after_an_hour(week, member, owner, files):
    kept, _ = handed_in(week, owner, video=with_poster())
    gone, _ = handed_in(week, member, video=with_poster())
    gone.delete_demo(by=member)
    assert storage.cleanup() == 0
    with time_machine.travel(timezone.now() + timedelta(minutes=61)):
        assert storage.cleanup() == 2
        assert storage.cleanup() == 0
    assert on_disk(files) == sorted([str(kept.video), str(kept.poster)])


@pytest.mark.django_db(transaction=True)
def test_an_old_file_is_spared_for_an_hour_from_its_deletion(week, member, files):
    demo, _ = handed_in(week, member, video=video())
    os.utime(files / str(demo.video), (0, 0))
    event = demo.delete_demo(by=member)
    assert on_disk(files) == [str(demo.video).replace("demos/", "demos/gone/")]
    assert storage.cleanup() == 0
    demo.undo_demo(event, by=member)
    assert on_disk(files) == [str(demo.video)]


@pytest.mark.django_db(transaction=True)
def test_a_replacement_is_undone_with_the_files_of_both(week, member, files):
    demo, _ = handed_in(week, member, video=with_poster())
    before = demo.content()
    event = demo.replace(by=member, shows="Again.", video=video(v.webm()))
    demo.undo_demo(event, by=member)
    assert Demo.objects.get().content() == before
    assert (files / before["video"]).exists()
    assert (files / before["poster"]).exists()
    assert len(on_disk(files / "demos/gone")) == 1


@pytest.mark.django_db(transaction=True)
def test_a_deletion_is_not_undone_without_its_file(week, member, files):
    demo, _ = handed_in(week, member, video=video())
    event = demo.delete_demo(by=member)
    with time_machine.travel(timezone.now() + timedelta(minutes=61)):
        storage.cleanup()
    with pytest.raises(Refused, match="not kept any more"):
        demo.undo_demo(event, by=member)
    assert not Demo.objects.exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("what", ["project", "week"])
def test_files_go_with_their_week_or_project(project, week, member, owner, files, what):
    gone, _ = handed_in(week, member, video=with_poster())
    stays, _ = handed_in(MilestoneFactory(project=ProjectFactory()), owner, video=video())
    {"project": Project.objects.filter(pk=project.pk), "week": project.milestones}[what].all().delete()
    names = {str(gone.video), str(gone.poster)}
    away = [name.replace("demos/", "demos/gone/") for name in names]
    assert on_disk(files) == sorted([*away, str(stays.video)])


def test_a_deletion_that_does_not_happen_leaves_the_file(week, member, files):
    demo, _ = handed_in(week, member, video=video())
    with transaction.atomic():
        demo.delete_demo(by=member)
        transaction.set_rollback(True)
    assert on_disk(files) == [str(demo.video)]


# --- Asking ---------------------------------------------------------------------------------------------


def test_the_weeks_that_have_a_demo_are_one_query(project, week, django_assert_num_queries):
    other, without = (MilestoneFactory(project=project, number=number) for number in (2, 3))
    DemoFactory(milestone=week)
    DemoFactory(milestone=week)
    DemoFactory(milestone=other)
    DemoFactory(milestone__project=ProjectFactory())
    assert Demo.objects.weeks([]) == set()
    with django_assert_num_queries(1):
        assert Demo.objects.weeks([week.pk, other.pk, without.pk]) == {week.pk, other.pk}
    with django_assert_num_queries(1):
        found = Demo.objects.by_week(project)
        assert {pk: len(demos) for pk, demos in found.items()} == {week.pk: 2, other.pk: 1}
        assert [demo.name for demos in found.values() for demo in demos]


@pytest.mark.parametrize(
    ("seconds", "length", "is_long"),
    [(None, "", False), (9, "0:09", False), (30, "0:30", False), (31, "0:31", True), (3661, "61:01", True)],
)
def test_length_is_shown_as_players_do(seconds, length, is_long):
    demo = Demo(seconds=seconds)
    assert (demo.length, demo.is_long) == (length, is_long)


def test_the_mark_begins_over_thirty_seconds():
    assert limits.DEMO_SECONDS == 30


def test_one_replaces_ones_own_and_owners_any(project, week, member, owner, viewer):
    demo = DemoFactory(milestone=week, person=member)
    other = MembershipFactory(project=project).user
    may = {}
    for name, person in {"member": member, "other": other, "owner": owner, "viewer": viewer}.items():
        project.role = project.memberships.get(user=person).role
        may[name] = demo.is_for(person, project)
    assert may == {"member": True, "other": False, "owner": True, "viewer": False}


def test_the_database_keeps_one_a_person_and_week(week, member):
    DemoFactory(milestone=week, person=member)
    with pytest.raises(IntegrityError), transaction.atomic():
        DemoFactory(milestone=week, person=member)


# --- In the admin ---------------------------------------------------------------------------------------


def test_deleting_in_the_admin_is_an_event_and_keeps_nothing(as_admin, project, week, member):
    one, _ = handed_in(week, member, link=LINK["link"])
    other = DemoFactory(milestone=week)
    as_admin.post(f"/admin/projects/demo/{one.pk}/delete/", {"post": "yes"})
    chosen = {"action": "delete_selected", "_selected_action": [other.pk], "post": "yes"}
    as_admin.post("/admin/projects/demo/", chosen)
    assert not Demo.objects.exists()
    assert project.events.filter(kind="demo_deleted").count() == 2


def test_in_the_admin_a_demo_of_an_archived_project_is_only_looked_at(as_admin, week):
    demo = DemoFactory(milestone=week)
    demo.milestone.project.change(by=None, archived_at=timezone.now())
    address = f"/admin/projects/demo/{demo.pk}/"
    assert f"{address}delete/" not in as_admin.get(f"{address}change/").text
    assert as_admin.post(f"{address}delete/", {"post": "yes"}).status_code == 403
    assert Demo.objects.exists()
