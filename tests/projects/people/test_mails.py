"""The mails of invitations: what they say, how many go out and when, and what becomes of them."""

import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core import mail
from django.core.mail import EmailMessage

from projects.errands.run import run_due
from projects.models import Errand, Invitation, Membership, Project, Role
from projects.people.mails import first_free, order_mails, quoted
from projects.people.tokens import Way
from tests.factories import MembershipFactory

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

NOON = datetime(2026, 9, 7, 12, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture(autouse=True)
def with_a_mail_server(settings):
    settings.SENDS_MAIL = True
    settings.SITE_URL = "https://board.example.org"


@pytest.fixture
def invite(project, owner):
    """Invite addresses and order their mails, as a page does."""

    def invite(*addresses, by=owner, into=project, role=Role.MEMBER):
        with into.changing():
            asked = [into.invite(address=address, role=role, by=by) for address in addresses]
            order_mails(asked, by=by)
        return asked

    return invite


def send():
    """The mails that are due."""
    mail.outbox.clear()
    run_due()
    return mail.outbox


def many(count, start=0):
    return [f"person{number}@depot.example" for number in range(start, start + count)]


# --- What it says ----------------------------------------------------------------------------------------
def test_the_mail_says_who_asks_for_what_as_what_and_until_when(invite, project, owner):
    with time_machine.travel(NOON, tick=False):
        [invitation] = invite("tom@depot.example")
        [message] = send()
    assert message.subject == "You are invited to a project on Weekboard"
    assert message.to == ["tom@depot.example"]
    for words in (
        f"“{owner.name}” invites you",
        "“Parcel Vision”",
        "as member",
        "21 September 2026",
        "tom@depot.example",
    ):
        assert words in message.body
    assert f"\nhttps://board.example.org/join/{invitation.token(Way.MAIL)}/\n" in message.body


def test_the_mail_holds_the_mailed_link_and_no_row_does(invite):
    [invitation] = invite("tom@depot.example")
    token = invitation.token(Way.MAIL)
    assert token not in str(Errand.objects.values().get())
    assert invitation.token(Way.COPY) not in send()[0].body


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Ana\r\nBcc: all@depot.example", "“Ana Bcc: all@ depot. example”"),
        ("[Win](https://evil.example/x)", "“[Win](https: / / evil. example/ x)”"),
        ("see www.evil.example now", "“see www. evil. example now”"),
        ("<b>Ana</b> & Co.", "“<b>Ana</b> & Co.”"),
        ("J. R. Lopes, 3.5", "“J. R. Lopes, 3.5”"),
    ],
)
def test_a_name_is_quoted_as_plain_text_and_is_no_link(name, shown):
    assert quoted(name) == shown


def test_the_only_link_is_ours_and_no_name_is_in_a_header(invite, project, owner):
    type(owner).objects.filter(pk=owner.pk).update(name="[Win](https://evil.example)")
    Project.objects.filter(pk=project.pk).update(name="www.evil.example")
    invite("tom@depot.example")
    [message] = send()
    assert set(re.findall(r"https?://([^/\s,]+)|www\.\S", message.body)) == {"board.example.org"}
    headers = str(message.message()).partition("\n\n")[0]
    assert "evil" not in headers
    assert "text/html" not in headers


def test_a_mail_that_is_sent_twice_has_one_message_id(invite):
    invite("tom@depot.example")
    errand = Errand.objects.get()
    [first] = send()
    errand.pk, errand.due = None, NOON
    Errand.objects.all().delete()
    errand.save()
    [second] = send()
    assert first.extra_headers["Message-ID"] == second.extra_headers["Message-ID"]


# --- How many, and when ------------------------------------------------------------------------------------
def test_thirty_an_hour_go_out_for_one_owner_and_the_others_wait(invite):
    with time_machine.travel(NOON, tick=False):
        invite(*many(70))
        assert len(send()) == 30
    with time_machine.travel(NOON + HOUR, tick=False):
        assert len(send()) == 30
    with time_machine.travel(NOON + 2 * HOUR, tick=False):
        assert len(send()) == 10


