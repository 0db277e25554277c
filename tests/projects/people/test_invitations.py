"""Invitations and the project's link: one row for an address, one for a project; old links end by counting up."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from projects import limits
from projects.models import Invitation, JoinRefused, Membership, ProjectLink, Refused, Role
from projects.people.tokens import Way
from tests.factories import MembershipFactory, ProjectFactory, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
LENA = "lena@depot.example"


@pytest.fixture
def invite(project, owner):
    def invite(address=LENA, role=Role.MEMBER, **more):
        return project.invite(address=address, role=role, **{"by": owner, **more})

    return invite


def age(invitation, **ago):
    Invitation.objects.filter(pk=invitation.pk).update(sent_at=timezone.now() - timedelta(**ago))


# --- One row an address ----------------------------------------------------------------------------------
def test_an_invitation_says_who_asks_whom_as_what(invite, owner):
    asked = Invitation.objects.get(pk=invite(name="Lena Vogt", role=Role.VIEWER).pk)
    assert (asked.address, asked.name, asked.role, asked.invited_by) == (LENA, "Lena Vogt", 1, owner)


def test_an_invitation_is_told_to_the_boards_without_its_address(invite, project):
    invite()
    event = project.events.get()
    assert (event.kind, LENA in str(event.data)) == ("invited", False)


def test_an_address_that_waits_is_asked_anew_in_the_same_row(invite):
    first, again = invite(), invite(LENA.upper(), name="Lena")
    assert (again.pk, again.name, Invitation.objects.count()) == (first.pk, "Lena", 1)


def test_the_first_link_goes_on_working_when_it_is_sent_again(invite):
    first = invite().token(Way.MAIL)
    invite()
    assert Invitation.objects.by_token(first)


def test_the_days_count_from_the_last_sending(invite):
    age(invite(), days=13)
    invite()
    assert Invitation.objects.get().expires_at > timezone.now() + timedelta(days=13)


def test_a_mail_that_had_to_wait_counts_its_days_from_when_it_went_out(invite):
    invitation = invite()
    age(invitation, days=13)
    invitation.mark_sent()
    assert Invitation.objects.get().expires_at > timezone.now() + timedelta(days=13)


def test_another_role_makes_other_links(invite):
    first = invite().token(Way.COPY)
    invite(role=Role.VIEWER)
    assert Invitation.objects.by_token(first) is None


def test_who_was_taken_back_is_asked_anew_by_another_link(invite, owner):
    invitation = invite()
    first = invitation.token(Way.MAIL)
    invitation.take_back(by=owner)
    again = invite()
    assert (again.is_waiting, Invitation.objects.by_token(first)) == (True, None)


def test_a_used_link_does_not_work_again_when_the_address_is_asked_anew(invite):
    invitation = invite()
    first = invitation.token(Way.MAIL)
    invitation.use()
    invite()
    assert Invitation.objects.by_token(first) is None


@pytest.mark.parametrize("way", [Way.MAIL, Way.COPY])
def test_no_link_leads_anywhere_once_it_is_taken_back(way, invite, owner):
    invitation = invite()
    token = invitation.token(way)
    invitation.take_back(by=owner)
    assert Invitation.objects.by_token(token) is None


def test_what_is_used_meanwhile_cannot_be_taken_back(invite, owner):
    invitation = invite()
    Invitation.objects.get().use()
    with pytest.raises(Refused):
        invitation.take_back(by=owner)


def test_the_waiting_ones_are_neither_used_nor_taken_back(invite, owner):
    invite("tom@depot.example").use()
    invite("ana@depot.example").take_back(by=owner)
    age(invite("old@depot.example"), days=15)
    invite()
    assert [str(each) for each in Invitation.objects.waiting()] == ["old@depot.example", LENA]


def test_no_more_wait_than_a_page_can_list(invite, project, owner, monkeypatch):
    monkeypatch.setattr(limits, "INVITATIONS", 2)
    for address in (LENA, "tom@depot.example", LENA):
        invite(address)
    with pytest.raises(Refused, match="2 invitations are waiting already"):
        invite("one@toomany.example")


def test_a_name_that_cannot_be_shown_is_refused(invite):
    with pytest.raises(ValidationError):
        invite(name="\x00")


def test_nobody_is_asked_into_an_archived_project(invite, project, owner):
    project.change(by=owner, archived_at=timezone.now())
    with pytest.raises(PermissionDenied):
        invite()


# --- Whose asking counts ---------------------------------------------------------------------------------
def test_the_asking_of_an_owner_and_of_an_admin_of_projects_counts(project, owner, member, admin, stranger):
    counts = [project.may_invite(person) for person in (owner, admin, member, stranger, None)]
    assert counts == [True, True, False, False, False]


def test_the_asking_of_whoever_cannot_sign_in_counts_no_more(project, owner, admin):
    owner.is_active = admin.is_active = False
    owner.save()
    assert (project.may_invite(owner), project.may_invite(admin)) == (False, False)


def test_an_owner_of_another_project_is_no_owner_here(project):
    assert not project.may_invite(MembershipFactory(project=ProjectFactory(), role=Role.OWNER).user)


def refusal(offer, person=None):
    try:
        offer.check_usable(person)
    except JoinRefused as refused:
        return refused.heading
    return None


def test_a_usable_invitation_refuses_nobody(invite):
    assert refusal(invite()) is None


def test_an_invitation_expires_after_14_days(invite):
    age(invite(), days=14)
    assert refusal(Invitation.objects.get()) == "This invitation has expired"


def test_an_invitation_does_not_count_when_its_inviter_is_no_owner_any_more(invite, owner):
    invitation = invite()
    Membership.objects.filter(user=owner).update(role=Role.MEMBER)
    assert refusal(invitation) == "This invitation does not count any more"


def test_an_invitation_does_not_count_when_its_inviter_is_gone(invite, owner):
    invite()
    owner.delete()
    assert refusal(Invitation.objects.get()) == "This invitation does not count any more"


def test_an_address_is_compared_letter_by_letter(invite):
    persons = [UserFactory.build(email=email) for email in (LENA.upper(), "\u212aim@depot.example")]
    found = [invite().is_for(persons[0]), invite("kim@depot.example").is_for(persons[1])]
    assert found == [True, False]


# --- The project's link ----------------------------------------------------------------------------------
@pytest.fixture
def link(project, owner):
    link = ProjectLink.of(project)
    link.switch_on(role=Role.MEMBER, until=project.today() + timedelta(days=7), by=owner)
    return link


def found(token):
    return ProjectLink.objects.by_token(token)


def test_the_link_of_a_project_is_off_at_first(project):
    assert not ProjectLink.of(project).is_usable


def test_a_link_that_is_on_is_found_by_its_token(link, project):
    assert found(link.token).project == project


def test_a_link_that_is_off_is_not_found_not_even_when_it_is_on_again(link, owner):
    first = link.token
    link.switch_off(by=owner)
    while_off = [found(first), found(link.token)]
    link.switch_on(role=Role.MEMBER, until=link.until, by=owner)
    assert [*while_off, found(first)] == [None, None, None]


def test_rotating_ends_the_old_link_and_counts_anew(link, owner):
    first = link.token
    link.use()
    link.rotate(by=owner)
    assert (found(first), found(link.token).joins) == (None, 0)


def test_another_last_day_keeps_the_link_and_its_count(link, owner):
    first = link.token
    link.use()
    link.switch_on(role=Role.MEMBER, until=link.until + timedelta(days=7), by=owner)
    assert found(first).joins == 1


def test_another_role_makes_another_link(link, owner):
    first = link.token
    link.switch_on(role=Role.VIEWER, until=link.until, by=owner)
    assert found(first) is None


def test_a_link_that_is_off_cannot_be_rotated(project, owner):
    with pytest.raises(Refused):
        ProjectLink.of(project).rotate(by=owner)


def test_what_changes_nothing_makes_no_event(link, project, owner):
    link.switch_on(role=Role.MEMBER, until=link.until, by=owner)
    assert [event.kind for event in project.events.all()] == ["project_link_changed"]


def test_a_link_changed_by_two_owners_keeps_what_both_did(link, project, owner):
    stale = ProjectLink.of(project)
    link.rotate(by=owner)
    stale.switch_on(role=Role.MEMBER, until=link.until + timedelta(days=1), by=owner)
    assert found(link.token).until == stale.until


def test_a_link_works_on_its_last_day_and_not_after(link, owner):
    link.until = link.project.today()
    on_the_day = refusal(link)
    link.until -= timedelta(days=1)
    assert (on_the_day, refusal(link)) == (None, "This link has ended")


def test_a_link_takes_so_many_in(link):
    link.joins = limits.LINK_JOINS
    assert refusal(link) == "This link has ended"


def test_no_link_makes_owners(link, owner):
    with pytest.raises(Exception, match="project_link_role"):
        link.switch_on(role=Role.OWNER, until=link.until, by=owner)


def test_a_token_of_an_invitation_finds_no_link_and_the_other_way_round(invite, link):
    crossed = [found(invite().token(Way.COPY)), Invitation.objects.by_token(link.token)]
    assert crossed == [None, None]
