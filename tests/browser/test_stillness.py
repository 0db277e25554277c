"""What arrives by itself moves nothing that somebody is about to press, read or write."""

import pytest
import time_machine
from playwright.sync_api import expect

from tests.browser.conftest import DESKTOP, PHONE, TABLET
from tests.browser.helpers import card, link, mark, middle, stand_still
from tests.factories import CardFactory

pytestmark = pytest.mark.browser

WIDTHS = {"desktop": (1440, 1366, 1280, 1024), "phone": (390, 320)}
STATES = {"in its week": "2026-09-09T10:00Z", "overdue": "2026-09-15T10:00Z"}
# Everything one could press, read a place by or write into, with where it stands.
PLACES = """() => Object.fromEntries(
  [...document.querySelectorAll("a, button, input, select, textarea, .column")]
    .filter((element) => element.checkVisibility() && !element.closest(".is-new, #live"))
    .map((element) => {
      const { x, y, width } = element.getBoundingClientRect();
      const words = element.getAttribute("aria-label") || element.textContent.trim().replace(/\\d+|, here now/g, "");
      const name = element.id || element.name || `${element.closest("[id]")?.id} ${words}`;
      return [`${element.localName} ${name.slice(0, 40)}`, [x, y, width].map(Math.round).join()];
    }))"""
KINDS = {"desktop": DESKTOP, "phone": PHONE}


def look(page, kind):
    """Where everything stands in windows of several widths."""
    places = {}
    for width in WIDTHS[kind]:
        page.set_viewport_size({"width": width, "height": 900})
        for name, place in page.evaluate(PLACES).items():
            places[f"{width} {name}"] = place
    return places


def moved(before, after):
    """What stands elsewhere now."""
    return {name: (place, after[name]) for name, place in before.items() if after[name] != place}


@pytest.fixture
def full(project, week):
    """A week whose figures get one more digit with one more card of one hour."""
    week.demo_task = "Kick off, and show the plan with all its goals to everybody who is to use it"
    week.save()
    project.cards.update(estimate_minutes=60)
    CardFactory.create_batch(4, project=project, milestone=week, estimate_minutes=5 * 60)
    return project


def grow(project, week, by):
    """Let figures of every head get longer; the new cards stand at the very end."""
    for column, number in (("todo", 3), ("doing", 8), ("done", 9)):
        for _ in range(number):
            made = CardFactory(project=project, milestone=week, column="todo", estimate_minutes=11 * 60)
            made.move(column=column, milestone_id=week.pk, by=by)


@pytest.fixture(params=WIDTHS)
def kind(request):
    return request.param


@pytest.mark.parametrize("state", STATES)
def test_figures_that_grow_move_nothing(watching, member, owner, board, full, week, kind, state):
    with time_machine.travel(STATES[state]):
        page = watching(member, board, **KINDS[kind])
        before = look(page, kind)
        grow(full, week, owner)
        expect(page.locator("#count-over")).to_have_text("15")
        expect(page.locator("#n-doing")).to_contain_text("10")
        expect(page.locator("#n-done")).to_contain_text("10")
        assert moved(before, look(page, kind)) == {}


def test_a_filter_and_the_way_out_of_it_leave_the_others_where_they_were(window, member, board, kind):
    page = window(member, board, **KINDS[kind])
    page.goto(board)
    before = look(page, kind)
    page.goto(f"{board}&over=1&q=plan")
    expect(page.get_by_text("In all weeks")).to_be_attached()
    after = look(page, kind)
    stay = (
        ("Hand in demo",) if kind == "phone" else ("select label", "select person", "Hand in demo", "blocked")
    )
    names = [name for name in before if any(part in name for part in stay)]
    assert len(names) == len(stay) * len(WIDTHS[kind])
    assert moved({name: before[name] for name in names}, after) == {}


def test_a_connection_that_is_lost_moves_nothing(watching, member, board, kind):
    page = watching(member, board, **KINDS[kind])
    before = look(page, kind)
    page.evaluate("""() => {
        const { showState, showDelay } = loadJoined("js/live/mark.js");
        showDelay("changes wait");
        showState("asking");
    }""")
    expect(mark(page)).to_contain_text("every 10 s, changes wait")
    assert moved(before, look(page, kind)) == {}


def test_a_board_that_comes_to_be_live_moves_nothing(window, member, board, project, kind):
    project.name = "The parcels of the whole of northern Europe, counted and seen from above"
    project.save()
    page = window(member, **KINDS[kind])
    page.route("**/p/*/live/**", lambda route: None)
    page.goto(board)
    before = look(page, kind)
    page.evaluate("""() => loadJoined("js/live/mark.js").showState("live")""")
    expect(mark(page)).to_contain_text("live")
    assert moved(before, look(page, kind)) == {}


def test_the_whole_sentence_unfolds_over_the_page_and_moves_nothing(window, member, board, full, kind):
    page = window(member, board, **KINDS[kind])
    page.set_viewport_size({"width": WIDTHS[kind][-1], "height": 900})
    before = page.evaluate(PLACES)
    task = page.locator(".state b").last
    page.locator(".state .unfolds").focus()
    expect(task).to_be_visible()
    shown = page.locator(".state .unfolds > span")
    assert shown.evaluate("(span) => span.scrollHeight <= span.clientHeight")
    assert moved(before, page.evaluate(PLACES)) == {}


def test_people_who_come_to_look_move_no_button_of_a_phone(watching, member, owner, viewer, board):
    page = watching(member, **PHONE)
    names = [".search", ".user"]
    before = [page.locator(name).bounding_box() for name in names]
    watching(owner), watching(viewer)
    expect(page.locator(".people .live")).to_have_count(3)
    assert [page.locator(name).bounding_box() for name in names] == before


def test_nothing_comes_in_under_a_finger_or_a_button_that_is_down(
    watching, member, owner, board, named, week
):
    page = watching(member)
    page.mouse.move(*middle(card(page, "Ask support")))
    page.mouse.down()
    named("Label 200 images").move(column="done", milestone_id=week.pk, by=owner)
    page.wait_for_timeout(600)
    assert page.locator("#column-todo .card").count() == 3
    page.mouse.up()
    expect(page.locator("#column-todo .card")).to_have_count(2)


@pytest.mark.parametrize("options", [DESKTOP, TABLET, PHONE], ids=["desktop", "tablet", "phone"])
def test_what_others_say_of_a_card_leaves_the_field_where_one_writes(
    watching, member, owner, board, named, options
):
    asked = named("Ask support")
    for number in range(12):
        asked.comment(f"Number {number}", author=owner, by=owner)
    page = watching(member, **options)
    link(page, "Ask support").click()
    page.locator("#f-text").fill("What I was about to")
    stand_still(page)
    before = page.locator("#f-text").bounding_box()
    asked.comment("I have an answer", author=owner, by=owner)
    expect(page.locator("#sheet")).to_contain_text("I have an answer")
    expect(page.locator("[data-changed]")).to_be_visible()
    assert page.locator("#f-text").bounding_box() == pytest.approx(before, abs=1)
