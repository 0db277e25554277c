"""Getting people in: who is added at once, who is invited, and that nobody finds out who has an account."""

import re
import time
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from boards.people.membership import remove_member
from projects import limits
from projects.errands.run import run_due
from projects.models import Errand, Invitation, Membership, Role
from projects.people.tokens import Way
from tests.adminpages import save
from tests.conftest import client_for
from tests.factories import MembershipFactory, ProjectFactory, UserFactory

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 9, 7, 12, tzinfo=UTC)


@pytest.fixture
def page(project):
    return reverse("people", args=[project.slug])


@pytest.fixture
def invite(as_owner, project):
    """Post what an owner types; gives the page that follows."""

    def invite(text, role=Role.MEMBER, follow=True, **more):
        address = reverse("invite", args=[project.slug])
        return as_owner.post(address, {"people": text, "role": int(role), **more}, follow=follow)

    return invite


@pytest.fixture
def farah(owner):
    """Somebody in another project of the owner."""
    other = MembershipFactory(user=owner).project
    address = {"email": "farah@depot.example", "email_confirmed_at": timezone.now()}
    user = UserFactory(username="farah", name="Farah Noor", **address)
    return MembershipFactory(project=other, user=user).user


def asked(project):
    return list(project.invitations.order_by("pk").values_list("address", "name", "role"))


# --- Who is added, who is invited ------------------------------------------------------------------------
@pytest.mark.parametrize("who", ["farah", "Farah Noor", "FARAH@depot.example", "Farah <farah@depot.example>"])
def test_who_shares_a_project_with_the_owner_is_added_at_once(invite, farah, project, who):
    answer = invite(f"{who} viewer")
    assert project.memberships.get(user=farah).role == Role.VIEWER
    assert "Farah Noor is in." in answer.text
    assert asked(project) == []


@pytest.mark.both_databases
def test_everybody_else_is_invited_known_here_or_not(invite, project):
    UserFactory(username="eve", email="eve@depot.example")
    invite("Eve Sands <eve@depot.example>; tom@depot.example owner", role=Role.VIEWER)
    assert asked(project) == [
        ("eve@depot.example", "Eve Sands", Role.VIEWER),
        ("tom@depot.example", "", Role.OWNER),
    ]
    assert not project.memberships.filter(user__username="eve").exists()


def test_a_name_of_somebody_elsewhere_is_like_one_that_nobody_has(invite, project):
    UserFactory(username="eve")
    answer = invite("eve\nnobody")
    assert answer.status_code == 422
    for who in ("eve", "nobody"):
        assert f"nobody in your projects is known as “{who}”" in answer.text
    assert asked(project) == []


def test_who_is_in_already_keeps_their_role_and_is_told_of(invite, viewer, project):
    answer = invite(f"{viewer.email} owner")
    assert "was in already" in answer.text
    assert project.memberships.get(user=viewer).role == Role.VIEWER


def test_one_line_that_is_wrong_keeps_all_back_and_what_was_typed(invite, farah, project):
    answer = invite("farah\ntom@parcelvision")
    assert answer.status_code == 422
    assert "“tom@parcelvision” is not a whole address" in answer.text
    assert "farah\ntom@parcelvision</textarea>" in answer.text
    assert not project.memberships.filter(user=farah).exists()


@pytest.mark.parametrize("text", ["", "  ", "\x07", "a@b.example\n" * 201])
def test_what_names_nobody_or_too_many_is_refused(invite, project, text):
    assert invite(text).status_code == 422
    assert asked(project) == []


def test_more_fields_than_the_form_has_change_nothing(invite, project, farah):
    other = ProjectFactory()
    invite("farah\ntom@depot.example", project=other.pk, invited_by=farah.pk, is_staff="on", generation=7)
    assert not other.invitations.exists()
    invitation = Invitation.objects.get()
    assert (invitation.project, invitation.generation) == (project, 1)
    farah.refresh_from_db()
    assert not farah.is_staff


def test_whoever_was_taken_out_is_let_in_by_an_owner_who_names_them(invite, farah, project, owner):
    member = MembershipFactory(project=project, user=farah)
    remove_member(member, by=owner)
    invite("farah")
    assert project.memberships.filter(user=farah).exists()
    assert not project.removals.exists()


def test_an_invitation_of_who_is_added_at_once_waits_no_more(invite, farah, project, owner):
    project.invite(address=farah.email, role=Role.MEMBER, by=owner)
    invite("farah")
    assert not project.invitations.waiting()


def test_no_more_than_200_wait(invite, project, owner, monkeypatch):
    monkeypatch.setattr(limits, "INVITATIONS", 2)
    answer = invite("a@depot.example, b@depot.example, c@depot.example")
    assert answer.status_code == 422
    assert "2 invitations are waiting already" in answer.text
    assert asked(project) == []