def test_another_owner_has_mails_of_their_own(invite, project):
    invite(*many(30))
    invite(*many(5, start=30), by=MembershipFactory(project=project, role=Role.OWNER).user)
    assert len(send()) == 35


def test_one_owner_has_as_many_in_all_projects_together(invite, owner):
    invite(*many(30))
    invite(*many(1, start=30), into=MembershipFactory(user=owner, role=Role.OWNER).project)
    assert len(send()) == 30


def test_neither_taking_back_nor_deleting_the_project_makes_room(invite, owner, project):
    with time_machine.travel(NOON, tick=False):
        for invitation in invite(*many(30)):
            invitation.take_back(by=owner)
        project.delete()
        invite(*many(1, start=30), into=MembershipFactory(user=owner, role=Role.OWNER).project)
        assert send() == []


def test_one_address_gets_one_a_day_whoever_asks(invite, project):
    other = MembershipFactory(role=Role.OWNER)
    with time_machine.travel(NOON, tick=False):
        invite("tom@depot.example")
        assert len(send()) == 1
        invite("Tom@Depot.example", by=other.user, into=other.project)
        assert send() == []
    with time_machine.travel(NOON + DAY, tick=False):
        assert [message.to for message in send()] == [["Tom@Depot.example"]]


def test_asked_again_while_the_mail_is_on_its_way_no_second_one_is_ordered(invite):
    invite("tom@depot.example")
    invite("tom@depot.example")
    assert len(send()) == 1


def test_sent_again_the_next_day_the_first_link_still_works(invite):
    with time_machine.travel(NOON, tick=False):
        [invitation] = invite("tom@depot.example")
        first = send()[0].body
    with time_machine.travel(NOON + DAY, tick=False):
        invite("tom@depot.example")
        assert len(send()) == 1
        assert Invitation.objects.by_token(re.search(r"/join/(\S+)/\n", first)[1]) == invitation


def test_there_is_room_where_an_hour_before_and_after_has_less_than_thirty():
    taken = [NOON] * 30 + [NOON + HOUR] * 29
    assert first_free(taken, NOON) == NOON + HOUR
    assert first_free([*taken, NOON + HOUR], NOON) == NOON + 2 * HOUR
    assert first_free([], NOON) == NOON


def test_the_days_count_from_when_the_mail_went_out(invite):
    with time_machine.travel(NOON, tick=False):
        invite(*many(31))
    with time_machine.travel(NOON + HOUR, tick=False):
        send()
    assert Invitation.objects.filter(sent_at=NOON + HOUR).count() == 31


def test_without_a_mail_server_none_is_ordered(invite, settings):
    settings.SENDS_MAIL = False
    invite("tom@depot.example")
    assert not Errand.objects.exists()


@pytest.mark.parametrize("count", [1, 40])
def test_ordering_any_number_asks_as_often(project, owner, count, django_assert_num_queries):
    with project.changing():
        asked = [project.invite(address=address, role=Role.MEMBER, by=owner) for address in many(count)]
        with django_assert_num_queries(3):
            order_mails(asked, by=owner)


# --- What becomes of it ----------------------------------------------------------------------------------
def test_what_was_taken_back_or_used_meanwhile_is_not_sent(invite, owner):
    taken, used = invite(*many(2))
    taken.take_back(by=owner)
    used.use()
    assert send() == []
    assert not Errand.objects.filter(done_at=None)


def test_what_does_not_count_any_more_is_given_up(invite, owner):
    invite("tom@depot.example")
    Membership.objects.filter(user=owner).update(role=Role.MEMBER)
    assert send() == []
    assert Errand.objects.given_up().exists()


def test_what_the_mail_server_says_is_kept_without_the_link(invite, monkeypatch, caplog):
    def fail(message):
        raise ConnectionRefusedError(message.body)

    monkeypatch.setattr(EmailMessage, "send", fail)
    invite("tom@depot.example")
    run_due()
    assert Errand.objects.get().last_error == "The mail server: nothing listens there."
    assert "/join/" not in caplog.text
