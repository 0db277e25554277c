"""Owners' work on the plan: which weeks there are, when they are, and what becomes of the cards."""

import pytest

from boards.models import Card, Column, NewCard, create_cards
from boards.plan import changes
from boards.reporting.week_accounts import read_accounts
from projects.models import PlanTemplate, Project
from projects.plans import PlannedWeek
from tests.factories import CardFactory, DemoFactory, MilestoneFactory

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
PLAN = "/p/parcel-vision/plan/"
ADD, MOVE, START = "/p/parcel-vision/weeks/add/", "/p/parcel-vision/weeks/move/", f"{PLAN}start/"
REMOVE = "/p/parcel-vision/weeks/2/remove/"


@pytest.fixture
def second(project, week):
    return MilestoneFactory(project=project, number=2, starts_on="2026-09-14", goal="Deploy")


def numbers(project):
    return list(project.milestones.values_list("goal", flat=True))


def undo(client, response):
    """Press Undo in the toast that the answer leads to."""
    seq = response["Location"].partition("undo=")[2].partition("#")[0]
    assert f'name="event" value="{seq}"' in client.get(response["Location"]).text
    return client.post(f"{PLAN}undo/", {"event": seq})


# --- By one button each, and taken back by another ------------------------------------------------------------
def test_a_week_is_added_at_the_end_and_taken_back(as_owner, project, second):
    response = as_owner.post(ADD)
    assert numbers(project) == ["Kickoff", "Deploy", ""]
    assert undo(as_owner, response).status_code == 302
    assert numbers(project) == ["Kickoff", "Deploy"]


def test_a_week_is_added_before_another(as_owner, project, second):
    as_owner.post(ADD, {"before": second.pk})
    assert numbers(project) == ["Kickoff", "", "Deploy"]


def test_a_break_is_inserted_and_taken_back(as_owner, project, second):
    response = as_owner.post(MOVE, {"milestone": second.pk, "count": "2"})
    assert "Break of two weeks" in as_owner.get(PLAN).text
    undo(as_owner, response)
    assert "Break of" not in as_owner.get(PLAN).text


def test_weeks_move_earlier_as_far_as_there_is_a_break(as_owner, project, second):
    as_owner.post(MOVE, {"milestone": second.pk, "count": "2"})
    assert as_owner.post(MOVE, {"milestone": second.pk, "count": "1", "back": "1"}).status_code == 302
    response = as_owner.post(MOVE, {"milestone": second.pk, "count": "2", "back": "1"})
    assert response.status_code == 422
    assert "Week 2 would then begin before week 1 is over." in response.text


@pytest.mark.parametrize("count", ["", "0", "x", "53", "-53", "1.5"])
def test_a_distance_that_makes_no_sense_is_refused(as_owner, second, count):
    assert as_owner.post(MOVE, {"milestone": second.pk, "count": count}).status_code == 422


def test_the_start_moves_all_weeks_and_is_taken_back(as_owner, project, second):
    response = as_owner.post(START, {"starts_on": "2020-02-29"})
    second.refresh_from_db()
    assert str(second.starts_on) == "2020-03-07"
    undo(as_owner, response)
    second.refresh_from_db()
    assert str(second.starts_on) == "2026-09-14"


@pytest.mark.parametrize(
    "day", ["9999-12-31", "0001-01-01", "2027-02-30", "", "soon", "2200-01-01", "1999-12-31"]
)
def test_a_day_that_no_plan_starts_on_is_refused_and_not_lost(as_owner, project, week, day):
    response = as_owner.post(START, {"starts_on": day})
    assert response.status_code == 422
    assert f'value="{day}"' in response.text or not day
    assert Project.objects.get(pk=project.pk).starts_on == week.starts_on


def test_a_plan_with_a_closed_week_keeps_its_start(as_owner, project, week):
    project.milestones.update(closed_at="2026-09-14T10:00Z")
    assert "is closed, so its start stays" in as_owner.get(START).text
    assert as_owner.post(START, {"starts_on": "2026-09-08"}).status_code == 409


