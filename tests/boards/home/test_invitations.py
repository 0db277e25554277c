"""What waits for somebody is shown on their home page, if it is known that the address is theirs."""

from datetime import timedelta

import pytest
from django.utils import timezone

from boards.people.membership import add_member, remove_member
from projects.models import Invitation, Role
from projects.people.tokens import Way
from tests.boards.test_queries import queries
from tests.conftest import client_for
from tests.factories import MembershipFactory, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture
def lena(db):
    return UserFactory(name="Lena Vogt", email="lena@depot.example", email_confirmed_at=timezone.now())


@pytest.fixture
def invitation(project, owner, lena):
    return project.invite(address="Lena@Depot.example", role=Role.MEMBER, by=owner)


@pytest.fixture
def home(lena, invitation):
    def home(query=""):
        return client_for(lena).get(f"/{query}").context["home"].invitations

    return home


def test_a_waiting_invitation_leads_to_its_page(home, lena, invitation):
    text = client_for(lena).get("/").text
    assert f'href="/join/{invitation.token(Way.COPY)}/"' in text
    assert "<bdi>Parcel Vision</bdi></b> as a member." in text


def test_no_page_shows_the_mailed_token(home, lena, invitation):
    assert invitation.token(Way.MAIL) not in client_for(lena).get("/").text


def test_an_address_that_nothing_confirms_is_shown_nothing(home, lena):
    lena.email_confirmed_at = None
    lena.save()
    assert home() == []


def test_somebody_else_is_shown_nothing(home, as_stranger, stranger):
    stranger.email_confirmed_at = timezone.now()
    stranger.save()
    assert as_stranger.get("/").context["home"].invitations == []


@pytest.mark.parametrize("state", ["used", "taken back", "expired", "archived", "a member", "taken out"])
def test_what_lets_nobody_in_is_not_shown(state, home, lena, invitation, project, owner):
    before = home()
    states = {
        "used": invitation.use,
        "taken back": lambda: invitation.take_back(by=owner),
        "expired": lambda: Invitation.objects.update(sent_at=timezone.now() - timedelta(days=15)),
        "archived": lambda: project.change(by=owner, archived_at=timezone.now()),
        "a member": lambda: MembershipFactory(project=project, user=lena),
        "taken out": lambda: remove_member(add_member(project, lena, Role.MEMBER, by=owner), by=owner),
    }
    states[state]()
    assert (before, home()) == ([invitation], [])


def test_only_the_page_of_all_projects_shows_them(home, invitation):
    assert (home(), home("?archived=1"), home("?q=x")) == ([invitation], [], [])


def test_the_home_page_of_many_invitations_asks_as_often_as_that_of_one(home, lena):
    def ask():
        return client_for(lena).get("/")

    one = queries(ask)
    for _ in range(12):
        member = MembershipFactory(role=Role.OWNER)
        member.project.invite(address=lena.email, role=Role.VIEWER, by=member.user)
    assert (queries(ask), len(home())) == (one, 10)
