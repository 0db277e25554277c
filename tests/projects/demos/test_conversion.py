"""From what was handed in to the one form: the errand, and what becomes of the demo and its files."""

import pytest
import time_machine
from django.utils import timezone

from projects.demos import conversion
from projects.errands.run import run, run_due
from projects.files.child import ChildFailed, ChildRefused, Interrupted, run_in_child
from projects.models import Demo, Errand, Project
from projects.models.demo_fields import VIDEO_FAILURES
from tests import videofiles as v
from tests.projects.demos.conversions import (
    FILM,
    POSTER,
    Child,
    converted,
    film_of,
    handed_in,
    run_later,
    waiting,
)

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("files"),
    pytest.mark.both_databases,
]

LINK = {"shows": "Parcels, counted.", "link": "https://video.example/1"}


@pytest.fixture
def child(monkeypatch):
    return Child(monkeypatch)


def on_disk(files):
    return {str(path.relative_to(files)) for path in files.rglob("*") if path.is_file()}


def in_use(files):
    return {name for name in on_disk(files) if "/gone/" not in name}


# --- It goes well ---------------------------------------------------------------------------------------


def test_what_is_handed_in_waits_and_plays_meanwhile(week, member):
    demo, _ = handed_in(week, member)
    assert (demo.state, demo.plays) == ("converting", True)
    assert waiting() == [f"video:{demo.pk}:{demo.video}"]


def test_a_link_waits_for_nothing(week, member):
    demo, _ = handed_in(week, member, link=LINK["link"], video=None)
    assert (demo.state, waiting()) == ("", [])


def test_the_film_takes_the_place_of_what_was_handed_in(week, member, files, child):
    demo = converted(week, member)
    assert (demo.state, demo.kind, demo.seconds, demo.plays) == ("ready", "mp4", 29.967, True)
    assert (files / str(demo.video)).read_bytes() == FILM
    assert (files / str(demo.poster)).read_bytes() == POSTER
    assert (demo.size, demo.poster_size) == (len(FILM), len(POSTER))


def test_nothing_is_left_of_what_was_handed_in(week, member, files, child):
    demo = converted(week, member)
    assert on_disk(files) == {str(demo.video), str(demo.poster)}
    assert not Errand.objects.exists()


def test_who_has_handed_in_and_when_stays(week, member, child):
    demo, _ = handed_in(week, member)
    run_due()
    after = Demo.objects.get()
    assert (after.person, after.created_at, after.shows) == (member, demo.created_at, demo.shows)


def test_it_is_told_what_the_gate_has_found_and_what_to_cut(week, member, child):
    converted(week, member, video=film_of(v.webm(), cut_start_ms=1500, cut_end_ms=9250))
    assert child.tasks == [{"input": "input", "demuxer": "matroska", "cut_start": 1.5, "cut_end": 9.25}]


def test_what_holds_a_part_that_is_to_be_cut_out_is_shown_to_nobody_until_it_is_gone(week, member, child):
    demo, _ = handed_in(week, member, video=film_of(cut_end_ms=9000))
    assert not demo.plays
    run_due()
    after = Demo.objects.get()
    assert (after.plays, after.cut_start_ms, after.cut_end_ms) == (True, None, None)


def test_the_picture_of_the_browser_stays_where_no_better_one_is_made(week, member, files, child):
    child.poster = b"none"
    demo = converted(week, member)
    assert (files / str(demo.poster)).read_bytes() == v.jpeg()
    assert demo.poster_size == len(v.jpeg())


def test_each_film_is_one_event(project, week, member, child):
    demo = converted(week, member)
    event = project.events.last()
    assert (event.kind, event.data["demo"], event.actor) == ("video_converted", demo.pk, None)


def test_an_archived_projects_films_are_finished(project, week, member, child):
    handed_in(week, member)
    Project.objects.update(archived_at=timezone.now())
    run_due()
    assert Demo.objects.get().state == "ready"


# --- It does not ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", ["no_picture", "damaged", "too_long", "nothing_left", "not_verified"])
def test_what_is_refused_says_so_at_once(project, week, member, files, child, code):
    child.error = ChildRefused(code)
    handed_in(week, member)
    before = on_disk(files)
    run_due()
    demo = Demo.objects.get()
    assert (demo.state, demo.failure_sentence) == ("failed", VIDEO_FAILURES[code])
    assert (on_disk(files), waiting()) == (before, [])
    assert project.events.last().kind == "video_failed"


@pytest.mark.parametrize("reason", ["time", "memory", "size", "disk", "crash"])
def test_a_process_that_fails_has_a_second_try_after_a_minute(week, member, child, reason):
    child.error = ChildFailed(reason)
    handed_in(week, member)
    assert run_due() == run_due() == 0
    assert (len(child.tasks), Demo.objects.get().state) == (1, "converting")
    run_later()
    demo = Demo.objects.get()
    assert (len(child.tasks), demo.state, demo.failure_sentence) == (2, "failed", VIDEO_FAILURES[reason])
    assert waiting() == []


