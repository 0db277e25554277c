"""A list that one types into: people, labels, projects and what a search finds are lists of this kind."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser
LIST = """async ([listboxAddress, openAtAddress]) => {
  const { fetchListStyles, listbox } = await import(listboxAddress);
  const { openAt } = await import(openAtAddress);
  await fetchListStyles();
  const menu = Object.assign(document.createElement("div"), { className: "menu", popover: "auto", id: "tried" });
  menu.innerHTML = `<input role="combobox" aria-label="Name" autofocus><ul role="listbox" aria-label="Names">
    <li role="option">Ana Lopes</li><li role="option">Zoë Ünal</li><li role="option">Wei Chen</li></ul>`;
  const card = document.querySelector(".card");
  openAt(card, menu);
  const [field, list] = menu.children;
  const onChoose = (option) => { menu.dataset.chosen = `${menu.dataset.chosen ?? ""}${option.textContent};`; };
  listbox(field, list, { onChoose, onClose: () => menu.hidePopover(), narrows: true });
}"""


@pytest.fixture
def page(window, member, board, static):
    page = window(member, board)
    files = [*static.glob("js/listbox.????????????.js"), *static.glob("js/open_at.????????????.js")]
    page.evaluate(LIST, [f"/static/js/{file.name}" for file in files])
    return page


def active(page):
    """The option that Enter takes, as a screen reader is told it."""
    return page.locator(f"#{page.locator('#tried input').get_attribute('aria-activedescendant')}")


def test_arrows_go_through_a_list_while_the_caret_stays_in_its_field_and_enter_takes_an_option(page):
    expect(page.locator("#tried input")).to_be_focused()
    expect(active(page)).to_have_text("Ana Lopes")
    page.keyboard.press("ArrowUp")
    expect(active(page)).to_have_text("Wei Chen")
    page.keyboard.press("Home")
    page.keyboard.press("ArrowDown")
    expect(active(page)).to_have_text("Zoë Ünal")
    expect(active(page)).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")
    expect(page.locator("#tried")).to_have_attribute("data-chosen", "Zoë Ünal;")
    expect(page.locator("#tried input")).to_be_focused()


def test_what_is_typed_narrows_a_list_whatever_the_accents_and_capitals(page):
    page.keyboard.type("UNAL zoe")
    expect(page.locator("#tried [role=option]:visible")).to_have_text(["Zoë Ünal"])
    page.keyboard.type("x")
    expect(page.locator("#tried input")).to_have_attribute("aria-expanded", "false")
    page.keyboard.press("Enter")
    expect(page.locator("#tried")).not_to_have_attribute("data-chosen", "Zoë Ünal;")


def test_escape_closes_a_list_and_gives_the_focus_back_to_its_card(page):
    page.keyboard.press("Escape")
    expect(page.locator("#tried")).to_be_hidden()
    expect(page.locator(".card h3 a").first).to_be_focused()
    expect(page.locator("#tried")).not_to_be_visible()


def test_a_click_takes_an_option_and_leaves_the_caret_where_it_is(page):
    page.locator("#tried [role=option]", has_text="Wei").click()
    expect(page.locator("#tried")).to_have_attribute("data-chosen", "Wei Chen;")
    expect(page.locator("#tried input")).to_be_focused()
