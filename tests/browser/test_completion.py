"""A list at the caret that completes an @ or a #: in comments, descriptions and quick add."""

import pytest
from playwright.sync_api import expect

from tests.browser.card.sheet import opened, sheet
from tests.browser.conftest import PHONE
from tests.browser.helpers import hears, intercept, let_pass
from tests.browser.test_accessibility import violations
from tests.factories import CardFactory, LabelFactory, MembershipFactory

pytestmark = pytest.mark.browser


@pytest.fixture
def names(project):
    """People of whom two have one first name, labels of one word and of two, and cards of other weeks."""
    for name, username in [("José Núñez", "jose.n"), ("Zoë Lind", "zoe"), ("Zoë Park", "zoe-p")]:
        MembershipFactory(project=project, user__name=name, user__username=username)
    for name in ("data science", "gcp"):
        LabelFactory(project=project, name=name)
    return [CardFactory(project=project, title=title) for title in ("Écrire le rapport", "Write the report")]


def comment(page):
    return page.locator("#f-text")


def options(page):
    return page.locator("#completion [role=option]")


def active(page):
    return page.locator("#completion [data-active]")


def quick_add(page):
    page.locator("#add-todo").click()
    return page.locator("#add-todo")


# --- In texts ---------------------------------------------------------------------------------------------
def test_an_at_in_a_comment_offers_people_and_enter_takes_the_first(window, member, board, names):
    page = opened(window(member, board))
    comment(page).press_sequentially("Ask @jos")
    expect(options(page)).to_have_count(1)
    expect(active(page)).to_contain_text("José Núñez")
    expect(comment(page)).to_have_attribute("aria-activedescendant", active(page).get_attribute("id"))
    comment(page).press("Enter")
    expect(comment(page)).to_have_value("Ask @jose.n ")
    expect(options(page)).to_have_count(0)
    comment(page).press_sequentially("and @nunez")
    comment(page).press("Tab")
    expect(comment(page)).to_have_value("Ask @jose.n and @jose.n ")
    comment(page).press("ControlOrMeta+Enter")
    expect(sheet(page).locator(".thread .mention")).to_have_count(2)


def test_a_name_with_a_space_is_offered_until_it_is_one_person_s(window, member, board, names):
    page = opened(window(member, board))
    comment(page).press_sequentially("@zoe")
    expect(options(page)).to_have_count(2)
    comment(page).press_sequentially(" p")
    expect(options(page)).to_have_count(1)
    comment(page).press("Tab")
    expect(comment(page)).to_have_value("@zoe-p ")


def test_what_is_a_name_already_leaves_enter_to_the_text(window, member, board, names):
    page = opened(window(member, board))
    comment(page).press_sequentially("@zoe-p")
    expect(options(page)).to_have_count(1)
    comment(page).press("Enter")
    expect(comment(page)).to_have_value("@zoe-p\n")
    comment(page).press_sequentially("Well @jose ")
    expect(options(page)).to_have_count(0)


def test_a_number_sign_offers_cards_by_number_and_title_and_the_arrows_go_through_them(
    window, member, board, names
):
    page = opened(window(member, board))
    comment(page).press_sequentially("#rapport")
    expect(active(page)).to_contain_text("Écrire le rapport")
    comment(page).press("ControlOrMeta+a")
    comment(page).press_sequentially("For #")
    expect(options(page).nth(1)).to_contain_text("Écrire le rapport")
    comment(page).press("ArrowDown")
    comment(page).press("Enter")
    expect(comment(page)).to_have_value(f"For #{names[0].number} ")
    comment(page).press("ControlOrMeta+Enter")
    expect(sheet(page).locator(".thread a[data-opens=card]")).to_have_text(f"#{names[0].number}")


def test_escape_closes_the_list_and_not_the_card_and_the_word_opens_none_again(window, member, board, names):
    page = opened(window(member, board))
    comment(page).press_sequentially("@zo")
    expect(options(page)).to_have_count(2)
    comment(page).press("Escape")
    expect(options(page)).to_have_count(0)
    comment(page).press_sequentially("e and @zo")
    expect(options(page)).to_have_count(2)
    comment(page).press("Escape")
    expect(sheet(page)).to_be_visible()
    comment(page).press("Escape")
    expect(sheet(page)).to_be_hidden()


def test_the_browser_s_undo_takes_a_completion_back(window, member, board, names):
    page = opened(window(member, board))
    comment(page).press_sequentially("Ask @zo")
    options(page).last.click()
    expect(comment(page)).to_have_value("Ask @zoe-p ")
    expect(comment(page)).to_be_focused()
    comment(page).press("ControlOrMeta+z")
    expect(comment(page)).to_have_value("Ask @zo")


def test_in_the_middle_of_a_description_the_word_at_the_caret_is_completed(window, member, address, names):
    page = window(member, f"{address}?edit=description")
    field = page.locator("#f-description")
    field.fill("First line\nSee  and @nobody\nLast line")
    field.press("ArrowUp")
    field.press("Home")
    for _ in range(4):
        field.press("ArrowRight")
    field.press_sequentially("@jo")
    expect(options(page)).to_have_count(1)
    box, line = page.locator("#completion").bounding_box(), field.bounding_box()
    assert line["y"] < box["y"] < line["y"] + line["height"]
    field.press("Enter")
    expect(field).to_have_value("First line\nSee @jose.n and @nobody\nLast line")


