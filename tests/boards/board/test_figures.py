"""What the board counts: cards, hours, flags, and the sentence of state."""

import pytest
import time_machine

from boards.models import Column
from tests.boards.board.reading import card_of, sentence, text_of
from tests.factories import CardFactory

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


# --- Counts, hours and flags ------------------------------------------------------------------------------------


def test_a_column_says_how_many_cards_and_hours_it_holds(show, project, weeks):
    for minutes in (60, 90, None):
        CardFactory(project=project, milestone=weeks[1], estimate_minutes=minutes)
    response = show()
    assert text_of(response, "n-todo") == "3 cards"
    assert text_of(response, "sum-todo") == "2.5 h"


def test_the_strip_knows_how_much_each_open_week_and_later_hold(show, project, weeks):
    for week, minutes in ((weeks[1], 60), (weeks[1], 90), (weeks[2], None), (None, 30)):
        CardFactory(project=project, milestone=week, estimate_minutes=minutes)
    held = [text_of(show(), f"weekminutes-{name}") for name in (*(week.pk for week in weeks), "later")]
    assert held == ["0", "150", "0", "30"]


def test_a_card_tells_scripts_its_estimate(show, project, weeks):
    for minutes in (90, None):
        CardFactory(project=project, milestone=weeks[1], estimate_minutes=minutes)
    page = show()
    assert ('data-minutes="90"' in card_of(page, 1), 'data-minutes=""' in card_of(page, 2)) == (True, True)


@pytest.mark.parametrize(
    ("minutes", "column", "flagged"),
    [
        (241, "todo", True),
        (241, "doing", True),
        (240, "todo", False),
        (None, "todo", False),
        (600, "done", False),
    ],
)
def test_a_card_over_the_limit_is_flagged_unless_it_is_done(show, project, weeks, minutes, column, flagged):
    CardFactory(project=project, milestone=weeks[1], estimate_minutes=minutes, column=column)
    response = show()
    assert ("is-over" in card_of(response, 1), 'class="flag over"' in card_of(response, 1)) == (
        flagged,
        flagged,
    )
    assert text_of(response, "count-over") == str(int(flagged))


def test_the_flag_says_in_words_by_how_much(show, project, weeks):
    CardFactory(project=project, milestone=weeks[1], estimate_minutes=330)
    assert "1.5 h over" in card_of(show(), 1)


def test_the_count_in_the_filter_is_the_number_of_cards_that_are_flagged(show, project, weeks):
    for number, minutes in enumerate((100, 240, 241, 300, 600)):
        CardFactory(
            project=project, milestone=weeks[1], estimate_minutes=minutes, column=Column.values[number % 3]
        )
    response = show()
    assert text_of(response, "count-over") == str(response.text.count('class="flag over"'))


def test_no_estimate_looks_different_from_any_estimate(show, project, weeks):
    CardFactory(project=project, milestone=weeks[1])
    CardFactory(project=project, milestone=weeks[1], estimate_minutes=1)
    response = show()
    assert "No estimate" in card_of(response, 1)
    assert "0.02 h" in card_of(response, 2)
    assert "No estimate" not in card_of(response, 2)


def test_a_blocked_card_says_why(show, project, weeks):
    CardFactory(project=project, milestone=weeks[1], blocked_reason="Waiting for the key")
    response = show()
    assert "Waiting for the key" in card_of(response, 1)
    assert text_of(response, "count-blocked") == "1"


def test_what_is_done_is_blocked_no_more(show, project, weeks):
    CardFactory(project=project, milestone=weeks[1], column="done", blocked_reason="Waiting for the key")
    response = show()
    assert "Waiting for the key" not in card_of(response, 1)
    assert text_of(response, "count-blocked") == "0"
    assert "data-card=" not in show("?blocked=1").text


def test_a_filtered_week_leads_to_the_same_filter_on_all_weeks(show):
    page = show("?week=1&q=damaged&blocked=1").text
    assert 'href="/p/parcel-vision/board/?week=all&amp;blocked=1&amp;q=damaged"' in page
    assert "In all weeks" not in show("?week=all&q=damaged").text


def test_a_search_from_a_page_of_no_week_looks_into_all_weeks(as_member, show):
    everywhere = '<input type="hidden" name="week" value="all">'
    assert everywhere in as_member.get("/p/parcel-vision/plan/").text
    assert everywhere not in show().text