# --- Cards of a week that is taken out ------------------------------------------------------------------------
@pytest.fixture
def cards(project, second):
    """Two in To Do and one in Done of the second week, in this order."""
    columns = [Column.TODO, Column.TODO, Column.DONE]
    return [CardFactory(project=project, milestone=second, column=column) for column in columns]


def places(project):
    rows = project.cards.order_by("number").values_list("number", "milestone", "column")
    order = {(column, week): list(cards_in(project, column, week)) for _, week, column in rows}
    return list(rows), order


def cards_in(project, column, week):
    return (
        project.cards.on_board()
        .filter(column=column, milestone=week)
        .in_order()
        .values_list("number", flat=True)
    )


def test_the_page_asks_where_the_cards_go(as_owner, cards):
    page = as_owner.get(REMOVE).text
    assert "3 cards in this week go" in page
    assert '<option value="">Later</option>' in page


def test_a_week_without_cards_goes_without_a_question(as_owner, project, second):
    assert "There is no card in it." in as_owner.get(REMOVE).text
    as_owner.post(REMOVE, {"milestone": second.pk})
    assert numbers(project) == ["Kickoff"]


def test_the_cards_go_to_another_week_in_their_order_with_events(as_owner, project, week, cards):
    as_owner.post(REMOVE, {"cards_to": week.pk})
    assert list(cards_in(project, "todo", week)) == [cards[0].number, cards[1].number]
    assert list(cards_in(project, "done", week)) == [cards[2].number]
    assert project.events.filter(kind="moved").count() == 3
    assert list(project.events.values_list("seq", flat=True)) == [1, 2, 3, 4]


def test_the_cards_go_to_later(as_owner, project, cards):
    as_owner.post(REMOVE)
    assert set(project.cards.values_list("milestone", flat=True)) == {None}


def test_undo_brings_the_week_back_with_its_cards_where_they_were(as_owner, project, second, cards):
    cards[0].archive(by=None)
    CardFactory(project=project, carried_from=second)
    before = places(project)
    response = as_owner.post(REMOVE)
    undo(as_owner, response)
    assert places(project) == before
    assert project.cards.get(carried_from=second).carried_count == 0
    assert project.milestones.get(number=2).pk == second.pk


def test_a_card_of_a_week_that_was_taken_out_tells_where_it_went_and_why(as_owner, week, cards):
    as_owner.post(REMOVE, {"cards_to": week.pk})
    page = as_owner.get(f"/p/parcel-vision/cards/{cards[0].number}/").text
    assert "moved it to week 1, as its week was taken out" in page


def test_a_card_in_the_archive_tells_that_its_week_was_taken_out_and_came_back(as_owner, cards):
    cards[0].archive(by=None)
    response = as_owner.post(REMOVE)
    address = f"/p/parcel-vision/cards/{cards[0].number}/"
    assert "took week 2 out of the plan: it is for later now" in as_owner.get(address).text
    undo(as_owner, response)
    assert "brought week 2 back, with it in there" in as_owner.get(address).text


def test_the_page_says_how_many_cards_in_the_archive_lose_their_week(as_owner, project, cards):
    assert "in the archive" not in as_owner.get(REMOVE).text
    cards[0].archive(by=None)
    assert "1 card in the archive is for later then." in as_owner.get(REMOVE).text


def test_the_account_of_a_week_is_as_before_when_it_was_taken_out_and_came_back(
    as_owner, project, second, cards
):
    cards[0].archive(by=None)
    before = read_accounts(project)
    undo(as_owner, as_owner.post(REMOVE))
    assert read_accounts(project) == before


def test_a_card_that_has_moved_on_stays_there(as_owner, project, week, cards):
    response = as_owner.post(REMOVE)
    cards[1].move(milestone_id=week.pk, by=None)
    undo(as_owner, response)
    weeks = [card.milestone and card.milestone.number for card in project.cards.order_by("number")]
    assert weeks == [2, 1, 2]


def test_a_card_that_was_brought_back_and_moved_on_stays_where_it_was_put(
    as_owner, member, project, second, cards
):
    away = CardFactory(project=project, milestone=second)
    away.archive(by=member)
    removed = as_owner.post(REMOVE, {"milestone": second.pk, "cards_to": ""})
    Card(project=project, number=away.number).restore(by=member)
    Card(project=project, number=away.number).move(column="todo", milestone_id=None, top=True, by=member)
    assert undo(as_owner, removed).status_code == 302
    assert project.cards.get(pk=away.pk).milestone is None
    assert problems(project) == []


