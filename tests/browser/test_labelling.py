"""Labels from the board: a list at the card, typed into, in which a new one is made."""

import pytest
from playwright.sync_api import expect

from projects import limits
from tests.browser.conftest import PHONE
from tests.browser.helpers import card, link
from tests.factories import LabelFactory

pytestmark = pytest.mark.browser
CARD = "Ask support"


@pytest.fixture
def page(watching, member, project):
    LabelFactory(project=project, name="model")
    page = watching(member)
    link(page, CARD).focus()
    return page


def labels(page):
    return page.get_by_role("dialog", name="Labels")


def options(page):
    return labels(page).get_by_role("option")


def field(page):
    return labels(page).get_by_role("combobox")


def select(page, *titles):
    for title in titles:
        card(page, title).evaluate("(card) => card.setAttribute('data-selected', '')")


def test_labels_are_put_on_and_taken_off_at_the_card(page, named):
    page.keyboard.press("l")
    expect(field(page)).to_be_focused()
    page.keyboard.type("mod")
    page.keyboard.press("Enter")
    expect(card(page, CARD).locator(".label")).to_have_text(["model"])
    page.keyboard.press("Enter")
    expect(card(page, CARD).locator(".label")).to_have_count(0)
    page.keyboard.press("Escape")
    expect(link(page, CARD)).to_be_focused()


def test_a_key_right_after_the_list_is_for_the_card_that_was_drawn_anew(page):
    page.keyboard.press("l")
    expect(options(page).first).to_be_visible()
    page.keyboard.press("Enter")
    expect(card(page, CARD).locator(".label")).to_have_count(1)
    focused = labels(page).evaluate(
        "(list) => { list.hidePopover(); return document.activeElement.textContent }"
    )
    assert focused == CARD


def test_the_field_stays_where_it_is_while_its_list_narrows(window, member, board, project):
    for number in range(6):
        LabelFactory(project=project, name=f"model {number}")
    page = window(member, board, **PHONE)  # the list hangs on the foot of the window
    link(page, CARD).focus()
    page.keyboard.press("l")
    expect(options(page).first).to_be_visible()
    before = field(page).bounding_box()
    field(page).fill("model 3")
    expect(options(page)).to_have_text(["model 3"])
    assert field(page).bounding_box() == before


def test_a_name_that_no_label_has_makes_a_new_one(page, project, named):
    page.keyboard.press("l")
    expect(options(page)).to_have_count(2)
    page.keyboard.type("#Städte & <b>")
    expect(options(page)).to_have_text(["New label “Städte & <b>”"])
    page.keyboard.press("Enter")
    expect(card(page, CARD).locator(".label")).to_have_text(["Städte & <b>"])
    expect(options(page)).to_have_text(["Städte & <b>"])
    expect(options(page)).to_have_attribute("aria-selected", "true")
    page.keyboard.type("STADTE")
    expect(options(page).first).to_have_text("Städte & <b>")
    assert project.labels.count() == 3


def test_one_more_than_a_card_can_have_is_refused_in_the_list_and_what_was_typed_stays(
    page, named, project, expected
):
    expected.append("422")
    named(CARD).labels.add(*(LabelFactory(project=project, name=f"l{n}") for n in range(limits.CARD_LABELS)))
    page.keyboard.press("l")
    expect(field(page)).to_be_focused()
    page.keyboard.type("model")
    page.keyboard.press("Enter")
    expect(labels(page).get_by_role("alert")).to_have_text(f"A card has at most {limits.CARD_LABELS} labels.")
    expect(field(page)).to_have_value("model")
    expect(options(page)).to_have_attribute("aria-selected", "false")


def test_all_selected_cards_get_a_label_at_once(page, project):
    select(page, CARD, "Train baseline")
    page.keyboard.press("l")
    expect(page.get_by_role("dialog", name="Labels of 2 cards")).to_be_visible()
    options(page).filter(has_text="model").click()
    for title in (CARD, "Train baseline"):
        expect(card(page, title).locator(".label")).to_have_text(["model"])


def test_a_label_of_some_of_the_selected_cards_is_put_on_all(page, project, named):
    named(CARD).labels.add(project.labels.get(name="model"))
    select(page, CARD, "Train baseline")
    page.keyboard.press("l")
    expect(options(page).filter(has_text="model")).to_contain_text("on 1 of 2")
    options(page).filter(has_text="model").click()
    expect(card(page, "Train baseline").locator(".label")).to_have_text(["model"])


def test_a_finger_labels_by_the_move_menu(window, member, board, project):
    page = window(member, board, **PHONE)
    card(page, CARD).locator(".more").tap()
    page.get_by_role("button", name="Labels…").tap()
    expect(labels(page)).to_be_focused()  # and no keyboard comes up
    options(page).filter(has_text="data").tap()
    expect(card(page, CARD).locator(".label")).to_have_text(["data"])


def test_without_scripts_a_page_puts_labels_on(window, member, project, named):
    page = window(
        member, f"/p/{project.slug}/cards/labels/?cards={named(CARD).number}", java_script_enabled=False
    )
    page.get_by_label("A new label").fill("ops")
    page.get_by_role("button", name="Put on").click()
    expect(page.locator("#sheet-labels .token")).to_contain_text("ops")
    page.get_by_role("link", name="Add a label").click()
    page.get_by_role("button", name="ops").click()
    expect(page.locator("#sheet-labels .token")).to_have_count(0)