def test_a_long_column_is_drawn_dense(show, project, weeks):
    CardFactory.create_batch(20, project=project, milestone=weeks[1])
    few = show().text
    CardFactory(project=project, milestone=weeks[1])
    assert ('data-density="compact"' in few, 'data-density="compact"' in show().text) == (False, True)


# --- The sentence of state -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (
            "2026-09-01",
            "Nothing planned. Starts Monday 7 September. Demo due Friday 11 September: Kickoff (present plan)",
        ),
        ("2026-09-07", "Four days left. Demo due Friday: Kickoff (present plan)"),
        ("2026-09-10", "One day left. Demo due Friday: Kickoff (present plan)"),
        ("2026-09-11", "The demo is today. Demo due Friday: Kickoff (present plan). Close week 1"),
        (
            "2026-09-13",
            "The demo was due Friday 11 September: Kickoff (present plan). Close week 1",
        ),
        (
            "2026-09-14",
            "Ended Sunday 13 September; the demo was due Friday 11 September: Kickoff (present plan). Close week 1",
        ),
        (
            "2026-09-20",
            "Ended Sunday 13 September; the demo was due Friday 11 September: Kickoff (present plan). Close week 1",
        ),
    ],
)
def test_the_sentence_says_how_long_there_is(show, weeks, day, said):
    with time_machine.travel(f"{day}T10:00:00Z", tick=False):
        assert sentence(show("?week=1")) == said


def test_the_sentence_says_what_is_done_in_hours(show, project, weeks):
    for column, minutes in (("done", 90), ("todo", 60), ("doing", None)):
        CardFactory(project=project, milestone=weeks[1], column=column, estimate_minutes=minutes)
    assert sentence(show()).startswith("1.5 of 2.5 h done. Two days left.")


def test_a_coming_week_says_what_is_planned_against_what_finished_weeks_brought(show, project, weeks):
    CardFactory(project=project, milestone=weeks[0], column="done", estimate_minutes=360)
    for minutes in (90, 180, None):
        CardFactory(project=project, milestone=weeks[2], estimate_minutes=minutes)
    assert sentence(show("?week=3")).startswith(
        "4.5 h planned; week 1 brought 6 h. Starts Monday 21 September."
    )


def test_a_coming_week_without_estimates_says_how_many_cards_are_planned(show, project, weeks):
    CardFactory(project=project, milestone=weeks[2])
    assert sentence(show("?week=3")).startswith("1 card planned; week 1 brought nothing.")


def test_an_empty_coming_week_says_so(show, weeks):
    assert sentence(show("?week=3")).startswith("Nothing planned; week 1 brought nothing.")


def test_a_week_that_goes_on_is_not_compared(show, project, weeks):
    CardFactory(project=project, milestone=weeks[1], estimate_minutes=60)
    assert "brought" not in sentence(show())


def test_what_a_coming_week_plans_comes_with_every_change(as_member, project, weeks):
    card = CardFactory(project=project, milestone=weeks[1], estimate_minutes=150)
    data = {"column": "todo", "milestone": weeks[2].pk, "week_shown": weeks[2].pk}
    answer = as_member.post(
        f"/p/{project.slug}/cards/{card.number}/move/", data, headers={"HX-Request": "true"}
    )
    assert '<hx-partial hx-target="#state-planned">2.5 h planned</' in answer.text


def test_the_sentence_counts_cards_as_long_as_nothing_is_estimated(show, project, weeks):
    for column in ("done", "todo", "todo"):
        CardFactory(project=project, milestone=weeks[1], column=column)
    assert sentence(show()).startswith("1 of 3 cards done.")


def test_the_sentence_of_all_weeks_is_about_the_plan_and_says_what_is_for_later_besides(
    show, project, weeks, card_for_later
):
    CardFactory(project=project, milestone=weeks[0], column="done", estimate_minutes=90)
    CardFactory(project=project, milestone=weeks[1], estimate_minutes=60)
    assert sentence(show("?week=all")) == "1.5 of 2.5 h done, without 1 card (10 h) for later."


def test_the_sentence_of_all_weeks_says_what_is_for_later_though_nothing_is_planned(
    show, weeks, card_for_later
):
    assert sentence(show("?week=all")) == "1 card (10 h) for later."


@pytest.fixture
def card_for_later(project):
    return CardFactory(project=project, milestone=None, estimate_minutes=600)


def test_later_has_no_demo_and_no_days_left(show, weeks):
    assert sentence(show("?week=later")) == "Cards that are not planned for a week yet."
