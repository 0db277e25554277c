"""What is pasted on a card: text where there is text, else a picture or files."""

import base64
import io
import re

import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.browser.card.sheet import opened
from tests.browser.dropping import given, list_uploads

pytestmark = pytest.mark.browser

COPY = """async (kinds) => {
  const bytes = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  const blob = ([type, text]) => [type, new Blob([type === "image/png" ? bytes(text) : text], { type })];
  const item = new ClipboardItem(Object.fromEntries(Object.entries(kinds).map(blob)));
  await navigator.clipboard.write([item]);
}"""
# What the clipboard of a test cannot hold: formats of other programs, and files.
PASTE = """(field, [kinds, names]) => {
  const clipboardData = new DataTransfer();
  for (const [kind, text] of Object.entries(kinds)) clipboardData.setData(kind, text);
  for (const name of names) clipboardData.items.add(new File(["bytes"], name));
  const paste = new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true });
  return field.dispatchEvent(paste) ? "text" : "files";
}"""


@pytest.fixture(scope="module")
def picture():
    file = io.BytesIO()
    Image.new("RGB", (40, 30), "teal").save(file, "PNG")
    return base64.b64encode(file.getvalue()).decode()


@pytest.fixture
def number(named):
    return named("Ask support").number


@pytest.fixture
def page(window, member, project, number):
    page = window(member, permissions=["clipboard-read", "clipboard-write"])
    list_uploads(page)
    page.goto(f"/p/{project.slug}/cards/{number}/")
    return page


CELLS = "<table><tr><td>GPU</td><td>3</td></tr></table>"
WORDS = '<p class="MsoNormal">As <b>agreed</b></p>'
SHOWN = '<meta charset="utf-8"><img src="https://pictures.example/a.png" alt="A chart">'


def test_text_is_pasted_though_a_picture_of_it_comes_along(page, picture):
    field = page.locator("#f-text")
    for text, html in [
        ("GPU\t3\n", CELLS),
        ("As agreed", WORDS),
        ("A cat:", f"A cat: {SHOWN}"),
        ("Plain", None),
    ]:
        kinds = {"text/plain": text, "text/html": html, "image/png": picture}
        page.evaluate(COPY, {kind: value for kind, value in kinds.items() if value})
        field.fill("")
        field.press("ControlOrMeta+v")
        expect(field).to_have_value(text)
    assert not page.evaluate("window.given?.length")


def test_a_picture_is_pasted_where_it_is_alone_and_nothing_that_a_page_names_is_fetched(
    page, number, picture
):
    asked = []
    page.on("request", lambda request: "pictures.example" in request.url and asked.append(request.url))
    field = page.locator("#f-text")
    for kinds in [
        {"image/png": picture},
        {"image/png": picture, "text/html": SHOWN},
        {
            "image/png": picture,
            "text/html": f"<a href='/'><p>{SHOWN}</p></a>",
            "text/plain": "https://pictures.example/a.png",
        },
    ]:
        page.evaluate(COPY, kinds)
        field.press("ControlOrMeta+v")
        assert given(page) == {"card": number, "names": ["image.png"], "field": "f-text", "made": True}
    expect(field).to_have_value("")
    assert asked == []


def test_files_are_pasted_though_a_file_manager_gives_their_names_as_text(page, number):
    field = page.locator("#f-text")
    for text, names, made in [
        ("", ["plan.pdf"], False),
        ("plan.pdf", ["plan.pdf"], False),
        ("image.png", ["image.png"], False),  # a file of that name has one
        ("/home/ana/plan.pdf\r\nC:\\work\\b.csv", ["plan.pdf", "b.csv"], False),
        ("x-special/nautilus-clipboard\ncopy\nfile:///home/ana/5%25%20a.pdf\n", ["5% a.pdf"], False),
        ("\ufffc", ["image.png"], True),  # a word processor's sign for a picture
        ("", ["image.png", "b.png"], False),
    ]:
        assert field.evaluate(PASTE, [{"text/plain": text}, names]) == "files", text
        assert given(page) == {"card": number, "names": names, "field": "f-text", "made": made}


def test_text_of_other_programs_wins_over_the_pictures_and_files_beside_it(page):
    for kinds in [
        {"text/plain": "As agreed", "text/html": WORDS, "text/rtf": r"{\rtf1 As agreed}"},
        {"text/plain": "see plan.pdf"},
        {"text/plain": "plan.pdf\nand more"},
        {"text/plain": "\t\n", "text/html": "<table><tr><td></td><td></td></tr></table>"},  # empty cells
        {"text/plain": "😀😀", "text/html": "<img alt='😀'><img alt='😀'>"},
    ]:
        assert page.locator("#f-text").evaluate(PASTE, [kinds, ["image.png"]]) == "text", kinds
    assert not page.evaluate("window.given?.length")


def test_a_picture_goes_into_the_text_that_is_written_and_else_to_the_list(page):
    page.locator("#edit-description").click()
    for place, named in {
        "#f-description": "f-description",
        "#f-title": "",
        "#f-reason": "",
        "#sheet-heading": "",
        "body": "",
    }.items():
        assert page.locator(place).evaluate(PASTE, [{}, ["image.png"]]) == "files", place
        assert given(page)["field"] == named
    assert page.locator("#q").evaluate(PASTE, [{}, ["image.png"]]) == "text"


@pytest.mark.usefixtures("files")
def test_a_picture_pasted_into_a_description_is_shown_in_it(window, member, board, picture, named):
    page = opened(window(member, board, permissions=["clipboard-read", "clipboard-write"]))
    page.locator("#sheet-description a").first.click()
    page.evaluate(COPY, {"image/png": picture})
    field = page.locator("#f-description")
    field.fill("What the first run gave:")
    field.press("ControlOrMeta+v")
    expect(field).to_have_value(re.compile(r"^What the first run gave:\n\n!\[\]\(file:\d+\)"))
    page.get_by_role("button", name="Save", exact=True).click()
    shown = page.locator("#sheet-description img")
    expect(shown).to_have_js_property("naturalWidth", 40)
    assert re.match(r"Picture 1, \d+:\d+", named("Train baseline").files.get().name)
