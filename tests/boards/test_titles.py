"""The title of a page says what one looks at: in tabs, bookmarks, the history, and to a screen reader."""

import re
from html import unescape

import pytest
from django.urls import reverse

from tests.factories import CardFactory, LabelFactory, MembershipFactory

pytestmark = pytest.mark.django_db


def title(client, address):
    return unescape(re.search(r"<title>(.*?)</title>", client.get(address, follow=True).text, re.DOTALL)[1])


@pytest.fixture
def base(project, week):
    CardFactory(project=project, milestone=week, title="Train <baseline>")
    return f"/p/{project.slug}"


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("week=1", "Week 1"),
        ("week=later", "Later"),
        ("week=all&q=auth", "All weeks, “auth”"),
        ("week=1&mine=1&blocked=1&label=gcp", "Week 1, mine, blocked, gcp"),
        ("over=1&q=a+<b>", "Week 1, over 4 h, “a <b>”"),
    ],
)
def test_a_board_names_its_week_and_its_filters(as_member, base, project, query, words):
    LabelFactory(project=project, name="gcp")
    assert title(as_member, f"{base}/board/?{query}") == f"{words} · {project} · Weekboard"


def test_a_board_names_the_person_whose_cards_it_shows(as_member, base, project):
    chen = MembershipFactory(project=project, user__name="Chen Wei")
    assert title(as_member, f"{base}/board/?person={chen.pk}") == f"Week 1, Chen Wei · {project} · Weekboard"


def test_a_card_has_its_number_and_title_and_its_dialog_the_same(as_member, base, project):
    words = f"#1 Train <baseline> · {project} · Weekboard"
    assert title(as_member, f"{base}/cards/1/") == words
    html = as_member.get(f"{base}/cards/1/", headers={"HX-Request": "true"}).text
    assert f'data-title="{words}"' in unescape(html)


def test_no_two_pages_of_a_project_have_the_same_title(as_owner, base, project):
    pages = [
        *(
            "board/",
            "board/?week=all",
            "board/?week=all&mine=1",
            "plan/",
            "standup/",
            "standup/?stop=wrap-up",
        ),
        *("demos/", "demos/reel/", "progress/", "people/", "settings/", "archive/", "settings/delete/"),
        *("cards/1/", "cards/1/move/", "cards/1/split/", "weeks/1/close/", "weeks/1/edit/", "weeks/1/demo/"),
        *("weeks/1/record/", "plan/start/", "plan/upload/", "people/leave/"),
    ]
    titles = {page: title(as_owner, f"{base}/{page}") for page in pages}
    assert len(set(titles.values())) == len(pages), titles
    assert all(str(project) in said for said in titles.values()), titles


def test_the_home_page_names_what_was_searched_and_which_projects_these_are(as_member, project):
    home = reverse("home")
    assert title(as_member, home) == "My projects · Weekboard"
    assert title(as_member, f"{home}?q=map") == "“map” · My projects · Weekboard"
    assert title(as_member, f"{home}?archived=1") == "Finished projects · Weekboard"
