"""The page of a closed week: what became of it, what may be undone, and the ways that lead there."""

import pytest
import time_machine

from boards.closing import Decision, close_week, reopen_week, unfinished
from tests.boards.closing.weeks import fresh
from tests.factories import CardFactory

pytestmark = pytest.mark.django_db
URL = "/p/parcel-vision/weeks/1/close/"


# --- Afterwards -----------------------------------------------------------------------------------------------
@pytest.fixture
def closed(week, next_week, doing, member):
    close_week(week, {card.number: Decision.NEXT for card in unfinished(week)}, by=member)
    week.refresh_from_db()
    return week


def test_a_closed_week_shows_what_it_came_to(as_member, closed, member):
    text = as_member.get(URL).text
    assert "Week 1 is closed" in text
    assert f"Closed by <bdi>{member}</bdi>, Friday 11 September" in text
    assert '<th scope="row">Carried over</th><td>1</td><td>2 h</td>' in text


def test_a_card_finished_late_is_counted_and_taken_back_there(as_member, closed, next_week, doing):
    assert "Count for week 1" not in as_member.get(URL).text
    doing.move(column="done", milestone_id=next_week.pk, by=None)
    assert "Count for week 1" in as_member.get(URL).text
    answer = as_member.post(f"{URL}late/", {"card": doing.number}, follow=True)
    assert "Counted for week 1" in answer.text
    assert fresh(doing).milestone_id == closed.pk
    as_member.post(f"{URL}late/", {"card": doing.number, "take_back": "1"})
    assert fresh(doing).milestone_id == next_week.pk


def test_what_cannot_be_counted_is_refused(as_member, closed, next_week, doing, project):
    never = CardFactory(project=project, milestone=next_week, column="done")
    statuses = [as_member.post(f"{URL}late/", {"card": n}).status_code for n in (never.number, 4711, "x")]
    assert statuses == [409, 404, 422]


def test_the_undo_goes_once_a_later_week_is_closed(as_member, closed, next_week):
    with time_machine.travel("2026-09-18T15:00Z"):
        close_week(next_week, {card.number: Decision.LATER for card in unfinished(next_week)}, by=None)
        text = as_member.get(URL).text
        assert "Week 2 has been closed since" in text
        assert "again</button>" not in text
        assert as_member.post(f"{URL}undo/").status_code == 409


def test_a_closing_that_was_undone_can_be_closed_again(as_member, closed, doing):
    reopen_week(closed, by=None)
    assert "Close week 1" in as_member.get(URL).text
    as_member.post(URL, {f"card-{doing.number}": "done"})
    assert [s.kind for s in closed.snapshots.all()] == ["closed", "undone", "closed"]


# --- Where it is found ------------------------------------------------------------------------------------------
BOARD = "/p/parcel-vision/board/?week=1"


@pytest.mark.parametrize(
    ("now", "offered"),
    [("2026-09-10T12:00Z", False), ("2026-09-11T12:00Z", True), ("2026-09-15T12:00Z", True)],
)
def test_the_board_offers_the_closing_from_the_demo_day_on(as_member, week, now, offered):
    with time_machine.travel(now):
        assert (f'href="{URL}"' in as_member.get(BOARD).text) == offered


def test_those_who_only_look_are_told_that_a_past_week_is_open(as_viewer, week):
    with time_machine.travel("2026-09-15T12:00Z"):
        text = as_viewer.get(BOARD).text
    assert "Not closed yet." in text
    assert URL not in text


def test_a_closed_weeks_board_says_so_and_offers_no_adding(as_member, closed):
    text = as_member.get(BOARD).text
    assert f'href="{URL}">Closed: what it came to</a>' in text
    assert 'name="lines"' not in text
    assert "Nothing is left here" in text
    assert "Nothing planned for this week yet" not in text


def test_the_plan_leads_to_the_closing_of_a_week_that_was_left_open(as_member, as_viewer, week):
    with time_machine.travel("2026-09-15T12:00Z"):
        pages = [client.get("/p/parcel-vision/plan/").text for client in (as_member, as_viewer)]
    assert [URL in page for page in pages] == [True, False]


def test_home_says_quietly_which_week_was_left_open(as_member, week, next_week):
    with time_machine.travel("2026-09-15T12:00Z"):
        assert "Week 1 is not closed yet" in as_member.get("/").text
        close_week(week, {}, by=None)
        assert "not closed yet" not in as_member.get("/").text


@pytest.fixture
def kept(closed, project):
    """A card that is done in the closed week."""
    return CardFactory(project=project, milestone=closed, column="done")


def test_a_drag_within_a_closed_week_is_refused_with_a_sentence(as_member, closed, kept):
    fields = {"column": "todo", "milestone": closed.pk}
    answer = as_member.post(
        f"/p/parcel-vision/cards/{kept.number}/move/", fields, headers={"HX-Request": "true"}
    )
    assert answer.status_code == 422
    assert answer.text == "This week is closed: its cards stay as they are. Move the card to another week."


def test_a_card_is_not_moved_into_a_closed_week_from_its_page(as_member, closed, doing):
    answer = as_member.post(f"/p/parcel-vision/cards/{doing.number}/week/", {"milestone": closed.pk})
    assert answer.status_code == 422
    assert "Week 1 is closed. Choose a week that is still open." in answer.text


def test_a_line_typed_for_a_week_that_was_closed_meanwhile_is_refused(as_member, closed):
    fields = {"lines": "Too late", "column": "todo", "milestone": closed.pk}
    answer = as_member.post("/p/parcel-vision/cards/", {**fields, "back": "?week=1"})
    assert answer.status_code == 422
    assert 'value="Too late"' in answer.text
    assert "Week 1 is closed. Add this to a week that is still open." in answer.text


@pytest.mark.parametrize("page", ["cards/1/move/", "cards/1/", "board/?week=2"])
def test_closed_weeks_cannot_be_chosen(as_member, closed, next_week, page):
    text = as_member.get(f"/p/parcel-vision/{page}").text
    options = [
        line for line in text.split("<option") if f'value="{closed.pk}"' in line and "(closed)" in line
    ]
    assert [" disabled>" in option for option in options] == [True]


def test_a_card_says_how_often_it_was_carried(as_member, project, week, next_week):
    CardFactory(project=project, milestone=next_week, carried_from=week, carried_count=2)
    CardFactory(project=project, milestone=next_week, carried_from=week, carried_count=1)
    assert as_member.get("/p/parcel-vision/board/?week=2").text.count("×2") == 1
