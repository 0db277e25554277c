"""Files dropped on a page: what takes them, and what only keeps the browser from opening them."""

import pytest
from playwright.sync_api import expect

from tests.browser.card.sheet import opened, sheet
from tests.browser.dropping import Carried, drop, given, list_uploads
from tests.browser.helpers import card, hears, link, wait_until
from tests.browser.test_accessibility import violations

pytestmark = pytest.mark.browser

KEEPS = """() => addEventListener("dragover", ({ defaultPrevented, dataTransfer }) => {
  window.takes = defaultPrevented ? dataTransfer.dropEffect : "the browser";
})"""
TAKES = "window.takes"
# A link of the page that is dragged over a field, or a file from elsewhere after such a drag has ended.
DRAGS = """(field, isOwn) => {
  const tell = (element, name) => {
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File(["bytes"], "a.png"));
    return element.dispatchEvent(new DragEvent(name, { dataTransfer, bubbles: true, cancelable: true }));
  };
  const link = document.querySelector("#sheet a");
  tell(link, "dragstart");
  if (!isOwn) tell(link, "dragend");
  return tell(field, "dragover") ? "left alone" : "taken";
}"""

# A file that is held still over a field.
STAYS = """(field) => setInterval(() => {
  const dataTransfer = new DataTransfer();
  dataTransfer.items.add(new File(["bytes"], "a.png"));
  field.dispatchEvent(new DragEvent("dragover", { dataTransfer, bubbles: true, cancelable: true }));
}, 50)"""


@pytest.fixture
def report(tmp_path):
    path = tmp_path / "report.pdf"
    path.write_bytes(b"%PDF-1.7\n")
    return path


@pytest.mark.usefixtures("week")
def test_no_page_opens_a_file_that_is_dropped_beside_what_takes_it(window, owner, project, report):
    page = window(owner)
    address = f"/p/{project.slug}"
    for path in [
        "/",
        "/account/",
        f"{address}/plan/",
        f"{address}/demos/",
        f"{address}/weeks/1/demo/",
        f"{address}/settings/",
        f"{address}/people/",
        f"{address}/progress/",
    ]:
        page.goto(path)
        page.evaluate(KEEPS)
        drop(page, page.locator("h1").first, report)
        assert page.evaluate(TAKES) == "none", path
    assert page.context.pages == [page]


def test_a_field_for_a_file_still_takes_what_is_dropped_on_it(window, member, project, report):
    page = window(member, f"/p/{project.slug}/weeks/1/demo/")
    video = page.locator("input[type=file]")
    drop(page, video, report)
    assert video.evaluate("({ files: [file] }) => file.name") == "report.pdf"
    shows = page.get_by_label("What it shows")
    drop(page, shows, items=[{"mimeType": "text/plain", "data": "A title"}])
    expect(shows).to_have_value("A title")


@pytest.fixture
def page(window, member, board):
    """A board where what would be uploaded is only listed."""
    page = window(member)
    list_uploads(page)
    page.goto(board)
    return page


@pytest.fixture
def overlay(page):
    return page.locator(".dropover")


@pytest.fixture
def number(named):
    return named("Train baseline").number


def test_a_drop_on_a_text_of_a_card_goes_into_it_and_any_other_to_the_list(page, overlay, number, report):
    opened(page)
    page.locator("#sheet-description a").first.click()
    page.locator("#f-description").fill("Still being written")
    for place, field, sentence in [
        ("#f-description", "f-description", "Drop into the description"),
        ("#f-text", "f-text", "Drop into the comment"),
        ("#f-title", "", f"Drop to attach to #{number}"),
        ("#sheet-comments", "", f"Drop to attach to #{number}"),
        (".sheet-side label", "", f"Drop to attach to #{number}"),
    ]:
        held = Carried(page, report).over(page.locator(place).first)
        expect(overlay).to_have_text(sentence)
        held.let_go()
        expect(overlay).to_have_count(0)
        assert given(page) == {"card": number, "names": ["report.pdf"], "field": field, "made": False}
    expect(page.locator("#f-description")).to_have_value("Still being written")


