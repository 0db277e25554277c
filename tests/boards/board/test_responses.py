"""What the answer to a change brings along for the page."""

import re

import pytest

from tests.factories import CardFactory, MilestoneFactory

AS_A_SCRIPT = {"HX-Request": "true"}


@pytest.fixture
def next_week(project):
    return MilestoneFactory(project=project, number=2, starts_on="2026-09-14")


def move(client, card, **fields):
    address = f"/p/{card.project.slug}/cards/{card.number}/move/"
    return client.post(address, {"column": card.column, **fields}, headers=AS_A_SCRIPT).text


# --- Several cards that were added at once --------------------------------------------------------------------
CARDS = "/p/parcel-vision/cards/"


@pytest.fixture
def added(as_member, project, week):
    """What the toast of three added cards sends."""
    CardFactory(project=project, milestone=week)
    sent = {"lines": "One\nTwo\nThree", "column": "todo", "milestone": week.pk}
    toast = as_member.post(CARDS, sent, headers=AS_A_SCRIPT).text.partition('class="toast"')[2]
    address = re.search(r'action="([^"]+)"', toast)[1]
    return address, dict(re.findall(r'name="(event|count)" value="(\d+)"', toast))


def on_board(project):
    return list(project.cards.on_board().values_list("title", flat=True))


def test_several_added_cards_are_taken_back_at_once(as_member, project, added):
    address, sent = added
    answer = as_member.post(address, sent, headers=AS_A_SCRIPT).text
    assert len(on_board(project)) == 1
    assert answer.count('hx-swap="leave"') == 3


def test_the_same_wish_sent_again_is_no_second_one(as_member, project, added):
    address, sent = added
    answers = [as_member.post(address, sent | {"request_id": "once"}, headers=AS_A_SCRIPT) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert project.events.filter(kind="undone").count() == 3


def test_the_same_wish_for_other_cards_takes_nothing_back(as_member, project, week, added):
    address, sent = added
    as_member.post(address, sent | {"request_id": "once"}, headers=AS_A_SCRIPT)
    as_member.post(CARDS, {"lines": "Four\nFive", "column": "todo", "milestone": week.pk})
    four = project.cards.get(title="Four").number
    other = {"event": project.events.get(card_number=four).seq, "count": "2", "request_id": "once"}
    as_member.post(f"{CARDS}{four}/undo/", other, headers=AS_A_SCRIPT)
    assert on_board(project)[1:] == ["Four", "Five"]


def test_all_of_them_are_taken_back_or_none(as_member, member, project, added):
    address, sent = added
    project.cards.get(title="Two").delete_card(by=member)
    assert as_member.post(address, sent, headers=AS_A_SCRIPT).status_code == 409
    assert on_board(project)[1:] == ["One", "Three"]


@pytest.mark.parametrize("count", ["2", "100"])
def test_what_was_not_added_together_is_not_taken_back_together(as_member, project, week, added, count):
    as_member.post(CARDS, {"lines": "Alone", "column": "todo", "milestone": week.pk})
    alone = project.cards.get(title="Alone")
    sent = {"event": project.events.get(card_number=alone.number).seq, "count": count}
    answer = as_member.post(f"{CARDS}{alone.number}/undo/", sent, headers=AS_A_SCRIPT)
    assert (answer.status_code, len(on_board(project))) == (409, 5)


def test_a_move_to_another_week_brings_the_bars_of_both(as_member, card, week, next_week):
    answer = move(as_member, card, milestone=next_week.pk)
    assert f"#week-{week.pk}" in answer
    assert f"#week-{next_week.pk}" in answer


def test_a_move_within_a_week_brings_no_other_weeks_bar(as_member, project, card, week, next_week):
    CardFactory(project=project, milestone=next_week)
    assert f"#week-{next_week.pk}" not in move(as_member, card, milestone=week.pk, column="done")


def test_a_move_brings_the_hours_of_the_weeks_that_it_changed_and_of_later(
    as_member, project, card, week, next_week
):
    CardFactory(project=project, milestone=None, estimate_minutes=30)
    project.cards.filter(pk=card.pk).update(estimate_minutes=90)
    answers = [move(as_member, card, milestone=where) for where in (next_week.pk, "")]
    assert [re.findall(r"#weekminutes-(\w+)\">(\d+)<", answer) for answer in answers] == [
        [(str(week.pk), "0"), (str(next_week.pk), "90")],
        [("later", "120"), (str(next_week.pk), "0")],
    ]


def test_the_message_of_a_move_names_the_new_week(as_member, card, next_week):
    assert "Moved to <b>week 2</b>" in move(as_member, card, milestone=next_week.pk)
    assert "Moved to <b>Later</b>" in move(as_member, card, milestone="")


def test_the_message_of_a_move_within_a_week_names_the_column(as_member, card, week):
    assert "Moved to <b>Done</b>" in move(as_member, card, milestone=week.pk, column="done")


def test_a_label_of_the_project_is_read_back_in_its_colour(as_member, project):
    project.labels.create(name="data", hue=4)
    answer = as_member.get(f"/p/{project.slug}/cards/read/", {"lines": "Tune it #Data"})
    assert '<span class="label" data-hue="4">' in answer.text


def test_a_move_that_spreads_its_column_out_brings_all_cards_of_it(as_member, project, card, week):
    others = [CardFactory(project=project, milestone=week) for _ in range(2)]
    project.cards.filter(pk=others[0].pk).update(position=card.position + 1)
    answer = move(as_member, others[1], milestone=week.pk, after=card.number)
    assert all(f'id="card-{number}"' in answer for number in (1, 2, 3))


def test_a_move_brings_no_other_card_as_long_as_there_is_room(as_member, project, card, week):
    CardFactory(project=project, milestone=week)
    assert 'id="card-2"' not in move(as_member, card, milestone=week.pk)


def test_without_a_script_an_undone_move_leads_back_to_the_board_without_a_message(as_member, project, week):
    card = CardFactory(project=project, milestone=week)
    as_member.post(f"{CARDS}{card.number}/move/", {"column": "done", "milestone": week.pk})
    event = project.events.get()
    answer = as_member.post(f"{CARDS}{card.number}/undo/", {"event": event.seq, "back": "week=1"})
    assert answer["Location"] == "/p/parcel-vision/board/?week=1"
