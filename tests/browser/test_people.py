"""The people of a project: who comes, goes and is here shows at once; everything works without scripts."""

import pytest
from playwright.sync_api import expect

from boards.people.membership import add_member, remove_member
from projects.models import ProjectLink, Role
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


@pytest.mark.parametrize("place", ["people/", "plan/", "progress/", "demos/", "archive/", "cards/1/"])
def test_somebody_who_is_taken_out_reads_so_on_every_page(window, server, project, owner, place):
    chen = MembershipFactory(project=project, user__name="Chen Wei")
    page = window(chen.user, "/")
    # Taken out before it follows, it would not know why.
    with page.expect_response("**/live/?*"):
        page.goto(f"{server.url}/p/{project.slug}/{place}")
    remove_member(chen, by=owner)
    expect(mark(page)).to_contain_text("You are not in this project any more.")
    expect(mark(page).get_by_role("link", name="All projects")).to_be_visible()


def test_a_role_is_saved_once_it_is_chosen_and_undone_by_the_message(watching, address, project, owner):
    chen = MembershipFactory(project=project, user__name="Chen Wei")
    page = watching(owner, address)
    page.evaluate("window.same = true")
    expect(row(page, "Chen Wei").get_by_role("button", name="Save")).to_be_hidden()
    choose(page, "Chen Wei", "Owner")
    expect(page.locator(".toast")).to_contain_text("Chen Wei is an owner now")
    expect(row(page, "Chen Wei").get_by_role("button", name="Save")).to_be_hidden()
    expect(row(page, "Chen Wei").get_by_role("combobox")).to_be_focused()
    expect(page.get_by_role("link", name="Leave…")).to_be_visible()
    assert page.evaluate("window.same")
    page.get_by_role("button", name="Undo").click()
    expect(page.locator(".toast")).to_have_count(0)
    chen.refresh_from_db()
    assert chen.role == Role.MEMBER


def choose(page, name, role):
    row(page, name).get_by_role("combobox").select_option(label=role)
    row(page, name).get_by_role("button", name="Save").click()


def test_the_only_owner_who_chooses_less_reads_why_not(watching, address, project, owner, expected):
    expected.append("409")
    MembershipFactory(project=project, user__name="Chen Wei")
    page = watching(owner, address)
    choose(page, owner.name, "Viewer")
    expect(page.locator(".toast")).to_contain_text("Make somebody else an owner first.")
    assert project.memberships.get(user=owner).role == Role.OWNER


def test_a_role_that_somebody_else_changes_shows_and_what_is_chosen_stays(watching, address, project, owner):
    chen = MembershipFactory(project=project, user__name="Chen Wei")
    dara = MembershipFactory(project=project, user__name="Dara Nwosu")
    page = watching(owner, address)
    row(page, "Dara Nwosu").get_by_role("combobox").select_option(label="Owner")
    dara.take_role(Role.VIEWER, by=None)
    chen.take_role(Role.VIEWER, by=None)
    expect(row(page, "Chen Wei").get_by_role("combobox")).to_have_value("1")
    expect(row(page, "Dara Nwosu").get_by_role("combobox")).to_have_value("3")


def test_the_menu_on_an_open_board_is_that_of_the_role_of_now(watching, project, owner):
    MembershipFactory(project=project, role=Role.OWNER)
    page = watching(owner)
    expect(page.locator("#projectlinks a")).to_have_count(3)
    project.memberships.get(user=owner).take_role(Role.MEMBER, by=None)
    expect(page.locator("#projectlinks a")).to_have_count(2)


@pytest.mark.parametrize("place", ["people/", "plan/", "archive/", "cards/1/"])
def test_an_owner_who_is_made_a_viewer_gets_the_page_of_viewers(window, project, owner, place):
    MembershipFactory(project=project, role=Role.OWNER)
    page = window(owner, f"/p/{project.slug}/{place}")
    project.memberships.get(user=owner).take_role(Role.VIEWER, by=None)
    expect(page.locator("body")).to_have_attribute("data-access", str(Role.VIEWER))


def test_without_scripts_one_is_demoted_another_taken_out_and_brought_back(window, address, project, owner):
    chen = MembershipFactory(project=project, user__name="Chen Wei")
    page = window(owner, address, java_script_enabled=False)
    choose(page, "Chen Wei", "Viewer")
    expect(page.locator(".toast")).to_contain_text("Chen Wei is a viewer now")
    page.get_by_role("link", name="Take Chen Wei out").click()
    page.get_by_role("button", name="Take out").click()
    expect(page.locator(".toast")).to_contain_text("Chen Wei was taken out")
    page.get_by_role("button", name="Undo").click()
    expect(row(page, "Chen Wei").get_by_role("combobox")).to_have_value("1")
    assert project.memberships.get(user=chen.user).role == Role.VIEWER