def test_a_process_that_stands_still_ends_at_its_time_and_the_next_film_is_made(
    week, member, owner, child, monkeypatch, settings
):
    settings.CHILD_WALL_SECONDS = 1

    def stand_still(task, arguments, **how):
        monkeypatch.setattr(conversion, "run_in_child", child.run)
        run_in_child("tests.projects.files.tasks:stop_itself", {}, **how)

    monkeypatch.setattr(conversion, "run_in_child", stand_still)
    handed_in(week, member)
    handed_in(week, owner)
    assert run_due() == 1
    assert [demo.state for demo in week.demos.order_by("pk")] == ["converting", "ready"]
    assert "time" in Errand.objects.waiting().get().last_error


def test_the_second_try_may_go_well(week, member, child):
    child.error = ChildFailed("crash")
    handed_in(week, member)
    run_due()
    child.error = None
    run_later()
    assert Demo.objects.get().state == "ready"


def test_what_nobody_expects_is_said_too(week, member, child):
    child.error = KeyError("video")
    handed_in(week, member)
    run_due()
    run_later()
    assert (Demo.objects.get().state, Demo.objects.get().failure) == ("failed", "crash")


def test_a_process_keeps_its_errand_for_as_long_as_it_works_and_ends_when_another_has_it(
    week, member, monkeypatch
):
    handed_in(week, member)
    wanted = []

    def run(task, arguments, *, inputs, folder, is_wanted):
        with time_machine.travel(timezone.now() + conversion.LEASE * 0.9):
            wanted.append(is_wanted())
            assert Errand.objects.get().due > timezone.now() + conversion.LEASE * 0.9
        with time_machine.travel(timezone.now() + conversion.LEASE * 2):
            Errand.objects.get().take()
            wanted.append(is_wanted())
        raise ChildFailed("stopped")

    monkeypatch.setattr(conversion, "run_in_child", run)
    run_due()
    assert wanted == [True, False]
    assert Errand.objects.get().tries == 2


def test_a_server_that_ends_leaves_the_film_to_the_next(week, member, child):
    child.error = Interrupted()
    handed_in(week, member)
    errand = Errand.objects.get()
    errand.take()
    assert run(errand) is False
    assert (Demo.objects.get().state, Errand.objects.get().tries) == ("converting", 0)


@pytest.mark.parametrize("film", [b"", b"<!doctype html>", v.webm(), v.mp4(tracks=(b"soun",))])
def test_what_comes_out_is_looked_at_like_what_goes_in(week, member, child, film):
    child.film = film
    handed_in(week, member)
    run_due()
    run_later()
    assert Demo.objects.get().failure == "crash"


def test_a_link_to_another_file_is_no_film(week, member, files, child, monkeypatch):
    secret = files / "secret.mp4"
    secret.write_bytes(FILM)
    handed_in(week, member)

    def run(task, arguments, *, inputs, folder, is_wanted):
        (folder / "film.mp4").symlink_to(secret)
        return {"seconds": 3}

    monkeypatch.setattr("projects.demos.conversion.run_in_child", run)
    run_due()
    run_later()
    assert Demo.objects.get().failure == "crash"


def test_where_the_server_ended_each_time_the_file_is_not_blamed(week, member, child):
    handed_in(week, member)
    Errand.objects.update(tries=conversion.TRIES)
    run_due()
    assert (Demo.objects.get().failure, child.tasks) == ("lost", [])


def test_a_file_that_the_disk_has_lost_is_said(week, member, files, child):
    demo, _ = handed_in(week, member)
    (files / str(demo.video)).unlink()
    run_due()
    assert Demo.objects.get().failure == "missing"


def test_a_film_that_a_backup_has_instead_of_what_it_was_made_of_is_made_again_uncut(
    week, member, files, child
):
    """Of a backup the database comes first, then the files; between the two the film was made."""
    demo, _ = handed_in(week, member, video=film_of(cut_start_ms=1500, cut_end_ms=9000))
    [row] = Demo.objects.values()
    run_due()
    Demo.objects.update(**row)
    demo.order_conversion()
    assert run_due() == 1
    now = Demo.objects.get()
    assert (now.state, now.size, now.cut_start_ms) == ("ready", len(FILM), None)
    assert (child.tasks[1]["cut_start"], child.tasks[1]["demuxer"]) == (None, "mp4")
    assert on_disk(files) == {str(now.video), str(now.poster)}


def test_another_may_be_handed_in_for_one_that_failed(week, member, files, child):
    child.error = ChildRefused("damaged")
    handed_in(week, member)
    run_due()
    child.error = None
    demo = converted(week, member)
    assert (demo.state, demo.failure) == ("ready", "")
    assert in_use(files) == {str(demo.video), str(demo.poster)}


# --- What happens meanwhile -----------------------------------------------------------------------------


def test_what_is_deleted_meanwhile_ends_it(week, member, files, child):
    demo, _ = handed_in(week, member)
    child.meanwhile = lambda: Demo.objects.get(pk=demo.pk).delete_demo(by=member)
    run_due()
    assert (Demo.objects.exists(), waiting(), in_use(files)) == (False, [], set())


