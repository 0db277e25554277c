"""The bar of a standup and its foot, on a desk and on a phone."""

import pytest
from playwright.sync_api import expect

from boards.models import Standup
from tests.browser.conftest import PHONE
from tests.browser.helpers import link
from tests.factories import MembershipFactory, UserFactory

pytestmark = pytest.mark.browser


def rail(page):
    return page.locator(".su-people")


def chosen(page):
    return page.locator(".su-person[aria-current]")


def top(locator):
    return locator.bounding_box()["y"]


@pytest.fixture
def many(project):
    for number in range(14):
        MembershipFactory(project=project, user=UserFactory(name=f"Anastasia{number} Smith"))


def test_many_stops_are_one_line_that_scrolls_to_the_chosen_one(at, many, member, ana):
    page = at(member, "wrap-up")
    expect(chosen(page)).to_be_in_viewport(ratio=0.9)
    assert top(rail(page).locator("li").first) == top(rail(page).locator("li").last)
    assert rail(page).evaluate("(list) => list.scrollWidth > list.clientWidth")
    page.locator("[data-goes=on], #su-title").first.focus()
    page.locator("[data-goes=back]").click()
    expect(chosen(page)).to_be_in_viewport(ratio=0.9)


def test_few_stops_are_one_line_beside_who_leads(at, project, member, ana):
    Standup(project=project).lead(by=member)
    page = at(member, ana.pk)
    expect(page.locator("#standup-now")).to_contain_text("You lead")
    assert page.locator(".su-bar").bounding_box()["height"] < 64


def test_on_a_phone_live_stands_in_the_first_line(at, project, member, owner, ana):
    Standup(project=project).lead(by=owner)
    page = at(member, ana.pk, **PHONE)
    expect(page.locator("#standup-now")).to_be_visible()
    where, live = page.locator(".su-where").bounding_box(), page.locator("#live").bounding_box()
    assert where["y"] <= live["y"] <= where["y"] + where["height"]
    assert page.locator(".su-bar").bounding_box()["height"] < 176  # three lines


def test_on_a_phone_who_has_been_does_not_widen_the_page(at, many, member, ana):
    page = at(member, "nobody&been=blocked", **PHONE)
    rail(page).get_by_text("Wrap-up").tap()
    expect(chosen(page)).to_have_text("Wrap-up")
    assert page.evaluate("document.documentElement.scrollWidth") == 390


def test_on_a_phone_the_line_for_a_new_card_stands_below_the_cards(at, member, ana):
    page = at(member, ana.pk, **PHONE)
    heading, last = page.locator("#h-todo"), page.locator("#column-todo .said").last
    assert top(heading) < top(last) < top(page.locator("#add-todo"))


# --- Its keys ------------------------------------------------------------------------------------------------
def test_a_question_mark_shows_the_keys_that_work_in_a_standup(at, member, ana):
    page = at(member, ana.pk)
    page.keyboard.press("?")
    keys = page.get_by_role("dialog", name="Keyboard shortcuts")
    expect(keys).to_contain_text("Go to another stop")
    expect(keys).to_contain_text("Block with a reason, or unblock")
    expect(keys).not_to_contain_text("Search cards")
    expect(keys).not_to_contain_text("top or the end")
    page.keyboard.press("Escape")
    expect(keys).to_be_hidden()
    page.wait_for_function("document.activeElement === document.body")
    page.keyboard.press("ArrowRight")
    expect(chosen(page)).not_to_have_text("Ana")


def test_the_foot_leads_to_the_list_of_keys(at, member, ana):
    page = at(member, ana.pk)
    page.locator(".su-foot").get_by_role("button", name="Keys").click()
    expect(page.get_by_role("dialog", name="Keyboard shortcuts")).to_be_visible()


def test_who_only_looks_on_reads_only_keys_that_change_nothing(at, viewer, ana):
    page = at(viewer, ana.pk)
    link(page, "Train baseline").focus()
    page.keyboard.press("?")
    keys = page.get_by_role("dialog", name="Keyboard shortcuts")
    expect(keys).to_contain_text("Go to another card")
    expect(keys).not_to_contain_text("unblock")
    expect(keys).not_to_contain_text("Undo")


@pytest.mark.parametrize("path", ["standup/", "board/?week=1"])
def test_on_the_narrowest_phone_one_reads_who_is_followed(project, window, member, owner, ana, path):
    owner.name = "Katharina Berger"
    owner.save()
    Standup(project=project).lead({"address": path, "name": "somewhere"}, by=owner)
    page = window(member, f"/p/{project.slug}/{path}", **PHONE | {"viewport": {"width": 320, "height": 640}})
    page.locator("#standup-now").get_by_role("button", name="Follow").click()
    words = page.locator("#standup-now > p")
    expect(words).to_have_text("Following Katharina Berger")
    assert is_whole(words)
    page.locator("#standup-now").get_by_role("button", name="Stop following").click()
    expect(words).to_have_text("Katharina Berger leads a standup.")
    assert is_whole(words)
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    page.locator("#standup-now").get_by_role("button", name="Take the lead").click()
    expect(page.get_by_text("Everybody reads that you lead now.")).to_be_visible()


def is_whole(words):
    return words.evaluate("(words) => words.scrollWidth <= words.clientWidth && words.scrollHeight <= 48")


def test_on_a_standup_the_line_of_a_follower_is_the_edge_of_its_foot(at, project, member, owner, ana):
    Standup(project=project).lead(by=owner)
    page = at(member, ana.pk, **PHONE)
    page.locator("#standup-now").get_by_role("button", name="Follow").click()
    expect(page.locator("#standup-now")).to_contain_text("Following")
    assert page.evaluate("getComputedStyle(document.body, '::after').content") == "none"
    assert page.locator(".su-foot").evaluate("(foot) => getComputedStyle(foot).borderTopWidth") == "3px"


def test_who_leads_at_a_desk_reads_it_in_the_bar_with_a_team_of_ten(project, window, member, many, board):
    Standup(project=project).lead(by=member)
    for path in (board, "/p/parcel-vision/plan/"):
        page = window(member, path)
        expect(page.locator("#standup-now")).to_contain_text("You lead")
        assert page.locator(".topbar").bounding_box()["height"] == 52
        assert page.evaluate("document.documentElement.scrollWidth") == 1440
        words = page.locator("#standup-now > p")
        assert words.evaluate("(words) => words.scrollWidth <= words.clientWidth")
        expect(page.locator(".topbar .user")).to_be_in_viewport(ratio=1)


def test_on_a_desk_all_stops_of_a_team_of_five_are_read_beside_who_leads(at, project, member, owner, ana):
    for name in ("Bilal Haddad", "Chen Wei"):
        MembershipFactory(project=project, user=UserFactory(name=name))
    for user, name in ((owner, "Dara Novak"), (member, "Emeka Obi")):  # no number, which grows with a run
        user.name = name
        user.save()
    Standup(project=project).lead(by=owner)
    page = at(member, ana.pk)
    expect(page.locator("#standup-now")).to_contain_text("Dara Novak leads a standup")
    assert rail(page).evaluate("(list) => list.scrollWidth <= list.clientWidth")
