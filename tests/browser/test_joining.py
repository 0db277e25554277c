"""Following a link into a project: as somebody new, with an account, with another one."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from projects.models import Invitation, Membership, ProjectLink, Role, User
from projects.people.tokens import Way
from tests.browser.conftest import PHONE
from tests.browser.test_accessibility import SIZES, violations
from tests.factories import UserFactory

pytestmark = pytest.mark.browser
LENA = "lena@depot.example"
PASSWORD = "correct horse battery"
SCRIPTED = pytest.mark.parametrize("java_script_enabled", [True, False], ids=["scripts", "no scripts"])


@pytest.fixture
def invitation(project, owner):
    return project.invite(address=LENA, role=Role.MEMBER, by=owner, name="Lena Vogt")


@pytest.fixture
def link(project, owner):
    link = ProjectLink.of(project)
    link.switch_on(role=Role.VIEWER, until=project.today() + timedelta(days=7), by=owner)
    return link


@pytest.fixture
def mailed(invitation):
    return f"/join/{invitation.token(Way.MAIL)}/"


@pytest.fixture
def lena(transactional_db):
    return UserFactory(username="lena", name="Lena Vogt", email=LENA, email_confirmed_at=timezone.now())


def join(page):
    page.get_by_role("button", name="Join", exact=True).click()


def expect_board(page, project):
    page.wait_for_url(f"**/p/{project.slug}/board/**")
    expect(page.get_by_role("heading", name="To Do")).to_be_visible()


@SCRIPTED
def test_somebody_new_is_on_the_board_after_a_password(window, mailed, project, java_script_enabled):
    page = window(None, mailed, java_script_enabled=java_script_enabled)
    expect(page.get_by_label("Your name")).to_have_value("Lena Vogt")
    expect(page.get_by_label("User name")).to_have_value("lena")
    page.get_by_label("Choose a password").fill(PASSWORD)
    join(page)
    expect_board(page, project)
    assert User.objects.get(email=LENA).email_confirmed_at


@SCRIPTED
def test_a_class_joins_by_the_project_link(window, link, project, java_script_enabled):
    page = window(None, f"/join/{link.token}/", java_script_enabled=java_script_enabled)
    page.get_by_label("Your address").fill("new@depot.example")
    page.get_by_label("Your name").fill("Tom Abel")
    page.get_by_label("Choose a password").fill(PASSWORD)
    join(page)
    expect_board(page, project)
    assert Membership.objects.get(user__email="new@depot.example").role == Role.VIEWER


@SCRIPTED
def test_who_has_an_account_signs_in_and_comes_back(
    window, mailed, lena, project, java_script_enabled, expected
):
    page = window(None, mailed, java_script_enabled=java_script_enabled)
    page.get_by_role("link", name="Sign in").click()
    page.get_by_label("User name").fill("lena")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_text("You are signed in as Lena Vogt")).to_be_visible()
    join(page)
    expect_board(page, project)


@SCRIPTED
def test_who_is_in_another_account_signs_out_and_comes_back(
    window, mailed, stranger, java_script_enabled, expected
):
    expected.append("403")
    page = window(stranger, mailed, java_script_enabled=java_script_enabled)
    expect(page.get_by_role("heading", name="This invitation is for somebody else")).to_be_visible()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", name="Join Parcel Vision")).to_be_visible()
    assert not Membership.objects.filter(user=stranger).exists()


@SCRIPTED
def test_a_waiting_invitation_is_followed_from_the_home_page(
    window, invitation, lena, project, java_script_enabled
):
    page = window(lena, "/", java_script_enabled=java_script_enabled)
    page.get_by_role("link", name="See the invitation to Parcel Vision").click()
    join(page)
    expect_board(page, project)


def test_who_joins_is_on_the_boards_that_are_open(window, owner, board, mailed, lena):
    watching = window(owner, board)
    expect(watching.get_by_text("live", exact=True)).to_be_visible()
    page = window(lena, mailed)
    join(page)
    expect(watching.get_by_role("list", name="Team").get_by_text("Lena Vogt").first).to_be_attached()


def test_no_request_names_the_link_as_where_it_comes_from(window, mailed, link, lena, stranger, expected):
    expected.append("403")
    told = []
    for user, path in [(None, mailed), (None, f"/join/{link.token}/"), (stranger, mailed), (lena, mailed)]:
        page = window(user)
        page.on("request", lambda request: told.append(request.headers.get("referer", "")))
        page.goto(path)
        if user is None:
            page.get_by_role("link", name="Sign in").click()
            page.wait_for_load_state("networkidle")
    join(page)
    page.wait_for_url("**/board/**")
    assert any(told)
    assert [referrer for referrer in told if "/join" in referrer or "%2Fjoin" in referrer] == []


@pytest.mark.parametrize("size", SIZES)
def test_joining_has_no_violation(window, mailed, link, lena, stranger, size, expected):
    expected += ["403", "404", "410", "422"]
    copied = f"/join/{Invitation.objects.get().token(Way.COPY)}/"
    pages = [
        (None, mailed),
        (None, copied),
        (None, f"/join/{link.token}/"),
        (lena, mailed),
        (stranger, mailed),
        (lena, "/"),
    ]
    for user, path in [*pages, (None, "/join/nothing/")]:
        page = window(user, path, **size)
        assert (path, violations(page)) == (path, [])
    page = window(None, copied, **size)
    page.get_by_label("User name").fill("lena")
    join(page)
    expect(page.get_by_text("Choose a password.")).to_be_visible()
    assert violations(page) == []


def test_the_page_is_usable_in_320_pixels(window, mailed):
    page = window(None, mailed, **{**PHONE, "viewport": {"width": 320, "height": 640}})
    assert page.evaluate("document.documentElement.scrollWidth") == 320
