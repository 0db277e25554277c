"""Joining by a link: as what it says at that moment, once, and only whom it is for."""

from datetime import timedelta

import pytest
from django.utils import timezone

from boards.people.joining import accept
from boards.people.membership import add_member, deactivate, remove_member
from projects import limits
from projects.models import Invitation, JoinRefused, Membership, ProjectLink, Role
from projects.people.tokens import Way
from tests.factories import CardFactory, MembershipFactory, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture
def lena(db):
    return UserFactory(username="lena", name="Lena Vogt", email="lena@depot.example")


@pytest.fixture
def invitation(project, owner, lena):
    return project.invite(address=lena.email, role=Role.MEMBER, by=owner)


@pytest.fixture
def link(project, owner):
    link = ProjectLink.of(project)
    link.switch_on(role=Role.VIEWER, until=project.today() + timedelta(days=7), by=owner)
    return link


@pytest.fixture
def ways(invitation, link):
    """The tokens of one person's three links into a project."""
    return {"mail": invitation.token(Way.MAIL), "copy": invitation.token(Way.COPY), "project": link.token}


def refusal(token, person):
    try:
        accept(token, person)
    except JoinRefused as refused:
        return refused.heading
    return None


def role_of(person):
    return Membership.objects.filter(user=person).values_list("role", flat=True).first()


# --- Who joins -------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("way", "role"), [("mail", Role.MEMBER), ("copy", Role.MEMBER), ("project", Role.VIEWER)]
)
def test_each_link_joins_as_what_it_says(way, role, ways, lena):
    accept(ways[way], lena)
    assert role_of(lena) == role


def test_joining_is_told_to_the_boards(ways, lena, project):
    accept(ways["mail"], lena)
    event = project.events.order_by("seq").last()
    assert (event.kind, event.actor, event.data["how"]) == ("joined", lena, "invitation")


def test_an_invitation_is_used_once(ways, invitation, lena):
    accept(ways["mail"], lena)
    Membership.objects.get(user=lena).leave(by=lena)
    assert [refusal(ways[way], lena) for way in ("mail", "copy")] == ["This invitation was used"] * 2


def test_an_account_with_another_address_joins_by_no_invitation(ways, stranger):
    heading = "This invitation is for somebody else"
    assert ([refusal(ways[way], stranger) for way in ("mail", "copy")], role_of(stranger)) == (
        [heading] * 2,
        None,
    )


def test_a_project_link_takes_many_in_and_counts_them(ways, link, stranger, lena):
    accept(ways["project"], lena)
    accept(ways["project"], stranger)
    assert ProjectLink.objects.get().joins == 2


def test_the_last_place_of_a_project_link_is_given_once(ways, link, lena, stranger):
    ProjectLink.objects.update(joins=limits.LINK_JOINS - 1)
    refusals = [refusal(ways["project"], person) for person in (lena, stranger)]
    assert refusals == [None, "This link has ended"]


def test_a_refused_joining_leaves_nothing_behind(ways, project, stranger):
    before = project.events.count()
    refusal(ways["mail"], stranger)
    assert (project.events.count(), Invitation.objects.get().used_at) == (before, None)


# --- Who is in already -----------------------------------------------------------------------------------
@pytest.mark.parametrize("way", ["mail", "copy", "project"])
def test_whoever_is_in_already_keeps_their_role(way, ways, project, lena):
    MembershipFactory(project=project, user=lena, role=Role.OWNER)
    accept(ways[way], lena)
    assert role_of(lena) == Role.OWNER


def test_an_invitation_of_whoever_is_in_already_does_not_wait_any_more(ways, project, lena):
    MembershipFactory(project=project, user=lena)
    accept(ways["copy"], lena)
    assert not Invitation.objects.waiting()


def test_whoever_is_in_already_takes_no_place_of_a_project_link(ways, project, lena):
    MembershipFactory(project=project, user=lena)
    accept(ways["project"], lena)
    assert ProjectLink.objects.get().joins == 0


# --- What happened meanwhile -----------------------------------------------------------------------------
def test_nobody_joins_by_an_invitation_of_whoever_was_demoted(ways, owner, lena):
    Membership.objects.filter(user=owner).update(role=Role.MEMBER)
    assert refusal(ways["mail"], lena) == "This invitation does not count any more"


def test_nobody_joins_by_an_invitation_of_whoever_left(ways, project, owner, lena):
    MembershipFactory(project=project, role=Role.OWNER)
    Membership.objects.get(user=owner).leave(by=owner)
    assert refusal(ways["mail"], lena) == "This invitation does not count any more"


