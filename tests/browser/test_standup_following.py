"""One leads a standup, others follow: in windows of three people, on all pages of a project."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from boards.models import Standup
from projects.models import Membership
from tests.browser.conftest import PHONE
from tests.browser.helpers import answer_later, card, drag, hears, lift, line, link, press, titles, wait_until
from tests.factories import DemoFactory, MembershipFactory

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("names")]

PLAN, BOARD = "/p/parcel-vision/plan/", "/p/parcel-vision/board/?week=1"


def is_at(page, address):
    expect(page).to_have_url(re.compile(re.escape(address) + "$"))


def go(led, owner, address, **more):
    led.step({"address": address, "name": "somewhere", **more}, by=owner)


# --- Following -------------------------------------------------------------------------------------------
@pytest.mark.parametrize("path", ["board/?week=1", "plan/", "demos/", "progress/", "archive/", "cards/1/"])
def test_each_page_of_the_project_tells_who_leads(window, led, member, path):
    page = window(member, f"/p/parcel-vision/{path}")
    expect(line(page)).to_contain_text("Ana Lopez leads a standup.")
    expect(line(page).get_by_role("button", name="Follow", exact=True)).to_be_visible()


def test_who_follows_goes_where_the_leader_is(window, led, member, owner):
    page = window(member, BOARD)
    press(page, "Follow")
    is_at(page, PLAN)
    expect(line(page)).to_contain_text("Following Ana Lopez")
    go(led, owner, "board/?week=2")
    is_at(page, "/p/parcel-vision/board/?week=2")
    go(led, owner, "progress/")
    is_at(page, "/p/parcel-vision/progress/")
    expect(line(page)).to_contain_text("Following Ana Lopez")


def test_a_standup_that_begins_shows_in_open_pages_at_once(watching, project, member, owner):
    page = watching(member)
    Standup(project=project).lead({"address": "board/?week=1"}, by=owner)
    expect(line(page)).to_contain_text("Ana Lopez leads a standup.")


def test_following_survives_a_reload(window, led, member, owner):
    page = window(member, PLAN)
    press(page, "Follow")
    expect(line(page)).to_contain_text("Following")
    page.reload()
    expect(line(page)).to_contain_text("Following Ana Lopez")
    go(led, owner, "progress/")
    is_at(page, "/p/parcel-vision/progress/")


def test_a_viewer_follows_and_cannot_lead(window, led, viewer, owner):
    page = window(viewer, BOARD)
    press(page, "Follow")
    is_at(page, PLAN)
    expect(line(page).get_by_role("button", name="Take the lead")).to_have_count(0)


def test_back_leads_to_where_one_was_before_one_followed(window, led, member, owner):
    page = window(member, BOARD)
    press(page, "Follow")
    is_at(page, PLAN)
    go(led, owner, "progress/")
    is_at(page, "/p/parcel-vision/progress/")
    page.go_back()
    is_at(page, BOARD)
    expect(line(page).get_by_role("button", name="Follow again")).to_be_visible()


def test_who_leads_over_another_page_comes_back_to_the_stop_that_they_left(window, led, owner):
    page = window(owner, "/p/parcel-vision/standup/?stop=blocked")
    expect(line(page)).to_contain_text("You lead")
    page.locator("[data-goes=on]").click()
    left = re.compile(r"/standup/\?stop=\d+&been=blocked$")
    expect(page).to_have_url(left)
    page.get_by_role("link", name="Leave the standup").click()
    expect(line(page)).to_contain_text("You lead")
    page.get_by_role("link", name="Standup", exact=True).click()
    expect(page).to_have_url(left)


# --- Letting go ------------------------------------------------------------------------------------------
def test_going_somewhere_oneself_lets_go_and_follow_again_leads_back(window, led, member, owner):
    page = window(member, PLAN)
    press(page, "Follow")
    expect(line(page)).to_contain_text("Following")
    page.get_by_role("link", name="Progress").click()
    is_at(page, "/p/parcel-vision/progress/")
    press(page, "Follow again")
    is_at(page, PLAN)


def test_a_detour_over_another_page_lets_go(window, led, member, owner):
    page = window(member, PLAN)
    press(page, "Follow")
    expect(line(page)).to_contain_text("Following")
    page.goto("/")
    page.goto(PLAN)
    expect(line(page).get_by_role("button", name="Follow again")).to_be_visible()


def test_escape_lets_go(window, led, member, owner):
    page = window(member, PLAN)
    press(page, "Follow")
    expect(line(page)).to_contain_text("Following")
    page.keyboard.press("Escape")
    expect(line(page).get_by_role("button", name="Follow again")).to_be_visible()
    go(led, owner, "progress/")
    page.wait_for_timeout(500)
    is_at(page, PLAN)


def test_the_cross_lets_go(window, led, member, owner):
    page = window(member, PLAN)
    press(page, "Follow")
    press(page, "Stop following")
    expect(line(page).get_by_role("button", name="Follow again")).to_be_visible()


def test_who_moves_their_card_keeps_following(watching, led, member, owner, project):
    go(led, owner, "board/?week=1")
    page = watching(member)
    press(page, "Follow")
    drag(page, "Ask support", page.locator("#column-done .cards"))
    expect(card(page.locator("#column-done"), "Ask support")).to_be_visible()
    expect(line(page)).to_contain_text("Following Ana Lopez")
    go(led, owner, "progress/")
    is_at(page, "/p/parcel-vision/progress/")


def test_a_step_waits_for_a_field_and_then_leads_to_the_last_place(watching, led, member, owner):
    go(led, owner, "board/?week=1")
    page = watching(member)
    press(page, "Follow")
    field = page.locator("#q")
    field.fill("parcels")
    go(led, owner, "plan/", name="the plan")
    expect(line(page)).to_contain_text("Ana Lopez is at the plan")
    go(led, owner, "progress/")
    page.wait_for_timeout(400)
    is_at(page, BOARD)
    field.fill("")
    field.blur()
    is_at(page, "/p/parcel-vision/progress/")


def test_a_card_in_the_air_holds_a_step_back_and_the_line_says_so(watching, led, member, owner, named):
    go(led, owner, "board/?week=1")
    page = watching(member)
    press(page, "Follow")
    lift(page, "Ask support", page.locator("#column-done .cards"))
    go(led, owner, "plan/", name="the plan")
    expect(line(page)).to_contain_text("Ana Lopez is at the plan")
    is_at(page, BOARD)
    page.mouse.up()
    is_at(page, PLAN)
    assert named("Ask support").column == "done"


def test_an_open_card_holds_a_step_back(watching, led, member, owner):
    go(led, owner, "board/?week=1")
    page = watching(member)
    press(page, "Follow")
    link(page, "Ask support").click()
    expect(page.locator("#sheet")).to_be_visible()
    go(led, owner, "progress/")
    page.wait_for_timeout(400)
    expect(page.locator("#sheet")).to_be_visible()
    page.keyboard.press("Escape")
    is_at(page, "/p/parcel-vision/progress/")


def test_the_card_that_is_spoken_of_is_outlined(watching, led, member, owner, named):
    go(led, owner, "board/?week=1")
    page = watching(member)
    press(page, "Follow")
    go(led, owner, "board/?week=1", card=named("Ask support").number)
    expect(page.locator(".card.is-spoken")).to_contain_text("Ask support")
    named("Ask support").edit(title="Ask them again", by=owner)
    expect(page.locator(".card.is-spoken")).to_contain_text("Ask them again")


def test_while_the_leader_is_elsewhere_the_others_stay(window, led, member, owner):
    page = window(member, PLAN)
    press(page, "Follow")
    led.step({"address": ""}, by=owner)
    expect(line(page)).to_contain_text("Ana Lopez is elsewhere")
    is_at(page, PLAN)


def test_a_demo_is_watched_together(window, led, week, member, owner):
    first, second = (DemoFactory(milestone=week, person=person) for person in (owner, member))
    leader, page = (window(person, "/p/parcel-vision/demos/?week=1") for person in (owner, member))
    expect(line(leader)).to_contain_text("You lead")
    press(page, "Follow")
    for demo in (second, first):
        leader.locator(f"a[href='?demo={demo.pk}']").click()
        is_at(leader, f"/demos/?demo={demo.pk}")
        is_at(page, f"/demos/?demo={demo.pk}")


def test_who_was_cut_off_for_a_while_comes_to_the_present_place_and_not_through_those_before(
    window, led, member, owner, expected
):
    expected.append("Failed to load resource")
    page = window(member)
    page.clock.install()
    page.goto(PLAN)
    press(page, "Follow")
    expect(line(page)).to_contain_text("Following")
    page.context.set_offline(True)
    for address in ("board/?week=2", "demos/"):
        go(led, owner, address)
        for _ in range(5):
            page.clock.fast_forward(2_000)
            page.wait_for_timeout(100)
    go(led, owner, "progress/")
    is_at(page, PLAN)
    been = []
    page.on("framenavigated", lambda frame: been.append(frame.url))
    page.context.set_offline(False)
    is_at(page, "/p/parcel-vision/progress/")
    assert [url.partition("/p/parcel-vision/")[2] for url in been] == ["progress/"]
    expect(line(page)).to_contain_text("Following Ana Lopez")


# --- Leading ---------------------------------------------------------------------------------------------
def test_the_leaders_own_ways_take_the_others_along(window, watching, led, member, owner):
    leader, page = window(owner, PLAN), window(member, PLAN)
    press(page, "Follow")
    expect(line(leader)).to_contain_text("You lead, 1 follows")
    leader.goto("/p/parcel-vision/board/?week=2&blocked=1")
    is_at(page, "/p/parcel-vision/board/?week=2&blocked=1")
    leader.goto(BOARD)
    is_at(page, BOARD)
    link(leader, "Train baseline").focus()
    expect(page.locator(".card.is-spoken")).to_contain_text("Train baseline")
    leader.goto("/p/parcel-vision/archive/")
    expect(line(page)).to_contain_text("is elsewhere")


def test_the_leader_leaves_the_project_and_is_elsewhere(window, led, member, owner):
    leader, page = window(owner, PLAN), window(member, PLAN)
    press(page, "Follow")
    expect(line(leader)).to_contain_text("You lead")
    leader.get_by_role("link", name="Weekboard, all projects").click()
    expect(line(page)).to_contain_text("is elsewhere")


def test_a_member_takes_the_lead_and_the_first_takes_it_back(window, led, member, owner):
    leader, page = window(owner, PLAN), window(member, PLAN)
    expect(line(leader)).to_contain_text("You lead")
    press(page, "Take the lead")
    page.locator("#standup-take").get_by_role("button", name="Take the lead").click()
    expect(line(page)).to_contain_text("You lead")
    expect(leader.locator("#toasts")).to_contain_text("Ben Hall leads now.")
    press(leader, "Take the lead")
    leader.locator("#standup-take").get_by_role("button", name="Take the lead").click()
    expect(line(leader)).to_contain_text("You lead")
    expect(line(page)).to_contain_text("Ana Lopez leads a standup.")


def test_finishing_takes_the_line_away_everywhere(window, led, member, owner, project):
    leader, page = window(owner, PLAN), window(member, PLAN)
    press(page, "Follow")
    press(leader, "Finish")
    expect(line(leader)).to_be_hidden()
    expect(line(page)).to_be_hidden()
    hears(page, "The standup is over.")
    assert project.events.get().kind == "standup_ended"


def test_a_leader_whose_membership_ends_leads_no_more(window, led, member, owner, project):
    MembershipFactory(project=project, role=3)
    page = window(member, PLAN)
    Membership.objects.get(project=project, user=owner).leave(by=None)
    expect(line(page)).to_contain_text("Nobody leads the standup.")
    press(page, "Take the lead")
    expect(line(page)).to_contain_text("You lead")


# --- The clock -------------------------------------------------------------------------------------------
def test_the_clock_goes_by_the_servers_time_whatever_ones_own_says(window, led, member):
    page = window(member)
    page.clock.set_system_time("2031-01-01T00:00:00")
    page.goto(PLAN)
    expect(line(page).locator("[data-clock]")).to_have_text(re.compile(r"^0:[0-5]\d$"))
    expect(line(page).locator("[data-clock]")).to_have_attribute("aria-hidden", "true")


@pytest.fixture
def timed(window, led, member):
    """A window in which two seconds are left of the project's ten minutes."""
    Standup.objects.update(started_at=timezone.now() - timedelta(minutes=9, seconds=58))
    page = window(member)
    page.clock.install()
    page.goto(PLAN)
    expect(line(page).locator("[data-clock]")).to_contain_text("9:5")
    return page


