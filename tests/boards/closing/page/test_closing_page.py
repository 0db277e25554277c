"""The page of a closing: what it proposes, what it says, and how it answers."""

import re

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from boards.closing import ClosingPage, Decision, close_week, reopen_week
from boards.models import Column
from projects.text import content_hash
from tests.boards.closing.weeks import fresh
from tests.factories import CardFactory, UserFactory

pytestmark = pytest.mark.django_db
URL = "/p/parcel-vision/weeks/1/close/"


def chosen(page, card):
    """Which of a card's radio buttons is on."""
    marks = [
        choice
        for choice in Decision.values
        if f'name="card-{card.number}" value="{choice}" checked' in page.text
    ]
    assert len(marks) == 1
    return marks[0]


# --- What it shows ------------------------------------------------------------------------------------------
def test_what_was_begun_is_proposed_for_next_week_and_the_rest_for_later(as_member, next_week, doing, todo):
    page = as_member.get(URL)
    assert [chosen(page, card) for card in (doing, todo)] == ["next", "later"]


def test_in_the_last_week_there_is_no_next_one_to_choose(as_member, doing):
    page = as_member.get(URL)
    assert chosen(page, doing) == "later"
    assert 'value="next"' not in page.text
    assert "last week of the plan" in page.text


def test_what_is_done_stands_there_without_a_choice(as_member, project, week):
    card = CardFactory(project=project, milestone=week, column="done", title="Finished", estimate_minutes=60)
    page = as_member.get(URL)
    assert "Finished" in page.text
    assert f"card-{card.number}" not in page.text


def test_it_says_what_closing_will_do(as_member, next_week, doing, todo):
    assert "One card goes to week 2, one card goes to Later." in as_member.get(URL).text


def test_next_weeks_plan_stands_beside_what_was_finished(as_member, project, week, next_week, doing):
    CardFactory(project=project, milestone=next_week, estimate_minutes=60)
    CardFactory(project=project, milestone=week, column="done", estimate_minutes=90)
    text = as_member.get(URL).text
    assert 'max="180" value="180" aria-label="Planned for week 2"' in text
    assert 'max="180" value="90" aria-label="Done in week 1"' in text
    assert "1.5 h more than in the best" in text


def test_without_estimates_cards_are_compared(as_member, project, week, next_week):
    CardFactory(project=project, milestone=next_week)
    assert "1 card more than in the best" in as_member.get(URL).text


def test_a_demo_that_was_handed_in_is_there(as_member, member, week):
    week.demos.create(person=member, shows="The plan on one page", link="https://example.org/demo")
    text = as_member.get(URL).text
    assert "The plan on one page" in text
    assert "Nobody has handed one in" not in text


def test_a_week_that_has_not_begun_offers_no_closing(as_member, next_week):
    page = as_member.get("/p/parcel-vision/weeks/2/close/")
    assert page.status_code == 200
    assert "there is nothing to close yet" in page.text
    assert "data-closing" not in page.text


def test_a_week_that_is_not_in_the_plan_is_not_found(as_member):
    assert as_member.get("/p/parcel-vision/weeks/9/close/").status_code == 404


def test_the_queries_do_not_grow_with_the_cards(as_member, project, week, next_week):
    counts = []
    for cards in (12, 288):
        for place in range(cards):
            CardFactory(project=project, milestone=week, column=Column.values[place % 3])
        with CaptureQueriesContext(connection) as queries:
            as_member.get(URL)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 16


# --- Closing ------------------------------------------------------------------------------------------------
def test_closing_leads_to_the_next_weeks_board_with_an_undo(as_member, week, next_week, doing, todo):
    answer = as_member.post(URL, {f"card-{doing.number}": "next", f"card-{todo.number}": "drop"}, follow=True)
    week.refresh_from_db()
    assert week.closed_at
    assert (fresh(doing).milestone_id, bool(fresh(todo).archived_at)) == (next_week.pk, True)
    assert answer.redirect_chain[-1][0].startswith("/p/parcel-vision/board/?week=2&undo=")
    assert 'action="/p/parcel-vision/weeks/1/close/undo/"' in answer.text


