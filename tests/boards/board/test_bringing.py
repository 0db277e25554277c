"""What a board offers to bring over into a week that is empty, or to come."""

import re

import pytest
import time_machine
from django.utils import timezone

from projects.models import Role
from tests.conftest import client_for
from tests.factories import CardFactory, MembershipFactory

pytestmark = pytest.mark.django_db


def offers(answer):
    """What the first column offers, by where it leads."""
    found = re.search(r'<p class="bringing.*?</p>', answer.text, re.S)
    links = re.findall(r'href="\S+/bring/(\S*)"[^>]*>(.*?)</a>', found[0], re.S) if found else []
    return {query: " ".join(re.sub(r"<[^>]+>", "", text).split()) for query, text in links}


def is_in_head(answer):
    return ">Bring cards over</a>" in answer.text


@pytest.mark.parametrize(
    ("number", "said"), [(1, "Bring over what week 1 left"), (2, "Bring over what week 2 leaves")]
)
def test_an_empty_week_offers_what_the_last_one_with_open_cards_left(show, project, weeks, number, said):
    CardFactory(project=project, milestone=weeks[number - 1])
    assert offers(show("?week=3")) == {f"?from={number}": said, "?from=later": "From Later"}


def test_without_open_cards_before_it_only_later_is_offered(show, project, weeks):
    CardFactory(project=project)
    CardFactory(project=project, milestone=weeks[0], column="done")
    assert list(offers(show("?week=3"))) == ["?from=later"]


def test_a_week_with_cards_has_the_offer_for_when_the_last_one_leaves(show, project, weeks):
    """A board in the browser then shows the line that the page has had all along."""
    CardFactory(project=project, milestone=weeks[0])
    CardFactory(project=project, milestone=weeks[1])
    assert "?from=1" in offers(show())


def test_a_project_without_any_card_has_nothing_to_offer(show, weeks):
    assert (offers(show("?week=3")), is_in_head(show("?week=3"))) == ({}, False)


@pytest.mark.parametrize("query", ["?week=1", "?week=later", "?week=all", "?week=3&blocked=1"])
def test_what_is_past_or_no_week_or_filtered_offers_nothing_in_its_column(show, project, weeks, query):
    CardFactory(project=project, milestone=weeks[1])
    assert offers(show(query)) == {}


def test_the_last_week_of_a_plan_that_has_ended_offers_nothing(show, project, weeks):
    CardFactory(project=project, milestone=weeks[1])
    with time_machine.travel("2026-10-05T10:00Z", tick=False):
        assert offers(show("?week=3")) == {}


def test_a_closed_week_offers_nothing(show, project, weeks):
    CardFactory(project=project, milestone=weeks[0])
    weeks[2].closed_at = timezone.now()
    weeks[2].save()
    assert (offers(show("?week=3")), is_in_head(show("?week=3"))) == ({}, False)


def test_who_only_looks_on_is_offered_nothing(project, weeks, show):
    CardFactory(project=project, milestone=weeks[1])
    viewer = client_for(MembershipFactory(project=project, role=Role.VIEWER).user)
    page = show("?week=3", client=viewer)
    assert (offers(page), is_in_head(page)) == ({}, False)


def test_a_coming_week_leads_there_from_its_head_however_many_cards_it_has(show, project, weeks):
    CardFactory(project=project, milestone=weeks[2])
    assert is_in_head(show("?week=3&blocked=1"))
    assert not is_in_head(show())


def test_a_coming_week_costs_the_board_no_query_more(project, weeks, show, django_assert_num_queries):
    CardFactory(project=project, milestone=weeks[0])
    show()
    for query in ("?week=2", "?week=3"):
        with django_assert_num_queries(6):
            show(query)
