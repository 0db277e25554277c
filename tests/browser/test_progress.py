"""Where a project stands, seen before and after something is done."""

import pytest
import time_machine
from playwright.sync_api import expect

from projects.models import Milestone
from tests.browser.conftest import PHONE
from tests.browser.helpers import card
from tests.factories import CardFactory

pytestmark = pytest.mark.browser


@pytest.fixture
def page_of(project):
    return f"/p/{project.slug}/progress/"


@pytest.fixture
def third_week(project):
    """Two finished weeks of 20 hours, and 40 hours to do in the third of three; it is Wednesday."""
    Milestone.objects.create(project=project, number=3, starts_on="2026-09-21", goal="Finish")
    project.cards.all().delete()
    for number, column, title, hours in [
        (1, "done", "Kick off", 20),
        (2, "done", "Deploy", 20),
        (3, "todo", "Predict", 15),
        (3, "todo", "Monitor", 25),
    ]:
        week = project.milestones.get(number=number)
        CardFactory(project=project, milestone=week, column=column, title=title, estimate_minutes=60 * hours)
    with time_machine.travel("2026-09-23T10:00Z"):
        yield


def cells(page, week):
    return page.locator(".numbers tbody tr").nth(week - 1).locator("td.r")


@pytest.mark.usefixtures("third_week")
@pytest.mark.parametrize("scripts", [True, False], ids=["with JavaScript", "without"])
def test_progress_before_and_after_a_card_is_done(window, member, project, page_of, scripts):
    page = window(member, page_of, java_script_enabled=scripts)
    expect(page.locator("h1")).to_have_text("At this pace you finish in week 4; the plan says week 3")
    expect(page.locator(".pagehead p")).to_contain_text("40 of 80 h done.")
    expect(cells(page, 3).nth(2)).to_have_text("0 h")
    page.get_by_role("link", name="W3", exact=True).click()
    page.wait_for_load_state()
    card(page, "Predict").hover()
    card(page, "Predict").locator(".more").click()
    if scripts:
        page.locator("#move").get_by_role("button", name="Done").click()
        expect(page.locator("#column-done .card")).to_have_count(1)
    else:
        page.get_by_label("Done").check()
        page.get_by_role("button", name="Move").click()
    page.get_by_role("link", name="Progress", exact=True).click()
    expect(page.locator(".pagehead p")).to_contain_text("55 of 80 h done.")
    expect(cells(page, 3).nth(2)).to_have_text("15 h")
    card_of_25_hours = project.cards.get(title="Monitor")
    card_of_25_hours.estimate(60 * 5, by=member)
    page.reload()
    expect(page.locator("h1")).to_have_text("At this pace you finish in week 3; the plan says week 3")


@pytest.mark.usefixtures("third_week")
def test_progress_before_and_after_a_week_is_closed(window, member, page_of):
    """What nobody has begun is proposed for later, which is not in the plan: nothing is left of it."""
    page = window(member, page_of)
    expect(cells(page, 2).nth(2)).to_have_text("20 h")
    page.get_by_role("link", name="Week 2 is open: close it").click()
    page.get_by_role("button", name="Close week 2").click()
    expect(page.locator(".toast")).to_contain_text("Closed week 2")
    page.goto(page_of)
    expect(page.get_by_role("link", name="Week 2 is closed: what it came to")).to_be_visible()
    expect(page.locator("h1")).to_have_text("At this pace you finish in week 4; the plan says week 3")
    page.goto(page_of.replace("progress/", "weeks/3/close/"))
    page.get_by_role("button", name="Close week 3").click()
    expect(page.locator(".toast")).to_contain_text("Closed week 3")
    page.goto(page_of)
    expect(page.locator("h1")).to_have_text("Everything in the plan is done")
    expect(cells(page, 3).nth(4)).to_have_text("40 h")
    expect(page.get_by_text("2 cards (40 h) for later are not in the plan")).to_be_visible()


@pytest.mark.usefixtures("third_week")
@pytest.mark.smoke
def test_what_others_do_is_in_the_figures_without_a_reload(window, member, viewer, project, page_of):
    page = window(viewer, page_of)
    expect(page.locator(".pagehead p")).to_contain_text("40 of 80 h done.")
    page.get_by_role("link", name="W2", exact=True).focus()
    card = project.cards.get(title="Predict")
    card.move(column="done", milestone_id=card.milestone_id, by=member)
    expect(page.locator(".pagehead p")).to_contain_text("55 of 80 h done.")
    expect(cells(page, 3).nth(2)).to_have_text("15 h")
    expect(page.get_by_role("link", name="W2", exact=True)).to_be_focused()
    project.cards.get(title="Monitor").estimate(60, by=member)
    expect(page.locator("h1")).to_have_text("At this pace you finish in week 3; the plan says week 3")


def shown(page):
    """The drawings that can be seen, by the names they have for a screen reader."""
    return page.get_by_role("img", name="Burn-up: hours done against hours planned")


@pytest.mark.usefixtures("third_week")
@pytest.mark.parametrize(
    ("size", "words"),
    [({}, "Finish: week 4"), (PHONE, "Finish W4")],
    ids=["desktop", "phone"],
)
def test_one_drawing_is_shown_the_one_that_fits(window, member, page_of, size, words):
    page = window(member, page_of, **size)
    expect(shown(page)).to_have_count(1)
    expect(shown(page).get_by_text(words)).to_be_visible()


@pytest.mark.usefixtures("third_week")
def test_on_paper_the_wide_drawing_and_the_whole_table_are_there(window, member, page_of):
    page = window(member, page_of)
    page.emulate_media(media="print")
    expect(shown(page)).to_have_count(1)
    expect(page.locator(".topbar")).to_be_hidden()
    table = page.locator(".numbers")
    assert table.evaluate("table => table.scrollWidth <= table.parentElement.clientWidth + 1")


@pytest.mark.usefixtures("third_week")
def test_on_a_phone_the_table_scrolls_by_itself_and_keeps_the_weeks_in_view(window, member, page_of):
    page = window(member, page_of, **PHONE)
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    scroller = page.get_by_role("region", name="Week by week")
    scroller.focus()
    scroller.evaluate("element => element.scrollLeft = element.scrollWidth")
    expect(page.get_by_role("link", name="W3", exact=True)).to_be_in_viewport()


@pytest.mark.usefixtures("third_week")
def test_words_of_a_drawing_do_not_lie_over_each_other(window, member, page_of):
    """As the browser draws them; tests/boards/progress/test_burnup.py goes by estimated widths, for all projects."""
    for size in ({}, PHONE):
        page = window(member, page_of, **size)
        boxes = (
            shown(page)
            .locator("text")
            .evaluate_all(
                "texts => texts.map(text => { const { left, right, top, bottom } = text.getBoundingClientRect();"
                " return [left, right, top + 3, bottom - 3]; })"
            )
        )
        for place, (left, right, top, bottom) in enumerate(boxes):
            for other in boxes[place + 1 :]:
                assert right <= other[0] or other[1] <= left or bottom <= other[2] or other[3] <= top


@pytest.mark.usefixtures("third_week")
def test_in_forced_colours_the_lines_can_be_told_from_the_ground(window, member, page_of):
    page = window(member, page_of, forced_colors="active")
    ground = page.locator("body").evaluate("body => getComputedStyle(body).backgroundColor")
    for line in (".done", ".planned", ".all", ".median"):
        stroke = shown(page).locator(line).evaluate("path => getComputedStyle(path).stroke")
        assert stroke != ground