@pytest.mark.parametrize("name", ["as_member", "as_viewer", "as_stranger"])
def test_only_owners_get_people_in(request, project, name):
    client = request.getfixturevalue(name)
    answer = client.post(reverse("invite", args=[project.slug]), {"people": "tom@depot.example", "role": 2})
    assert answer.status_code == (404 if name == "as_stranger" else 403)
    assert asked(project) == []


# --- Nobody finds out who has an account -------------------------------------------------------------------
@pytest.fixture
def addresses(db):
    """40 addresses of one length, every second one somebody's."""
    addresses = [f"person.{number:02}@depot.example" for number in range(40)]
    for address in addresses[::2]:
        UserFactory(email=address)
    return addresses


def without_address(text, address):
    text = re.sub(
        r"\d+", "0", text.replace(address, "ADDRESS").replace(address.replace("@", "@<wbr>"), "ADDRESS")
    )
    return re.sub(r"(c|csrfmiddlewaretoken\" value=\"|/join/)[A-Za-z0-9_-]{20,}", r"\1TOKEN", text)


def statements(queries):
    return [re.sub(r"'[^']*'|\"s\d+_x\d+\"|\b\d+\b", "?", query["sql"]) for query in queries]


def test_the_answer_is_the_same_for_known_and_unknown_addresses(invite, project, addresses, settings):
    settings.SENDS_MAIL = True
    seen = set()
    for address in addresses:
        with CaptureQueriesContext(connection) as queries:
            answer = invite(address)
        told = answer.redirect_chain, answer.status_code, without_address(answer.text, address)
        seen.add((str(told), len(told[2]), "\n".join(statements(queries))))
        Errand.objects.all().delete()
        project.invitations.all().delete()
    assert len(seen) == 1


def test_the_answer_to_many_at_once_asks_as_often_for_known_as_for_unknown_ones(invite, project, addresses):
    counts = []
    for some in (addresses[::2], addresses[1::2]):
        with CaptureQueriesContext(connection) as queries:
            invite("\n".join(some))
        counts.append(len(queries))
        project.invitations.all().delete()
    assert counts[0] == counts[1]


