"""The line at the foot of a column."""

import pytest
from django.conf import settings
from playwright.sync_api import expect

from tests.browser.helpers import answer_later, card, hears, intercept, link, saved, titles

pytestmark = pytest.mark.browser
REFUSED = "Failed to load resource"


@pytest.fixture
def line(window, member, board):
    """The line of To Do, with a person who has just clicked into it."""
    page = window(member, board)
    page.locator("#add-todo").click()
    return page.locator("#add-todo")


def paste(line, text):
    line.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    line.evaluate("(line, text) => navigator.clipboard.writeText(text)", text)
    line.press("ControlOrMeta+v")


def test_what_is_typed_is_read_back_before_enter(line):
    line.press_sequentially("Tune it 3h #data")
    reading = line.page.locator("#read-todo")
    expect(reading.locator("b")).to_have_text("Tune it")
    expect(reading.locator(".hours")).to_have_text("3 h")
    expect(reading.locator(".label")).to_have_text("data")


def test_enter_adds_and_stays_for_the_next(line, project):
    line.fill("Tune it 3h")
    line.press("Enter")
    hears(line.page, "Added “Tune it” to To Do, fourth of four.")
    expect(line).to_be_focused()
    expect(line).to_have_value("")
    line.fill("Measure it")
    line.press("Enter")
    hears(line.page, "Added “Measure it” to To Do, fifth of five.")
    assert saved(project, "todo")[3:] == ["Tune it", "Measure it"]


def test_whoever_has_gone_on_meanwhile_keeps_the_focus(line):
    page = line.page
    arrive = answer_later(page, "**/cards/")
    line.fill("Tune it")
    line.press("Enter")
    link(page, "Train baseline").focus()
    arrive()
    hears(page, "Added “Tune it” to To Do, fourth of four.")
    expect(link(page, "Train baseline")).to_be_focused()


def test_enter_pressed_twice_adds_once(line, project):
    line.fill("Tune it")
    line.press("Enter")
    line.press("Enter")
    hears(line.page, "Added “Tune it” to To Do, fourth of four.")
    line.page.wait_for_timeout(300)
    assert project.cards.filter(title="Tune it").count() == 1


def test_enter_after_a_lost_answer_adds_once(line, project, expected):
    expected.append(REFUSED)
    intercept(line.page, "**/cards/", lambda route: (route.fetch(), route.abort()), times=1)
    line.fill("Tune it")
    line.press("Enter")
    expect(line.page.locator("#read-todo")).to_have_text("The server cannot be reached. Are you online?")
    expect(line).to_have_value("Tune it")
    line.press("Enter")
    hears(line.page, "Added “Tune it” to To Do, fourth of four.")
    assert project.cards.filter(title="Tune it").count() == 1


def test_several_pasted_lines_are_offered_as_cards(line, project):
    paste(line, "- Read the paper 2h\n- Write it down\n\n- Talk about it\n")
    expect(line.page.locator("#read-todo li b")).to_have_text(
        ["Read the paper", "Write it down", "Talk about it"]
    )
    line.page.get_by_role("button", name="Add 3 cards").click()
    expect(titles(line.page, "todo")).to_have_count(6)
    expect(line).to_be_focused()
    assert saved(project, "todo")[3:] == ["Read the paper", "Write it down", "Talk about it"]


def test_people_and_labels_of_pasted_lines_are_read_back_too(line, member):
    paste(line, f"Read the paper 2h @{member.username} #docs\nWrite it down")
    first = line.page.locator("#read-todo li").first
    expect(first.locator(".label")).to_have_text("docs")
    expect(first.get_by_title(f"Keep “@{member.username}” as words")).to_contain_text(member.first)


def test_pasted_cards_are_taken_back_at_once(line):
    paste(line, "Read the paper 2h\nWrite it down\nTalk about it")
    line.press("Enter")
    expect(line.page.locator(".toast")).to_contain_text("3 cards added")
    line.page.locator(".toast").get_by_role("button", name="Undo").click()
    expect(line.page.locator(".toast")).to_contain_text("Taken back.")
    expect(card(line.page, "Write it down")).to_have_count(0)


def test_a_long_paste_is_read_back_too(line, project):
    paste(
        line, "\n".join(f"Label the images of depot number {number}, all of them 2h" for number in range(100))
    )
    expect(line.page.locator("#read-todo li")).to_have_count(100)
    line.page.get_by_role("button", name="Add 100 cards").click()
    expect(titles(line.page, "todo")).to_have_count(103)


