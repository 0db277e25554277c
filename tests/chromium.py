"""The browser that the tests drive: Chromium's headless shell, else the system's Chromium, else Playwright's.

The headless shell is the same without the windows, and takes half the processor time. But it cannot capture a screen:
what records is driven in the whole Chromium. Debian has both as packages, which are installed where the tests may
install.
"""

import os
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

from tests import apt

SHELL = "chromium-headless-shell"
NAMES = ["/usr/bin/chromium", "chromium", "google-chrome", "google-chrome-stable", "chromium-browser"]
# A graphics card that is only imitated costs a seventh of the processor time, and draws no other page.
SPARING = ["--disable-dev-shm-usage", "--disable-gpu", "--disable-software-rasterizer"]
# A microphone that beeps each second, and the one tab that is shared without a dialog, which nobody could answer.
SHOWN = "Weekboard tests: what is shown"
CAPTURE = [
    "--use-fake-device-for-media-stream",
    "--auto-accept-camera-and-microphone-capture",
    f"--auto-select-tab-capture-source-by-title={SHOWN}",
]
# With these Playwright has pages go on at full speed that nobody sees.
NEVER_HIDDEN = [
    "--disable-background-timer-throttling",
    "--disable-backgrounding-occluded-windows",
    "--disable-renderer-backgrounding",
]
SHARED = "libatomic1"  # which the program that drives the browser needs, and a bare Debian does not have
WHERE = """from playwright.sync_api import sync_playwright
with sync_playwright() as playwright: print(playwright.chromium.executable_path)"""
NOT_DRIVEN = (
    "The browser tests need Playwright, and it does not run here (python -m playwright --version says why; "
    f"Debian: apt install {SHARED})."
)
QUICKER = f"Half the processor time: apt install {SHELL}"
NONE_FOUND = (
    "The browser tests need Chromium: install it (Debian: apt install chromium; elsewhere: "
    "python -m playwright install chromium) and run again."
)


def launch_options(*, headed: bool = False) -> dict:
    """What playwright's `launch` needs; root has no sandbox."""
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
    return {"executable_path": path(headed=headed), "args": [*sandbox, *SPARING]}


def capture_options() -> dict:
    """What playwright's `launch` needs for a browser that records, and slows down pages that nobody sees."""
    given = launch_options(headed=True)
    return given | {"args": [*given["args"], *CAPTURE], "ignore_default_args": NEVER_HIDDEN}


@cache
def path(*, headed: bool = False) -> str:
    """The first browser that really runs, with windows if one wants to see them; installs one where it may."""
    if not is_driven() and not (apt.install(SHARED) and is_driven()):
        sys.exit(NOT_DRIVEN)
    found = with_windows() if headed else headless_shell() or with_windows()
    return found or sys.exit(NONE_FOUND)


def is_driven() -> bool:
    return answers([sys.executable, "-m", "playwright"])


def headless_shell() -> str | None:
    """Debian alone packages it: elsewhere it would be asked for in vain, in every run."""
    if found := first_that_runs([SHELL]):
        return found
    return first_that_runs([SHELL]) if apt.is_debian() and apt.install(SHELL) else None


def with_windows() -> str | None:
    if found := first_that_runs(NAMES) or playwrights():
        return found
    return first_that_runs(NAMES) if apt.install("chromium") else None


def playwrights() -> str | None:
    """Asked in a process of its own: in this one Playwright may be running, and runs once."""
    asked = subprocess.run([sys.executable, "-c", WHERE], capture_output=True, text=True, check=True)
    return first_that_runs([asked.stdout.strip()])


def first_that_runs(browsers: list[str]) -> str | None:
    return next((found for found in map(shutil.which, browsers) if found and answers([found])), None)


def answers(program: list[str]) -> bool:
    """Whether it really runs: Ubuntu's chromium-browser, for one, is there and only says that it is not."""
    try:
        asked = subprocess.run([*program, "--version"], capture_output=True, timeout=30, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return asked.returncode == 0


if __name__ == "__main__":
    print(path())  # noqa: T201
    print(path(headed=True))  # noqa: T201
    if Path(path()).name != SHELL and apt.is_debian():
        print(QUICKER)  # noqa: T201
