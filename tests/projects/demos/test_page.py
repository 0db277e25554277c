"""The demos' page: what is shown, replaced, deleted and taken back, and the marks elsewhere."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from boards.rendering.cache import clear_caches
from projects.demos.videos.video import read_video
from projects.models import Demo
from tests import videofiles as v
from tests.conftest import client_for
from tests.factories import DemoFactory, FilmFactory, MembershipFactory, MilestoneFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("files"), pytest.mark.both_databases]

PAGE, FORM = "/p/parcel-vision/demos/", "/p/parcel-vision/weeks/1/demo/"
LINK = {"shows": "Parcels, counted.", "link": "https://video.example/1"}


def on_disk(files):
    return sorted(path.name for path in files.rglob("*.*"))


# --- Replacing, deleting, taking back -------------------------------------------------------------------


def test_whoever_has_handed_in_finds_it_in_the_form(as_member, week, member):
    DemoFactory(milestone=week, person=member, shows="Counted by depot.")
    page = as_member.get(FORM).text
    assert "Counted by depot." in page
    as_member.post(FORM, {"shows": "Counted.", "link": "https://video.example/w1"})
    assert [demo.shows for demo in week.demos.all()] == ["Counted."]


def test_the_video_stays_where_only_the_sentence_changes(as_member, week, member, files):
    Demo(milestone=week).hand_in(by=member, shows="One", video=read_video(v.upload(v.mp4())))
    before = on_disk(files)
    as_member.post(FORM, {"shows": "Two", "link": ""})
    demo = week.demos.get()
    assert (demo.shows, demo.kind, on_disk(files)) == ("Two", "mp4", before)


def test_a_file_takes_the_place_of_a_link(as_member, week, member):
    demo = DemoFactory(milestone=week, person=member)
    body = {"shows": "One", "link": demo.link, "video": v.upload(v.mp4())}
    assert as_member.post(f"{PAGE}{demo.pk}/replace/", body).status_code == 302
    demo.refresh_from_db()
    assert (demo.link, demo.kind) == ("", "mp4")


@pytest.mark.parametrize("action", ["replace", "delete"])
def test_others_change_nothing_and_owners_anything(as_owner, as_member, project, week, member, action):
    other = client_for(MembershipFactory(project=project).user)
    demo = DemoFactory(milestone=week, person=member)
    path = f"{PAGE}{demo.pk}/{action}/"
    assert other.post(path, LINK).status_code == 403
    assert week.demos.get().shows == demo.shows
    assert as_owner.post(path, LINK).status_code == 302


def test_a_deletion_is_taken_back_from_the_page_it_leads_to(as_member, week, member):
    demo = DemoFactory(milestone=week, person=member)
    page = as_member.post(f"{PAGE}{demo.pk}/delete/", follow=True)
    assert not week.demos.exists()
    undo = page.context["undo"]
    assert "Demo deleted" in page.text
    response = as_member.post(f"{PAGE}undo/", {"event": undo.seq}, follow=True)
    assert week.demos.get().pk == demo.pk
    assert 'class="toast' not in response.text.split('id="toasts"')[1].split("<template")[0]


def test_others_do_not_take_back_what_one_has_done(as_member, project, week, member):
    demo = DemoFactory(milestone=week, person=member)
    event = demo.delete_demo(by=member)
    other = client_for(MembershipFactory(project=project).user)
    assert other.post(f"{PAGE}undo/", {"event": event.seq}).status_code == 403
    assert not week.demos.exists()


def test_taking_back_twice_is_too_late(as_member, week, member):
    event = DemoFactory(milestone=week, person=member).delete_demo(by=member)
    as_member.post(f"{PAGE}undo/", {"event": event.seq})
    response = as_member.post(f"{PAGE}undo/", {"event": event.seq})
    assert (response.status_code, "came too late" in response.text) == (409, True)
    assert "See the demos as they are now" in response.text


@pytest.mark.parametrize("event", ["", "x", "-1", "9" * 30, "١"])
def test_odd_events_are_refused(as_member, event):
    assert as_member.post(f"{PAGE}undo/", {"event": event}).status_code == 422


def test_only_events_of_demos_are_taken_back_here(as_member, project, member):
    project.change(by=member, name="Other")
    assert as_member.post(f"{PAGE}undo/", {"event": 1}).status_code == 404


# --- The page -------------------------------------------------------------------------------------------
def test_a_plan_without_demos_says_what_they_are_for(as_viewer, weeks):
    page = as_viewer.get(PAGE).text
    assert "<h1>No demo yet</h1>" in page
    assert "None of three demos delivered." in page
    assert "is due on Friday." in page


def test_the_title_says_how_long_all_of_it_takes(as_viewer, weeks):
    for week, seconds in zip(weeks, [57, 60, None], strict=True):
        DemoFactory(milestone=week, seconds=seconds)
    page = as_viewer.get(PAGE).text
    assert "<h1>The project so far, in 1 minute 57</h1>" in page
    assert "Three of three demos delivered." in page


def test_each_week_is_delivered_due_or_later(as_member, weeks):
    DemoFactory(milestone=weeks[0])
    page = as_member.get(PAGE).text
    kinds = [part.split('"')[0] for part in page.split('<li class="frame ')[1:]]
    assert kinds == ["given", "now", "next"]
    assert 'href="/p/parcel-vision/weeks/2/record/"' in page
    assert not any(f'href="/p/parcel-vision/weeks/3/{path}/"' in page for path in ("record", "demo"))


def test_the_current_week_is_recorded_from_the_page_and_an_earlier_one_handed_in(as_member, weeks):
    page = as_member.get(PAGE).text
    assert page.count('href="/p/parcel-vision/weeks/2/record/"') == 2  # the button, and the frame
    assert "Record week 2" in page
    assert '<a href="/p/parcel-vision/weeks/1/demo/">' in page


def test_the_form_for_a_film_leads_to_the_recorder_and_back(as_member, as_owner, week, member):
    recorder = "/p/parcel-vision/weeks/1/record/"
    assert f'href="{recorder}"' in as_member.get(FORM).text
    assert f'href="{FORM}"' in as_member.get(recorder).text
    demo = DemoFactory(milestone=week, person=member)
    assert f'href="{recorder}"' in as_member.get(f"{PAGE}{demo.pk}/replace/").text
    # What an owner records would be their own, beside it.
    assert f'href="{recorder}"' not in as_owner.get(f"{PAGE}{demo.pk}/replace/").text


def test_a_camera_is_asked_for_where_somebody_comes_to_film_with_it(as_member, week):
    assert 'accept="video/*" capture="environment"' in as_member.get(f"{FORM}?camera=1").text
    assert "capture=" not in as_member.get(FORM).text


def test_a_viewer_is_offered_nothing_to_change(as_viewer, weeks):
    DemoFactory(milestone=weeks[0])
    page = as_viewer.get(PAGE).text
    assert "Parcels are counted by depot." in page
    assert not any(word in page for word in ("Hand in", "Record", "Replace", "Delete", "/demo/"))


def test_one_is_offered_ones_own_and_not_others(as_member, weeks, member):
    mine, other = DemoFactory(milestone=weeks[0], person=member), DemoFactory(milestone=weeks[0])
    assert f"{PAGE}{mine.pk}/delete/" in as_member.get(f"{PAGE}?demo={mine.pk}").text
    assert "/delete/" not in as_member.get(f"{PAGE}?demo={other.pk}").text


def test_what_follows_is_offered_where_something_came_before_it(as_viewer, weeks):
    for week in weeks:
        DemoFactory(milestone=week)
    offered = [number for number in (1, 2, 3) if "?from=" in as_viewer.get(f"{PAGE}?week={number}").text]
    assert offered == [2]


@pytest.mark.parametrize("query", ["", "?week=1", "?demo={first}"])
def test_a_demo_is_chosen_by_week_or_by_itself(as_viewer, weeks, query):
    first, last = DemoFactory(milestone=weeks[0]), DemoFactory(milestone=weeks[1])
    page = as_viewer.get(PAGE + query.format(first=first.pk))
    assert page.context["page"].demo == (first if query else last)


@pytest.mark.parametrize(
    "query", ["?week=99", "?week=x", "?demo=-1", "?demo=9999999999999999999999", "?week=%00"]
)
def test_an_odd_choice_shows_the_latest(as_viewer, weeks, query):
    last = DemoFactory(milestone=weeks[1])
    assert as_viewer.get(PAGE + query).context["page"].demo == last


@pytest.fixture
def half_full(settings, weeks):
    """Half of ten megabytes."""
    settings.PROJECT_STORAGE_GB = 10 / 1024
    return FilmFactory(milestone=weeks[0], size=5 * 1024**2)


def test_the_menu_says_how_much_the_videos_take(as_viewer, half_full):
    assert "5 of 10\xa0MB used" in menu_of(as_viewer)


def items(page):
    menu = page.text.partition('id="demomenu" popover')[2].partition("</div>")[0]
    found = re.findall(r"<li>.*?</li>", menu, re.DOTALL)
    return [" ".join(re.sub(r"<[^>]+>", " ", item).split()) for item in found]


def test_the_menu_offers_all_demos_as_one_film_and_says_how_much_that_is(as_viewer, weeks):
    FilmFactory(milestone=weeks[0], seconds=29.4, size=4 * 1024**2)
    FilmFactory(milestone=weeks[1], seconds=86, size=5 * 1024**2)
    page = as_viewer.get(f"{PAGE}?week=3")
    assert items(page) == ["One film to send 2 min, 9.1 MB"]
    assert f'href="{PAGE}film/"' in page.text


def test_the_menu_offers_the_shown_week_too_where_there_are_others(as_viewer, weeks):
    FilmFactory(milestone=weeks[0], seconds=29.4, size=4 * 1024**2)
    assert len(items(as_viewer.get(f"{PAGE}?week=1"))) == 1
    DemoFactory(milestone=weeks[1])
    page = as_viewer.get(f"{PAGE}?week=1")
    assert items(page)[1] == "Week 1 as one film 32 s, 4.0 MB"
    assert f'href="{PAGE}film/?week=1"' in page.text
    assert len(items(as_viewer.get(f"{PAGE}?week=2"))) == 1  # a link alone is no film


def test_the_menu_says_what_is_not_in_the_film(as_viewer, weeks):
    FilmFactory(milestone=weeks[0], seconds=30)
    FilmFactory(milestone=weeks[1], state="converting")
    assert items(as_viewer.get(PAGE))[0].endswith("Without one demo that is being made or could not be.")
    FilmFactory(milestone=weeks[1], state="failed", failure="damaged")
    assert items(as_viewer.get(PAGE))[0].endswith("Without two demos that are being made or could not be.")


def test_where_no_film_is_ready_there_is_none_to_send(as_viewer, weeks):
    FilmFactory(milestone=weeks[1], state="converting")
    assert items(as_viewer.get(PAGE)) == []


def menu_of(client):
    return client.get(PAGE).text.partition('id="demomenu" popover')[2].partition("</div>")[0]


def test_who_has_a_film_or_a_link_finds_the_form_in_the_menu(as_member, as_viewer, weeks):
    assert 'href="/p/parcel-vision/weeks/2/demo/"' in menu_of(as_member)
    assert menu_of(as_viewer) == ""


def test_who_has_handed_in_is_not_offered_it_again(as_member, member, weeks):
    FilmFactory(milestone=weeks[1], person=member)
    assert "/demo/" not in menu_of(as_member)


def test_there_is_no_menu_where_it_would_be_empty(as_viewer, weeks):
    DemoFactory(milestone=weeks[0])
    assert "demomenu" not in as_viewer.get(PAGE).text


@pytest.mark.parametrize(
    ("client", "advice"),
    [("as_member", "Delete a demo of yours"), ("as_owner", "Delete demos that nobody needs")],
)
def test_who_can_make_room_is_told_before_it_is_full(request, weeks, half_full, client, advice):
    client = request.getfixturevalue(client)
    assert "nearlyfull" not in client.get(PAGE).text
    FilmFactory(milestone=weeks[1], size=4 * 1024**2)
    page = client.get(PAGE).text
    assert "take 9 of 10\xa0MB. When" in page
    assert advice in page


def test_who_cannot_make_room_is_not_told(as_viewer, weeks, half_full):
    FilmFactory(milestone=weeks[1], size=4 * 1024**2)
    assert "nearlyfull" not in as_viewer.get(PAGE).text


def test_an_archived_projects_demos_are_watched_and_no_more(as_owner, project, weeks):
    DemoFactory(milestone=weeks[0])
    project.archived_at = "2026-09-16T10:00:00Z"
    project.save()
    page = as_owner.get(PAGE)
    assert page.status_code == 200
    assert not any(word in page.text for word in ("Hand in", "Record", "Replace", "Delete"))


def test_a_project_without_weeks_has_its_page(as_viewer, project, week):
    week.delete()
    assert "This project has no week yet." in as_viewer.get(PAGE).text


def test_the_mark_of_a_long_demo_is_a_word(as_viewer, week):
    DemoFactory(milestone=week, seconds=41)
    page = as_viewer.get(PAGE).text
    assert '<span class="len">0:41<span> long</span></span>' in page
    assert "0:41 long. A demo is about thirty seconds." in page


def questions(client, path):
    clear_caches()  # a board that was drawn already asks once
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path).status_code == 200
    return len(captured)


@pytest.mark.parametrize("path", [PAGE, "/p/parcel-vision/plan/", "/p/parcel-vision/board/", "/"])
def test_pages_ask_as_often_for_many_weeks_and_demos_as_for_one(as_member, project, week, path):
    FilmFactory(milestone=week, poster="demos/a.jpg")
    few = questions(as_member, path)
    for number in range(2, 50):
        DemoFactory(milestone=MilestoneFactory(project=project, number=number))
        FilmFactory(milestone=week, poster="demos/b.jpg")
    assert questions(as_member, path) == few


# --- Marks elsewhere ------------------------------------------------------------------------------------


def test_the_strip_of_weeks_marks_those_that_have_a_demo(as_viewer, weeks):
    DemoFactory(milestone=weeks[0])
    page = as_viewer.get("/p/parcel-vision/board/").text
    assert page.count("demo delivered") == 1
    assert page.count("no demo yet") == 2


def test_the_board_offers_to_record_to_hand_in_or_to_watch(as_member, as_viewer, member, weeks):
    board = "/p/parcel-vision/board/"
    assert "Record demo" in as_member.get(board).text
    assert "Record demo" not in as_viewer.get(board).text
    assert "Hand in demo" in as_member.get(f"{board}?week=1").text
    assert not any(
        words in as_member.get(f"{board}?week=3").text for words in ("Record demo", "Hand in demo")
    )
    Demo(milestone=weeks[1]).hand_in(by=member, **LINK)
    page = as_viewer.get(board).text
    assert "Watch demo" in page
    assert "Demo delivered" in page


def test_home_says_whether_this_weeks_demo_is_there(as_member, weeks):
    assert "Demo due Friday 18 September" in as_member.get("/").text
    DemoFactory(milestone=weeks[1])
    assert "Demo delivered" in as_member.get("/").text


def test_the_plan_shows_picture_and_length(as_viewer, as_member, weeks):
    FilmFactory(milestone=weeks[0], poster="demos/a.jpg")
    page = as_viewer.get("/p/parcel-vision/plan/").text
    assert f'src="{Demo.objects.get().poster_source}"' in page
    assert '<span class="len">0:29</span>' in page
    assert "one of three demos delivered" in page
    assert "/weeks/2/demo/" not in page
    assert "/weeks/2/demo/" in as_member.get("/p/parcel-vision/plan/").text
