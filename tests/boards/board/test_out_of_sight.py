"""Where a change leaves a card out of sight: in Later, or behind the filters of the page."""

import re

import pytest


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