def test_the_toast_takes_it_back(as_member, week, next_week, doing):
    as_member.post(URL, {f"card-{doing.number}": "next"})
    answer = as_member.post("/p/parcel-vision/weeks/1/close/undo/", follow=True)
    week.refresh_from_db()
    assert (week.closed_at, fresh(doing).milestone_id) == (None, week.pk)
    assert answer.redirect_chain[-1][0].startswith("/p/parcel-vision/board/?week=1&undo=")
    assert "is open again" in answer.text


def test_the_toast_says_how_many_cards_stay_where_they_were_put(as_member, week, next_week, doing):
    as_member.post(URL, {f"card-{doing.number}": "next"})
    doing.move(column="done", milestone_id=next_week.pk, by=None)
    answer = as_member.post("/p/parcel-vision/weeks/1/close/undo/", follow=True)
    assert "A card that was moved since stays where it is." in answer.text


def test_what_next_week_is_for_is_written_with_it(as_member, next_week):
    seen = {"seen_goal": content_hash("Deploy"), "seen_demo_task": content_hash("A change")}
    as_member.post(URL, {"goal": "Deploy twice", "demo_task": "A change", **seen})
    next_week.refresh_from_db()
    assert (next_week.goal, next_week.demo_task) == ("Deploy twice", "A change")


def test_without_texts_in_the_form_next_weeks_stay(as_member, next_week):
    as_member.post(URL, {})
    next_week.refresh_from_db()
    assert next_week.goal == "Deploy"


# --- What is refused ----------------------------------------------------------------------------------------
def test_a_card_that_came_in_meanwhile_is_409_and_keeps_the_choices(
    as_member, project, week, next_week, doing
):
    late = CardFactory(project=project, milestone=week, column="doing")
    answer = as_member.post(URL, {f"card-{doing.number}": "drop", "goal": "Typed"})
    week.refresh_from_db()
    assert (answer.status_code, week.closed_at) == (409, None)
    assert [chosen(answer, card) for card in (doing, late)] == ["drop", "next"]
    assert "Not open in this week when you chose" in answer.text
    assert 'value="Typed"' in answer.text


def test_a_goal_that_somebody_else_changed_is_409_and_nothing_is_closed(as_member, week, next_week, doing):
    texts = {"goal": "Mine", "seen_goal": content_hash("Older"), "demo_task": "A change"}
    answer = as_member.post(URL, {f"card-{doing.number}": "next", **texts})
    week.refresh_from_db()
    assert (answer.status_code, week.closed_at, fresh(doing).milestone_id) == (409, None, week.pk)
    assert 'value="Mine"' in answer.text
    assert "Meanwhile it says “<bdi>Deploy</bdi>”" in answer.text
    assert f'name="seen_goal" value="{content_hash("Deploy")}"' in answer.text


def test_a_week_that_was_closed_meanwhile_is_409_with_what_it_came_to(as_member, week, doing):
    close_week(week, {doing.number: Decision.LATER}, by=None)
    answer = as_member.post(URL, {f"card-{doing.number}": "done"})
    assert answer.status_code == 409
    assert "was closed meanwhile" in answer.text
    assert fresh(doing).column == "todo"


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"card-1": "burn"}, "Choose for each card"),
        ({"goal": "x" * 201}, "201 characters"),
        ({"goal": "\x00"}, "cannot be shown"),
    ],
)
def test_what_makes_no_sense_is_422_with_a_sentence(as_member, week, next_week, fields, sentence):
    answer = as_member.post(URL, fields)
    week.refresh_from_db()
    assert (answer.status_code, week.closed_at) == (422, None)
    assert sentence in answer.text


def test_next_week_is_422_where_there_is_none(as_member, doing):
    answer = as_member.post(URL, {f"card-{doing.number}": "next"})
    assert answer.status_code == 422
    assert "There is no week after this one" in answer.text


def test_a_week_that_has_not_begun_is_422(as_member, next_week):
    assert as_member.post("/p/parcel-vision/weeks/2/close/", {}).status_code == 422


