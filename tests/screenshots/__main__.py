"""Takes the pictures in docs/pictures: `python -m tests.screenshots`."""

import io
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, expect, sync_playwright

from tests.chromium import launch_options
from tests.screenshots.server import NOW
from tests.site import HOST, ROOT, Site

PICTURES = ROOT / "docs" / "pictures"
WINDOW = {
    "viewport": {"width": 1440, "height": 900},
    "color_scheme": "light",
    "reduced_motion": "reduce",  # nothing is pictured on its way: a picture is the same each time
}
PASSWORD = "only for taking pictures"
PROJECT = "/p/parcel-vision"


def main() -> None:
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as home, sync_playwright() as playwright:
        site = Site(home, f"sqlite:///{home}/weekboard.sqlite3", Path(home) / "static")
        browser = playwright.chromium.launch(**launch_options())
        with site.served("tests.screenshots.server", SAMPLE="true", ADMIN_PASSWORD=PASSWORD) as (_, port):
            page = browser.new_page(base_url=f"http://{HOST}:{port}", **WINDOW)
            page.clock.set_fixed_time(NOW)
            sign_in(page)
            for name, show in SHOWN.items():
                show(page)
                page.mouse.move(0, 0)  # away from what shows more under a pointer
                save(page.screenshot(animations="disabled"), PICTURES / f"{name}.png")
            browser.close()


def sign_in(page: Page) -> None:
    page.goto("/")
    page.get_by_label("User name").fill("admin")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()


def show_board(page: Page) -> None:
    page.goto(f"{PROJECT}/board/")
    expect(page.get_by_text("live", exact=True)).to_be_visible()


def show_card(page: Page) -> None:
    show_board(page)
    page.get_by_role("link", name="Train logistic regression with CREATE MODEL", exact=True).click()
    expect(page.get_by_role("dialog")).to_be_visible()
    expect(page.locator("#sheet-files img")).to_have_js_property("complete", True)


def show_plan(page: Page) -> None:
    page.goto(f"{PROJECT}/plan/")


def show_closing(page: Page) -> None:
    page.goto(f"{PROJECT}/weeks/5/close/")


def show_demos(page: Page) -> None:
    page.goto(f"{PROJECT}/demos/")
    expect(page.locator("video")).to_have_js_property("readyState", 4)


def show_progress(page: Page) -> None:
    page.goto(f"{PROJECT}/progress/")


SHOWN = {
    "board": show_board,
    "card": show_card,
    "plan": show_plan,
    "closing": show_closing,
    "demos": show_demos,
    "progress": show_progress,
}


def save(screenshot: bytes, path: Path) -> None:
    """Keep 256 colours, which takes a third of the bytes.

    The usual median cut turns the few green dots of a page blue; a palette that covers all colours, moved to the
    middle of what it stands for, is off by 11 of 255 at most on the board.
    """
    image = Image.open(io.BytesIO(screenshot)).convert("RGB")
    few = image.quantize(256, method=Image.Quantize.MAXCOVERAGE, kmeans=4, dither=Image.Dither.NONE)
    few.save(path, optimize=True)


if __name__ == "__main__":
    main()
