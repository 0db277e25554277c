"""One leads a standup and two follow, in three windows; fifty follow without one."""

import re
import statistics

import pytest
from playwright.sync_api import sync_playwright

from tests import chromium
from tests.bench.boards import slug_of
from tests.bench.client import Visitor
from tests.bench.options import rounds
from tests.bench.turns import percentile

pytestmark = pytest.mark.bench
SLUG = slug_of(100)
STEPS, PAGES, FOLLOWERS = rounds(100, 30), rounds(40, 12), 50
PAUSE = 60  # milliseconds from what the last one has shown to the next step

# Milliseconds since 1970, in any window.
NOW = "performance.timeOrigin + performance.now()"
# When the frame was drawn that shows a stop, by its key.
WATCH = f"""() => {{
  window.drawn = {{}};
  new MutationObserver(() => requestAnimationFrame(() => {{
    window.drawn[document.getElementById("su-stop").dataset.stop] ??= {NOW};
  }})).observe(document.getElementById("main"), {{ childList: true }});
}}"""
DRAWN = """(stop) => new Promise((tell) => {
  const look = () => (stop in window.drawn ? tell(window.drawn[stop]) : setTimeout(look, 50));
  setTimeout(look, 100); // nothing asks while it is measured
})"""
CLICK = f"""(link) => {{
  const at = {NOW};
  link.click();
  return at;
}}"""
ASKED = "performance.timeOrigin + performance.getEntriesByType('navigation')[0].requestStart"


class Standup:
    """Three windows on one project, of which the first leads."""

    def __init__(self, browser, site, served):
        self.pages = [window(browser, Visitor(site, *served, f"person{n}")) for n in (1, 2, 3)]
        self.leader, *self.followers = self.pages
        self.leader.get_by_role("button", name="Lead", exact=True).click()
        for page in self.followers:
            page.locator("[data-act=follow]").click()
        self.settle()
        for page in self.pages:
            page.evaluate(WATCH)

    def settle(self):
        """Wait until everybody is live and knows who leads; the leader's browser has nothing left to say then."""
        for page, words in zip(self.pages, ("You lead, 2 follow", "Following", "Following"), strict=True):
            page.locator("#standup-now").get_by_text(words).wait_for()
        self.leader.wait_for_timeout(500)

    def to_stop(self, number):
        """Return after how long each follower's window has drawn the stop."""
        link = self.leader.locator(".su-person").nth(number)
        stop = re.search(r"stop=([\w-]+)", link.get_attribute("href"))[1]
        for page in self.pages:
            page.evaluate("() => { window.drawn = {}; }")
        at = link.evaluate(CLICK)
        drawn = [page.evaluate(DRAWN, stop) for page in self.pages]
        self.leader.wait_for_timeout(PAUSE)
        return [each - at for each in drawn[1:]]

    def to_page(self, link, path):
        """Return after how long each follower's browser has asked for another page."""
        at = self.leader.locator(link).evaluate(CLICK)
        for page in self.pages:
            page.wait_for_url(lambda url: path in url)
        asked = [page.evaluate(ASKED) for page in self.followers]
        self.settle()
        return [each - at for each in asked]


def window(browser, visitor):
    context = browser.new_context()
    context.add_cookies(visitor.cookies())
    page = context.new_page()
    page.goto(f"{visitor.origin}/p/{SLUG}/standup/")
    page.locator("#live[data-state=live]").wait_for()
    return page


@pytest.fixture(scope="module")
def late(site):
    """Milliseconds from each click to the drawn stop, and to the question for another page."""
    with site.served() as served, sync_playwright() as playwright:
        browser = playwright.chromium.launch(**chromium.launch_options())
        standup = Standup(browser, site, served)
        count = standup.leader.locator(".su-person").count()
        stops = [late for n in range(STEPS) for late in standup.to_stop((n + 1) % count)]
        ways = [(".su-where a", "/board/"), (f"nav a[href*='/p/{SLUG}/standup/']", "/standup/")]
        pages = [late for n in range(PAGES) for late in standup.to_page(*ways[n % 2])]
        browser.close()
    return {"stop": stops, "page": pages}


@pytest.mark.parametrize(("percent", "bound"), [(50, 131), (99, 202)])
def test_who_follows_sees_the_stop_soon_after_the_leaders_click(late, table, percent, bound):
    what = f"a leader's click to the stop in the windows of two others, p{percent} of {STEPS} steps"
    table.at_most(what, percentile(late["stop"], percent), bound, "ms", goal=150)


@pytest.mark.parametrize(("percent", "bound"), [(50, 96), (99, 321)])
def test_the_browser_of_who_follows_asks_for_another_page_soon(late, table, percent, bound):
    what = f"a leader's click until two others' browsers ask for another page, p{percent} of {PAGES}"
    table.at_most(what, percentile(late["page"], percent), bound, "ms", goal=150)


def test_a_stop_is_drawn_once_for_fifty_who_follow(site, table):
    with site.served() as served:
        visitor = Visitor(site, *served)
        path = f"/p/{SLUG}/standup/?stop=nobody"

        def ask():
            for _ in range(FOLLOWERS):
                visitor.get(path, **visitor.changing)

        ask()
        spent = []
        for _ in range(rounds(10, 3)):
            visitor.move(SLUG)  # the stop is another one now
            spent.append(visitor.cpu(ask) / FOLLOWERS)
    table.at_most(f"CPU of the server, a stop for each of {FOLLOWERS}", statistics.median(spent), 2, "ms")
