"""What the page of a recording sends with it: an id, a hash, and where to cut."""

from hashlib import sha256
from threading import Barrier, Thread

import pytest
from django.db import connection

from projects.models import Demo
from tests import videofiles as v
from tests.conftest import client_for
from tests.factories import MilestoneFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("files"), pytest.mark.both_databases]

PAGE, FORM = "/p/parcel-vision/demos/", "/p/parcel-vision/weeks/1/demo/"
ID = "3f0c2a52-3c2e-4a0e-9a3f-1f0d7b1f4c11"
HTMX = {"HX-Request": "true"}


def recording(**fields):
    body = {"shows": "Parcels.", "video": v.upload(v.mp4()), "request_id": ID, "seconds": "12.34"}
    return body | {"sha256": sha256(v.mp4()).hexdigest()} | fields


def on_disk(files):
    return [path.name for path in files.rglob("*.*")]


# --- Sent again -------------------------------------------------------------------------------------------


def test_a_repeat_is_answered_as_the_first_time_and_has_no_second_effect(as_member, week, files):
    first = as_member.post(FORM, recording(), headers=HTMX)
    again = as_member.post(FORM, recording(), headers=HTMX)
    assert first.headers["HX-Redirect"] == again.headers["HX-Redirect"]
    assert (week.demos.count(), week.project.events.count()) == (1, 1)
    assert on_disk(files) == [str(week.demos.get().video).removeprefix("demos/")]


def test_a_repeat_is_answered_even_where_the_demo_is_gone(as_member, week, member, files):
    first = as_member.post(FORM, recording())
    week.demos.get().delete_demo(by=member)
    assert as_member.post(FORM, recording()).url == first.url
    assert not week.demos.exists()


def test_a_recording_that_takes_the_place_of_another_is_repeated_as_well(as_member, week):
    as_member.post(FORM, {"shows": "One", "link": "https://video.example/1"})
    path = f"{PAGE}{week.demos.get().pk}/replace/"
    assert as_member.post(path, recording()).url == as_member.post(path, recording()).url
    assert week.project.events.count() == 2


def test_what_was_changed_before_it_was_sent_again_is_not_lost(as_member, week):
    as_member.post(FORM, recording())
    as_member.post(FORM, recording(shows="Parcels by depot."))
    assert week.demos.get().shows == "Parcels by depot."


def test_somebody_elses_recording_is_no_repeat(as_member, as_owner, week):
    as_member.post(FORM, recording())
    as_owner.post(FORM, recording())
    assert week.demos.count() == 2


def test_in_another_week_it_is_no_repeat(as_member, week, project):
    MilestoneFactory(project=project, number=2)
    as_member.post(FORM, recording())
    as_member.post("/p/parcel-vision/weeks/2/demo/", recording())
    assert [demo.milestone.number for demo in Demo.objects.of(project)] == [1, 2]


@pytest.mark.django_db(transaction=True)
def test_two_tabs_that_send_it_at_once_hand_it_in_once(week, member, files):
    start, answers = Barrier(2), []

    def send(client):
        start.wait(10)
        while (answer := client.post(FORM, recording(), headers=HTMX)).status_code == 503:
            pass  # SQLite in memory lets no two write at once; the page tries again, too
        answers.append(answer.headers["HX-Redirect"])
        connection.close()

    tabs = [Thread(target=send, args=[client_for(member, raise_request_exception=False)]) for _ in range(2)]
    for tab in tabs:
        tab.start()
    for tab in tabs:
        tab.join(30)
    assert len(answers) == 2
    assert answers[0] == answers[1]
    assert (week.demos.count(), week.project.events.count(), len(on_disk(files))) == (1, 1, 1)


# --- Its hash ---------------------------------------------------------------------------------------------


def test_what_arrives_damaged_is_refused(as_member, files):
    response = as_member.post(FORM, recording(sha256=sha256(b"other").hexdigest()), headers=HTMX)
    assert response.status_code == 422
    assert response.json() == {"video": "This video arrived damaged: it is not what was sent. Send it again."}
    assert (Demo.objects.exists(), on_disk(files)) == (False, [])


