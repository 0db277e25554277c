"""What one does, the others see: two windows, two people."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.helpers import card, drag, hears, lift, link, mark, saved, titles
from tests.factories import CardFactory

pytestmark = pytest.mark.browser


# --- Seeing ---------------------------------------------------------------------------------------------
@pytest.mark.smoke
def test_what_one_does_is_on_the_other_screen(watching, owner, member, board, named):
    ana, ben = watching(owner), watching(member)
    drag(ben, "Ask support", ben.locator("#column-done .card"))
    expect(titles(ana, "done")).to_have_text(["Ask support", "Export parcels"])
    expect(ana.locator("#n-done")).to_have_text("2 cards")
    ben.locator("#add-todo").fill("Tune it 3h #data")
    ben.locator("#add-todo").press("Enter")
    hears(ben, "Added “Tune it” to To Do, third of three.")
    expect(card(ana, "Tune it")).to_contain_text("3 h")
    expect(ana.locator("#sum-todo")).to_have_text(ben.locator("#sum-todo").inner_text())
    link(ben, "Tune it").click()
    ben.get_by_role("textbox", name="Title").fill("Tune it well")
    ben.get_by_role("button", name="2 h").click()
    expect(card(ana, "Tune it well")).to_contain_text("2 h")
    ben.get_by_role("button", name="Archive").click()
    expect(card(ana, "Tune it well")).to_have_count(0)


def test_a_viewer_sees_what_commands_and_other_processes_change(watching, viewer, owner, named, project):
    page = watching(viewer)
    named("Ask support").label("gcp", by=owner)
    expect(card(page, "Ask support")).to_contain_text("gcp")
    named("Ask support").block("Waiting for billing", by=None)
    expect(card(page, "Ask support")).to_contain_text("Waiting for billing")
    expect(page.locator("#count-blocked")).to_have_text("1")
    named("Ask support").move(milestone_id=project.milestones.get(number=2).pk, by=owner)
    expect(card(page, "Ask support")).to_have_count(0)


def test_what_others_changed_is_tinted_and_told_once_in_five_seconds(watching, member, owner, named, week):
    page = watching(member)
    page.evaluate(
        """() => {
            window.heard = [];
            window.tinted = [];
            const note = ([{ target }]) => target.textContent && heard.push(target.textContent);
            new MutationObserver(note).observe(document.getElementById("announce"), { childList: true });
            new MutationObserver((all) => all.forEach(({ target }) => {
                if (target.matches(".card.is-moved")) tinted.push(target.id);
            })).observe(document.getElementById("board"), { subtree: true, attributeFilter: ["class"] });
        }"""
    )
    link(page, "Draw the plan").focus()
    named("Ask support").move(column="done", milestone_id=week.pk, by=owner)
    hears(page, f"{owner} moved “Ask support” to Done.")
    for title in ["Label 200 images", "Write the loader"]:
        named(title).estimate(60, by=owner)
    expect(page.locator("#announce")).to_have_text("2 cards changed.", timeout=10_000)
    page.keyboard.press("3")
    hears(page, "“Draw the plan” moved to Done, third of three.")
    page.wait_for_timeout(1500)
    assert page.evaluate("heard") == [
        f"{owner} moved “Ask support” to Done.",
        "2 cards changed.",
        "“Draw the plan” moved to Done, third of three.",
    ]
    assert named("Draw the plan").number not in {
        int(id.removeprefix("card-")) for id in page.evaluate("tinted")
    }
    assert len(set(page.evaluate("tinted"))) == 3
    expect(page.locator(".is-moved")).to_have_count(0)
    expect(link(page, "Draw the plan")).to_be_focused()


def test_with_reduced_motion_nothing_is_animated(watching, member, owner, named):
    page = watching(member, reduced_motion="reduce")
    named("Ask support").estimate(60, by=owner)
    expect(card(page, "Ask support")).to_contain_text("1 h")
    assert page.evaluate("document.getAnimations().length") == 0
    expect(page.locator(".is-moved")).to_have_count(0)


def test_a_change_of_the_project_brings_the_whole_board_and_keeps_what_is_being_done(
    watching, member, owner, project, named, week
):
    CardFactory.create_batch(12, project=project, milestone=week)
    page = watching(member, viewport={"width": 1440, "height": 500})
    page.locator("#add-doing").fill("half a line")
    expect(page.locator("#read-doing b")).to_have_text("half a line")  # it makes the page longer
    link(page, "Write the loader").focus()
    page.evaluate("scrollTo({ top: 40, behavior: 'instant' })")
    before = page.evaluate("document.activeElement.getBoundingClientRect().top")
    project.change(by=owner, name="Parcel Sight", card_limit_minutes=600)
    week.goal = "Another goal"
    week.save()
    project.refresh_from_db()
    named("Export parcels").move(column="doing", milestone_id=week.pk, by=owner)
    expect(page.locator(".projectname bdi")).to_have_text("Parcel Sight")
    expect(page.get_by_text("Over 10 h")).to_be_visible()
    expect(card(page, "Train baseline")).not_to_contain_text("over")
    expect(titles(page, "doing")).to_have_text(["Train baseline", "Draw the plan", "Export parcels"])
    expect(page.locator("#add-doing")).to_have_value("half a line")
    expect(link(page, "Write the loader")).to_be_focused()
    after = page.evaluate("document.activeElement.getBoundingClientRect().top")
    assert after == pytest.approx(before, abs=10)
    drag(page, "Ask support", page.locator("#column-doing .card").first)
    hears(page, "“Ask support” moved to In Progress, first of four.")


def test_a_filtered_board_shows_what_fits_by_now(watching, member, owner, named, board):
    page = watching(member, f"{board}&label=data")
    expect(page.locator("#n-todo")).to_have_text("1 of 3 cards")
    named("Ask support").label("data", by=owner)
    expect(titles(page, "todo")).to_have_text(["Write the loader", "Ask support"])
    expect(page.locator("#n-todo")).to_have_text("2 of 3 cards")
    named("Write the loader").unlabel("data", by=owner)
    expect(titles(page, "todo")).to_have_text(["Ask support"])


def test_what_no_filter_fits_any_more_is_told_as_moved_away(watching, member, owner, named, board, week):
    blocked = named("Draw the plan")
    blocked.block("No key", by=owner)
    page = watching(member, f"{board}&blocked=1")
    expect(titles(page, "doing")).to_have_text(["Draw the plan"])
    blocked.move(column="done", milestone_id=week.pk, by=owner)
    expect(titles(page, "doing")).to_have_text([])
    hears(page, f"{owner.name} moved “Draw the plan” out of what is shown here.")


def test_all_weeks_follow_too(watching, member, owner, named, project):
    page = watching(member, f"/p/{project.slug}/board/?week=all")
    named("Ask support").move(milestone_id=project.milestones.get(number=2).pk, by=owner)
    expect(page.locator("#column-todo .cards > *:visible h3, #column-todo .weekhead b")).to_have_text(
        ["W1", "Label 200 images", "Write the loader", "W2", "Ask support"]
    )


def test_who_looks_at_the_project_has_a_dot(watching, owner, member):
    page = watching(member)
    dots = page.locator(".people .live")
    expect(dots).to_have_count(1)
    other = watching(owner)
    expect(dots).to_have_count(2)
    expect(page.locator(".people")).to_contain_text(f"{owner}, here now")
    other.close()
    expect(dots).to_have_count(1)


# --- While one is at something ---------------------------------------------------------------------------
def test_during_a_drag_nothing_breaks_off_and_after_it_all_is_true(
    watching, member, owner, project, named, week
):
    page = watching(member)
    lift(page, "Ask support", page.locator("#column-done .card"))
    named("Label 200 images").move(column="doing", milestone_id=week.pk, by=owner)
    named("Write the loader").edit(title="Write the reader", base_hashes=None, by=owner)
    named("Train baseline").estimate(120, by=owner)
    named("Draw the plan").archive(by=owner)
    named("Export parcels").move(column="todo", milestone_id=week.pk, by=owner)
    named("Ask support").label("gcp", by=owner)
    page.wait_for_timeout(500)
    expect(titles(page, "doing")).to_have_text(["Train baseline", "Draw the plan"])
    expect(page.locator("body[data-dragging]")).to_have_count(1)
    page.mouse.up()
    expect(page.locator(".toast")).to_contain_text("Moved to Done")
    expect(titles(page, "done")).to_have_text(["Ask support"])
    for column in ["todo", "doing", "done"]:
        expect(titles(page, column)).to_have_text(saved(project, column))
    expect(card(page, "Write the reader")).to_be_visible()
    expect(card(page, "Train baseline")).to_contain_text("2 h")
    expect(card(page, "Ask support")).to_contain_text("gcp")


def test_while_the_move_menu_is_open_the_card_stays_under_it(watching, member, owner, named, week):
    page = watching(member)
    link(page, "Ask support").focus()
    page.keyboard.press("m")
    expect(page.locator("#move")).to_be_visible()
    named("Ask support").move(column="done", milestone_id=week.pk, by=owner)
    expect(mark(page)).to_have_text(re.compile("live, changes wait"))
    expect(titles(page, "done")).to_have_count(1)
    page.keyboard.press("Escape")
    expect(mark(page)).not_to_have_text(re.compile("wait"))
    expect(titles(page, "done")).to_have_count(2)


def test_what_is_typed_into_an_open_card_stays_while_others_change_it(
    watching, member, owner, named, expected
):
    expected.append("409")
    page = watching(member)
    link(page, "Ask support").click()
    page.get_by_label("Write a comment").fill("half a sen")
    title = page.get_by_role("textbox", name="Title")
    title.press("End")
    title.type(" again")
    named("Ask support").comment("Here is mine", author=owner, by=owner)
    expect(page.locator("#sheet-thread")).to_contain_text("Here is mine")
    named("Ask support").estimate(120, by=owner)
    expect(page.get_by_role("button", name="2 h")).to_have_attribute("aria-pressed", "true")
    expect(page.locator("[data-changed]")).to_have_text(re.compile(f"{owner} changed this card"))
    named("Ask support").edit(title="Ask the support", base_hashes=None, by=owner)
    expect(page.locator("[data-changed]")).to_contain_text(f"{owner} changed the title meanwhile.")
    expect(title).to_have_value("Ask support again")
    expect(title).to_be_focused()
    expect(page.get_by_label("Write a comment")).to_have_value("half a sen")
    page.get_by_role("button", name="Show").click()
    expect(page.locator(".theirs")).to_contain_text("Ask the support")
    expect(title).to_have_value("Ask support again")
    page.get_by_role("link", name="take theirs").click()
    expect(title).to_have_value("Ask the support")


def test_a_text_changed_meanwhile_is_not_overwritten_unseen(watching, member, owner, named, expected):
    expected.append("409")
    page = watching(member)
    link(page, "Ask support").click()
    page.get_by_role("link", name="Edit the description").click()
    page.locator("#f-description").fill("Mine")
    named("Ask support").edit(description="Theirs", base_hashes=None, by=owner)
    expect(page.locator("[data-changed]")).to_contain_text("changed the description meanwhile")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator(".theirs")).to_contain_text("Theirs")
    expect(page.locator("#f-description")).to_have_value("Mine")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator("#sheet-description .prose")).to_have_text("Mine")


def test_who_only_looks_at_an_open_card_sees_it_change(watching, viewer, owner, named):
    page = watching(viewer)
    link(page, "Ask support").click()
    expect(page.locator("#sheet-heading")).to_be_focused()
    named("Ask support").block("Waiting for billing", by=owner)
    expect(page.locator("#sheet")).to_contain_text("Waiting for billing")
    named("Ask support").edit(title="Ask the support", by=owner)
    expect(page.locator("#sheet-heading")).to_have_text("Ask the support")
    expect(page.locator("#sheet-heading")).to_be_focused()
    expect(page.locator("[data-changed]")).to_contain_text(f"{owner} changed this card.")


def test_an_open_card_that_was_archived_or_deleted_says_so(watching, member, owner, named):
    page = watching(member)
    link(page, "Ask support").click()
    expect(page.locator("#sheet")).to_be_visible()
    page.get_by_label("Write a comment").fill("half a sen")
    support = named("Ask support")
    support.archive(by=owner)
    expect(page.locator("[data-changed]")).to_contain_text(f"{owner} archived this card.")
    support.delete_card(by=owner)
    expect(page.locator("[data-changed]")).to_contain_text(f"{owner} deleted this card.")
    expect(page.get_by_label("Write a comment")).to_have_value("half a sen")


def test_the_week_of_an_open_card_follows(watching, member, owner, named, project):
    page = watching(member)
    link(page, "Ask support").click()
    week = page.locator("#sheet-week select")
    expect(week.locator("option:checked")).to_have_text(re.compile("W1"))
    named("Ask support").move(column="todo", milestone_id=project.milestones.get(number=2).pk, by=owner)
    expect(week.locator("option:checked")).to_have_text(re.compile("W2"))


def test_an_open_card_that_was_deleted_and_brought_back_says_so(watching, member, owner, named):
    page = watching(member)
    link(page, "Ask support").click()
    expect(page.locator("#sheet")).to_be_visible()
    page.get_by_label("Write a comment").fill("half a sen")
    support = named("Ask support")
    deleted = support.delete_card(by=owner)
    expect(page.locator("[data-changed]")).to_contain_text(f"{owner} deleted this card.")
    support.undo(deleted, by=owner)
    expect(page.locator("[data-changed]")).to_contain_text(f"{owner} brought this card back.")
    expect(page.get_by_label("Write a comment")).to_have_value("half a sen")
