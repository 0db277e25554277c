"""Where nothing can be recorded: why, and what can be done instead."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PHONE
from tests.browser.recorder import stage, why_not
from tests.browser.test_accessibility import violations

pytestmark = pytest.mark.browser
ANDROID = "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 Chrome/156.0.0.0 Mobile Safari/537.36"


@pytest.fixture
def recorder(project):
    return f"/p/{project.slug}/weeks/1/record/"


def opened(window, member, recorder, script="", **options):
    page = window(member, **options)
    page.add_init_script(script)
    page.goto(recorder)
    return page


def test_a_phone_is_led_to_its_camera(window, member, recorder):
    page = opened(window, member, recorder, **PHONE, user_agent=ANDROID)
    expect(why_not(page)).to_contain_text("No browser on a phone")
    page.get_by_role("link", name="Film with the camera").click()
    expect(page.locator("input[type=file][capture]")).to_be_visible()


def test_without_https_it_says_so(window, member, recorder):
    script = "Object.defineProperty(globalThis, 'isSecureContext', { value: false });"
    page = opened(window, member, recorder, script)
    expect(why_not(page)).to_contain_text("this one came by http://")
    page.get_by_role("link", name="Give a link").click()
    expect(page.get_by_label("Or a link to one")).to_be_visible()


def test_a_browser_without_the_means_says_so(window, member, recorder):
    page = opened(window, member, recorder, "delete globalThis.MediaRecorder;")
    expect(why_not(page)).to_contain_text("no way to record its screen")


def test_without_scripts_it_says_so_and_offers_the_rest(window, member, recorder):
    page = opened(window, member, recorder, java_script_enabled=False)
    expect(why_not(page)).to_contain_text("switch JavaScript on")
    expect(stage(page, "choose")).to_be_hidden()
    page.get_by_role("link", name="Choose a film").click()
    expect(page.get_by_label("A video file")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 390, 320])
def test_no_stage_has_a_violation_or_is_wider_than_its_window(
    window, recording_window, member, recorder, width, scheme
):
    # What moves for as long as it is recorded would be waited for.
    still = {"color_scheme": scheme, "reduced_motion": "reduce"}
    size = {"viewport": {"width": width, "height": 2000}, **still}
    page = opened(window, member, recorder, "delete globalThis.MediaRecorder;", **size)
    expect(stage(page, "cannot")).to_be_visible()
    check(page)
    page = opened(recording_window, member, recorder, **size)
    expect(stage(page, "choose")).to_be_visible()
    check(page)
    page.get_by_role("button", name="Start, in").click()
    expect(page.locator("[data-onair]")).to_be_visible()
    check(page)
    expect(page.locator("[data-onair]")).to_be_visible()


def check(page):
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
