"""What a board looks like at its limits: many weeks, people and cards, and long titles."""

from datetime import timedelta

import pytest
import time_machine
from playwright.sync_api import expect

from projects.limits import TITLE, WEEKS
from tests.browser.conftest import PHONE
from tests.factories import CardFactory, MembershipFactory, MilestoneFactory, UserFactory

pytestmark = pytest.mark.browser
SMALL = {**PHONE, "viewport": {"width": 320, "height": 640}}
LAPTOP = {"viewport": {"width": 1024, "height": 768}}
PEOPLE = 50
IS_ON_TOP = """(part) => {
    const { x, y } = part.getBoundingClientRect();
    return document.elementFromPoint(x + 9, y + 9).closest(".tip") === part;
}"""
CUT_OFF = "(weeks) => weeks.filter((week) => week.scrollWidth > week.clientWidth + 1).length"
BOXES = "(parts) => parts.map((part) => part.getBoundingClientRect().toJSON())"


@pytest.fixture
def plan_of(project, week):
    """Lengthen the plan to so many weeks, of which the middle one is now; return its address on the board."""

    def lengthen(weeks):
        for number in range(3, weeks + 1):
            MilestoneFactory(
                project=project, number=number, starts_on=week.starts_on + timedelta(weeks=number - 1)
            )
        return f"/p/{project.slug}/board/?week={weeks // 2}"

    with time_machine.travel("2026-10-07T10:00Z"):
        yield lengthen


def boxes(page, selector):
    return page.locator(selector).evaluate_all(BOXES)


@pytest.mark.parametrize("size", [{}, LAPTOP], ids=["desktop", "laptop"])
def test_of_fifty_two_weeks_the_chosen_one_is_in_view_and_each_can_be_read(window, member, plan_of, size):
    page = window(member, plan_of(WEEKS), **size)
    strip, chosen = boxes(page, ".weeks")[0], boxes(page, ".week[aria-current]")[0]
    assert strip["left"] <= chosen["left"] < chosen["right"] <= strip["right"]
    assert page.locator(".week").evaluate_all(CUT_OFF) == 0
    assert min(box["width"] for box in boxes(page, ".week")) >= 24
    assert page.evaluate("document.documentElement.scrollWidth") == page.viewport_size["width"]


@pytest.mark.parametrize("people", [5, PEOPLE])
def test_the_bar_has_place_for_the_project_s_name_and_for_a_search(window, member, project, board, people):
    MembershipFactory.create_batch(people, project=project)
    page = window(member, board)
    for width in (800, 900, 1024, 1100, 1160, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") == width
        assert boxes(page, ".projectname bdi")[0]["width"] > 60
        page.locator("#q").focus()
        expect(page.get_by_role("button", name="Leave the search")).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth") == width
        page.keyboard.press("Escape")
        page.locator("#q").blur()


def test_the_tip_of_a_week_is_not_cut_off_by_the_strip(window, member, plan_of):
    page = window(member, plan_of(WEEKS))
    page.locator(".week[aria-current]").hover()
    tip = page.locator(".week[aria-current] .tip")
    expect(tip).to_be_visible()
    assert tip.evaluate(IS_ON_TOP)


@pytest.fixture
def crowd(project):
    for number in range(PEOPLE - 3):
        MembershipFactory(project=project, user=UserFactory(username=f"a{number}", name=f"Ada {number:02}"))
    return MembershipFactory(project=project, user=UserFactory(username="zoe", name="Zoe Zuse")).user


def test_who_is_here_has_a_place_in_the_bar_whatever_the_name(watching, member, crowd):
    page = watching(member)
    zoe = page.locator(f".people > [data-person='{crowd.pk}']")
    expect(zoe).to_have_count(0)
    other = watching(crowd)
    expect(zoe).to_contain_text("Zoe Zuse, here now")
    other.close()
    expect(zoe).to_have_count(0)


def test_the_number_of_the_other_people_opens_their_names(window, viewer, board, crowd):
    page = window(viewer, board, java_script_enabled=False)
    page.get_by_role("button", name="more people").click()
    expect(
        page.get_by_role("list", name="More people").get_by_text("Zoe Zuse", exact=True).last
    ).to_be_visible()


def test_in_a_column_of_many_the_menu_of_a_card_stays_on_its_first_line(window, member, board, project, week):
    for number in range(60):
        CardFactory(
            project=project,
            milestone=week,
            title=f"Write part {number}",
            estimate_minutes=540 if number % 3 else 120,
        )
    page = window(member, board, **SMALL)
    cards, menus = boxes(page, "#column-todo .card"), boxes(page, "#column-todo .card .more")
    assert max(menu["top"] - card["top"] for card, menu in zip(cards, menus, strict=True)) < 8


@pytest.mark.parametrize(("many", "lines"), [(1, 4), (30, 2)], ids=["few", "many"])
def test_the_longest_title_takes_few_lines(window, member, board, project, week, many, lines):
    for _ in range(many):
        CardFactory(
            project=project, milestone=week, column="todo", title=("word " * TITLE)[: TITLE - 1] + "s"
        )
    page = window(member, board, **LAPTOP)
    title = page.locator("#column-todo h3").last
    height = title.evaluate("title => title.querySelector('bdi').getBoundingClientRect().height")
    assert height <= lines * title.evaluate("title => parseFloat(getComputedStyle(title).lineHeight)") + 1