def test_what_was_put_into_an_added_week_goes_to_later_when_it_is_taken_back(as_owner, member, project, week):
    CardFactory(project=project, milestone=None)
    added = as_owner.post(ADD)
    third = project.milestones.last()
    create_cards(project, [NewCard("One"), NewCard("Two")], column="todo", milestone=third, by=member)
    assert undo(as_owner, added).status_code == 302
    later = project.cards.on_board().filter(milestone=None).in_order()
    assert list(later.values_list("title", flat=True))[1:] == ["One", "Two"]
    moved = project.events.filter(kind="moved", card_number=later.last().number)
    assert moved.exists()
    assert problems(project) == []


def problems(project):
    """Places that two cards share: what the doctor calls wrong."""
    places = list(project.cards.on_board().values_list("milestone", "column", "position"))
    return [place for place in places if places.count(place) > 1]


def test_a_refused_removal_moves_no_card(as_owner, project, second, cards):
    project.milestones.update(closed_at="2026-09-14T10:00Z")
    before = places(project)
    assert as_owner.post(REMOVE).status_code == 409
    assert (places(project), project.events.count()) == (before, 0)


def test_a_week_with_a_demo_stays(as_owner, project, second):
    DemoFactory(milestone=second)
    response = as_owner.post(REMOVE)
    assert response.status_code == 409
    assert "Week 2 stays, because there are demos in it." in response.text


def test_the_only_week_stays(as_owner, project, week):
    response = as_owner.post("/p/parcel-vision/weeks/1/remove/")
    assert (response.status_code, numbers(project)) == (422, ["Kickoff"])


def test_cards_cannot_go_into_the_week_that_is_taken_out(as_owner, project, second, cards):
    as_owner.post(REMOVE, {"cards_to": second.pk})
    assert set(project.cards.values_list("milestone", flat=True)) == {None}


def test_a_smaller_plan_takes_its_cards_along_and_back(project, week, second, cards, owner):
    before = places(project)
    event = changes.take_plan(project, plan_of_one(), whole=True, base_hash="", to=week, by=owner)
    assert list(cards_in(project, "todo", week)) == [cards[0].number, cards[1].number]
    changes.undo_plan(project, event, by=owner)
    assert places(project) == before


def plan_of_one():
    return [PlannedWeek(1, "Kickoff", "Kickoff (present plan)")]


# --- A template -----------------------------------------------------------------------------------------------
def test_a_template_is_made_of_the_plan(as_owner, project, second):
    response = as_owner.post(f"{PLAN}template/")
    template = PlanTemplate.objects.get(name="Parcel Vision")
    assert [week.goal for week in template.plan()] == ["Kickoff", "Deploy"]
    page = as_owner.get(response["Location"]).text
    assert "Template “<bdi>Parcel Vision</bdi>” made." in page
    assert "data-undo" not in page


def test_a_second_template_of_the_same_name_gets_a_number(as_owner, project, week):
    as_owner.post(f"{PLAN}template/")
    as_owner.post(f"{PLAN}template/")
    assert PlanTemplate.objects.filter(name="Parcel Vision (2)").exists()


# --- What went wrong once --------------------------------------------------------------------------------------
@pytest.mark.parametrize("before", [True, False])
def test_no_week_is_added_after_number_52_or_before_it(as_owner, project, second, before):
    project.milestones.filter(pk=second.pk).update(number=52)
    response = as_owner.post(ADD, {"before": second.pk} if before else {})
    assert (response.status_code, "a plan goes up to 52" in response.text) == (422, True)


def test_what_is_told_by_events_that_are_gone_is_not_taken_back(as_owner, project, week, second):
    create_cards(project, [NewCard("Work")], column=Column.TODO, milestone=second, by=None)
    as_owner.post(REMOVE, {"milestone": second.pk, "cards_to": week.pk})
    event = project.events.last()
    project.events.exclude(pk=event.pk).delete()
    assert as_owner.post(f"{PLAN}undo/", {"event": event.seq}).status_code == 409
