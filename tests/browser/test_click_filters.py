"""Faces and labels as filters: in the top bar, on cards, behind the number of more people."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PHONE
from tests.browser.helpers import card, carry, hears, middle, titles
from tests.factories import MembershipFactory, UserFactory

pytestmark = pytest.mark.browser


@pytest.fixture
def ben(project, named):
    """Somebody with two cards of this week; one of them, and another, has a label."""
    membership = MembershipFactory(project=project, user=UserFactory(name="Ben Hall"))
    for title in ("Write the loader", "Draw the plan"):
        named(title).assignees.add(membership)
    named("Ask support").labels.add(project.labels.get(name="data"))
    project.cards.update(version=9)  # what was drawn before did not show them
    return membership


@pytest.fixture
def page(window, member, board, ben):
    return window(member, board)


def face(page, name):
    """A face in the top bar."""
    return page.get_by_role("list", name="Team").get_by_role("link", name=name)


def test_a_face_in_the_top_bar_shows_only_their_cards_and_again_everybodys(page, board, ben):
    face(page, "Ben Hall").click()
    page.wait_for_url(f"**{board}&person={ben.pk}")
    expect(page.locator("#board h3")).to_have_text(["Write the loader", "Draw the plan"])
    expect(face(page, "Ben Hall")).to_have_attribute("aria-current", "true")
    expect(page.locator("[name=person]")).to_have_value(str(ben.pk))
    face(page, "Ben Hall").click()
    page.wait_for_url(f"**{board}")
    expect(face(page, "Ben Hall")).not_to_have_attribute("aria-current", "true")


def test_a_face_keeps_the_week_and_the_other_filters(window, member, board, ben):
    page = window(member, f"{board}&label=data&q=e")
    face(page, "Ben Hall").press("Enter")
    page.wait_for_url(f"**{board}&label=data&q=e&person={ben.pk}")
    expect(page.locator("#board h3")).to_have_text(["Write the loader"])


def test_without_javascript_a_face_filters_and_a_card_opens_wherever_it_is_clicked(
    window, member, board, ben
):
    page = window(member, board, java_script_enabled=False)
    face(page, "Ben Hall").click()
    page.wait_for_url(f"**&person={ben.pk}")
    expect(page.locator("#board h3")).to_have_text(["Write the loader", "Draw the plan"])
    page.mouse.click(*middle(card(page, "Write the loader").locator(".label")))
    page.wait_for_url("**/cards/*/")


def test_a_label_of_a_card_filters_and_again_takes_that_off(page, board):
    card(page, "Ask support").locator(".label").click()
    page.wait_for_url(f"**{board}&label=data")
    expect(titles(page, "todo")).to_have_text(["Write the loader", "Ask support"])
    expect(page.locator("[name=label]")).to_have_value("data")
    card(page, "Write the loader").locator(".label").click()
    page.wait_for_url(f"**{board}")
    expect(page.locator("#sheet")).to_be_hidden()


def test_a_face_of_a_card_filters_beside_a_label(window, member, board, ben):
    page = window(member, f"{board}&label=data")
    card(page, "Write the loader").locator(".avatar").click()
    page.wait_for_url(f"**{board}&label=data&person={ben.pk}")
    expect(page.locator("#board h3")).to_have_text(["Write the loader"])


def test_a_finger_filters_by_a_label_too(window, viewer, board, ben):
    page = window(viewer, board, **PHONE)
    card(page, "Ask support").locator(".label").tap()
    page.wait_for_url(f"**{board}&label=data")


def test_a_card_is_dragged_by_a_face_and_filters_nothing(page, board):
    page.mouse.move(*middle(card(page, "Draw the plan").locator(".avatar")))
    page.mouse.down()
    carry(page, page.locator("#column-done .card"))
    page.mouse.up()
    hears(page, "“Draw the plan” moved to Done, first of two.")
    assert page.url.endswith(board)


def test_keys_go_from_a_card_to_its_menu_and_stop_at_no_face_or_label(page):
    card(page, "Write the loader").locator("h3 a").focus()
    page.keyboard.press("Tab")
    expect(card(page, "Write the loader").locator(".more")).to_be_focused()


@pytest.fixture
def crowd(project, ben):
    """More people than the bar has a place for."""
    for number in range(9):
        MembershipFactory(project=project, user=UserFactory(name=f"Ada {number}"))


def test_who_is_here_comes_first_but_not_under_a_hand(watching, member, owner, crowd):
    page = watching(member)
    names = page.locator(".people > [data-person] .name")
    expect(names.first).to_have_text(member.name)
    face(page, member.name).hover()
    watching(owner)
    expect(page.locator(".people .live")).to_have_count(2)
    expect(names.filter(has_text=owner.name)).to_have_count(0)
    page.locator("h1").hover()
    expect(names.filter(has_text=owner.name)).to_have_count(1)


def test_the_list_behind_the_number_filters_too(window, member, board, crowd, ben):
    page = window(member, board)
    page.get_by_role("button", name="more people").click()
    page.get_by_role("list", name="More people").get_by_role("link", name="Ben Hall").click()
    page.wait_for_url(f"**{board}&person={ben.pk}")
    page.get_by_role("button", name="more people").click()
    expect(
        page.get_by_role("list", name="More people").get_by_role("link", name="Ben Hall")
    ).to_have_attribute("aria-current", "true")