def test_nobody_joins_by_an_invitation_of_whoever_cannot_sign_in_any_more(ways, project, owner, lena):
    MembershipFactory(project=project, role=Role.OWNER)
    deactivate(owner, by=None)
    assert refusal(ways["mail"], lena) == "This invitation does not count any more"


@pytest.mark.parametrize("way", ["mail", "copy", "project"])
def test_nobody_joins_an_archived_project(way, ways, project, owner, lena):
    project.change(by=owner, archived_at=timezone.now())
    assert refusal(ways[way], lena) == "This project is finished"


@pytest.mark.parametrize("way", ["mail", "copy", "project"])
def test_nobody_joins_a_project_that_is_gone(way, ways, project, lena):
    project.delete()
    assert refusal(ways[way], lena) == "This link leads nowhere"


@pytest.mark.parametrize("way", ["mail", "copy", "project"])
def test_nobody_joins_a_project_that_goes_while_they_wait_for_it(way, ways, project, lena, meanwhile):
    meanwhile(project.delete)
    assert refusal(ways[way], lena) == "This link leads nowhere"


@pytest.mark.parametrize("way", ["mail", "copy"])
def test_what_is_taken_back_while_somebody_waits_lets_nobody_in(
    way, ways, invitation, owner, lena, meanwhile
):
    meanwhile(lambda: invitation.take_back(by=owner))
    assert (refusal(ways[way], lena), role_of(lena)) == ("This link leads nowhere", None)


@pytest.mark.parametrize("way", ["mail", "copy"])
def test_a_role_that_is_changed_while_somebody_waits_is_not_theirs(
    way, ways, project, owner, lena, meanwhile
):
    meanwhile(lambda: project.invite(address=lena.email, role=Role.OWNER, by=owner))
    assert (refusal(ways[way], lena), role_of(lena)) == ("This link leads nowhere", None)


def test_a_project_link_whose_role_is_changed_while_somebody_waits_lets_nobody_in(
    ways, link, owner, lena, meanwhile
):
    meanwhile(lambda: link.switch_on(role=Role.MEMBER, until=link.until, by=owner))
    assert (refusal(ways["project"], lena), role_of(lena)) == ("This link leads nowhere", None)


# --- Taken out -------------------------------------------------------------------------------------------
@pytest.fixture
def taken_out(ways, project, owner, lena):
    remove_member(add_member(project, lena, Role.MEMBER, by=owner), by=owner)


@pytest.mark.parametrize("way", ["mail", "copy", "project"])
def test_whoever_was_taken_out_does_not_come_back_by_a_link_of_before(way, taken_out, ways, lena):
    assert refusal(ways[way], lena) == "This link does not let you in"


@pytest.mark.parametrize("way", ["mail", "copy"])
def test_whoever_was_taken_out_comes_back_when_an_owner_asks_anew(way, taken_out, ways, project, owner, lena):
    project.invite(address=lena.email, role=Role.MEMBER, by=owner)
    accept(ways[way], lena)
    assert role_of(lena) == Role.MEMBER


def test_a_mail_that_goes_out_late_is_no_new_asking(taken_out, ways, lena):
    Invitation.objects.get().mark_sent()
    assert refusal(ways["mail"], lena) == "This link does not let you in"


def test_once_they_are_in_again_their_having_been_taken_out_is_forgotten(
    taken_out, ways, project, owner, lena
):
    member = add_member(project, lena, Role.MEMBER, by=owner)
    remove_member(member, by=lena)
    assert refusal(ways["project"], lena) is None


def test_whoever_left_by_themselves_comes_back_by_the_project_link_with_their_cards(
    ways, project, lena, week
):
    member = MembershipFactory(project=project, user=lena)
    card = CardFactory(project=project, milestone=week)
    card.assignees.add(member)
    remove_member(member, by=lena)
    ProjectLink.objects.get().switch_on(role=Role.MEMBER, until=project.today(), by=lena)
    accept(ProjectLink.objects.get().token, lena)
    assert [each.user for each in card.assignees.all()] == [lena]


def test_taking_somebody_out_of_one_project_keeps_them_out_of_no_other(taken_out, lena):
    other = MembershipFactory(role=Role.OWNER)
    invitation = other.project.invite(address=lena.email, role=Role.MEMBER, by=other.user)
    assert refusal(invitation.token(Way.COPY), lena) is None
