"""The main job: an admin makes a project of a real plan, and a member works on its board."""

import pytest
from playwright.sync_api import expect

from projects.models import Project
from tests.browser.conftest import sign_in
from tests.browser.helpers import card, drag, intercept, saved, titles, wait_until
from tests.factories import UserFactory
from tests.planfiles import plan_as_found

pytestmark = pytest.mark.browser
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@pytest.fixture
def set_up(window, transactional_db):
    """The admin's window after "Add project" from a spreadsheet, with Bea Member found by her name."""
    UserFactory(username="bea", name="Bea Member")
    boss = UserFactory(username="boss", name="Ana Boss", is_staff=True, is_superuser=True)
    page = window(boss, "/admin/projects/project/add/")
    page.get_by_label("Name:", exact=True).fill("Cloud class")
    page.locator("[name=weeks_from][value=file]").check()
    plan = {"name": "schedule.xlsx", "mimeType": XLSX, "buffer": plan_as_found()}
    page.locator("[name=plan_file]").set_input_files(plan)
    choice = page.locator("#memberships-1 .select2-selection")
    choice.click()
    another = page.locator(".select2-results__option", has_text="Ana Boss")
    expect(another).to_be_visible()
    page.locator(".select2-search__field").fill("bea")
    expect(another).to_have_count(0)  # a click into a list that is about to change chooses nobody
    page.get_by_role("option", name="Bea Member").click()
    expect(choice).to_contain_text("Bea Member")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("heading", name="10 weeks in the file")).to_be_visible()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("link", name="View on site")).to_be_visible()
    return page


def test_the_weeks_of_the_spreadsheet_stand_as_a_table(set_up):
    goals = set_up.locator("tr.has_original [name$=-goal]")
    expect(goals).to_have_count(10)
    expect(goals.nth(4)).to_have_value("Big Query Modeling and Prediction")


def test_view_on_site_opens_the_board_of_the_first_week(set_up):
    set_up.get_by_role("link", name="View on site").click()
    expect(set_up.get_by_role("heading", level=1)).to_have_text("Kickoff")


def press_twice(page, name, path):
    """Press again while the first answer is on its way; how often something is sent tells whether that counts."""
    sent = []
    intercept(page, path, lambda route: sent.append(route))
    page.get_by_role("button", name=name).dblclick(delay=150)
    wait_until(page, lambda: sent)
    page.wait_for_timeout(100)
    for route in sent:
        route.continue_()
    assert len(sent) == 1


def test_a_button_that_is_pressed_twice_makes_one_project(window, admin):
    page = window(admin, "/projects/new/")
    page.get_by_label("Name").fill("Cloud class")
    page.locator("[name=weeks_from][value=empty]").check()
    press_twice(page, "Make the project", "**/projects/new/")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Cloud class")
    assert Project.objects.count() == 1


def test_without_a_network_a_server_on_the_same_machine_is_reached(window, admin):
    page = window(admin)
    page.add_init_script("Object.defineProperty(Navigator.prototype, 'onLine', { get: () => false })")
    page.goto("/projects/new/")
    page.get_by_label("Name").fill("Cloud class")
    page.locator("[name=weeks_from][value=empty]").check()
    page.get_by_role("button", name="Make the project").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Cloud class")


def test_without_a_network_what_is_typed_stays(window, admin, expected):
    expected.append("Failed to load resource")
    page = window(admin, "/projects/new/")
    page.get_by_label("Name").fill("Cloud class")
    page.context.set_offline(True)
    page.get_by_role("button", name="Make the project").click()
    expect(page.get_by_role("alert")).to_contain_text("nothing was sent")
    expect(page.get_by_label("Name")).to_have_value("Cloud class")


def test_a_file_that_is_too_large_is_not_sent_and_nothing_typed_is_lost(window, admin):
    page = window(admin, "/projects/new/")
    page.get_by_label("Name").fill("Cloud class")
    page.locator("[name=weeks_from][value=file]").check()
    large = {"name": "plan.csv", "mimeType": "text/csv", "buffer": b"1" * (3 * 2**20 + 2**19)}
    page.locator("[name=plan_file]").set_input_files(large)
    page.get_by_role("button", name="Make the project").click()
    expect(page.get_by_role("alert")).to_have_text(
        "“plan.csv” has more than 2 MB, which is the most that is taken."
    )
    expect(page.get_by_label("Name")).to_have_value("Cloud class")


