"""The people of a project: who comes, goes and is here shows at once; everything works without scripts."""

import pytest
from playwright.sync_api import expect

from boards.people.membership import add_member, remove_member
from projects.models import Role
from tests.browser.conftest import PHONE
from tests.browser.helpers import mark
from tests.browser.test_accessibility import violations
from tests.factories import MembershipFactory, UserFactory

pytestmark = pytest.mark.browser


@pytest.fixture
def address(project):
    return f"/p/{project.slug}/people/"


def row(page, name):
    return page.locator("#members > li", has_text=name)


def test_who_joins_and_who_leaves_shows_without_a_reload(watching, address, project, owner):
    page = watching(owner, address)
    page.evaluate("window.same = true")
    chen = add_member(project, UserFactory(name="Chen Wei"), Role.MEMBER, by=owner)
    expect(row(page, "Chen Wei")).to_contain_text("Member")
    expect(page.get_by_role("heading", level=1)).to_have_text("Two people")
    remove_member(chen, by=owner)
    expect(row(page, "Chen Wei")).to_have_count(0)
    expect(page.get_by_role("heading", level=1)).to_have_text("Only you so far")
    assert page.evaluate("window.same")


def test_who_is_here_now_is_marked_and_is_not_when_they_have_gone(watching, window, address, project, owner):
    chen = MembershipFactory(project=project, user__name="Chen Wei").user
    page = watching(owner, address)
    expect(row(page, "Chen Wei").get_by_text("here now", exact=True)).to_be_hidden()
    theirs = watching(chen)
    expect(row(page, "Chen Wei").get_by_text("here now", exact=True)).to_be_visible()
    theirs.close()
    expect(row(page, "Chen Wei").get_by_text("here now", exact=True)).to_be_hidden()


def test_somebody_who_is_taken_out_reads_so_on_the_people_page(watching, address, project, owner):
    chen = MembershipFactory(project=project, user__name="Chen Wei")
    page = watching(chen.user, address)
    remove_member(chen, by=owner)
    expect(mark(page)).to_contain_text("You are not in this project any more.")


def test_the_menu_of_the_project_opens_without_scripts(window, board, member, owner):
    page = window(member, board, java_script_enabled=False)
    page.get_by_role("button", name="project menu").click()
    page.get_by_role("link", name="People").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Two people")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [pytest.param({}, id="desktop"), pytest.param(PHONE, id="phone")])
def test_the_page_and_the_menu_have_no_violation(watching, address, project, owner, size, scheme):
    MembershipFactory(project=project, user__name="Chen Wei")
    page = watching(owner, address, **size, color_scheme=scheme)
    assert violations(page) == []
    page.get_by_role("button", name="project menu").click()
    expect(page.locator("#projectmenu")).to_be_visible()
    assert violations(page) == []
