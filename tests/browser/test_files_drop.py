"""Files dropped on a page: what takes them, and what only keeps the browser from opening them."""

import pytest
from playwright.sync_api import expect

from tests.browser.dropping import drop

pytestmark = pytest.mark.browser

KEEPS = """() => addEventListener("dragover", ({ defaultPrevented, dataTransfer }) => {
  window.takes = defaultPrevented ? dataTransfer.dropEffect : "the browser";
})"""
TAKES = "window.takes"


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