def test_without_scripts_one_leaves(window, address, project, owner):
    chen = MembershipFactory(project=project, user__name="Chen Wei")
    page = window(chen.user, address, java_script_enabled=False)
    page.get_by_role("link", name="Leave…").click()
    page.get_by_role("button", name="Leave").click()
    page.wait_for_url(lambda url: url.endswith("/"))
    assert not project.memberships.filter(user=chen.user).exists()


def test_what_others_do_leaves_what_is_typed_and_the_row_one_is_at_as_they_are(
    watching, address, project, owner
):
    project.invite(address="grace@carrier.example", role=Role.VIEWER, by=owner)
    page = watching(owner, address)
    page.get_by_role("textbox", name="Add by name or address").fill("lena@depot")
    page.get_by_role("button", name="Take back").focus()
    page.evaluate("document.activeElement.same = true")
    add_member(project, UserFactory(name="Chen Wei"), Role.MEMBER, by=owner)
    expect(row(page, "Chen Wei")).to_be_visible()
    expect(page.get_by_role("textbox", name="Add by name or address")).to_have_value("lena@depot")
    assert page.evaluate("document.activeElement.same")


# --- The project link --------------------------------------------------------------------------------------
def test_the_link_is_switched_on_copied_and_switched_off_while_a_viewer_sees_the_mark(
    watching, window, address, project, owner, viewer, server, settings
):
    settings.SITE_URL = server.url
    theirs = watching(viewer, address)
    page = watching(owner, address, permissions=["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Switch it on").click()
    page.get_by_role("button", name="Copy link").click()
    expect(page.locator(".toast")).to_have_text("Link copied.")
    expect(theirs.get_by_text("The project link is on")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    newcomer = window(UserFactory(name="Farah Noor"), copied)
    newcomer.get_by_role("button", name="Join").click()
    expect(row(page, "Farah Noor")).to_contain_text("Member")
    expect(page.locator("#link-joins")).to_contain_text("1 of 200")
    page.get_by_role("button", name="Switch it off").click()
    expect(page.locator("#project-link .state")).to_have_text("Off")
    expect(theirs.get_by_text("The project link is on")).to_have_count(0)


def test_the_link_is_changed_in_place_each_time_and_the_focus_stays(watching, address, owner):
    page = watching(owner, address)
    page.evaluate("document.body.same = true")
    for pressed, said, focused in [
        ("Switch it on", "The project link is on.", "link-save"),
        ("New link", "There is a new link now.", "link-new"),
        ("New link", "There is a new link now.", "link-new"),
        ("Switch it off", "The project link is off.", "link-save"),
    ]:
        with page.expect_response(
            "**/people/"
        ):  # what was changed is followed live, and the panel drawn anew
            page.get_by_role("button", name=pressed).click()
            expect(page.locator(".toast")).to_contain_text(said)
            expect(page.locator("#announce")).to_contain_text(said)
            expect(page.locator(f"#{focused}")).to_be_focused()
    assert page.evaluate("document.body.same")


def test_without_scripts_the_link_is_switched_on_replaced_and_switched_off(window, address, owner):
    page = window(owner, address, java_script_enabled=False)
    page.get_by_role("button", name="Switch it on").click()
    first = page.get_by_role("textbox", name="Project link").input_value()
    page.get_by_role("button", name="New link").click()
    expect(page.get_by_role("textbox", name="Project link")).not_to_have_value(first)
    page.get_by_role("button", name="Switch it off").click()
    expect(page.locator("#project-link .state")).to_have_text("Off")


def test_a_day_that_is_past_is_refused_beside_its_field(watching, address, owner, expected):
    expected.append("422")
    page = watching(owner, address)
    page.get_by_label("Until, this day included").fill("2020-01-01")
    page.get_by_role("button", name="Switch it on").click()
    expect(page.locator("#link-until-error")).to_have_text("Choose a day from today on, within a year.")


def test_the_menu_of_the_project_opens_without_scripts(window, board, member, owner):
    page = window(member, board, java_script_enabled=False)
    page.get_by_role("button", name="project menu").click()
    page.get_by_role("link", name="People").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Two people")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [pytest.param({}, id="desktop"), pytest.param(PHONE, id="phone")])
def test_the_page_and_the_menu_have_no_violation(watching, address, project, owner, size, scheme):
    chen = MembershipFactory(project=project, user__name="Chen Wei")
    project.invite(address="grace@carrier.example", role=Role.VIEWER, by=owner)
    ProjectLink.of(project).switch_on(role=Role.MEMBER, until=project.today(), by=owner)
    page = watching(owner, address, **size, color_scheme=scheme)
    assert violations(page) == []
    for more in (f"{chen.pk}/take-out/", "leave/", ""):
        page.goto(address + more)
        assert violations(page) == []
    page.get_by_role("button", name="project menu").click()
    expect(page.locator("#projectmenu")).to_be_visible()
    assert violations(page) == []


def test_on_a_phone_an_invitation_and_its_link_fit(watching, address, project, owner):
    project.invite(address="grace@carrier.example", role=Role.VIEWER, by=owner)
    page = watching(owner, address, **PHONE)
    expect(page.get_by_role("button", name="Copy link")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["viewport"]["width"]
