"""Two windows on one board: how late the second one shows what is moved in the first."""

import statistics

import pytest
from playwright.sync_api import sync_playwright

from tests import chromium
from tests.asking import cookie_name
from tests.bench.boards import slug_of
from tests.site import HOST

pytestmark = pytest.mark.bench
MOVES, PAUSE = 100, 60  # every card of the board once; milliseconds between them
KEYS = {"todo": "2", "doing": "3", "done": "1"}  # to the column beside

# When the frame is drawn that shows a card in another column, in milliseconds since 1970.
WATCH = """() => {
  window.seen = {};
  window.shown = (card) => new Promise((show) => {
    const look = () => (window.seen[card] ? show() : requestAnimationFrame(look));
    setTimeout(look, 200); // nothing asks while it is measured
  });
  const columns = () => Object.fromEntries(
    [...document.querySelectorAll("#board .card")].map(({ dataset }) => [dataset.card, dataset.column]));
  const were = columns();
  new MutationObserver(() => requestAnimationFrame(() => {
    for (const [card, column] of Object.entries(columns())) {
      if (column !== were[card]) window.seen[card] ??= performance.timeOrigin + performance.now();
    }
  })).observe(document.getElementById("board"), { childList: true, subtree: true, attributes: true });
}"""


@pytest.fixture(scope="module")
def late(site, tmp_path_factory):
    """Milliseconds from each move's commit to the frame in the other window, shortest first."""
    notes = tmp_path_factory.mktemp("screens") / "notes"
    with site.served("tests.bench.noting", NOTES=str(notes)) as (_, port), sync_playwright() as playwright:
        browser = playwright.chromium.launch(**chromium.launch_options())
        origin = f"http://{HOST}:{port}"
        mover, looker = (window(browser, site, origin, f"person{n}") for n in (1, 2))
        looker.evaluate(WATCH)
        for card, column in cards(mover):
            mover.locator(f"#card-{card} h3 a").press(KEYS[column])
            looker.evaluate("(card) => window.shown(card)", card)
            mover.wait_for_timeout(PAUSE)
        seen = looker.evaluate("window.seen")
        browser.close()
    committed = dict(line.split() for line in notes.read_text().splitlines())
    assert committed.keys() == seen.keys()
    return sorted(seen[card] - float(at) for card, at in committed.items())


def window(browser, site, origin, username):
    context = browser.new_context()
    session = {"name": cookie_name("session", origin), **site.bench("cookie", username)}
    context.add_cookies([{**session, "url": origin}])
    page = context.new_page()
    page.goto(f"{origin}/p/{slug_of(100)}/board/")
    page.locator("#live[data-state=live]").wait_for()
    return page


def cards(page):
    found = page.eval_on_selector_all(
        "#board .card", "cards => cards.map(({dataset}) => [dataset.card, dataset.column])"
    )
    assert len(found) == MOVES
    return found


def test_another_screen_follows_in_60_ms(late, table):
    table.at_most(f"commit to another screen, median of {MOVES} moves", statistics.median(late), 60, "ms")


def test_the_latest_of_a_hundred_screens_is_150_ms_late(late, table):
    table.at_most(f"commit to another screen, p99 of {MOVES} moves", late[MOVES * 99 // 100 - 1], 150, "ms")
