"""One's own account in a browser: what others see of a change, and what becomes of the other windows."""

import re

import pytest
from django.core import mail
from playwright.sync_api import expect

from projects.errands.run import run_due
from projects.models import User
from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.helpers import card, mark
from tests.browser.test_accessibility import violations

pytestmark = pytest.mark.browser

PASSWORD = "correct horse battery"


def signed_in(window, person):
    """A window in which this person has typed their password, as its own browser."""
    page = window(None, "/accounts/login/")
    page.get_by_label("User name or e-mail").fill(person.username)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/")
    return page


def test_a_new_name_and_colour_show_on_boards_that_are_open(window, owner, member, project, board):
    project.cards.get(title="Ask support").assign(project.memberships.get(user=member), by=owner)
    watching, page = window(owner, board), window(member, "/account/")
    colour = member.hue % 8 + 1
    page.locator(f".face[data-hue='{colour}']").click()
    page.get_by_role("button", name="Save colour").click()
    expect(page.locator(".toast")).to_contain_text("Your colour is changed.")
    face = card(watching, "Ask support").locator(".who .avatar")
    expect(face).to_have_attribute("data-hue", str(colour))
    page.get_by_label("Name", exact=True).fill("Grace Hopper")
    page.get_by_role("button", name="Save name").click()
    expect(face).to_have_attribute("title", "Grace Hopper")


@pytest.mark.smoke
def test_a_session_that_is_ended_elsewhere_sees_no_more_of_a_board(window, member, board, expected):
    expected.append("401")
    here, other = signed_in(window, member), signed_in(window, member)
    other.goto(board)
    expect(mark(other)).to_have_attribute("data-state", "live")
    here.goto("/account/")
    here.get_by_role("button", name="Sign out everywhere else").click()
    expect(here.locator(".toast")).to_contain_text("You are signed out everywhere else.")
    expect(mark(other)).to_have_attribute("data-state", "signed-out")
    other.reload()
    other.wait_for_url("**/accounts/login/**")


def test_an_address_is_changed_by_its_link_and_an_account_deleted_without_javascript(
    window, settings, owner, member, project
):
    settings.SENDS_MAIL = True
    page = window(member, "/account/", java_script_enabled=False, **PHONE)
    page.get_by_role("textbox", name="Address").fill("new@example.org")
    page.get_by_label("Your password").fill(PASSWORD)
    page.get_by_role("button", name="Change address").click()
    expect(page.get_by_text("Waiting: open the link we sent there.")).to_be_visible()
    run_due()
    page.goto(re.search(r"https?://[^/]+(/\S+)", mail.outbox[-1].body)[1])
    page.get_by_role("button", name="Use this address").click()
    expect(page.get_by_role("textbox", name="Address")).to_have_value("new@example.org")
    page.get_by_role("link", name="Delete…").click()
    page.get_by_label("Your password").fill(PASSWORD)
    page.get_by_role("button", name="Delete my account").click()
    expect(page.get_by_text("Your account is deleted.")).to_be_visible()
    assert User.objects.get(pk=member.pk).is_deleted


@pytest.mark.parametrize("size", [DESKTOP, PHONE])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_pages_of_the_account_have_no_violation(window, settings, expected, owner, member, size, scheme):
    expected.append("422")
    settings.SENDS_MAIL = True
    page = window(member, color_scheme=scheme, **size)
    for path in ("/account/", "/account/delete/"):
        page.goto(path)
        assert violations(page) == []
    page.get_by_label("Your password").fill("wrong")
    page.get_by_role("button", name="Delete my account").click()
    expect(page.get_by_text("This is not your password.")).to_be_visible()
    assert violations(page) == []
