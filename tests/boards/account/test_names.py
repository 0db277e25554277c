"""Name, picture and user name: what others see of somebody, and how they are called."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from boards.account.forms import COLOURS
from projects.models import User
from projects.models.user import HUES
from tests.boards.account.conftest import ACCOUNT
from tests.factories import CardFactory, MembershipFactory, UserFactory


def change(client, what, **data):
    return client.post(f"{ACCOUNT}{what}/", data)


def test_a_change_leads_back_to_its_section_and_is_confirmed_there_once(as_ana):
    assert change(as_ana, "name", name="Ana Lopes").url == "/account/#name"
    assert "Your name is changed." in as_ana.get(ACCOUNT).text
    assert "Your name is changed." not in as_ana.get(ACCOUNT).text


# --- Name ------------------------------------------------------------------------------------------------
def test_a_new_name_is_told_to_every_project_and_counts_the_version_of_its_cards(as_ana, membership, project):
    card = CardFactory(project=project)
    card.assignees.add(membership)
    change(as_ana, "name", name="Ana Lopes")
    event = project.events.get()
    assert (event.kind, event.actor.name, event.data["to"]) == ("person_renamed", "Ana Lopes", "Ana Lopes")
    assert project.cards.get().version == card.version + 1


def test_a_new_name_is_found_by_a_search(as_ana):
    change(as_ana, "name", name="Ana Lopes")
    assert "ana lopes" in User.objects.get().search_text


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [("", "Type your name."), ("\u200b", "only invisible characters"), ("x" * 101, "100 are allowed")],
)
def test_a_name_that_cannot_be_shown_is_refused_at_its_field(as_ana, ana, typed, sentence):
    answer = change(as_ana, "name", name=typed)
    assert (answer.status_code, sentence in answer.text) == (422, True)
    assert User.objects.get().name == ana.name


# --- Colour ----------------------------------------------------------------------------------------------
def test_there_is_a_word_for_every_colour():
    assert len(COLOURS) == HUES


def test_a_new_colour_shows_on_the_cards_of_a_board_that_was_open_before(as_ana, membership, project, week):
    card = CardFactory(project=project, milestone=week)
    card.assignees.add(membership)
    board = f"/p/{project.slug}/board/"
    as_ana.get(board)
    new = membership.user.hue % HUES + 1
    change(as_ana, "picture", colour=new)
    drawn = as_ana.get(board).text
    assert drawn.count(f'class="avatar tiny" data-hue="{new}" title="Ana Petrova"') == 1
    assert f'data-hue="{membership.user.hue}" title="Ana Petrova"' not in drawn
    assert project.events.get().kind == "person_recoloured"


def test_a_colour_that_there_is_not_is_refused(as_ana, ana):
    assert change(as_ana, "picture", colour="9").status_code == 422
    assert User.objects.get().colour is None


# --- User name -------------------------------------------------------------------------------------------
def test_a_new_user_name_signs_in(as_ana, client):
    change(as_ana, "username", username="ana.lopes")
    assert client.login(username="ANA.lopes", password="correct horse battery")


@pytest.mark.both_databases
@pytest.mark.parametrize("typed", ["taken", "TAKEN"])
def test_a_user_name_of_somebody_else_is_refused_in_any_case(as_ana, ana, typed):
    UserFactory(username="taken")
    answer = change(as_ana, "username", username=typed)
    assert (answer.status_code, "Somebody has this user name already." in answer.text) == (422, True)
    assert User.objects.get(pk=ana.pk).username == "ana"


@pytest.mark.parametrize("typed", ["", "ana lopes", "ana@example.org", "x" * 61])
def test_a_user_name_that_is_none_is_refused(as_ana, ana, typed):
    assert change(as_ana, "username", username=typed).status_code == 422
    assert User.objects.get().username == "ana"


def test_ones_own_user_name_in_capitals_is_taken(as_ana):
    change(as_ana, "username", username="Ana")
    assert User.objects.get().username == "Ana"


def test_user_names_cannot_be_tried_without_end(as_ana, settings):
    UserFactory(username="taken")
    answers = [change(as_ana, "username", username="taken").status_code for _ in range(21)]
    assert answers == [422] * 20 + [429]


# --- Nothing else ----------------------------------------------------------------------------------------
@pytest.mark.parametrize("what", ["name", "picture", "username"])
def test_more_fields_than_a_form_has_change_nothing(as_ana, ana, what):
    own = {"name": "Ana", "colour": "3", "username": "ana2"}
    more = {"is_staff": "on", "is_superuser": "on", "email": "root@example.org", "role": "3", "pk": "1"}
    field = {"picture": "colour"}.get(what, what)
    change(as_ana, what, **more, **{field: own[field]})
    again = User.objects.get()
    assert (again.is_staff, again.is_superuser, again.email, again.pk) == (False, False, ana.email, ana.pk)


def test_a_form_changes_only_its_own_field(as_ana):
    change(as_ana, "name", name="Ana Lopes", username="other", colour="3")
    assert User.objects.values("username", "colour").get() == {"username": "ana", "colour": None}


def test_the_queries_of_the_page_do_not_grow_with_ones_projects(as_ana, ana, membership):
    with CaptureQueriesContext(connection) as before:
        as_ana.get(ACCOUNT)
    MembershipFactory.create_batch(5, user=ana)
    with CaptureQueriesContext(connection) as after:
        as_ana.get(ACCOUNT)
    assert len(after) == len(before)