@pytest.mark.parametrize("said", ["no hash", "\0"])
def test_what_is_no_hash_is_refused_like_a_wrong_one(as_member, said):
    response = as_member.post(FORM, recording(sha256=said), headers=HTMX)
    assert (response.status_code, Demo.objects.exists()) == (422, False)


def test_a_hash_in_capitals_is_the_same(as_member, week):
    as_member.post(FORM, recording(sha256=sha256(v.mp4()).hexdigest().upper()))
    assert week.demos.exists()


def test_a_file_that_was_chosen_has_no_hash(as_member, week):
    as_member.post(FORM, {"shows": "One", "video": v.upload(v.mp4())})
    assert week.demos.exists()


# --- Where it is cut --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cuts", "expected"),
    [
        ({}, (None, None, 12.34)),
        ({"cut_start": "1.5"}, (1500, None, 10.84)),
        ({"cut_end": "9"}, (None, 9000, 9)),
        ({"cut_start": "1.50", "cut_end": "9.25"}, (1500, 9250, 7.75)),
        ({"cut_end": "20"}, (None, 20000, 12.34)),
        ({"cut_start": "20"}, (20000, None, None)),
    ],
)
def test_where_it_is_cut_is_kept_until_it_is_made(as_member, week, cuts, expected):
    as_member.post(FORM, recording(**cuts))
    demo = week.demos.get()
    assert (demo.cut_start_ms, demo.cut_end_ms, demo.seconds) == expected


@pytest.mark.parametrize(
    ("cuts", "refused"),
    [
        ({"cut_start": "-1"}, "cut_start"),
        ({"cut_start": "x"}, "cut_start"),
        ({"cut_end": "Infinity"}, "cut_end"),
        ({"cut_end": "nan"}, "cut_end"),
        ({"cut_start": "1e9"}, "cut_start"),
        ({"cut_start": "5", "cut_end": "5"}, "cut_end"),
        ({"cut_end": "0"}, "cut_end"),
    ],
)
def test_a_cut_that_leaves_nothing_is_refused(as_member, week, cuts, refused):
    response = as_member.post(FORM, recording(**cuts), headers=HTMX)
    assert (response.status_code, list(response.json())) == (422, [refused])
    assert not week.demos.exists()


# --- Room -------------------------------------------------------------------------------------------------


def test_where_there_is_no_room_it_is_refused_and_nothing_is_kept(as_member, week, files, settings):
    settings.PROJECT_STORAGE_GB = 1e-9
    response = as_member.post(FORM, recording(), headers=HTMX)
    assert response.status_code == 422
    assert response.json()["video"].startswith("There is no room for this file")
    assert (week.demos.exists(), on_disk(files)) == (False, [])


def test_room_that_somebody_else_has_taken_meanwhile_is_not_given_twice(
    as_member, as_owner, week, files, settings, meanwhile
):
    settings.PROJECT_STORAGE_GB = 1.5 * len(v.mp4()) / 2**30
    other = {"shows": "The other.", "video": v.upload(v.mp4())}
    meanwhile(lambda: as_owner.post(FORM, other))
    response = as_member.post(FORM, recording(), headers=HTMX)
    assert response.json()["video"].startswith("There is no room for this file")
    assert [demo.shows for demo in week.demos.all()] == ["The other."]
    assert len(on_disk(files)) == 1


def test_a_smaller_one_and_a_sentence_have_room_even_there(as_member, week, settings):
    as_member.post(FORM, {"shows": "One", "video": v.upload(v.mp4(frames=bytes(999)))})
    settings.PROJECT_STORAGE_GB = 1e-9
    assert as_member.post(FORM, {"shows": "Two"}).status_code == 302
    assert as_member.post(FORM, {"shows": "Three", "video": v.upload(v.mp4())}).status_code == 302
    assert week.demos.get().shows == "Three"


@pytest.mark.django_db(transaction=True)
def test_what_is_deleted_comes_back_even_there(as_member, week, member, settings):
    as_member.post(FORM, recording())
    demo = week.demos.get()
    event = demo.delete_demo(by=member)
    settings.PROJECT_STORAGE_GB = 1e-9
    Demo(pk=demo.pk, milestone=week).undo_demo(event, by=member)
    assert week.demos.exists()