def is_amber(page):
    return "is-long" in page.locator("[data-clock]").get_attribute("class")


def test_after_the_projects_minutes_the_clock_is_amber(timed):
    assert not is_amber(timed)
    timed.clock.run_for(3_000)
    expect(timed.locator("[data-clock]")).to_contain_text("10:0")
    assert is_amber(timed)


def test_a_window_that_is_seen_again_shows_the_time_at_once(timed):
    timed.evaluate("window.setTimeout = () => 0")  # a window that nobody sees has no timers for a while
    timed.clock.run_for(70_000)
    assert "9:5" in timed.locator("[data-clock]").text_content()
    timed.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    assert "11:0" in timed.locator("[data-clock]").text_content()
    assert is_amber(timed)


# --- On a phone ------------------------------------------------------------------------------------------
def test_on_a_phone_the_line_covers_nothing(watching, led, member):
    page = watching(member, **PHONE)
    expect(line(page)).to_be_visible()
    bar, weeks = page.locator(".topbar").bounding_box(), page.locator(".weekstrip").bounding_box()
    own = line(page).bounding_box()
    assert own["y"] + own["height"] <= bar["y"] + bar["height"] <= weeks["y"]
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert titles(page, "todo").count() == 3


# --- From stop to stop -----------------------------------------------------------------------------------
STANDUP = "/p/parcel-vision/standup/"


