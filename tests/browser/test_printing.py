"""What a page has on paper: what it says, and nothing to press or to fill in."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


@pytest.fixture
def paper(window, member):
    def open_page(path):
        page = window(member, path)
        page.emulate_media(media="print")
        return page

    return open_page


@pytest.fixture
def loader(named):
    return named("Write the loader")


@pytest.fixture
def address(loader):
    return f"/p/{loader.project.slug}/cards/{loader.number}/"


def test_a_board_prints_neither_split_nor_close_week(paper, board):
    page = paper(board)  # its week was due long ago
    expect(page.get_by_text("5 h over")).to_be_visible()
    expect(page.locator("a.split, button").filter(visible=True)).to_have_count(0)
    expect(page.get_by_role("link", name="Close week")).to_have_count(0)


def test_a_card_prints_its_hours_and_no_other_choice(paper, address, project):
    project.cards.update(estimate_minutes=180)
    expect(paper(address).locator("button").filter(visible=True)).to_have_text(["3 h"])


def test_a_card_prints_no_empty_field(paper, address):
    page = paper(address)
    expect(page.locator("#sheet-week")).to_be_visible()
    expect(page.locator(":placeholder-shown").filter(visible=True)).to_have_count(0)


def test_a_card_prints_what_blocks_it(paper, address, loader):
    loader.block("No access", by=None)
    expect(paper(address).get_by_label("Blocked by")).to_be_visible()


def test_the_sums_of_the_plan_print_below_its_last_week_only(paper, project):
    page = paper(f"/p/{project.slug}/progress/")
    expect(page.locator(".numbers tfoot")).to_have_css("display", "table-row-group")