def test_a_drop_on_a_card_of_the_board_opens_it_and_beside_the_cards_it_is_said_how(
    page, overlay, number, report
):
    held = Carried(page, report).over(page.locator("#column-done header"))
    wait_until(page, lambda: held.send("dragOver") or overlay.count())  # it is fetched with the first file
    expect(overlay).to_have_text("Drop files on a card to attach them")
    hears(page, "Drop files on a card to attach them")
    held.over(card(page, "Train baseline"))
    expect(overlay).to_have_text(f"Drop to attach to #{number}")
    held.let_go()
    assert given(page)["card"] == number
    expect(sheet(page)).to_be_visible()


def test_nothing_is_dropped_on_what_lies_behind_another_dialog(page, overlay, report):
    link(page, "Train baseline").press("m")
    expect(page.locator("#move")).to_be_visible()
    page.evaluate(KEEPS)
    drop(page, page.locator("#move"), report)
    assert page.evaluate(TAKES) == "none"
    expect(overlay).to_have_count(0)


def test_a_folder_is_not_attached_and_it_is_said_why(page, report, tmp_path):
    opened(page)
    (tmp_path / "photos").mkdir()
    drop(page, page.locator("#f-text"), report, tmp_path / "photos")
    assert given(page)["names"] == ["report.pdf"]
    hears(page, "A folder cannot be attached. Make a ZIP file of it first.")


def test_a_program_that_gives_no_file_with_its_drag_is_said_to(page, report):
    opened(page)
    page.evaluate("DataTransferItem.prototype.getAsFile = () => null")
    drop(page, page.locator("#f-text"), report)
    hears(page, "The other program gave no file. Save it first, then attach it.")


def test_the_overlay_goes_when_nothing_was_over_the_page_for_a_while(page, overlay, report):
    page.clock.install(time="2026-09-09T10:00Z")
    page.reload()
    opened(page)
    page.clock.pause_at("2026-09-09T11:00Z")
    held = Carried(page, report).over(page.locator("#f-text"))
    expect(overlay).to_be_visible()
    page.clock.run_for(200)
    held.send("dragOver")
    page.clock.run_for(299)
    expect(overlay).to_be_visible()
    page.clock.run_for(1)
    expect(overlay).to_have_count(0)


def test_what_began_on_the_page_is_left_to_the_browser(page):
    opened(page)
    assert page.locator("#f-text").evaluate(DRAGS, True) == "left alone"
    assert page.locator("#f-text").evaluate(DRAGS, False) == "taken"


def test_text_is_dropped_into_a_text_of_a_card_as_ever(page):
    opened(page)
    drop(page, page.locator("#f-text"), items=[{"mimeType": "text/plain", "data": "As agreed"}])
    expect(page.locator("#f-text")).to_have_value("As agreed")


def test_where_a_card_cannot_be_changed_nothing_is_dropped_on_it_and_the_page_stays(
    window, viewer, member, project, named, number, report
):
    named("Ask support").archive(by=member)
    for person, card_number in ((viewer, number), (member, named("Ask support").number)):
        page = window(person, f"/p/{project.slug}/cards/{card_number}/")
        page.evaluate(KEEPS)
        drop(page, page.locator("#sheet-heading"), report)
        assert page.evaluate(TAKES) == "none"
        expect(page.locator(".dropover")).to_have_count(0)
        assert page.context.pages == [page]


@pytest.mark.usefixtures("files")
def test_files_dropped_on_a_card_of_the_board_are_on_it(window, member, board, report, tmp_path, named):
    page = window(member, board)
    notes = tmp_path / "notes.txt"
    notes.write_text("Three depots")
    held = Carried(page, report, notes).over(card(page, "Ask support"))
    wait_until(page, lambda: held.send("dragOver") or page.locator(".dropover").count())
    held.let_go()
    expect(sheet(page).locator("#sheet-files li")).to_have_count(2)
    assert {file.name for file in named("Ask support").files.all()} == {"report.pdf", "notes.txt"}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_overlay_has_no_violation(window, member, board, scheme):
    page = window(member, board, color_scheme=scheme)
    opened(page)
    page.locator("#f-text").evaluate(STAYS)
    expect(page.locator(".dropover")).to_have_text("Drop into the comment")
    assert violations(page) == []
