"""axe on every screen, on a desktop and on a phone; the contrasts of the dark: tests/test_contrast.py."""

import pytest
import time_machine
from axe_playwright_python.sync_playwright import DEFAULT_OPTIONS, Axe
from playwright.sync_api import expect

from tests.browser.conftest import PHONE
from tests.browser.helpers import card, line, link, press, stand_still
from tests.factories import CardFactory, DemoFactory, FilmFactory

pytestmark = pytest.mark.browser
COLOURS = ["color-contrast", "link-in-text-block"]
# Tall, because axe takes a card that is half under the line at the foot of its column for one without contrast.
DESKTOP = {"viewport": {"width": 1440, "height": 2600}}
SIZES = [
    pytest.param(DESKTOP, id="desktop"),
    pytest.param({**PHONE, "viewport": {"width": 390, "height": 2600}}, id="phone"),
]


@pytest.fixture
def busy(project, week, owner):
    """More cards than a column shows at full height, in every state."""
    cards = CardFactory.create_batch(24, project=project, milestone=week, estimate_minutes=300)
    cards[0].block("Waiting for the billing account", by=owner)
    cards[1].comment("Almost there", author=owner, by=owner)


def violations(page, within=None, **options):
    """What axe finds, in the light scheme unless a test has chosen the dark one."""
    stand_still(page)  # what is fading in has too little contrast for a moment
    return [
        f"{rule['id']}: {node['html'][:200]}"
        for rule in Axe().run(page, within, DEFAULT_OPTIONS | options).response["violations"]
        for node in rule["nodes"]
    ]


