"""When the cards of a first visit are there, and what that takes of the browser's main thread.

The floor is the same page as plain HTML, without scripts and styles, from a server that does nothing else.
"""

import re
from contextlib import ExitStack, suppress
from functools import partial
from pathlib import Path

import psutil
import pytest
from playwright.sync_api import sync_playwright

from tests import chromium
from tests.bench.boards import SIZES, slug_of
from tests.bench.client import PLAIN, Visitor, visitors
from tests.bench.options import BEFORE, rounds
from tests.bench.turns import Turns

pytestmark = pytest.mark.bench
ROUNDS = rounds(12, 3)
QUIET = 1500  # milliseconds in which a page comes to rest
ADDED = re.compile(r"<script\b.*?</script>|<link\b[^>]*>", re.DOTALL)  # what a plain page goes without

# When the frame is drawn that has so many cards, in milliseconds since the navigation began.
WATCH = """window.visible = new Promise((show) => {
  const look = () => {
    if (document.querySelectorAll(".card").length < CARDS) return requestAnimationFrame(look);
    setTimeout(() => show(performance.now()));
  };
  requestAnimationFrame(look);
});"""


@pytest.fixture(scope="module")
def visits(sites, tmp_path_factory):
    """By number of cards, what is opened in turns: each version's board, and the same page as plain HTML."""
    home = tmp_path_factory.mktemp("floor")
    with ExitStack() as stack:
        boards = stack.enter_context(visitors(sites, WORKERS=None))

        def floor(size):
            page = home / f"{size}.html"
            page.write_text(ADDED.sub("", boards["now"].get(board(size), **PLAIN).decode()))
            _, port = stack.enter_context(sites["now"].served("tests.bench.bare", BODY=str(page)))
            return Visitor(sites["now"], None, port)

        yield {size: boards | {"floor": floor(size)} for size in SIZES}


@pytest.fixture(scope="module")
def found(visits):
    """By number of cards, milliseconds until they are visible and of the main thread, of all that take turns."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(**chromium.launch_options())
        found = {size: taken(browser, size, opened) for size, opened in visits.items()}
        browser.close()
    return found


def taken(browser, size, opened):
    busy = {name: [] for name in opened}

    def visit(name):
        visible, spent = first_visit(browser, opened[name], size)
        busy[name].append(spent)
        return visible

    visible = Turns.take(ROUNDS, {name: partial(visit, name) for name in opened})
    return {"visible": visible, "main thread": Turns(busy)}


def first_visit(browser, visitor, size):
    """(Milliseconds until the cards are visible, milliseconds of CPU of the main thread until it rests.)"""
    begun = main_threads()
    with browser.new_context() as context:
        context.add_cookies(visitor.cookies())
        page = context.new_page()
        page.add_init_script(WATCH.replace("CARDS", str(size)))
        page.goto(visitor.origin + board(size), wait_until="commit")
        visible = page.evaluate("window.visible")
        page.wait_for_timeout(QUIET)
        spent = sum(at - begun.get(pid, 0) for pid, at in main_threads().items())
        return visible, spent


def main_threads():
    """Milliseconds of CPU so far, of the main thread of each page that our browser has open."""
    found = {}
    for process in psutil.Process().children(recursive=True):
        with suppress(psutil.NoSuchProcess, FileNotFoundError):  # a page that was just closed
            if "--type=renderer" in process.cmdline():
                times = Path(f"/proc/{process.pid}/task/{process.pid}/schedstat").read_text()
                found[process.pid] = int(times.split()[0]) / 1e6
    return found


def board(size):
    return f"/p/{slug_of(size)}/board/"


BOUNDS = [  # cards; what of them; at most how many times the floor and the version before; what was asked for
    (100, "visible", 3.6, 0.8, 1),
    (100, "main thread", 2.4, 1.2, None),
    (1000, "visible", 1.4, 0.65, None),
    (1000, "main thread", 1.3, 0.6, 0.7),
]


@pytest.mark.parametrize("beside", ["floor", *BEFORE])
@pytest.mark.parametrize(("cards", "what", "floor", "before", "goal"), BOUNDS)
def test_a_first_visit_is_quick(found, table, cards, what, floor, before, goal, beside):
    turns = found[cards][what]
    name = f"{what}, cold board of {cards:,} cards"
    if beside == "floor":
        table.note(f"{name}: floor", turns.median("floor"), "ms")
        table.note(name, turns.median("now"), "ms")
        table.at_most("... of the floor", turns.ratio("now", "floor"), floor, "×")
    else:
        table.at_most("... of the version before", turns.ratio("now", "before"), before, "×", goal=goal)
