"""Where a change leaves a card out of sight: in Later, or behind the filters of the page."""

import re

import pytest

from tests.boards.board.reading import numbers
from tests.factories import CardFactory

BOARD = "http://testserver/p/parcel-vision/board/"


@pytest.fixture
def post(as_member, project, weeks):
    """Post to an address below the project's, from a board with this query."""

    def post_from(path, query, **data):
        headers = {"HX-Request": "true", "HX-Current-URL": BOARD + query}
        return as_member.post(
            f"/p/{project.slug}/{path}", {"week_shown": weeks[1].pk, **data}, headers=headers
        )

    return post_from


@pytest.fixture
def add(post, weeks):
    return lambda lines, query="": post("cards/", query, lines=lines, column="todo", milestone=weeks[1].pk)


def toast(answer):
    inside = re.search(r'<div class="toast" data-toast.*?<p>(.*?)</p>', answer.text, re.S)[1]
    return " ".join(re.sub(r"<[^>]+>", " ", inside).split())


def shown(answer):
    """The text of the counts in the columns' heads."""
    return re.search(r'hx-target="#n-todo">(.*?)<span', answer.text, re.S)[1].strip()


# --- Later ---------------------------------------------------------------------------------------------------
LATER = "A card added here goes to Later"


@pytest.mark.parametrize(("query", "says"), [("?week=all", True), ("?week=2", False), ("?week=later", False)])
def test_where_all_weeks_are_shown_quick_add_says_that_cards_go_to_later(show, weeks, query, says):
    page = show(query).text
    assert (LATER in page) == says
    assert page.count('aria-describedby="goes-todo read-todo"') == (2 if says else 0)


def test_a_project_without_weeks_says_nothing_of_later(show, project):
    assert LATER not in show().text


@pytest.mark.parametrize(
    ("lines", "says"), [("One", "Added One to Later"), ("One\nTwo", "2 cards added to Later")]
)
def test_the_message_says_that_a_card_went_to_later(post, lines, says):
    assert (
        toast(post("cards/", "?week=all", lines=lines, column="todo", milestone="", week_shown="all")) == says
    )


def test_without_javascript_the_message_says_so_too(as_member, project, weeks):
    data = {"lines": "One", "column": "todo", "milestone": "", "back": "?week=all"}
    assert toast(as_member.post(f"/p/{project.slug}/cards/", data, follow=True)) == "Added One to Later"


def test_the_message_of_a_card_in_the_week_shown_names_no_week(add):
    assert toast(add("One")) == "Added One"


# --- Behind the filters --------------------------------------------------------------------------------------
def test_an_added_card_that_the_filters_hide_is_not_put_on_the_page(add, project, weeks):
    CardFactory(project=project, milestone=weeks[1], title="Fit")
    answer = add("Other", "?week=2&q=fit")
    assert numbers(answer) == []
    assert shown(answer) == "1 of 2"


def test_the_message_says_that_the_filters_hide_it_and_leads_to_it(add, project):
    answer = add("Other", "?week=2&q=fit")
    assert toast(answer) == "Added Other The filters hide #1. Show it"
    assert f'href="/p/{project.slug}/board/?week=2#card-1"' in answer.text


def test_of_several_added_cards_it_says_how_many_are_hidden(add):
    answer = add("Fit\nOther\nFurther", "?week=2&q=fit")
    assert numbers(answer) == [1]
    assert toast(answer) == "3 cards added The filters hide 2 of them. Show them"


def test_an_added_card_that_fits_is_shown_and_nothing_is_said_of_filters(add):
    answer = add("Fit", "?week=2&q=fit")
    assert (numbers(answer), toast(answer)) == ([1], "Added Fit")


def test_a_hidden_card_is_told_of_without_javascript_too(as_member, project, weeks):
    data = {"lines": "Other", "column": "todo", "milestone": weeks[1].pk, "back": "?week=2&q=fit"}
    page = as_member.post(f"/p/{project.slug}/cards/", data, follow=True)
    assert (numbers(page), toast(page)) == ([], "Added Other The filters hide #1. Show it")


def test_a_card_that_does_not_fit_any_more_leaves_the_page(post, project, weeks):
    card = CardFactory(project=project, milestone=weeks[1], estimate_minutes=600)
    answer = post(f"cards/{card.number}/estimate/", "", hours="2", back="?week=2&over=1")
    assert 'hx-target="#card-1" hx-swap="leave"' in answer.text
    assert numbers(answer) == []


def test_a_card_that_moves_to_another_week_is_not_said_to_be_hidden(post, project, weeks):
    card = CardFactory(project=project, milestone=weeks[1], title="Fit")
    answer = post(f"cards/{card.number}/move/", "?week=2&q=fit", column="todo", milestone=weeks[2].pk)
    assert toast(answer) == "Moved to week 3"


def test_a_column_that_is_spread_out_brings_no_card_that_the_filters_hide(post, project, weeks):
    first, second, moved = (
        CardFactory(project=project, milestone=weeks[1], title=title) for title in ("Fit", "Other", "Fit too")
    )
    project.cards.filter(pk=second.pk).update(position=first.position + 1)
    data = {"column": "todo", "milestone": weeks[1].pk, "after": first.number}
    answer = post(f"cards/{moved.number}/move/", "?week=2&q=fit", **data)
    assert set(numbers(answer)) == {first.number, moved.number}
