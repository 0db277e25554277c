"""The plan in a browser: written where it stands, by two people, by the keyboard alone, and without JavaScript."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from playwright.sync_api import expect

from projects.models import Project
from tests.browser.helpers import hears, until
from tests.factories import MONDAY, MilestoneFactory, UserFactory

pytestmark = pytest.mark.browser


@pytest.fixture
def plan(project):
    return f"/p/{project.slug}/plan/"


@pytest.fixture
def page(window, member, plan):
    return window(member, plan)


def goal(page, number):
    return page.locator("#plan .goal").nth(number - 1)


def task(page, number):
    return page.locator("#plan .task").nth(number - 1)


def field(cell):
    return cell.locator("textarea")


def text(cell):
    return cell.locator("a bdi")


def kept(project, name="goal"):
    return list(project.milestones.values_list(name, flat=True))


# --- One person -------------------------------------------------------------------------------------------------
@pytest.mark.smoke
def test_enter_saves_and_goes_down(page, project):
    goal(page, 1).get_by_role("link").click()
    page.keyboard.type("Begin")
    page.keyboard.press("Enter")
    expect(field(goal(page, 2))).to_be_focused()
    page.keyboard.type("Go on")
    page.keyboard.press("Enter")
    expect(goal(page, 2).get_by_role("link")).to_be_focused()
    expect(page.locator(".is-saving")).to_have_count(0)
    assert kept(project) == ["Begin", "Go on"]


def test_the_keyboard_alone_fills_a_plan(page, project):
    goal(page, 1).get_by_role("link").focus()
    page.keyboard.press("Enter")
    for words in ["One", "Show one", "Two", "Show two"]:
        page.keyboard.type(words)
        page.keyboard.press("Tab")
    expect(page.locator(".celledit")).to_have_count(0)
    expect(page.locator(".is-saving")).to_have_count(0)
    assert (kept(project), kept(project, "demo_task")) == (["One", "Two"], ["Show one", "Show two"])


def test_escape_puts_back(page, project):
    goal(page, 1).get_by_role("link").click()
    page.keyboard.type("Never mind")
    page.keyboard.press("Escape")
    expect(goal(page, 1).get_by_role("link")).to_be_focused()
    expect(text(goal(page, 1))).to_have_text("Kickoff")
    page.reload()
    expect(page.locator(".celledit")).to_have_count(0)
    assert kept(project)[0] == "Kickoff"


def test_leaving_a_field_saves_it_and_the_message_takes_it_back(page, project):
    goal(page, 1).get_by_role("link").click()
    page.keyboard.type("Begin")
    page.get_by_role("heading", level=1).click()
    hears(page, "Saved.")
    assert kept(project)[0] == "Begin"
    page.get_by_role("button", name="Undo").click()
    hears(page, "Taken back.")
    expect(text(goal(page, 1))).to_have_text("Kickoff")
    assert kept(project)[0] == "Kickoff"


def test_what_is_being_typed_survives_a_reload(page, project):
    goal(page, 1).get_by_role("link").click()
    page.keyboard.type("Half a though")
    page.reload()
    expect(field(goal(page, 1))).to_have_value("Half a though")
    expect(goal(page, 1)).to_contain_text("This is not saved yet.")
    field(goal(page, 1)).press("Enter")
    expect(text(goal(page, 1))).to_have_text("Half a though")


def test_a_text_that_is_too_long_stays_in_its_field_with_a_sentence(page, project, expected):
    expected.append("422")
    goal(page, 1).get_by_role("link").click()
    page.keyboard.insert_text("x" * 201)
    page.keyboard.press("Enter")
    expect(goal(page, 1).get_by_role("alert")).to_have_text(
        "This was not saved. This has 201 characters; 200 are allowed."
    )
    expect(field(goal(page, 1))).to_have_value("x" * 201)
    expect(field(goal(page, 2))).to_be_focused()


def test_offline_nothing_is_lost(page, project, expected):
    expected.append("ERR_INTERNET_DISCONNECTED")
    goal(page, 1).get_by_role("link").click()
    page.keyboard.type("Begin")
    page.context.set_offline(True)
    page.keyboard.press("Enter")
    expect(goal(page, 1).get_by_role("alert")).to_contain_text("The server cannot be reached.")
    page.context.set_offline(False)
    field(goal(page, 1)).press("Enter")
    expect(page.locator(".is-saving")).to_have_count(0)
    expect(text(goal(page, 1))).to_have_text("Begin")
    assert kept(project)[0] == "Begin"


# --- Two people -------------------------------------------------------------------------------------------------
@pytest.fixture
def both(page, window, owner, plan, expected):
    """Two have opened the same cell; the first has saved, and the second is told."""
    expected.append("409")
    other = window(owner, plan)
    goal(page, 1).get_by_role("link").click()
    page.keyboard.type("Mine")
    goal(other, 1).get_by_role("link").click()
    other.keyboard.type("Theirs")
    other.keyboard.press("Enter")
    hears(other, "Saved.")
    page.keyboard.press("Enter")
    expect(goal(page, 1).get_by_role("alert")).to_contain_text(
        "has changed this meanwhile. It says now: Theirs"
    )
    return page


def test_the_second_sees_the_first_ones_text_and_writes_over_it(both, project):
    both.get_by_role("button", name="Save mine instead").click()
    hears(both, "Saved.")
    expect(text(goal(both, 1))).to_have_text("Mine")
    assert kept(project)[0] == "Mine"


def test_the_second_sees_the_first_ones_text_and_keeps_it(both, project):
    both.get_by_role("button", name="Keep theirs").click()
    expect(text(goal(both, 1))).to_have_text("Theirs")
    expect(goal(both, 1).get_by_role("link")).to_be_focused()
    assert kept(project)[0] == "Theirs"


def test_others_see_what_is_written_while_they_write_elsewhere(page, window, owner, plan, project):
    other = window(owner, plan)
    goal(other, 2).get_by_role("link").click()
    other.keyboard.type("Half a thou")
    goal(page, 1).get_by_role("link").click()
    page.keyboard.type("Begin")
    page.keyboard.press("Enter")
    expect(text(goal(other, 1))).to_have_text("Begin")
    expect(field(goal(other, 2))).to_have_value("Half a thou")
    expect(field(goal(other, 2))).to_be_focused()


def test_a_week_that_comes_in_between_moves_the_field_on(page, project, owner):
    goal(page, 2).get_by_role("link").click()
    page.keyboard.type("Half a thou")
    project.add_week(before=project.milestones.get(number=2).pk, by=owner)
    expect(page.locator("#plan tbody tr")).to_have_count(3)
    expect(field(goal(page, 3))).to_be_focused()
    page.keyboard.type("ght")
    page.keyboard.press("Enter")
    hears(page, "Saved.")
    assert kept(project) == ["Kickoff", "", "Half a thought"]


def test_a_viewer_sees_what_is_written(page, window, viewer, plan, project):
    other = window(viewer, plan)
    goal(page, 1).get_by_role("link").click()
    page.keyboard.type("Begin")
    page.keyboard.press("Enter")
    expect(other.locator("#plan .goal").first).to_have_text("Begin")


def test_a_plan_that_nobody_changes_is_fetched_once(window, viewer, plan):
    other = window(viewer)
    fetched = []
    other.on("request", lambda request: fetched.append(request.url) if request.url.endswith(plan) else None)
    with other.expect_response("**/live/?*"):
        other.goto(plan)
    other.wait_for_timeout(2_500)
    assert len(fetched) == 1


def test_where_streams_do_not_get_through_the_plan_asks(window, viewer, week, plan):
    other = window(viewer)
    other.route("**/live/?*", lambda route: route.continue_() if "once" in route.request.url else None)
    other.clock.install()
    other.goto(plan)
    week.edit(goal="Begin", by=None)
    until(other, lambda: other.locator("#plan .goal").first.inner_text() == "Begin")


# --- Without JavaScript -----------------------------------------------------------------------------------------
def test_without_javascript_a_cell_leads_to_the_weeks_own_form(window, member, plan, project):
    page = window(member, plan, java_script_enabled=False)
    task(page, 2).get_by_role("link").click()
    page.get_by_label("Weekly demo task").fill("Show it")
    page.get_by_role("button", name="Save").click()
    expect(text(task(page, 2))).to_have_text("Show it")
    page.get_by_role("button", name="Undo").click()
    expect(text(task(page, 2))).to_have_text("No demo task yet")
    assert kept(project, "demo_task")[1] == ""


def test_a_viewer_looks_and_has_nothing_to_write_in(window, viewer, plan):
    page = window(viewer, plan)
    expect(page.locator("#plan .goal").first).to_have_text("Kickoff")
    expect(page.locator("#plan .goal a, #plan .edit")).to_have_count(0)


# --- Pasted from a spreadsheet ----------------------------------------------------------------------------------
def paste(page, text, place=":focus"):
    """What a browser does when something is pasted, with what a spreadsheet puts on the clipboard."""
    page.locator(place).evaluate(
        """(place, text) => {
            const clipboardData = new DataTransfer();
            clipboardData.setData("text/plain", text);
            const paste = new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true });
            place.dispatchEvent(paste);
        }""",
        text,
    )


def test_a_pasted_column_is_shown_taken_and_taken_back(page, project):
    goal(page, 1).get_by_role("link").focus()
    paste(page, "One\r\nTwo\r\nThree\r\n")
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("heading")).to_have_text("2 weeks would change")
    expect(dialog.get_by_text("1 row beyond the last week is left out.")).to_be_visible()
    assert kept(project) == ["Kickoff", "Deployment"]
    dialog.get_by_role("button", name="Change the plan").click()
    expect(text(goal(page, 2))).to_have_text("Two")
    assert kept(project) == ["One", "Two"]
    page.get_by_role("button", name="Undo").click()
    expect(text(goal(page, 2))).to_have_text("Deployment")
    assert kept(project) == ["Kickoff", "Deployment"]


def test_a_paste_is_for_the_cell_in_focus_wherever_the_browser_says_it_is(page):
    """Firefox says where something was last selected."""
    goal(page, 1).get_by_role("link").focus()
    paste(page, "One\nTwo", "main")
    expect(page.locator("#preview")).to_be_visible()


def test_a_table_pasted_while_writing_fills_both_columns(page, project):
    goal(page, 1).get_by_role("link").click()
    paste(page, "One\tShow one\nTwo\tShow two")
    page.get_by_role("dialog").get_by_role("button", name="Change the plan").click()
    expect(text(task(page, 2))).to_have_text("Show two")
    assert kept(project, "demo_task") == ["Show one", "Show two"]


def test_a_paste_without_a_network_is_told_and_can_be_tried_again(page, expected):
    expected.append("Failed to load resource")
    page.locator("#plan .goal a").first.focus()
    page.context.set_offline(True)
    paste(page, "One\nTwo")
    expect(page.locator("#not-done")).to_contain_text("This was not pasted. The server cannot be reached.")
    page.context.set_offline(False)
    page.locator("#not-done").get_by_role("button", name="Retry").click()
    expect(page.get_by_role("dialog")).to_contain_text("One")


def test_a_paste_that_is_not_wanted_leaves_everything_as_it_was(page, project):
    goal(page, 1).get_by_role("link").focus()
    paste(page, "One\nTwo")
    page.get_by_role("dialog").get_by_role("link", name="Cancel").click()
    expect(goal(page, 1).get_by_role("link")).to_be_focused()
    assert kept(project) == ["Kickoff", "Deployment"]


def test_what_cannot_be_pasted_is_told(page, project, expected):
    expected.append("422")
    goal(page, 1).get_by_role("link").focus()
    paste(page, "a\tb\tc\td")
    expect(page.locator(".toast")).to_contain_text("This was not pasted. This has 4 columns.")


# --- A whole project --------------------------------------------------------------------------------------------
def test_a_new_project_begins_with_its_first_goal(window, transactional_db):
    founder = UserFactory()
    founder.user_permissions.add(Permission.objects.get(codename="add_project"))
    page = window(founder, "/")
    page.get_by_role("link", name="New project").click()
    page.get_by_label("Name", exact=True).fill("Cloud class")
    page.get_by_label("Empty weeks").check()
    page.get_by_label("How many weeks").fill("3")
    page.get_by_role("button", name="Make the project").click()
    expect(field(goal(page, 1))).to_be_focused()
    page.keyboard.type("Begin")
    page.keyboard.press("Enter")
    hears(page, "Saved.")
    assert kept(Project.objects.get()) == ["Begin", "", ""]


@pytest.mark.parametrize("weeks", [10, 52])
def test_the_plan_prints_on_one_page(window, viewer, plan, project, weeks):
    for number in range(3, weeks + 1):
        day = MONDAY + timedelta(weeks=number - 1)
        MilestoneFactory(
            project=project, number=number, starts_on=day, goal="Creation of Multiple Environments"
        )
    page = window(viewer, plan)
    assert page.pdf(prefer_css_page_size=True).count(b"/Type /Page\n") == 1