def rail(page, name):
    return page.get_by_role("navigation", name="Stops").get_by_role("link", name=name)


def says(page, text):
    expect(page.locator("#su-title")).to_have_text(text)


@pytest.fixture
def three(window, project, owner, member, viewer):
    """Ana leads from the page of a standup; Ben and Vera follow."""
    leader = window(owner, STANDUP)
    leader.get_by_role("button", name="Lead", exact=True).click()
    expect(line(leader)).to_contain_text("You lead")
    others = [window(person, BOARD) for person in (member, viewer)]
    for page in others:
        press(page, "Follow")
        says(page, "Nothing is blocked")
    expect(line(leader)).to_contain_text("You lead, 2 follow")
    return leader, *others


def test_three_go_from_stop_to_stop_over_the_board_and_finish_together(three, project, named):
    leader, ben, vera = three
    for name in ("Ana Lopez", "Ben Hall"):
        rail(leader, name.split()[0]).click()
        for page in three:
            says(page, name)
    leader.goto(BOARD)
    for page in (ben, vera):
        is_at(page, BOARD)
    drag(ben, "Ask support", ben.locator("#column-done .cards"))
    for page in three:
        expect(card(page.locator("#column-done"), "Ask support")).to_be_visible()
    leader.goto(f"{STANDUP}?stop=wrap-up")
    for page in three:
        is_at(page, f"{STANDUP}?stop=wrap-up")
    press(leader, "Finish")
    for page in three:
        expect(line(page)).to_be_hidden()
    assert project.events.last().kind == "standup_ended"


