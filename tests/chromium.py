"""The browser that the tests drive: the system's Chromium, else Playwright's, else one that apt can install."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from functools import cache

from playwright.sync_api import sync_playwright

from tests import apt

NAMES = ["/usr/bin/chromium", "chromium", "google-chrome", "google-chrome-stable", "chromium-browser"]
NONE_FOUND = (
    "The browser tests need Chromium: install it (Debian: apt install chromium; elsewhere: "
    "python -m playwright install chromium) and run again."
)


def launch_options() -> dict:
    """What playwright's `launch` needs; root has no sandbox."""
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
    return {"executable_path": path(), "args": [*sandbox, "--disable-dev-shm-usage"]}


@cache
def path() -> str:
    """The first browser that really runs; installs one where that is allowed."""
    found = first_that_runs()
    if not found and apt.install("chromium"):
        found = first_that_runs()
    return found or sys.exit(NONE_FOUND)


def first_that_runs() -> str | None:
    return next((browser for browser in candidates() if runs(browser)), None)


def candidates() -> Iterator[str]:
    yield from filter(None, map(shutil.which, NAMES))
    with sync_playwright() as playwright:
        yield playwright.chromium.executable_path


def runs(browser: str) -> bool:
    """Ubuntu's chromium-browser, for one, is there and only says that it is not."""
    try:
        asked = subprocess.run([browser, "--version"], capture_output=True, timeout=30, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return asked.returncode == 0


if __name__ == "__main__":
    print(path())  # noqa: T201
