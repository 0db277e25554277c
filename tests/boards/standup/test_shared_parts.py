"""A stop is drawn once for all who see the same: whoever leads, and everybody who follows."""

import re
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace

import pytest
from django.test import RequestFactory

from boards.models import Column
from boards.rendering import pages
from boards.rendering.pages import shared_parts
from tests.conftest import client_for
from tests.factories import CardFactory, MembershipFactory, ProjectFactory

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true"}
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="\w+"')


@pytest.fixture
def spoken_of(project, week):
    """A member with a card."""
    member = MembershipFactory(project=project)
    CardFactory(project=project, milestone=week, column=Column.DOING).assignees.add(member)
    return member


def stop_of(member, client):
    content = client.get(f"/p/parcel-vision/standup/?stop={member.pk}", headers=HTMX).content.decode()
    assert pages.MARK not in content
    return TOKEN.sub("", content)


def never(*_):
    raise AssertionError("This was drawn again.")


def test_who_follows_gets_what_was_drawn_for_the_leader(
    as_owner, as_member, owner, member, project, spoken_of, monkeypatch
):
    leaders = stop_of(spoken_of, as_owner)
    monkeypatch.setattr("boards.standup.views.StandupPage", never)
    followers = stop_of(spoken_of, as_member)
    for name, pk in (("drawn_for", owner.pk), ("member", project.memberships.get(user=owner).pk)):
        leaders = leaders.replace(f'name="{name}" value="{pk}"', name)
    for name, pk in (("drawn_for", member.pk), ("member", project.memberships.get(user=member).pk)):
        followers = followers.replace(f'name="{name}" value="{pk}"', name)
    assert leaders == followers


def test_a_card_is_taken_over_by_whoever_asks(as_owner, as_member, project, member, spoken_of):
    stop_of(spoken_of, as_owner)
    mine = project.memberships.get(user=member).pk
    assert f'name="member" value="{mine}"' in stop_of(spoken_of, as_member)


def test_at_ones_own_stop_there_is_nothing_to_take_over(as_owner, spoken_of):
    assert "Take over" in stop_of(spoken_of, as_owner)
    assert "Take over" not in stop_of(spoken_of, client_for(spoken_of.user))


def test_who_only_looks_on_gets_no_form_that_was_drawn_for_a_member(as_owner, as_viewer, spoken_of):
    assert "<form" in stop_of(spoken_of, as_owner)
    assert "<form" not in stop_of(spoken_of, as_viewer)


def test_after_an_event_the_stop_is_drawn_anew(as_owner, as_member, owner, spoken_of):
    stop_of(spoken_of, as_owner)
    spoken_of.cards.get().edit(title="Called otherwise", by=owner)
    assert "Called otherwise" in stop_of(spoken_of, as_member)


def test_of_many_who_ask_at_once_one_draws():
    project, drawn, together = ProjectFactory.build(pk=1), [], threading.Barrier(8)
    project.membership_id = None

    def context():
        drawn.append(1)
        time.sleep(0.1)
        return {}

    def ask(person):
        request = RequestFactory().get("/p/parcel-vision/standup/?stop=nobody")
        request.user = SimpleNamespace(pk=person)
        together.wait(5)
        return shared_parts(request, project, "_mark.html", context).content

    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(ask, range(8)))) == 1
    assert len(drawn) == 1


def test_those_of_another_project_get_their_own(as_owner, spoken_of):
    stop_of(spoken_of, as_owner)
    other = MembershipFactory(project=ProjectFactory(slug="other", name="The other"))
    answer = client_for(other.user).get(f"/p/other/standup/?stop={spoken_of.pk}", headers=HTMX)
    assert str(spoken_of) not in answer.content.decode()
