"""What the answer to a change brings along for the page."""

import pytest

from tests.factories import CardFactory, MilestoneFactory

AS_A_SCRIPT = {"HX-Request": "true"}


@pytest.fixture
def next_week(project):
    return MilestoneFactory(project=project, number=2, starts_on="2026-09-14")


def move(client, card, **fields):
    address = f"/p/{card.project.slug}/cards/{card.number}/move/"
    return client.post(address, {"column": card.column, **fields}, headers=AS_A_SCRIPT).text


def test_a_move_to_another_week_brings_the_bars_of_both(as_member, card, week, next_week):
    answer = move(as_member, card, milestone=next_week.pk)
    assert f"#week-{week.pk}" in answer
    assert f"#week-{next_week.pk}" in answer


def test_a_move_within_a_week_brings_no_other_weeks_bar(as_member, project, card, week, next_week):
    CardFactory(project=project, milestone=next_week)
    assert f"#week-{next_week.pk}" not in move(as_member, card, milestone=week.pk, column="done")


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
