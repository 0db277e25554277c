"""What was recorded and not handed in is offered to whom it belongs, where they come by."""

import re
from datetime import date

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PHONE
from tests.browser.recordings import begin, call, listed, put
from tests.browser.test_accessibility import SIZES, violations
from tests.factories import ProjectFactory

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("files")]

HEADING = "You have a demo that was not handed in"
DRAWN = """(canvas) => {
  const [red, , blue] = canvas.getContext("2d").getImageData(160, 90, 1, 1).data;
  return red > blue ? "red" : blue ? "blue" : "nothing";
}"""
FILLED = """() => {
  const buttons = [...document.querySelectorAll("main .button.primary")].filter((button) => button.checkVisibility());
  const isFilled = (button) => getComputedStyle(button).color !== getComputedStyle(document.body).color;
  return buttons.filter(isFilled).map((button) => button.textContent.trim());
}"""
DATABASES = "indexedDB.databases().then((all) => all.length)"


def offer(page):
    return page.get_by_role("region", name=HEADING)


@pytest.fixture(params=["demos/", "board/?week=1", "weeks/1/record/"])
def place(request, project):
    return f"/p/{project.slug}/{request.param}"


@pytest.fixture
def demos(project):
    return f"/p/{project.slug}/demos/"


def test_it_is_offered_with_its_picture_week_and_age(window, project, member, place):
    page = window(member, place)
    recording = put(page, project, member)
    page.reload()
    expect(offer(page)).to_contain_text(
        re.compile(r"Week 1, recorded today at \d\d:\d\d\. It lies in this browser only")
    )
    expect(offer(page).locator("[data-length]")).to_have_text("0:04")
    assert offer(page).locator("canvas").evaluate(DRAWN) == "red"
    offer(page).get_by_role("link", name="Watch and hand in").click()
    expect(page).to_have_url(re.compile(f"/weeks/1/record/.recording={recording}$"))
    expect(page.get_by_role("button", name="Hand in")).to_be_visible()
    expect(offer(page)).to_have_count(0)


def test_what_a_browser_that_died_had_recorded_by_then_is_handed_in(window, project, member, week, demos):
    page = window(member, demos)
    put(page, project, member, finished=False)
    page.reload()
    offer(page).get_by_role("link", name="Watch and hand in").click()
    expect(page.locator("[data-fact=length]")).to_have_text("0:04 long")
    page.get_by_label("What it shows").fill("Parcels are counted by depot.")
    page.get_by_role("button", name="Hand in").click()
    expect(page.locator(".toast")).to_contain_text("Demo handed in")
    expect(offer(page)).to_have_count(0)
    assert week.demos.get().shows == "Parcels are counted by depot."


def test_it_is_thrown_away_after_a_question_and_the_one_before_comes_in_its_place(
    window, project, member, place
):
    page = window(member, place)
    put(page, project, member, week=2)
    put(page, project, member)
    page.reload()
    for week in ("Week 1", "Week 2"):
        expect(offer(page)).to_contain_text(week)
        offer(page).get_by_role("button", name="Throw away").click()
        page.get_by_role("button", name="Throw it away").click()
    expect(offer(page)).to_have_count(0)
    assert listed(page, member) == []


def test_a_board_does_without_the_offer_until_the_next_window(window, project, member, board):
    page = window(member, board)
    put(page, project, member)
    page.reload()
    offer(page).get_by_role("button", name="Not now").click()
    expect(offer(page)).to_have_count(0)
    page.reload()
    expect(page.locator("#live[data-state=live]")).to_be_visible()
    expect(offer(page)).to_have_count(0)
    assert len(listed(page, member)) == 1


def test_on_a_board_nothing_moves_for_it(window, project, member, board):
    page = window(member, board)
    before = page.locator("#column-todo").bounding_box()
    put(page, project, member)
    page.reload()
    expect(offer(page)).to_be_visible()
    assert page.locator("#column-todo").bounding_box() == before


def test_others_in_the_same_browser_and_other_projects_see_nothing_of_it(
    window, project, member, owner, viewer, demos
):
    page = window(owner, demos)
    put(page, project, member)
    put(page, project, viewer)
    other = ProjectFactory(slug="other")
    put(page, other, owner)
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.wait_for_load_state("networkidle")
    expect(offer(page)).to_have_count(0)


def test_a_viewer_is_offered_nothing(window, project, viewer, demos, board):
    page = window(viewer, demos)
    put(page, project, viewer)
    for path in (demos, board):
        page.goto(path)
        page.wait_for_timeout(300)
        expect(offer(page)).to_have_count(0)


def test_one_that_is_being_made_in_another_window_is_not_offered(window, project, member, demos):
    page = window(member, demos)
    recorder = page.context.new_page()
    recorder.goto(demos)
    recording = begin(recorder, project, member)
    page.reload()
    page.wait_for_timeout(300)
    expect(offer(page)).to_have_count(0)
    assert call(recorder, "readRecording", recording) is not None


def test_what_another_window_hands_in_or_throws_away_is_offered_no_more(window, project, member, demos):
    page = window(member, demos)
    recording = put(page, project, member)
    page.reload()
    expect(offer(page)).to_be_visible()
    other = page.context.new_page()
    other.goto(demos)
    call(other, "discardRecording", recording)
    expect(offer(page)).to_have_count(0)


def test_a_browser_in_which_nothing_was_recorded_opens_no_database(window, member, demos):
    page = window(member, demos)
    page.wait_for_load_state("networkidle")
    assert page.evaluate(DATABASES) == 0


def test_it_fits_a_phone(window, project, member, place):
    page = window(member, place, **PHONE)
    put(page, project, member)
    page.reload()
    expect(offer(page)).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") == 390


@pytest.mark.parametrize("size", SIZES)
def test_the_offer_has_no_violation(window, project, member, place, size):
    page = window(member, place, **size)
    put(page, project, member)
    page.reload()
    expect(offer(page).locator("[data-length]")).to_be_visible()
    assert violations(page) == []


def test_no_two_things_of_the_page_that_records_have_one_name(window, project, member):
    page = window(member, f"/p/{project.slug}/weeks/1/record/")
    put(page, project, member)
    page.reload()
    expect(offer(page)).to_be_visible()
    ids = page.evaluate("[...document.querySelectorAll('[id]')].map(({ id }) => id)")
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize(
    ("where", "first"), [("demos/", "Watch and hand in"), ("weeks/1/record/", "Start, in 3–2–1")]
)
def test_one_button_of_the_page_is_the_first(window, project, member, where, first):
    project.milestones.filter(number=1).update(starts_on=date.today())
    page = window(member, f"/p/{project.slug}/{where}")
    put(page, project, member)
    page.reload()
    expect(offer(page)).to_be_visible()
    assert page.evaluate(FILLED) == [first]