def test_what_is_replaced_meanwhile_ends_it_and_the_other_is_made(week, member, files, child):
    demo, _ = handed_in(week, member)

    def replace():
        child.meanwhile = lambda: None
        Demo.objects.get(pk=demo.pk).replace(by=member, shows="Again.", video=film_of(v.webm()))

    child.meanwhile = replace
    run_due()
    after = Demo.objects.get()
    assert (after.state, after.shows, len(child.tasks)) == ("ready", "Again.", 2)
    assert in_use(files) == {str(after.video), str(after.poster)}


@pytest.mark.parametrize("what", ["week", "project"])
def test_what_goes_with_its_week_or_project_meanwhile_ends_it(project, week, member, files, child, what):
    handed_in(week, member)
    gone = {"project": Project.objects.filter(pk=project.pk), "week": project.milestones}[what]
    child.meanwhile = lambda: gone.all().delete()
    run_due()
    assert (Demo.objects.exists(), waiting(), in_use(files)) == (False, [], set())


def test_the_sentence_that_is_changed_meanwhile_stays_changed(week, member, child):
    demo, _ = handed_in(week, member)
    child.meanwhile = lambda: Demo.objects.get(pk=demo.pk).replace(by=member, shows="By depot.")
    run_due()
    assert (Demo.objects.get().shows, Demo.objects.get().state) == ("By depot.", "ready")


def test_a_change_of_the_sentence_is_undone_after_the_film_was_made(week, member, files, child):
    demo, _ = handed_in(week, member)
    event = demo.replace(by=member, shows="By depot.")
    run_due()
    fresh(week).undo_demo(event, by=member)
    after = Demo.objects.get()
    assert (after.shows, after.state) == ("Parcels, counted.", "ready")
    assert on_disk(files) == {str(after.video), str(after.poster)}


def fresh(week):
    return Demo.objects.select_related("milestone__project").get()


def test_handing_in_is_undone_after_the_film_was_made(week, member, files, child):
    _, event = handed_in(week, member)
    run_due()
    fresh(week).undo_demo(event, by=member)
    assert not Demo.objects.exists()
    assert in_use(files) == set()


def test_a_deletion_is_undone_before_the_film_was_made_and_it_is_made(week, member, files, child):
    demo, _ = handed_in(week, member)
    event = demo.delete_demo(by=member)
    run_due()
    Demo(pk=demo.pk, milestone=week).undo_demo(event, by=member)
    assert Demo.objects.get().state == "converting"
    run_due()
    assert Demo.objects.get().state == "ready"


def test_a_deletion_that_is_undone_while_its_process_ends_is_made_anew(week, member, child):
    demo, _ = handed_in(week, member)

    def delete_and_undo():
        child.meanwhile = lambda: None
        event = demo.delete_demo(by=member)
        Demo(pk=demo.pk, milestone=week).undo_demo(event, by=member)
        raise ChildFailed("stopped")

    child.meanwhile = delete_and_undo
    run_due()
    assert (Demo.objects.get().state, waiting()) == ("ready", [])


def test_a_replacement_that_is_undone_has_the_first_made_after_all(week, member, files, child):
    demo, _ = handed_in(week, member)
    event = demo.replace(by=member, shows="Again.", video=film_of(v.webm()))
    run_due()
    fresh(week).undo_demo(event, by=member)
    run_due()
    after = Demo.objects.get()
    assert (after.state, after.shows) == ("ready", "Parcels, counted.")
    assert in_use(files) == {str(after.video), str(after.poster)}


def test_one_that_failed_and_was_deleted_comes_back_as_failed(week, member, child):
    child.error = ChildRefused("damaged")
    demo, _ = handed_in(week, member)
    run_due()
    event = fresh(week).delete_demo(by=member)
    Demo(pk=demo.pk, milestone=week).undo_demo(event, by=member)
    assert (Demo.objects.get().state, Demo.objects.get().failure, waiting()) == ("failed", "damaged", [])


# --- Killed in between ----------------------------------------------------------------------------------


def test_what_was_published_before_a_kill_is_replaced_by_the_next_try(
    week, member, files, child, monkeypatch
):
    handed_in(week, member)
    with monkeypatch.context() as patch:
        patch.setattr("projects.models.demo.Demo.save", lambda *args: 1 / 0)
        run_due()
    run_later()
    demo = Demo.objects.get()
    assert (demo.state, on_disk(files)) == ("ready", {str(demo.video), str(demo.poster)})


def test_what_a_kill_after_the_commit_has_left_is_trashed_when_the_errand_is_done_again(
    week, member, files, child, monkeypatch
):
    handed_in(week, member)
    errand = Errand.objects.get()
    with monkeypatch.context() as patch:
        patch.setattr("projects.files.storage.delete", lambda names: None)
        run_due()
    assert len(on_disk(files)) == 4
    errand.save(force_insert=True)
    run_due()
    after = Demo.objects.get()
    assert in_use(files) == {str(after.video), str(after.poster)}