def test_the_answer_takes_as_long_for_known_as_for_unknown_addresses(invite, project, addresses):
    invite("first@depot.example")
    spent = {True: [], False: []}
    for number, address in enumerate(addresses[:24]):
        project.invitations.all().delete()
        begun = time.process_time()
        invite(address, follow=False)
        spent[number % 2 == 0].append(time.process_time() - begun)
    known, unknown = (sorted(times)[len(times) // 2] for times in spent.values())
    assert abs(known - unknown) < max(known, unknown) / 5


# --- What waits ------------------------------------------------------------------------------------------
def test_owners_see_who_is_invited_as_what_until_when_and_the_link_to_copy(invite, project, as_owner, page):
    with time_machine.travel(NOON, tick=False):
        invite("Tom Reed <tom@depot.example>", role=Role.VIEWER)
        shown = as_owner.get(page).text
    invitation = Invitation.objects.get()
    for words in (
        "tom@<wbr>depot.example",
        "Tom Reed",
        "Viewer. Invited just now",
        "good until 21 September",
    ):
        assert words in shown
    assert f"/join/{invitation.token(Way.COPY)}/" in shown
    assert invitation.token(Way.MAIL) not in shown


@pytest.mark.parametrize("name", ["as_member", "as_viewer"])
def test_nobody_else_sees_what_waits(request, invite, page, name):
    invite("tom@depot.example")
    shown = request.getfixturevalue(name).get(page).text
    assert "tom@" not in shown
    assert "/join/" not in shown


def test_an_archived_project_neither_invites_nor_shows_links(invite, project, as_owner, page):
    invite("tom@depot.example")
    project.change(by=None, archived_at=NOON)
    assert "/join/" not in as_owner.get(page).text
    assert invite("kim@depot.example").status_code == 403


def test_the_page_says_when_a_mail_goes_out_that_has_to_wait(invite, project, settings):
    settings.SENDS_MAIL = True
    with time_machine.travel(NOON, tick=False):
        answer = invite(", ".join(f"p{number}@depot.example" for number in range(31)))
    assert "The last mail goes out at 13:00; the links can be copied before." in answer.text
    assert "Member. The mail goes out at 13:00" in answer.text


def test_a_mail_that_is_being_sent_goes_out_now(invite, as_owner, page, settings):
    settings.SENDS_MAIL = True
    invite("tom@depot.example")
    assert Errand.objects.get().take()
    assert "The mail goes out now" in as_owner.get(page).text


def test_the_page_says_what_could_not_be_delivered_and_shows_the_link(invite, as_owner, page, settings):
    settings.SENDS_MAIL = True
    invite("tom@depot.example")
    Invitation.objects.update(invited_at=NOON)
    Errand.objects.update(due=None, last_error="The mail server: it does not take mail for this recipient.")
    shown = as_owner.get(page).text
    assert "The mail was not delivered. The mail server: it does not take mail for this recipient." in shown
    assert '<details class="copylink" open>' in shown


def test_without_a_mail_server_the_page_says_to_copy_the_links(invite):
    assert "No mail server is set up: copy the link and send it yourself." in invite("tom@depot.example").text


@pytest.mark.parametrize("count", [1, 30])
def test_any_number_of_invitations_takes_as_many_queries(
    invite, as_owner, page, settings, count, django_assert_num_queries
):
    settings.SENDS_MAIL = True
    invite(", ".join(f"p{number}@depot.example" for number in range(count)))
    as_owner.get(page)
    with django_assert_num_queries(7):
        as_owner.get(page)


# --- Sent again, taken back --------------------------------------------------------------------------------
@pytest.fixture
def tom(project, owner):
    return project.invite(address="tom@depot.example", role=Role.MEMBER, by=owner)


def send_again(client, project, invitation):
    return client.post(reverse("send-invitation", args=[project.slug, invitation.pk]), follow=True)


def take_back(client, project, invitation):
    return client.post(reverse("take-invitation-back", args=[project.slug, invitation.pk]), follow=True)


def test_sent_again_it_is_good_for_14_days_anew_by_the_same_link(as_owner, project, tom):
    token = tom.token(Way.MAIL)
    Invitation.objects.update(sent_at=NOON - timedelta(days=20))
    with time_machine.travel(NOON + timedelta(minutes=1), tick=False):
        send_again(as_owner, project, tom)
        tom.refresh_from_db()
        assert (tom.token(Way.MAIL), tom.is_expired) == (token, False)


def test_sent_again_by_another_owner_it_counts_as_theirs(project, tom):
    other = MembershipFactory(project=project, role=Role.OWNER).user
    send_again(client_for(other), project, tom)
    assert Invitation.objects.get().invited_by == other


def test_sent_again_on_the_same_day_the_mail_waits_for_the_next(as_owner, project, owner, settings):
    settings.SENDS_MAIL = True
    with time_machine.travel(NOON, tick=False):
        tom = project.invite(address="tom@depot.example", role=Role.MEMBER, by=owner)
        send_again(as_owner, project, tom)
        run_due()
        answer = send_again(as_owner, project, tom)
    assert "The mail goes out on 8 September at 12:00; the link can be copied before." in answer.text


def test_taken_back_its_links_do_not_work_and_it_is_not_listed(as_owner, project, tom):
    token = tom.token(Way.COPY)
    answer = take_back(as_owner, project, tom)
    assert "The invitation of tom@depot.example is taken back." in answer.text
    assert Invitation.objects.by_token(token) is None
    assert f'id="invitation-{tom.pk}"' not in answer.text


def test_taken_back_twice_is_said(as_owner, project, tom):
    take_back(as_owner, project, tom)
    assert take_back(as_owner, project, tom).status_code == 409


@pytest.mark.parametrize("act", [send_again, take_back])
def test_an_invitation_of_another_project_is_not_found(act, as_owner, project, owner):
    other = ProjectFactory()
    theirs = other.invite(
        address="tom@depot.example",
        role=Role.MEMBER,
        by=MembershipFactory(project=other, role=Role.OWNER).user,
    )
    assert act(as_owner, project, theirs).status_code == 404
    theirs.refresh_from_db()
    assert theirs.is_waiting
    assert theirs.generation == 1


@pytest.mark.parametrize("act", [send_again, take_back])
def test_members_neither_send_again_nor_take_back(act, as_member, project, tom):
    assert act(as_member, project, tom).status_code == 403
    assert Membership.objects.count() == 2


# --- In the admin ----------------------------------------------------------------------------------------
@pytest.fixture
def save_in_admin(as_admin, project, owner):
    """Save the project's page in the admin as it is, with something typed."""
    return lambda **typed: save(as_admin, project, **typed)


def test_the_admin_invites_addresses_to_a_project(save_in_admin, project, admin):
    assert save_in_admin(invite="Tom <tom@depot.example> viewer").status_code == 302
    assert asked(project) == [("tom@depot.example", "Tom", Role.VIEWER)]
    assert project.may_invite(admin)


def test_the_admin_s_page_without_addresses_invites_nobody_and_changes_nothing(save_in_admin, project):
    before = project.events.count()
    assert save_in_admin().status_code == 302
    assert (asked(project), project.events.count()) == ([], before)


def test_the_admin_says_what_is_no_address(save_in_admin, project):
    answer = save_in_admin(invite="tom@depot")
    assert "“tom@depot” is not a whole address" in answer.text
    assert asked(project) == []


def test_the_admin_invites_nobody_into_an_archived_project(save_in_admin, project):
    assert "takes nobody in" in save_in_admin(invite="tom@depot.example", archived="on").text
    project.change(by=None, archived_at=NOON)
    save_in_admin(invite="tom@depot.example")
    assert asked(project) == []


def test_whom_the_admin_works_with_is_chosen_in_the_table(save_in_admin, project, admin):
    answer = save_in_admin(invite=admin.email)
    assert "Ana Boss: choose whom you work with already in the table of people." in answer.text