def test_the_lead_button_is_there_only_while_nobody_leads(three):
    leader, ben, _ = three
    expect(ben.get_by_role("button", name="Lead", exact=True)).to_be_hidden()
    press(leader, "Finish")
    expect(ben.get_by_role("button", name="Lead", exact=True)).to_be_visible()


def test_another_stop_of_ones_own_lets_go(three):
    leader, ben, vera = three
    rail(ben, "Ben").click()
    says(ben, "Ben Hall")
    expect(line(ben).get_by_role("button", name="Follow again")).to_be_visible()
    rail(leader, "Ana").click()
    says(vera, "Ana Lopez")
    says(ben, "Ben Hall")
    press(ben, "Follow again")
    says(ben, "Ana Lopez")


def test_of_two_whose_wish_to_lead_comes_in_the_same_moment_one_leads(window, owner, member, expected):
    expected.append("409 (Conflict)")
    pages = [window(person, STANDUP) for person in (owner, member)]
    send = [answer_later(page, "**/standup/lead/") for page in pages]
    for page in pages:
        page.get_by_role("button", name="Lead", exact=True).click()
    for go_on in send:
        go_on()
    wait_until(
        pages[0], lambda: {line(page).get_attribute("data-mode") for page in pages} == {"leading", "off"}
    )
    other = next(page for page in pages if line(page).get_attribute("data-mode") == "off")
    expect(other.locator("#toasts")).to_contain_text("leads already.")
    expect(line(other)).to_contain_text("leads a standup.")


def test_who_presses_lead_and_has_not_heard_that_somebody_does_reads_who(window, owner, member, expected):
    expected += ["ERR_FAILED", "409 (Conflict)"]
    pages = [window(person, STANDUP) for person in (owner, member)]
    for page in pages:
        page.route("**/live/?*", lambda route: route.abort())  # neither hears of the other
    for page in pages:
        page.reload()
        page.get_by_role("button", name="Lead", exact=True).click()
    expect(pages[1].locator("#toasts")).to_contain_text("Ana Lopez leads already.")


def test_steps_in_a_rush_lead_to_the_last_one(three):
    leader, _, vera = three
    for name in ("Ana", "Ben", "Nobody’s", "Blocked", "Ben"):
        rail(leader, name).click()
    for page in three:
        says(page, "Ben Hall")
    expect(line(vera)).to_contain_text("Following Ana Lopez")
