"""Getting people in: typed by an owner, mailed through a mail server, followed by those who are asked."""

import re
import urllib.request

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from config.mail import parse_email_url
from projects.errands.run import run_due
from projects.models import Membership, Role, User
from tests.browser.conftest import PHONE
from tests.browser.test_accessibility import violations
from tests.browser.test_joining import PASSWORD, SCRIPTED, expect_board, join
from tests.factories import MembershipFactory, UserFactory
from tests.mailserver import mail_server

pytestmark = pytest.mark.browser
FIVE = """Farah Noor, viewer
eve@depot.example
Tom Reed <tom@depot.example>; "Abel, Kim" <kim@depot.example>
lin@depot.example viewer"""


@pytest.fixture
def mails(server, settings):
    """A mail server to which the product sends."""
    with mail_server() as mails:
        settings.MAILERS = {"default": parse_email_url(mails.url)}
        settings.SENDS_MAIL, settings.SITE_URL = True, server.url
        yield mails


@pytest.fixture
def address(project):
    return f"/p/{project.slug}/people/"


@pytest.fixture
def farah(owner):
    """Somebody in another project of the owner."""
    other = MembershipFactory(user=owner).project
    return MembershipFactory(project=other, user__name="Farah Noor").user


@pytest.fixture
def eve(transactional_db):
    """Somebody with an account who shares no project with the owner."""
    return UserFactory(name="Eve Sands", email="eve@depot.example", email_confirmed_at=timezone.now())


def add(page, text):
    page.get_by_role("textbox", name="Add by name or address").fill(text)
    page.get_by_role("button", name="Add", exact=True).click()


def waiting(page, who):
    return page.locator("#waiting li", has_text=who)


def link_in(mails, address):
    [message] = mails.to(address)
    return re.search(r"https?://\S+/join/\S+/", message.get_content())[0]


def create_account(page):
    page.get_by_label("Choose a password").fill(PASSWORD)
    join(page)


@SCRIPTED
def test_a_team_of_five_moves_in(window, mails, address, project, owner, farah, eve, java_script_enabled):
    page = window(owner, address, java_script_enabled=java_script_enabled)
    add(page, FIVE)
    said = "Farah Noor is in. Four invitations made. The mail is on its way."
    expect(page.locator(".toast", has_text=said)).to_be_visible()
    expect(page.locator("#members > li", has_text="Farah Noor")).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_have_text("Two people, four invited")
    run_due()
    assert {message["To"] for message in mails.messages} == {
        f"{who}@depot.example" for who in ("eve", "tom", "kim", "lin")
    }

    for _ in range(50):  # as scanners of mail do
        urllib.request.urlopen(link_in(mails, "tom@depot.example")).close()
    tom = window(None, link_in(mails, "tom@depot.example"), java_script_enabled=java_script_enabled)
    expect(tom.get_by_label("Your name")).to_have_value("Tom Reed")
    create_account(tom)
    expect_board(tom, project)

    copied = waiting(page, "kim@").get_by_label("Link for").input_value()
    kim = window(None, copied, java_script_enabled=java_script_enabled)
    kim.get_by_label("Your name").fill("Kim Abel")
    create_account(kim)
    expect_board(kim, project)

    with_account = window(eve, link_in(mails, eve.email), java_script_enabled=java_script_enabled)
    join(with_account)
    expect_board(with_account, project)

    waiting(page, "lin@").get_by_role("button", name="Send again").click()
    expect(page.locator(".toast", has_text="the link can be copied before")).to_be_visible()
    lin = window(None, link_in(mails, "lin@depot.example"), java_script_enabled=java_script_enabled)
    lin.get_by_label("Your name").fill("Lin Ito")
    create_account(lin)
    expect_board(lin, project)

    roles = dict(Membership.objects.filter(project=project).values_list("user__email", "role"))
    assert roles == {
        owner.email: Role.OWNER,
        farah.email: Role.VIEWER,
        "eve@depot.example": Role.MEMBER,
        "tom@depot.example": Role.MEMBER,
        "kim@depot.example": Role.MEMBER,
        "lin@depot.example": Role.VIEWER,
    }
    confirmed = User.objects.exclude(email_confirmed_at=None).values_list("email", flat=True)
    assert set(confirmed) >= {"tom@depot.example", "lin@depot.example"}
    assert "kim@depot.example" not in confirmed


@SCRIPTED
def test_an_invitation_that_is_taken_back_leads_nowhere(
    window, mails, address, owner, java_script_enabled, expected
):
    expected.append("404")
    page = window(owner, address, java_script_enabled=java_script_enabled)
    add(page, "tom@depot.example")
    run_due()
    waiting(page, "tom@").get_by_role("button", name="Take back").click()
    said = "The invitation of tom@depot.example is taken back."
    expect(page.locator(".toast", has_text=said)).to_be_visible()
    expect(waiting(page, "tom@")).to_have_count(0)
    tom = window(None, link_in(mails, "tom@depot.example"), java_script_enabled=java_script_enabled)
    expect(tom.get_by_role("heading", name="This link leads nowhere")).to_be_visible()


def test_a_mail_that_nobody_takes_is_said_with_the_link_to_copy(window, mails, address, owner):
    mails.refused.add("tom@depot.example")
    page = window(owner, address)
    add(page, "tom@depot.example")
    expect(waiting(page, "tom@")).to_be_visible()
    run_due()
    page.reload()
    row = waiting(page, "tom@")
    expect(row).to_contain_text(
        "The mail was not delivered. The mail server: it does not take mail for this recipient."
    )
    expect(row.get_by_label("Link for tom@depot.example")).to_be_visible()


@SCRIPTED
def test_what_is_no_address_is_said_and_what_was_typed_is_kept(
    window, address, owner, java_script_enabled, expected
):
    expected.append("422")
    page = window(owner, address, java_script_enabled=java_script_enabled)
    add(page, "tom@depot.example\ntom@depot")
    expect(page.get_by_text("Line 2: “tom@depot” is not a whole address")).to_be_visible()
    expect(page.get_by_role("textbox", name="Add by name or address")).to_have_value(
        "tom@depot.example\ntom@depot"
    )


def test_an_owner_who_has_the_page_open_sees_what_another_invites(watching, address, project, owner):
    page = watching(owner, address)
    project.invite(address="tom@depot.example", role=Role.MEMBER, by=owner)
    expect(waiting(page, "tom@")).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_have_text("One person, one invited")


@pytest.mark.parametrize("size", [{}, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_with_what_waits_is_accessible(window, address, project, owner, size, scheme):
    project.invite(address="tom@depot.example", role=Role.MEMBER, by=owner, name="Tom Reed")
    page = window(owner, address, color_scheme=scheme, **size)
    expect(waiting(page, "tom@")).to_be_visible()
    assert violations(page) == []
    wide = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    assert not wide
