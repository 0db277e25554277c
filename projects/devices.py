"""What a browser says of itself, in a few words: enough to know one's own."""

from typing import NamedTuple

# In this order: many a browser also calls itself by the names of those below it.
BROWSERS = {
    "Edg": "Edge",
    "OPR/": "Opera",
    "SamsungBrowser/": "Samsung Internet",
    "Vivaldi/": "Vivaldi",
    "Firefox/": "Firefox",
    "FxiOS/": "Firefox",
    "CriOS/": "Chrome",
    "Chrome/": "Chrome",
    "Safari/": "Safari",
    "curl/": "curl",
    "python": "a program",
}
SYSTEMS = {
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Android": "Android",
    "CrOS": "ChromeOS",
    "Windows": "Windows",
    "Macintosh": "Mac",
    "Linux": "Linux",
}
PHONES = {"iPhone", "Android"}


class Device(NamedTuple):
    name: str
    is_phone: bool


def device_of(user_agent: str) -> Device:
    """Name browser and system as far as they are known: “Firefox on Linux”."""
    browser, system = first_in(BROWSERS, user_agent), first_in(SYSTEMS, user_agent)
    return Device(" on ".join(filter(None, [browser or "A browser", system])), system in PHONES)


def first_in(known: dict[str, str], user_agent: str) -> str:
    return next((name for sign, name in known.items() if sign in user_agent), "")
