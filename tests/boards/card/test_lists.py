"""The lists of people and labels, from which cards are assigned and labelled."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from projects.models import Role
from tests.factories import CardFactory, LabelFactory, MembershipFactory, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
HTMX = {"HX-Request": "true"}


@pytest.fixture
def ask(as_member, project):
    """Gets a list for cards, as a script does or, with `as_page`, without one."""

    def ask(name, *cards, as_page=False, **query):
        address = reverse(name, args=[project.slug])
        query |= {"cards": [card.number for card in cards]}
        return as_member.get(address, query, headers={} if as_page else HTMX).text

    return ask


@pytest.fixture
def me(project, member):
    return project.memberships.get(user=member)


def join(project, name, **more):
    return MembershipFactory(project=project, user=UserFactory(name=name), **more)


def options(text):
    """The lines of a list: name, what is said beside it, whether it is on."""
    lines = re.findall(
        r'<li role="option"[^>]*aria-selected="(true|false)"(?! hidden)[^>]*>(.*?)</li>', text, re.DOTALL
    )
    return [
        (
            re.search(r'class="two">(?:<b>)?(?:<span[^>]*>)?<bdi>(.*?)</bdi>', line)[1],
            re.search(r'class="load">(.*?)<', line)[1],
            on == "true",
        )
        for on, line in lines
    ]


# --- People ---------------------------------------------------------------------------------------------------
def test_oneself_comes_first_and_then_the_others_by_name(ask, project, card, member, me, owner):
    join(project, "Aaa")
    names = [name for name, _, _ in options(ask("assignee-list", card))]
    assert names == [member.name, "Aaa", owner.name]


def test_who_cannot_be_given_cards_is_not_in_the_list(ask, project, card, viewer):
    MembershipFactory(project=project, user=UserFactory(name="Gone", is_active=False))
    names = [name for name, _, _ in options(ask("assignee-list", card))]
    assert viewer.name not in names
    assert "Gone" not in names


def test_who_has_a_card_and_cannot_be_given_any_more_can_be_taken_off_it(ask, project, card):
    card.assignees.add(join(project, "Vera", role=Role.VIEWER))
    assert ("Vera", "cannot be given cards", True) in options(ask("assignee-list", card))


def test_beside_a_name_stand_the_hours_that_are_left_in_the_cards_week(ask, project, week, card, me):
    ana = join(project, "Ana")
    for minutes, more in [
        (90, {}),
        (180, {"column": "doing"}),
        (60, {"column": "done"}),
        (240, {"milestone": None}),
    ]:
        CardFactory(project=project, **{"milestone": week, **more}, estimate_minutes=minutes).assignees.add(
            ana
        )
    notes = {name: notes for name, notes, _ in options(ask("assignee-list", card))}
    assert notes["Ana"] == "4.5 h left"
    assert notes[me.user.name] == "you, 0 h left"


def test_of_several_cards_it_is_said_how_many_somebody_has(ask, project, week, card, me):
    other = CardFactory(project=project, milestone=week)
    card.assignees.add(me)
    assert options(ask("assignee-list", card, other))[0] == (me.user.name, "you, on 1 of 2", False)
    other.assignees.add(me)
    assert options(ask("assignee-list", card, other))[0][2]


def test_the_page_has_a_button_for_each_person_that_gives_or_takes(ask, as_member, project, card, me):
    page = ask("assignee-list", card, as_page=True, back="week=1&q=x")
    assert f'form="assign" name="member" value="{me.pk}"' in page
    card.assignees.add(me)
    assert f'form="unassign" name="member" value="{me.pk}"' in ask("assignee-list", card, as_page=True)
    fields = {"act": "unassign", "cards": [card.number], "member": me.pk, "back": "week=1&q=x"}
    answer = as_member.post(reverse("several", args=[project.slug]), fields)
    assert answer["Location"].startswith(f"/p/{project.slug}/board/?week=1&q=x")
    assert not card.assignees.exists()


# --- Labels ---------------------------------------------------------------------------------------------------
def test_all_labels_are_in_the_list_and_those_of_the_card_are_on(ask, project, card):
    card.labels.add(LabelFactory(project=project, name="data"))
    LabelFactory(project=project, name="api")
    assert options(ask("label-list", card)) == [("api", "", False), ("data", "", True)]


def test_a_name_is_shown_as_it_is_written(ask, project, card):
    LabelFactory(project=project, name="<b>&\"'")
    assert 'data-label="&lt;b&gt;&amp;&quot;&#x27;"' in ask("label-list", card)


def test_the_page_takes_a_new_label(ask, as_member, project, card):
    assert 'id="new-label"' in ask("label-list", card, as_page=True)
    as_member.post(
        reverse("several", args=[project.slug]), {"act": "label", "cards": [card.number], "label": "ops"}
    )
    assert [label.name for label in card.labels.all()] == ["ops"]


# --- Both -----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("name", ["assignee-list", "label-list"])
def test_cards_that_are_gone_or_of_another_project_are_not_found(as_member, project, card, name, member):
    card.archive(by=member)
    other = CardFactory()
    address = reverse(name, args=[project.slug])
    assert as_member.get(address, {"cards": [card.number, other.number + 100]}).status_code == 404
    assert as_member.get(address, {"cards": "x"}).status_code == 302


@pytest.mark.parametrize("name", ["assignee-list", "label-list"])
def test_a_list_costs_the_same_for_many_people_labels_and_cards(ask, project, week, card, name):
    def count(*cards):
        with CaptureQueriesContext(connection) as queries:
            ask(name, *cards)
        return len(queries)

    few = count(card)
    cards = [card, *(CardFactory(project=project, milestone=week) for _ in range(30))]
    for number in range(30):
        member = join(project, f"Person {number}")
        label = LabelFactory(project=project, name=f"label {number}")
        for one in cards:
            one.assignees.add(member)
            one.labels.add(label)
    assert count(*cards) == few <= 6


# --- What is sent from beside a card ----------------------------------------------------------------------------
def test_what_is_refused_beside_a_card_is_a_sentence_and_no_part_of_its_page(as_member, project, card):
    address = reverse("estimate-card", args=[project.slug, card.number])
    refused = as_member.post(address, {"hours": "lots", "how": "keys"}, headers=HTMX)
    assert (refused.status_code, refused["Content-Type"]) == (422, "text/plain; charset=utf-8")
    assert refused.text.startswith("“lots” is not a number of hours.")


def test_an_estimate_by_key_changes_the_board_and_says_in_the_history_that_it_was_by_key(
    as_member, project, card
):
    address = reverse("estimate-card", args=[project.slug, card.number])
    answer = as_member.post(address, {"hours": "3", "how": "keys", "week_shown": "all"}, headers=HTMX).text
    assert f'id="card-{card.number}"' in answer
    assert project.events.get(kind="estimated").data["how"] == "keys"
