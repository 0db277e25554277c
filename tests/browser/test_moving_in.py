"""A team moves in: an owner invites, a real mail server catches the mails, and everybody comes by their own way."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from boards.people.membership import add_member
from config.mail import parse_email_url
from projects.errands.run import run_due
from projects.models import Invitation, Membership, ProjectLink, Role
from tests.browser.helpers import mark
from tests.browser.test_joining import PASSWORD, SCRIPTED, expect_board, join
from tests.factories import MembershipFactory, ProjectFactory, UserFactory
from tests.mailserver import mail_server

pytestmark = pytest.mark.browser
ADDRESSES = """Farah Noor <farah@depot.example>, lena@depot.example;
"Vogt, Tom" <tom@depot.example>
grace@carrier.example viewer
hugo@carrier.example"""


@pytest.fixture
def mails(server, settings):
    with mail_server() as caught:
        settings.MAILERS = {"default": parse_email_url(caught.url)}
        settings.SENDS_MAIL, settings.SITE_URL = True, server.url
        yield caught


@pytest.fixture
def mailed(mails):
    """The link in the first mail to an address."""

    def mailed(address):
        run_due()
        return re.search(r"http\S+/join/\S+", mails.to(address)[0].get_content())[0]

    return mailed


@pytest.fixture
def people(window, project):
    """Opens the page of the project's people."""
    return lambda person, **options: window(person, f"/p/{project.slug}/people/", **options)


def invite(page, text, role="Member"):
    page.get_by_role("textbox", name="Add by name or address").fill(text)
    page.locator(".inviter").get_by_label("Role").select_option(label=role)
    page.get_by_role("button", name="Add", exact=True).click()


def sign_up(page, project):
    page.get_by_label("Your name").fill("Somebody New")
    page.get_by_label("Choose a password").fill(PASSWORD)
    join(page)
    expect_board(page, project)


def roles(project):
    return dict(project.memberships.values_list("user__email", "role"))


@SCRIPTED
def test_five_addresses_are_in_by_lunch(window, people, project, owner, mails, mailed, java_script_enabled):
    options = {"java_script_enabled": java_script_enabled}
    farah = UserFactory(email="farah@depot.example", name="Farah Noor", email_confirmed_at=timezone.now())
    shared = ProjectFactory()
    MembershipFactory(project=shared, user=farah)
    MembershipFactory(project=shared, user=owner)
    lena = UserFactory(email="lena@depot.example", username="lena")
    page = people(owner, **options)
    invite(page, ADDRESSES)
    expect(page.get_by_role("heading", name="Invited 4")).to_be_visible()

    by_mail = mailed("tom@depot.example")
    scanner = window(None, **options)
    assert {scanner.request.get(by_mail).status for _ in range(50)} == {200}
    sign_up(window(None, by_mail, **options), project)

    theirs = window(lena, mailed("lena@depot.example"), **options)
    join(theirs)
    expect_board(theirs, project)

    page.reload()
    grace = page.locator("#waiting > ul > li", has_text="grace@carrier.example")
    grace.locator("summary").click()
    copied = grace.get_by_label("Link for grace@carrier.example").input_value()
    assert copied != mailed("grace@carrier.example")
    sign_up(window(None, copied, **options), project)

    first = mailed("hugo@carrier.example")
    page.get_by_role("button", name="Send again to hugo@carrier.example").click()
    expect(page.get_by_role("heading", name="Invited 1")).to_be_visible()
    sign_up(window(None, first, **options), project)

    page.reload()
    expect(page.locator("#waiting")).to_be_hidden()
    new = {
        "lena@depot.example": 2,
        "tom@depot.example": 2,
        "grace@carrier.example": 1,
        "hugo@carrier.example": 2,
    }
    assert roles(project) == {owner.email: 3, farah.email: 2, **new}
    confirmed = project.members.exclude(email_confirmed_at=None).values_list("email", flat=True)
    assert set(confirmed) == {farah.email, "lena@depot.example", "tom@depot.example", "hugo@carrier.example"}


@SCRIPTED
@pytest.mark.parametrize(
    ("meanwhile", "heading"),
    [
        ("taken back", "This link leads nowhere"),
        ("expired", "This invitation has expired"),
        ("demoted", "This invitation does not count any more"),
    ],
)
def test_an_invitation_that_ended_meanwhile_lets_nobody_in(
    meanwhile, heading, window, people, project, owner, mailed, java_script_enabled, expected
):
    expected += ["404", "410"]
    page = people(owner, java_script_enabled=java_script_enabled)
    invite(page, "lena@depot.example")
    theirs = window(None, mailed("lena@depot.example"), java_script_enabled=java_script_enabled)
    theirs.get_by_label("Choose a password").fill(PASSWORD)
    theirs.get_by_label("Your name").fill("Lena Vogt")
    if meanwhile == "taken back":
        page.get_by_role("button", name="Take back the invitation of lena@depot.example").click()
        expect(page.locator("#waiting")).to_be_hidden()
    elif meanwhile == "expired":
        Invitation.objects.update(sent_at=timezone.now() - timedelta(days=15))
    else:
        Membership.objects.filter(user=owner).update(role=Role.MEMBER)
    join(theirs)
    expect(theirs.get_by_role("heading", name=heading)).to_be_visible()
    assert roles(project).keys() == {owner.email}


def test_who_is_taken_out_sees_it_and_does_not_come_back_by_the_project_link(
    window, people, board, project, owner, mails, expected
):
    expected += ["410", "404"]
    page = people(owner)
    page.get_by_role("button", name="Switch it on").click()
    link = page.get_by_role("textbox", name="Project link").input_value()
    lena = UserFactory(email="lena@depot.example", name="Lena Vogt")
    theirs = window(lena, link)
    join(theirs)
    expect_board(theirs, project)
    expect(mark(theirs)).to_have_text(re.compile(r"^\s*live"))
    page.reload()
    page.get_by_role("link", name="Take Lena Vogt out").click()
    page.get_by_role("button", name="Take out").click()
    expect(mark(theirs)).to_contain_text("You are not in this project any more.")
    theirs.goto(link)
    expect(theirs.get_by_role("heading", name="This link does not let you in")).to_be_visible()
    assert (ProjectLink.objects.get().joins, roles(project).keys()) == (1, {owner.email})
    add_member(project, lena, Role.MEMBER, by=owner)
    theirs.goto(link)
    expect_board(theirs, project)
