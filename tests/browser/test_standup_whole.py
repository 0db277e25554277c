"""A whole standup of five people, led by the keyboard alone; two follow in browsers of their own."""

import re
from datetime import date, timedelta

import pytest
from playwright.sync_api import expect

from projects.models import Role
from tests.browser.helpers import card, line, link, titles
from tests.factories import MembershipFactory, UserFactory

pytestmark = pytest.mark.browser

STANDUP = "/p/parcel-vision/standup/"
CARDS = {  # by who has them: what is said of each is done on the spot
    "Ana Lopez": "Train baseline",
    "Ben Hall": "Ask support",
    "Cleo Park": "Draw the plan",
    "Dan Weiss": "Label 200 images",
    "Eve Sato": "Write the loader",
}


@pytest.fixture
def team(project, names):
    """Five with a card each, two of whom are here; and a viewer."""
    for name, title in CARDS.items():
        mine = project.memberships.filter(user__name=name).first()
        mine = mine or MembershipFactory(project=project, user=UserFactory(name=name), role=Role.MEMBER)
        project.cards.get(title=title).assignees.add(mine)
    monday = date.today() - timedelta(days=date.today().weekday())
    for week in project.milestones.all():
        week.starts_on = monday + timedelta(weeks=week.number - 1)
        week.save()
    project.cards.filter(title="Draw the plan").update(blocked_reason="No paper")
    project.cards.filter(title="Label 200 images").update(estimate_minutes=720)


@pytest.fixture
def three(window, team, owner, member, viewer):
    """Ana leads; Ben and Vera follow from the board."""
    leader = window(owner, STANDUP)
    tab_to(leader, leader.get_by_role("button", name="Lead", exact=True)).press("Enter")
    expect(line(leader)).to_contain_text("You lead")
    others = [window(person, "/p/parcel-vision/board/") for person in (member, viewer)]
    for page in others:
        tab_to(page, line(page).get_by_role("button", name="Follow", exact=True)).press("Enter")
    expect(line(leader)).to_contain_text("You lead, 2 follow")
    return leader, *others


def tab_to(page, element):
    """Go there as one does without a mouse; returns the element."""
    for _ in range(60):
        if element.evaluate("(element) => element === document.activeElement"):
            return element
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab does not lead to {element}.")


def all_show(pages, place, **lists):
    """All windows are there, and show these cards and no others."""
    for page in pages:
        expect(page.get_by_role("heading", level=1)).to_have_text(place)
        for column, cards in lists.items():
            expect(titles(page, column)).to_have_text(cards)
        expect(page.locator("#board .card")).to_have_count(sum(map(len, lists.values())))


def test_a_standup_is_led_by_the_keyboard_alone_and_the_others_see_each_step(three, project, named):
    leader, ben, vera = three
    keys = leader.keyboard
    all_show(three, "One card is blocked", blocked=["Draw the plan"], still=["Train baseline"])

    keys.press("ArrowRight")  # Ana: done
    all_show(three, "Ana Lopez", doing=["Train baseline"])
    keys.press("ArrowDown")
    keys.press("3")
    all_show(three, "Ana Lopez", done=["Train baseline"])

    keys.press("ArrowUp")
    keys.press("ArrowRight")  # Ben starts his own, and keeps following
    all_show(three, "Ben Hall", todo=["Ask support"])
    tab_to(ben, link(ben, "Ask support")).press("2")
    all_show(three, "Ben Hall", doing=["Ask support"])
    expect(line(ben)).to_contain_text("Following Ana Lopez")

    keys.press("ArrowRight")  # Cleo: not blocked any more
    all_show(three, "Cleo Park", blocked=["Draw the plan"])
    keys.press("ArrowDown")
    keys.press("u")
    all_show(three, "Cleo Park", doing=["Draw the plan"])

    keys.press("ArrowUp")
    keys.press("ArrowRight")  # Dan: too big, so split
    all_show(three, "Dan Weiss", todo=["Label 200 images"])
    keys.press("ArrowDown")
    keys.press("s")
    tab_to(leader, leader.get_by_role("button", name="Split into")).press("Enter")
    parts = [f"Label 200 images ({part}/3)" for part in (1, 2, 3)]
    all_show(three, "Dan Weiss", todo=parts)

    tab_to(leader, leader.locator("[data-goes=on]")).press("Space")  # Eve: next week
    all_show(three, "Eve Sato", todo=["Write the loader"])
    keys.press("ArrowDown")
    keys.press("n")
    all_show(three, "Eve Sato", todo=[])

    tab_to(leader, leader.get_by_role("link", name="Leave the standup")).press("Enter")
    todo, done = parts, ["Export parcels", "Train baseline"]
    all_show(three, "Kickoff", todo=todo, doing=["Draw the plan", "Ask support"], done=done)
    tab_to(leader, link(leader, "Draw the plan")).press("3")
    all_show(three, "Kickoff", todo=todo, doing=["Ask support"], done=[*done, "Draw the plan"])
    expect(card(vera, "Draw the plan")).to_have_class(re.compile("is-spoken"))

    tab_to(ben, ben.get_by_role("link", name="Plan", exact=True)).press(
        "Enter"
    )  # Ben looks around, and comes back
    expect(line(ben)).to_contain_text("Follow again")
    tab_to(leader, leader.get_by_role("link", name="Standup", exact=True)).press("Enter")
    all_show([leader, vera], "Eve Sato", todo=[])
    tab_to(ben, line(ben).get_by_role("button", name="Follow again")).press("Enter")
    all_show(three, "Eve Sato", todo=[])

    tab_to(leader, leader.locator("[data-goes=on]")).press("Enter")
    all_show(three, "Nobody’s cards")
    keys.press("Enter")
    all_show(three, re.compile("^12 h left"))
    tab_to(leader, leader.get_by_role("button", name="Finish").first).press("Enter")
    for page in three:
        expect(line(page)).to_be_hidden()
    event = project.events.last()
    assert (event.kind, event.data["name"]) == ("standup_ended", "Ana Lopez")