def hang_up(route):
    route.abort("connectionrefused")


def say_that_nobody_is_there(route):
    route.fulfill(status=502, body="Bad gateway")


@pytest.mark.parametrize("no_answer", [hang_up, say_that_nobody_is_there])
def test_without_a_server_what_is_typed_stays_and_can_be_sent_when_it_is_back(
    window, admin, expected, no_answer
):
    expected.append("Failed to load resource")
    page = window(admin, "/projects/new/")
    page.get_by_label("Name").fill("Cloud class")
    page.locator("[name=weeks_from][value=empty]").check()
    intercept(page, "**/*", no_answer)
    page.get_by_role("button", name="Make the project").click()
    expect(page.get_by_role("alert")).to_contain_text("The server does not answer, so nothing was sent.")
    expect(page.get_by_label("Name")).to_have_value("Cloud class")
    page.unroute("**/*")
    page.get_by_role("button", name="Make the project").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Cloud class")


def test_who_is_signed_out_meanwhile_keeps_what_is_typed_and_sends_it_after_signing_in(
    window, admin, server, expected
):
    expected.append("401")
    page = window(admin, "/projects/new/")
    page.get_by_label("Name").fill("Cloud class")
    page.locator("[name=weeks_from][value=empty]").check()
    page.context.clear_cookies()
    page.get_by_role("button", name="Make the project").click()
    expect(page.get_by_role("alert")).to_contain_text("You are signed out, so nothing was sent.")
    sign_in(page.context, admin, server.url)
    page.context.new_page().goto("/projects/new/")  # another tab, which brings another token
    page.get_by_role("button", name="Make the project").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Cloud class")


def test_a_button_that_is_pressed_twice_adds_one_week(window, owner, project):
    page = window(owner, f"/p/{project.slug}/plan/")
    press_twice(page, "Add a week", "**/weeks/add/")
    expect(page.locator("#plan .goal")).to_have_count(3)
    assert project.milestones.count() == 3


@pytest.mark.smoke
def test_a_member_signs_in_adds_three_cards_and_drags_one_to_done(set_up, browser, server):
    page = browser.new_context(base_url=server.url).new_page()
    page.goto("/p/cloud-class/board/")
    page.get_by_label("User name or e-mail").fill("bea")
    page.get_by_label("Password", exact=True).fill("correct horse battery")
    page.get_by_role("button", name="Sign in").click()
    for line in ["Write the plan 3h", "Book the room @bea", "Invite everybody 6h #docs"]:
        page.get_by_label("Add a card to To Do").fill(line)
        page.keyboard.press("Enter")
        expect(page.get_by_label("Add a card to To Do")).to_have_value("")
    expect(card(page, "Invite everybody")).to_contain_text("2 h over the 4-hour limit")
    drag(page, "Write the plan", page.locator("#column-done .cards"))
    expect(titles(page, "done")).to_have_text(["Write the plan"])
    expect(page.locator("[data-toast]")).to_contain_text("Moved to Done")
    assert saved(Project.objects.get(slug="cloud-class"), "done") == ["Write the plan"]
    page.context.close()


@pytest.mark.parametrize(
    ("path", "at", "proposed"),
    [
        ("/projects/new/", "America/New_York", "America/New_York"),
        ("/projects/new/", "Etc/GMT+3", "UTC"),
        ("/admin/projects/project/add/", "America/New_York", "America/New_York"),
    ],
)
def test_the_browsers_time_zone_is_proposed_if_the_server_knows_it(
    window, transactional_db, path, at, proposed
):
    boss = UserFactory(username="boss", is_staff=True, is_superuser=True)
    page = window(boss, path, timezone_id=at)
    expect(page.get_by_label("Time zone")).to_have_value(proposed)
