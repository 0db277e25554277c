"""Files on their way to a card: chosen, several at once, stopped, refused, over a lost network, a closed dialog."""

import re

import pytest
from django.conf import settings as django_settings
from django.contrib.staticfiles.storage import staticfiles_storage
from playwright.sync_api import expect

from boards.models import CardFile
from tests.browser.card.sheet import opened
from tests.browser.conftest import PHONE, sign_in
from tests.browser.helpers import card, hears, intercept, wait_until
from tests.browser.test_accessibility import violations
from tests.browser.uploading import FILES, Held, attached, choose, picture, put_into_text, row, text_file

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("files")]
TITLE = "Train baseline"
REFUSED = "Failed to load resource"  # what a browser says of an answer that is none, or a refusal


@pytest.fixture
def page(watching, member):
    return opened(watching(member))


def close(page):
    page.keyboard.press("Escape")
    page.wait_for_url("**/board/*")


def test_files_are_chosen_by_a_click_and_by_a_key(page):
    for begin in (lambda: page.locator("#f-file").click(), lambda: page.keyboard.press("Enter")):
        with page.expect_file_chooser() as chosen:
            begin()
        assert chosen.value.is_multiple()
        chosen.value.set_files([picture()])
        hears(page, "depot.png attached.")
        expect(page.locator("#f-file")).to_be_focused()
    attached(page, "depot.png", "depot.png")


def test_a_file_is_chosen_by_touch(watching, member):
    page = opened(watching(member, **PHONE))
    with page.expect_file_chooser() as chosen:
        page.locator("#f-file").tap()
    chosen.value.set_files([text_file("run.log")])
    attached(page, "run.log")


def test_of_several_two_go_at_once_and_one_is_stopped(page):
    held = Held(page)
    choose(page, *(text_file(f"{name}.csv") for name in "abcd"))
    held.wait_for(2)
    expect(row(page, "c.csv")).to_contain_text("Waiting for the others.")
    expect(row(page, "a.csv")).to_contain_text("of 0.1 MB")
    page.get_by_role("button", name="Stop uploading b.csv").click()
    held.wait_for(3)
    page.get_by_role("button", name="Stop uploading d.csv").click()
    expect(page.get_by_role("button", name="Stop uploading c.csv")).to_be_focused()
    held.let_go(2)
    held.let_go(0)
    attached(page, "c.csv", "a.csv")
    hears(page, "All 2 files attached.")


def test_a_lost_network_keeps_the_files_and_they_go_on_by_themselves(watching, member, expected):
    expected.append(REFUSED)
    page = watching(member)
    with page.expect_request_finished(lambda request: "js/files/alternative_text." in request.url):
        opened(page)  # and what sends files comes with it
    page.evaluate("address => import(address)", staticfiles_storage.url("js/files/uploads.js"))
    page.context.set_offline(True)
    choose(page, picture(), text_file("b.csv"), text_file("c.csv"))
    expect(row(page, "depot.png")).to_contain_text("No connection. It goes on by itself.")
    expect(row(page, "c.csv")).to_contain_text("Waiting for the others.")
    page.context.set_offline(False)
    hears(page, "All 3 files attached.")
    expect(page.locator("#sheet-files li")).to_have_count(3)


def test_what_is_lost_on_the_way_is_sent_again_and_there_once(page):
    held = Held(page)
    choose(page, text_file("a.csv"))
    held.wait_for(1)
    page.context.set_offline(True)
    expect(row(page, "a.csv")).to_contain_text("No connection. It goes on by itself.")
    page.context.set_offline(False)
    held.wait_for(2)
    first, second = (
        re.search(rb'name="request_id"\r\n\r\n(\S+)', route.request.post_data_buffer)[1]
        for route in held.routes
    )
    assert first == second
    held.let_go(1)
    attached(page, "a.csv")


def test_a_network_that_says_nothing_is_given_up(watching, member):
    page = watching(member)
    page.clock.install()
    held = Held(opened(page))
    choose(page, text_file("a.csv"))
    held.wait_for(1)
    page.clock.fast_forward(121_000)
    expect(row(page, "a.csv")).to_contain_text("No connection. It goes on by itself.")
    page.clock.fast_forward(2_000)
    held.let_go(1)
    attached(page, "a.csv")


def test_a_server_that_is_busy_is_asked_again(page, expected):
    expected.append(REFUSED)
    intercept(page, FILES, lambda route: route.fulfill(status=503, body="Busy"), times=1)
    choose(page, picture())
    expect(row(page, "depot.png")).to_contain_text("The server is busy. It goes on by itself.")
    attached(page, "depot.png")
    assert CardFile.objects.count() == 1


def test_a_file_that_is_too_big_is_said_so_and_not_sent(page, tmp_path):
    held = Held(page)
    for name, megabytes in (("depot.png", 10), ("big.csv", 25)):
        with (tmp_path / name).open("wb") as file:
            file.truncate(megabytes * 2**20 + 1)
    page.locator("#f-file").set_input_files([tmp_path / "depot.png", tmp_path / "big.csv"])
    expect(row(page, "depot.png")).to_contain_text(
        "This has more than 10 MB, which is the most that is taken."
    )
    expect(row(page, "big.csv")).to_contain_text("This has more than 25 MB")
    hears(page, "0 of 2 files attached. Not attached: depot.png, big.csv.")
    page.get_by_role("button", name="Dismiss depot.png").click()
    expect(page.locator("#sheet-uploads li")).to_have_count(1)
    assert not held.routes