@pytest.mark.parametrize("size", SIZES)
def test_the_screens_have_no_violation(window, member, board, project, size):
    page = window(member, **size)
    for path in [
        "/",
        board,
        f"/p/{project.slug}/board/?week=all",
        f"/p/{project.slug}/cards/1/move/",
        f"/p/{project.slug}/cards/several/",
    ]:
        page.goto(path)
        assert violations(page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", SIZES)
def test_the_demos_have_no_violation(window, member, project, week, size, scheme, expected):
    expected.append("404")  # none of the films has a file
    DemoFactory(milestone=week, seconds=41)
    lost, making = (FilmFactory(milestone=week, state=state) for state in ("ready", "converting"))
    failed = FilmFactory(milestone=week, person=member, state="failed", failure="damaged")
    page = window(member, **size, color_scheme=scheme)
    films = (f"demos/?demo={film.pk}" for film in (lost, making, failed))
    for path in ("demos/", *films, "demos/?week=2", "weeks/2/demo/", f"demos/{failed.pk}/replace/"):
        page.goto(f"/p/{project.slug}/{path}")
        assert violations(page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", SIZES)
def test_the_reel_has_no_violation_from_begin_to_end(window, member, project, week, size, scheme, expected):
    expected.append("404")
    DemoFactory(milestone=week, person=member)
    FilmFactory(milestone=week, video="demos/lost.mp4")
    FilmFactory(milestone=week, state="failed", failure="damaged")
    page = window(member, f"/p/{project.slug}/demos/reel/", **size, color_scheme=scheme)
    assert violations(page) == []
    for _ in range(3):
        page.keyboard.press("ArrowRight")
        page.keyboard.press("Space")  # holds the card
        assert violations(page) == []
    page.keyboard.press("ArrowRight")
    expect(page.get_by_text("That was all")).to_be_visible()
    assert violations(page) == []


@pytest.mark.usefixtures("busy")
@pytest.mark.parametrize("size", SIZES)
def test_what_opens_over_a_busy_board_has_no_violation(window, member, board, size):
    page = window(member, board, **size)
    page.locator("#add-todo").fill("Tune it 3h #data")
    expect(page.locator("#read-todo b")).to_have_text("Tune it")
    page.locator("#add-todo").press("Enter")
    expect(page.locator(".toast")).to_be_visible()
    card(page, "Tune it").locator("h3 a").focus()
    page.keyboard.press("m")
    expect(page.locator("#move")).to_be_visible()
    assert violations(page) == []
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    expect(page.locator("#shortcuts")).to_be_visible()
    assert violations(page) == []
    page.keyboard.press("Escape")
    for key, what in (("Shift+A", "Assign"), ("l", "Labels of"), ("e", "Estimate")):
        card(page, "Tune it").locator("h3 a").focus()
        page.keyboard.press(key)
        expect(page.get_by_role("dialog", name=what)).to_be_visible()
        assert violations(page) == []
        page.keyboard.press("Escape")


@pytest.mark.usefixtures("busy")
def test_a_busy_board_has_no_violation_by_its_colours_in_the_dark(window, member, board):
    """What the arithmetic says, once seen on a screen."""
    page = window(member, board, **DESKTOP, color_scheme="dark")
    assert violations(page, runOnly=COLOURS) == []


@pytest.mark.usefixtures("busy")
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", SIZES)
def test_selected_cards_and_their_bar_have_no_violation(window, member, board, size, scheme):
    page = window(member, board, **size, color_scheme=scheme)
    for title in ("Write the loader", "Train baseline", "Export parcels"):
        link(page, title).press("x")
    expect(page.get_by_role("region", name="Selected cards")).to_contain_text("3 cards")
    assert violations(page) == []
    page.get_by_role("button", name="Week").click()
    assert violations(page, "#move") == []


@pytest.mark.parametrize("size", SIZES)
def test_setting_a_project_up_has_no_violation(window, admin, size):
    page = window(admin, "/projects/new/", **size)
    page.get_by_text("Address, description").click()
    assert violations(page) == []


@pytest.mark.parametrize("size", SIZES)
def test_the_screens_of_the_plan_have_no_violation(window, owner, project, size):
    page = window(owner, **size)
    for path in ["plan/", "weeks/1/edit/", "weeks/1/remove/", "plan/start/", "plan/upload/"]:
        page.goto(f"/p/{project.slug}/{path}")
        assert violations(page) == []
    page.get_by_label("Or paste it here").fill("Week\tGoal\tDemo\n1\tBegin\tShow\n")
    page.get_by_role("button", name="Show what changes").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("2 weeks would change")
    assert violations(page) == []
    page.goto(f"/p/{project.slug}/plan/")
    page.locator("#plan .goal a").first.click()
    expect(page.locator(".celledit textarea")).to_be_focused()
    assert violations(page) == []


@pytest.mark.parametrize("size", SIZES)
def test_the_progress_has_no_violation_with_a_forecast_and_without(window, member, project, size):
    project.cards.filter(column="done").update(estimate_minutes=120)
    page = window(member, **size)
    for now, shown in (("2026-09-08T10:00Z", 0), ("2026-09-22T10:00Z", 1)):
        with time_machine.travel(now):
            page.goto(f"/p/{project.slug}/progress/")
        expect(page.locator(".legend .k-band")).to_have_count(shown)
        assert violations(page) == []


@pytest.mark.parametrize("size", SIZES)
def test_closing_a_week_has_no_violation_before_it_nor_after(window, member, project, week, size):
    page = window(member, f"/p/{project.slug}/weeks/1/close/", **size)
    assert violations(page) == []
    project.cards.filter(column="doing").first().move(column="todo", milestone_id=None, by=member)
    page.get_by_role("button", name="Close week 1").click()
    expect(page.locator(".toast")).to_contain_text("Closed week 1")
    assert violations(page) == []
    carried = project.cards.filter(carried_count=1).first()
    carried.move(column="done", milestone_id=carried.milestone_id, by=member)
    page.goto(f"/p/{project.slug}/weeks/1/close/")
    expect(page.get_by_role("button", name="Count for week 1")).to_be_visible()
    assert violations(page) == []
    for path in ("plan/", "progress/", "board/?week=1"):
        page.goto(f"/p/{project.slug}/{path}")
        assert violations(page) == []


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_stops_of_a_standup_have_no_violation(window, member, project, busy, size, scheme):
    mine = project.memberships.get(user=member)
    for each in project.cards.all()[:8]:
        each.assignees.add(mine)
    project.cards.filter(number__in=[2, 3]).update(blocked_reason="No quota")
    page = window(member, **size, color_scheme=scheme)
    for stop in ("blocked", mine.pk, "nobody", "wrap-up"):
        page.goto(f"/p/{project.slug}/standup/?stop={stop}&been=nobody")
        assert violations(page) == []


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_leading_and_following_a_standup_have_no_violation(
    window, led, owner, member, board, week, size, scheme
):
    leader, page = (window(person, board, **size, color_scheme=scheme) for person in (owner, member))
    expect(line(leader)).to_contain_text("You lead")
    assert violations(leader, "#standup-now") == []
    assert violations(page, "#standup-now") == []
    press(page, "Follow")
    link(leader, "Ask support").focus()
    expect(page.locator(".card.is-spoken")).to_be_visible()
    assert violations(page) == []
    press(page, "Take the lead")
    expect(page.locator("#standup-take")).to_be_visible()
    assert violations(page, "#standup-now") == []
    page.keyboard.press("Escape")
    led.step({"address": ""}, by=owner)
    expect(line(page)).to_contain_text("is elsewhere")
    press(page, "Stop following")
    assert violations(page, "#standup-now") == []
