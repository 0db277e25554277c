"""The page of a card that was talked about at length."""

import re

import pytest

from boards.card.page import COMMENTS
from boards.models import Comment

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture
def comments(card, member):
    """More than twice as many as are shown at once: "say 0" is the first."""
    made = Comment.objects.bulk_create(
        Comment(card=card, author=member, text=f"say {n}") for n in range(2 * COMMENTS + 20)
    )
    return made


def shown(response):
    return [int(n) for n in re.findall(r">say (\d+)<", response.text)]


@pytest.fixture
def read(as_member, card):
    return lambda query="": as_member.get(f"/p/{card.project.slug}/cards/{card.number}/{query}")


def test_the_latest_comments_are_shown_in_their_order(read, comments):
    assert shown(read()) == list(range(COMMENTS + 20, 2 * COMMENTS + 20))


def test_every_comment_is_on_one_of_the_pages_that_lead_to_earlier_ones(read, comments):
    found, query = [], ""
    while query is not None:
        page = read(query)
        found = shown(page) + found
        earlier = re.search(r'(\?until=\d+)#sheet-comments">Earlier comments', page.text)
        query = earlier and earlier[1]
    assert found == list(range(2 * COMMENTS + 20))


def test_only_where_earlier_ones_are_shown_a_link_leads_to_the_latest(read, comments):
    earlier = read(f"?until={comments[10].pk}").text
    assert ("Latest comments" in earlier, "Latest comments" in read().text) == (True, False)


def test_few_comments_have_no_link_to_others(read, comments):
    Comment.objects.filter(pk__gte=comments[COMMENTS].pk).delete()
    assert "Earlier comments" not in read().text


def test_an_early_comment_is_edited_without_javascript_among_those_before_it(read, comments):
    page = read(f"comments/{comments[5].pk}/")
    assert f'id="f-comment-{comments[5].pk}"' in page.text
    assert shown(page) == list(range(5))


@pytest.mark.parametrize("query", ["?until=x", "?until=", "?until=0", f"?until={'9' * 30}"])
def test_what_is_no_comment_shows_the_latest(read, comments, query):
    assert shown(read(query))[-1] == 2 * COMMENTS + 19