def test_a_picture_that_cannot_be_shown_says_what_to_do(page, expected):
    expected.append(REFUSED)
    heic = b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + bytes(100)
    choose(page, text_file("yard.heic") | {"buffer": heic})
    expect(row(page, "yard.heic").locator(".error")).to_have_text(
        "HEIC cannot be shown. Save it as JPEG first."
    )
    expect(page.get_by_role("button", name="Try again")).to_have_count(0)


def test_where_the_room_ends_the_rows_say_which_came_in(page, settings, expected):
    expected.append(REFUSED)
    settings.PROJECT_STORAGE_GB = 3_500_000 / 2**30
    choose(page, *(text_file(f"{name}.csv", 1_000_000) for name in "abcde"))
    hears(page, re.compile("^3 of 5 files attached. Not attached: "))
    expect(page.locator("#sheet-files li")).to_have_count(3)
    failed = page.locator("#sheet-uploads .failed")
    expect(failed).to_have_count(2)
    expect(failed.first).to_contain_text("There is no room for this file")
    settings.PROJECT_STORAGE_GB = 5
    for _ in range(2):
        page.get_by_role("button", name="Try again").first.click()
    expect(page.locator("#sheet-files li")).to_have_count(5)


def test_uploads_outlast_a_dialog_that_is_closed_and_opened_again(page, named, expected):
    held = Held(page)
    choose(page, text_file("a.csv"), text_file("b.csv"))
    held.wait_for(2)
    close(page)
    opened(page, "Ask support")
    held.let_go(0)
    expect(card(page, TITLE).locator(".count")).to_contain_text("1 file")
    expect(page.locator("#sheet-files li, #sheet-uploads li")).to_have_count(0)
    close(page)
    opened(page, TITLE)
    expect(page.locator("#sheet-files li b")).to_have_text(["a.csv"])
    expect(row(page, "b.csv")).to_be_visible()
    held.let_go(1)
    attached(page, "a.csv", "b.csv")
    assert named("Ask support").file_count == 0


def test_another_window_sees_the_file_and_its_count(page, watching, owner):
    other = watching(owner)
    opened(other)
    choose(page, picture())
    attached(page, "depot.png")
    expect(other.locator("#sheet-files li b")).to_have_text(["depot.png"])
    expect(card(other, TITLE).locator(".count")).to_contain_text("1 file")


def test_a_failed_upload_of_a_closed_card_is_said_and_sent_again(page, expected):
    expected.append(REFUSED)
    held = Held(page)
    choose(page, text_file("a.csv"))
    held.wait_for(1)
    close(page)
    held.routes[0].fulfill(status=500, body="broken")
    message = page.locator("#not-done")
    expect(message).to_contain_text("a.csv was not attached to #4. Something went wrong on the server.")
    message.get_by_role("button", name="Retry").click()
    held.let_go(1)
    expect(card(page, TITLE).locator(".count")).to_contain_text("1 file")


def test_who_is_signed_out_meanwhile_keeps_the_file_and_sends_it_after_signing_in(
    page, member, server, expected
):
    expected.append(REFUSED)
    page.context.clear_cookies(name=django_settings.SESSION_COOKIE_NAME)
    choose(page, text_file("a.csv"))
    expect(row(page, "a.csv")).to_contain_text("You have been signed out. Sign in again in another tab")
    sign_in(page.context, member, server.url)
    page.get_by_role("button", name="Try again").click()
    attached(page, "a.csv")


def test_a_file_that_is_gone_from_the_disk_is_not_tried_for_ever(page, tmp_path, expected):
    expected.append(REFUSED)
    held = Held(page)
    for name in "abc":
        (tmp_path / f"{name}.csv").write_bytes(b"x" * 1_000)
    page.locator("#f-file").set_input_files([tmp_path / f"{name}.csv" for name in "abc"])
    held.wait_for(2)
    (tmp_path / "c.csv").unlink()
    for index in range(3):
        held.let_go(index)
    expect(row(page, "c.csv")).to_contain_text("This file cannot be read.")


def test_leaving_the_page_asks_while_something_is_on_its_way(page, board):
    held = Held(page)
    choose(page, text_file("a.csv"))
    held.wait_for(1)
    page.keyboard.press("Tab")  # a browser asks only where somebody has done something
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    page.close(run_before_unload=True)
    wait_until(page, lambda: asked)
    assert asked == ["beforeunload"]
    held.let_go()
    attached(page, "a.csv")


@pytest.mark.parametrize(
    "size", [{}, {**PHONE, "color_scheme": "dark"}], ids=["desktop", "phone in the dark"]
)
def test_rows_of_uploads_and_the_question_about_a_picture_have_no_violation(watching, member, size, expected):
    expected.append(REFUSED)
    page = opened(watching(member, **size))
    put_into_text(page)
    expect(page.get_by_label("What does this picture show?")).to_be_visible()
    choose(page, text_file("empty.csv", 0))
    expect(row(page, "empty.csv").locator(".error")).to_be_visible()
    held = Held(page)
    choose(page, *(text_file(f"{name}.csv") for name in "abc"))
    held.wait_for(2)
    page.evaluate("dispatchEvent(new Event('offline'))")
    expect(page.locator("#sheet-uploads .waiting")).to_have_count(2)
    assert violations(page) == []


def test_a_file_for_a_card_that_was_deleted_meanwhile_says_so(page, named, owner, expected):
    expected.append(REFUSED)
    held = Held(page)
    choose(page, text_file("a.csv"))
    held.wait_for(1)
    named(TITLE).delete_card(by=owner)
    held.let_go()
    expect(row(page, "a.csv").locator(".error")).to_contain_text("deleted")
    assert not CardFile.objects.exists()