def test_undo_of_what_is_open_is_409(as_member):
    assert as_member.post("/p/parcel-vision/weeks/1/close/undo/").status_code == 409


# --- Looking before closing -----------------------------------------------------------------------------------
def test_one_choice_for_all_is_shown_and_closes_nothing(as_member, week, next_week, doing, todo):
    fields = {f"card-{card.number}": "drop" for card in (doing, todo)}
    page = as_member.post(URL, {**fields, "all": "next", "goal": "Typed"})
    week.refresh_from_db()
    assert (page.status_code, week.closed_at) == (200, None)
    assert [chosen(page, card) for card in (doing, todo)] == ["next", "next"]
    assert 'value="Typed"' in page.text


def test_a_script_gets_the_sum_alone(as_member, next_week, doing):
    fields = {f"card-{doing.number}": "drop", "preview": "1"}
    answer = as_member.post(URL, fields, headers={"HX-Request": "true"})
    assert 'id="closing-sum"' in answer.text
    assert "One card is dropped." in answer.text
    assert "<html" not in answer.text


# --- Names ------------------------------------------------------------------------------------------------------
def test_what_people_wrote_is_shown_as_they_wrote_it(as_member, project, week, next_week):
    evil = "<script>alert(1)</script>"
    project.milestones.update(goal=evil, demo_task=evil)
    CardFactory(project=project, milestone=week, title=evil)
    person = UserFactory(name=evil)
    week.demos.create(person=person, shows=evil, link="https://example.org/")
    text = as_member.get(URL).text
    assert evil not in text
    assert text.count("&lt;script&gt;") >= 6


# --- Sent twice -------------------------------------------------------------------------------------------
def as_shown(client):
    """What the page sends, with the number of this one wish."""
    page = client.get(URL).text
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page))


def test_the_button_pressed_twice_closes_once_and_leads_to_the_same_board(as_member, week, todo, next_week):
    sent = as_shown(as_member) | {f"card-{todo.number}": "later"}
    first, again = (as_member.post(URL, sent) for _ in range(2))
    assert (first.status_code, again.status_code, again["Location"]) == (302, 302, first["Location"])
    assert week.snapshots.count() == 1


def test_a_repeat_writes_the_texts_of_the_next_week_no_second_time(as_member, member, todo, next_week):
    sent = as_shown(as_member) | {f"card-{todo.number}": "later", "goal": "Mine"}
    as_member.post(URL, sent)
    next_week.refresh_from_db()
    next_week.edit(goal="Theirs", by=member)
    assert as_member.post(URL, sent).status_code == 302
    next_week.refresh_from_db()
    assert next_week.goal == "Theirs"


def test_a_repeat_after_the_closing_was_taken_back_closes_nothing(as_member, week, todo, next_week):
    sent = as_shown(as_member) | {f"card-{todo.number}": "later"}
    as_member.post(URL, sent)
    reopen_week(week, by=None)
    assert as_member.post(URL, sent).status_code == 302
    week.refresh_from_db()
    assert week.closed_at is None


def test_the_page_shown_again_is_a_wish_of_its_own(as_member):
    assert as_shown(as_member)["request_id"] != as_shown(as_member)["request_id"]


def test_days_and_times_are_those_of_the_projects_clocks(as_member, member, project, week):
    project.time_zone = "Pacific/Auckland"
    project.save()
    with time_machine.travel("2026-09-11T14:30Z", tick=False):
        close_week(project.milestones.get(), {}, by=member)
        page = ClosingPage(project.milestones.get())
        assert (str(page.closed_on), str(page.countable_until)) == ("2026-09-12", "2026-09-14 02:30:00")
        assert "Saturday 12 September" in as_member.get(URL).text


def test_the_name_of_another_request_does_not_pass_for_a_closing(as_member, week, next_week, doing):
    doing.move(column="done", milestone_id=week.pk, by=None, request_id="once")
    response = as_member.post(URL, {"request_id": "once"})
    week.refresh_from_db()
    assert (response.status_code, week.closed_at) == (409, None)
