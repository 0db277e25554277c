"""What the mark says of the connection, and that it is true."""

import re

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from projects.models import Project
from tests.browser.conftest import PATIENCE
from tests.browser.helpers import card, hears, link, mark, titles, until
from tests.browser.test_accessibility import SIZES, violations

pytestmark = pytest.mark.browser


def test_a_cut_network_is_said_and_after_it_the_board_is_true(watching, member, owner, named, expected, week):
    expected.append("Failed to load resource")
    page = watching(member)
    page.context.set_offline(True)
    expect(mark(page)).to_have_text(re.compile("not live, trying again"), timeout=5000)
    named("Ask support").move(column="done", milestone_id=week.pk, by=owner)
    page.context.set_offline(False)
    expect(mark(page)).to_have_text(re.compile("^\\s*live"))
    expect(titles(page, "done")).to_have_count(2)


def test_a_stream_waits_for_no_other_window(window, member, board):
    """Firefox has one request wait for another of the same address, unless it is to go past the cache."""
    page = window(member)
    with page.expect_request("**/live/?*") as asked:
        page.goto(board)
    assert asked.value.all_headers().get("cache-control") == "no-cache"


def test_a_first_connection_that_fails_is_tried_again(window, member, board, expected):
    expected.append("Failed to load resource")
    page = window(member)
    page.route("**/live/?*", lambda route: route.abort(), times=2)
    page.goto(board)
    expect(mark(page)).to_have_text(re.compile("^\\s*live"))


# A stream that says nothing more, as one behind a router that has forgotten it.
SILENCED = """const Real = EventSource;
window.streams = [];
window.EventSource = class extends Real {
  constructor(...given) { super(...given); streams.push(this); }
  addEventListener(name, listen) {
    super.addEventListener(name, (message) => this !== window.silenced && listen(message));
  }
};"""


@pytest.fixture
def silenced(window, member, board):
    """A board whose stream has been live, and says nothing any more."""
    page = window(member)
    page.add_init_script(SILENCED)
    page.clock.install()
    page.goto(board)
    expect(mark(page)).to_have_text(re.compile("^\\s*live"))
    page.evaluate("window.silenced = streams.at(-1)")
    return page


def test_what_one_did_is_heard_before_how_the_connection_is(watching, member):
    page = watching(member)
    page.evaluate("""() => {
        loadJoined("js/announce.js").announce("Moved.");
        loadJoined("js/live/mark.js").showState("asking");
    }""")
    hears(page, "Moved.")
    hears(page, "every 10 s")


def opens_a_new_stream(page, timeout=5000):
    return page.expect_request("**/live/?*", timeout=timeout)


def test_a_stream_that_is_silent_for_eight_seconds_is_opened_anew(silenced, owner, named, week):
    with opens_a_new_stream(silenced, timeout=PATIENCE):
        for _ in range(9):  # a second each: what leaps is a machine that slept
            silenced.clock.run_for(1_000)
    named("Ask support").move(column="done", milestone_id=week.pk, by=owner)
    expect(titles(silenced, "done")).to_have_count(2)


def test_a_machine_that_slept_for_some_seconds_opens_a_new_stream_at_once(silenced):
    with opens_a_new_stream(silenced):
        silenced.clock.fast_forward(6_000)


@pytest.mark.parametrize(
    "event",
    [
        "window.dispatchEvent(new Event('online'))",
        "window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))",
        "document.dispatchEvent(new Event('resume'))",
    ],
)
def test_a_page_that_comes_back_opens_a_new_stream_at_once(silenced, event):
    with opens_a_new_stream(silenced):
        silenced.evaluate(event)


def test_where_streams_do_not_get_through_the_board_asks(window, member, owner, named, board):
    page = window(member)
    page.route("**/live/?*", lambda route: route.continue_() if "once" in route.request.url else None)
    page.clock.install()
    page.goto(board)
    page.clock.fast_forward(5_000)
    expect(mark(page)).to_have_text(re.compile("every 10 s"))
    named("Ask support").estimate(60, by=owner)
    until(page, lambda: "1 h" in card(page, "Ask support").inner_text())
    page.unroute("**/live/?*")
    until(page, lambda: mark(page).inner_text().strip().startswith("live"))


def test_who_is_signed_out_is_told_and_shown_the_way(watching, member, expected):
    expected.append("401")
    page = watching(member)
    Session.objects.all().delete()
    expect(mark(page)).to_contain_text("You have been signed out.", timeout=12_000)
    page.get_by_role("link", name="Sign in").click()
    page.wait_for_url("**/login/?next=/p/**")


def test_who_is_removed_is_told_and_sees_nothing_of_what_follows(watching, member, owner, project, named):
    page = watching(member)
    project.memberships.get(user=member).leave(by=owner)
    named("Ask support").edit(title="A secret", base_hashes=None, by=owner)
    expect(mark(page)).to_contain_text("You are not in this project any more.")
    expect(page.get_by_role("link", name="All projects", exact=True)).to_be_visible()
    assert "A secret" not in page.content()


def test_a_deleted_project_says_so(watching, member, project):
    page = watching(member)
    Project.objects.get(pk=project.pk).delete()
    expect(mark(page)).to_contain_text("This project has been deleted.", timeout=12_000)


@pytest.mark.parametrize("size", SIZES)
def test_the_mark_has_no_violation_in_any_state(watching, member, owner, project, size, expected):
    expected.append("Failed to load resource")
    page = watching(member, **size)
    assert violations(page) == []
    page.context.set_offline(True)
    link(page, "Ask support").focus()
    page.keyboard.press("3")
    expect(card(page, "Ask support")).to_contain_text("Not sent yet")
    expect(mark(page)).to_contain_text("1 move not sent yet")
    assert violations(page) == []
    page.context.set_offline(False)
    expect(mark(page)).to_have_text(re.compile("^\\s*live"))
    project.memberships.get(user=member).leave(by=owner)
    expect(mark(page)).to_contain_text("not in this project")
    assert violations(page) == []
