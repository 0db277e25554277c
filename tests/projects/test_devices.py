"""What a browser says of itself, in a few words."""

import pytest

from projects.devices import device_of

MOZILLA = "Mozilla/5.0"
WEBKIT = "AppleWebKit/537.36 (KHTML, like Gecko)"


@pytest.mark.parametrize(
    ("user_agent", "name", "is_phone"),
    [
        (f"{MOZILLA} (X11; Linux x86_64; rv:144.0) Gecko/20100101 Firefox/144.0", "Firefox on Linux", False),
        (f"{MOZILLA} (Windows NT 10.0) {WEBKIT} Chrome/142.0 Safari/537.36", "Chrome on Windows", False),
        (
            f"{MOZILLA} (Windows NT 10.0) {WEBKIT} Chrome/142.0 Safari/537.36 Edg/142.0",
            "Edge on Windows",
            False,
        ),
        (f"{MOZILLA} (Macintosh; Intel Mac OS X) {WEBKIT} Version/26 Safari/605.1", "Safari on Mac", False),
        (f"{MOZILLA} (iPhone; CPU like Mac OS X) {WEBKIT} Version/26 Safari/604.1", "Safari on iPhone", True),
        (f"{MOZILLA} (iPhone; CPU like Mac OS X) {WEBKIT} CriOS/142 Safari/604.1", "Chrome on iPhone", True),
        (
            f"{MOZILLA} (Linux; Android 16) {WEBKIT} Chrome/142.0 Mobile Safari/537.36",
            "Chrome on Android",
            True,
        ),
        ("curl/8.16.0", "curl", False),
        ("", "A browser", False),
    ],
)
def test_a_browser_and_its_system_are_named_as_far_as_they_are_known(user_agent, name, is_phone):
    assert device_of(user_agent) == (name, is_phone)
