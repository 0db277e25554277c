"""A stop of one person, or of nobody."""

from datetime import timedelta

import pytest

from boards.models import Column
from tests.boards.standup.conftest import WEDNESDAY
from tests.boards.standup.pages import at, shown, titles
from tests.factories import MilestoneFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]


def test_a_person_has_what_is_done_since_in_progress_and_next(as_member, project, emeka, card_of):
    happened = project.events.create(seq=1, kind="moved", at=WEDNESDAY - timedelta(days=2))
    card_of(emeka, "Yesterday's", Column.DONE, days=1)
    card_of(emeka, "Last week's", Column.DONE, days=6)
    card_of(emeka, "Younger", Column.DOING, days=1)
    card_of(emeka, "Older", Column.DOING, days=3)
    card_of(emeka, "First", position=10)
    card_of(emeka, "Second", position=20)
    card_of(None, "Nobody's")
    html = shown(as_member, at(emeka))
    assert happened.at.strftime("Done since %A") in html
    assert titles(html, "done") == ["Yesterday&#x27;s"]
    assert titles(html, "doing") == ["Older", "Younger"]
    assert titles(html, "todo") == ["First", "Second"]


def test_what_is_in_progress_counts_from_any_week_and_what_is_next_from_this_one(
    as_member, project, emeka, card_of
):
    later = MilestoneFactory(project=project, number=2, starts_on="2026-09-14")
    card_of(emeka, "Begun early", Column.DOING, milestone=later)
    card_of(emeka, "Planned", milestone=later)
    html = shown(as_member, at(emeka))
    assert (titles(html, "doing"), titles(html, "todo")) == (["Begun early"], [])


def test_a_card_in_progress_says_for_how_long(as_member, emeka, card_of):
    card_of(emeka, "Old", Column.DOING, days=4)
    assert "4 days" in shown(as_member, at(emeka))


def test_one_sentence_says_what_is_done_and_what_is_left(as_member, project, emeka, card_of):
    project.events.create(seq=1, kind="moved", at=WEDNESDAY - timedelta(days=2))
    card_of(emeka, "Done", Column.DONE, days=1, estimate_minutes=180)
    card_of(emeka, "Doing", Column.DOING, estimate_minutes=240)
    card_of(emeka, "To do", estimate_minutes=300)
    assert "3 h done since Monday, 9 h left this week" in shown(as_member, at(emeka))


def test_where_an_estimate_is_missing_cards_are_counted(as_member, project, emeka, card_of):
    card_of(emeka, "Doing", Column.DOING, estimate_minutes=240)
    card_of(emeka, "To do")
    assert "Nothing done today, 2 cards left this week" in shown(as_member, at(emeka))


def test_what_blocks_a_person_stands_above_their_lists(as_member, member, emeka, card_of):
    card_of(emeka, "Query", Column.DOING).block("No billing account", by=member)
    html = shown(as_member, at(emeka))
    assert (titles(html, "blocked"), titles(html, "doing")) == (["Query"], [])
    assert "since today" in html


def test_nobodys_cards_are_a_stop(as_member, emeka, card_of):
    card_of(None, "Ask support")
    card_of(emeka, "Emeka's")
    assert titles(shown(as_member, "?stop=nobody"), "todo") == ["Ask support"]


def test_a_card_of_two_people_is_at_both(as_member, project, member, emeka, card_of):
    mine = project.memberships.get(user=member)
    card_of(emeka, "Pair", Column.DOING).assignees.add(mine)
    assert [titles(shown(as_member, at(each)), "doing") for each in (emeka, mine)] == [["Pair"], ["Pair"]]
