"""The browser that the tests drive: the system's Chromium, else Playwright's, else one that apt can install.

Its headless shell is the same without the windows, and takes two thirds of the time.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from functools import cache

from playwright.sync_api import sync_playwright

from tests import apt

SHELL = "chromium-headless-shell"
NAMES = ["/usr/bin/chromium", "chromium", "google-chrome", "google-chrome-stable", "chromium-browser"]
SHARED = "libatomic1"  # which the program that drives the browser needs, and a bare Debian does not have
NOT_DRIVEN = (
    "The browser tests need Playwright, and it does not run here (python -m playwright --version says why; "
    f"Debian: apt install {SHARED})."
)
NONE_FOUND = (
    "The browser tests need Chromium: install it (Debian: apt install chromium; elsewhere: "
    "python -m playwright install chromium) and run again."
)


def launch_options(*, headed: bool = False) -> dict:
    """What playwright's `launch` needs; root has no sandbox."""
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
    return {"executable_path": path(headed=headed), "args": [*sandbox, "--disable-dev-shm-usage"]}


@cache
def path(*, headed: bool = False) -> str:
    """The first browser that really runs, with windows if one wants to see them; installs one where it may."""
    if not is_driven() and not (apt.install(SHARED) and is_driven()):
        sys.exit(NOT_DRIVEN)
    found = first_that_runs(headed)
    if not found and apt.install("chromium" if headed else SHELL):
        found = first_that_runs(headed)
    return found or sys.exit(NONE_FOUND)


def is_driven() -> bool:
    return answers([sys.executable, "-m", "playwright"])


def first_that_runs(headed: bool) -> str | None:
    return next((browser for browser in candidates(headed) if answers([browser])), None)


def candidates(headed: bool) -> Iterator[str]:
    yield from filter(None, map(shutil.which, NAMES if headed else [SHELL, *NAMES]))
    with sync_playwright() as playwright:
        yield playwright.chromium.executable_path


def answers(program: list[str]) -> bool:
    """Whether it really runs: Ubuntu's chromium-browser, for one, is there and only says that it is not."""
    try:
        asked = subprocess.run([*program, "--version"], capture_output=True, timeout=30, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return asked.returncode == 0


if __name__ == "__main__":
    print(path())  # noqa: T201