def test_too_many_pasted_lines_are_told_before_enter(line):
    paste(line, "Read the paper\n" * 101)
    expect(line.page.locator("#read-todo .error")).to_contain_text("at most 100 can be added at once")


def test_a_click_turns_what_was_read_back_into_words(line, project):
    line.press_sequentially("Run for 48h")
    line.page.locator("#read-todo").get_by_role("button", name="48 h").click()
    expect(line.page.locator("#read-todo b")).to_have_text("Run for 48h")
    expect(line).to_be_focused()
    line.press("Enter")
    hears(line.page, "Added “Run for 48h” to To Do, fourth of four.")
    assert project.cards.get(title="Run for 48h").estimate_minutes is None


def test_of_a_pasted_list_one_row_is_turned_back_into_words_and_stays_so_over_a_reload(line):
    paste(line, "Run 48h\nSoak 48h")
    line.page.locator("#read-todo li", has_text="Soak").get_by_role("button").click()
    rows = ["Run", "Soak 48h"]
    expect(line.page.locator("#read-todo li b")).to_have_text(rows)
    line.page.reload()
    expect(line.page.locator("#read-todo li b")).to_have_text(rows)


def test_what_was_words_before_is_read_again_in_the_next_line(line, project):
    line.press_sequentially("Run 48h")
    line.page.locator("#read-todo").get_by_role("button", name="48 h").click()
    line.press("Enter")
    hears(line.page, "Added “Run 48h” to To Do, fourth of four.")
    line.press_sequentially("Soak 48h")
    expect(line.page.locator("#read-todo b")).to_have_text("Soak")


def test_a_row_copied_from_a_spreadsheet_brings_its_hours(line):
    paste(line, "Train baseline\t3\r\n")
    expect(line.page.locator("#read-todo .hours")).to_have_text("3 h")


def test_a_refused_line_stays_with_a_sentence(line, expected):
    expected.append(REFUSED)
    line.fill("#data")
    line.press("Enter")
    expect(line.page.locator("#read-todo")).to_have_text("A card needs a title: write what is to be done.")
    expect(line).to_have_value("#data")
    expect(line).to_have_attribute("aria-invalid", "true")


def test_a_line_being_typed_survives_a_reload_and_an_ended_session(line, member, board, expected):
    expected.append(REFUSED)
    line.fill("Half a thought")
    line.page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    line.page.goto(board)
    line.page.locator("[name=login]").fill(member.username)
    line.page.locator("[name=password]").fill("correct horse battery")
    line.page.locator("[name=password]").press("Enter")
    expect(line).to_have_value("Half a thought")


def test_a_deliberate_sign_out_takes_the_typed_line_away(line):
    line.fill("Half a thought")
    expect(line.page.locator("#read-todo b")).to_have_text("Half a thought")
    line.page.locator(".user").click()
    line.page.get_by_role("button", name="Sign out").click()
    line.page.wait_for_url("**/accounts/login/")
    assert line.page.evaluate("Object.keys(sessionStorage)") == []


def test_an_added_card_that_the_filters_hide_is_told_of_and_shown(window, member, board, project):
    page = window(member, f"{board}&q=loader")
    page.locator("#add-todo").fill("Tune it")
    page.locator("#add-todo").press("Enter")
    expect(page.locator(".toast")).to_contain_text("Added Tune it")
    hears(page, page.locator(".toast p").inner_text().replace("\n", " "))
    expect(page.locator("#n-todo")).to_contain_text("1 of 4")
    expect(titles(page, "todo")).to_have_text(["Write the loader"])
    page.get_by_role("link", name="Show it").click()
    expect(card(page, "Tune it")).to_be_in_viewport()


def test_where_all_weeks_are_shown_the_field_says_that_cards_go_to_later(window, member, project):
    page = window(member, f"/p/{project.slug}/board/?week=all")
    said = page.locator("#goes-todo")
    expect(said).to_be_hidden()
    page.locator("#add-todo").click()
    expect(said).to_be_visible()
    page.keyboard.type("Tune it")
    page.keyboard.press("Enter")
    expect(page.locator(".toast")).to_contain_text("Added Tune it to Later")
    assert project.cards.get(title="Tune it").milestone is None


def test_undo_takes_an_added_card_away(line, project):
    line.fill("Tune it")
    line.press("Enter")
    line.page.get_by_role("button", name="Undo").click()
    expect(titles(line.page, "todo")).to_have_count(3)
    assert saved(project, "todo") == ["Label 200 images", "Write the loader", "Ask support"]