@pytest.fixture
def address(project):
    return f"/p/{project.slug}/cards/{project.cards.get(title='Train baseline').number}/"


def test_addresses_headings_and_what_follows_a_slash_open_no_list(window, member, board, names):
    page = opened(window(member, board))
    with page.expect_request("**/names/**"):
        comment(page).press_sequentially("@")
    expect(options(page).first).to_be_visible()
    for text in ("ana@zo", "## ", "https://x.org/#1", "#1 is", "@ zo", "@zoe zo"):
        comment(page).fill("")
        comment(page).press_sequentially(text)
        let_pass(page, 300)  # cards are asked for after a pause
        expect(options(page)).to_have_count(0)


def test_nothing_is_offered_while_a_word_is_composed(window, member, board, names):
    page = opened(window(member, board))
    comment(page).focus()
    client = page.context.new_cdp_session(page)
    page.keyboard.insert_text("@")
    expect(options(page).first).to_be_visible()
    client.send("Input.imeSetComposition", {"text": "zo", "selectionStart": 2, "selectionEnd": 2})
    expect(options(page)).to_have_count(0)
    client.send("Input.insertText", {"text": "zo"})
    expect(options(page)).to_have_count(2)


# --- In quick add -----------------------------------------------------------------------------------------
def test_enter_in_quick_add_adds_the_card_whatever_is_offered(window, member, board, project, names):
    page = window(member, board)
    line = quick_add(page)
    line.press_sequentially("Tune it @zo")
    expect(options(page)).to_have_count(2)
    expect(active(page)).to_have_count(0)
    line.press("Enter")
    hears(page, "Added “Tune it @zo” to To Do, fourth of four.")
    expect(options(page)).to_have_count(0)
    assert project.cards.filter(title="Tune it @zo").count() == 1


def test_an_option_that_somebody_has_gone_to_is_taken_and_the_next_enter_adds(
    window, member, board, project, names
):
    page = window(member, board)
    line = quick_add(page)
    line.press_sequentially("Tune it @zoe")
    expect(options(page)).to_have_count(2)
    line.press("ArrowDown")
    line.press("ArrowDown")
    line.press("Enter")
    expect(line).to_have_value("Tune it @zoe-p ")
    line.press_sequentially("#sci")
    expect(options(page)).to_have_text(["data science"])
    line.press("ArrowDown")
    line.press("Tab")
    expect(line).to_have_value("Tune it @zoe-p #datascience ")
    expect(page.locator("#read-todo .label")).to_have_text("data science")
    line.press("Enter")
    expect(line).to_have_value("")
    card = project.cards.get(title="Tune it")
    assert [str(label) for label in card.labels.all()] == ["data science"]
    assert [str(person) for person in card.assignees.all()] == ["Zoë Park"]


def test_tab_in_quick_add_takes_the_first_name_that_is_offered_and_leaves_from_a_whole_one(
    window, member, board, names
):
    page = window(member, board)
    line = quick_add(page)
    line.press_sequentially("Tune it @nun")
    expect(options(page)).to_have_count(1)
    line.press("Tab")
    expect(line).to_have_value("Tune it @jose.n ")
    line.press_sequentially("#gcp")
    expect(options(page)).to_have_count(1)
    line.press("Tab")
    expect(line).not_to_be_focused()
    expect(line).to_have_value("Tune it @jose.n #gcp")


def test_quick_add_of_a_standup_offers_names_too(window, member, project, names):
    page = window(member, f"/p/{project.slug}/standup/?stop=nobody")
    line = page.locator("[data-quickadd] input[name=lines]").first
    line.click()
    line.press_sequentially("Tune it #gc")
    options(page).click()
    expect(line).to_have_value("Tune it #gcp ")


# --- By touch, by ear, without a server -------------------------------------------------------------------
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_finger_takes_a_name_and_the_list_stays_within_a_phone_s_window(
    window, member, board, names, scheme
):
    page = opened(window(member, board, color_scheme=scheme, **PHONE))
    comment(page).press_sequentially("Please ask somebody else @zo")
    expect(options(page)).to_have_count(2)
    box = page.locator("#completion").bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 390
    assert box["y"] + box["height"] <= 844
    assert violations(page) == []
    options(page).first.tap()
    expect(comment(page)).to_have_value("Please ask somebody else @zoe ")
    expect(comment(page)).to_be_focused()


def test_a_server_that_is_gone_leaves_the_typing_alone(window, member, board, names, expected):
    expected.append("Failed to load resource")
    page = opened(window(member, board))
    intercept(page, "**/names/**", lambda route: route.abort(), times=1)
    with page.expect_event("requestfailed"):
        comment(page).press_sequentially("@")
    comment(page).press_sequentially("jo")
    expect(options(page)).to_have_count(1)
    expect(comment(page)).to_have_value("@jo")


def test_a_board_fetches_nothing_of_this_before_a_sign_is_typed(window, member, board):
    page = window(member, board)
    quick_add(page).press_sequentially("Tune it 3h")
    expect(page.locator("#read-todo .hours")).to_be_visible()
    fetched = page.evaluate("performance.getEntriesByType('resource').map(({ name }) => name)")
    assert not [name for name in fetched if "completion" in name or "/names/" in name]
