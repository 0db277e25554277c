"""A tab that can be in the background: Playwright keeps those that it knows visible, and does not know this one."""

import json
from itertools import count

from django.conf import settings

from tests.conftest import client_for


class BackgroundTab:
    """Driven by the browser's own protocol, in a window of its own. `page` is any page of Playwright, to wait by."""

    def __init__(self, browser, page, user, url):
        self.page, self.answers, self.numbers = page, {}, count(1)
        self.browser = browser.new_browser_cdp_session()
        self.browser.on("Target.receivedMessageFromTarget", self.take)
        self.context = self.browser.send("Target.createBrowserContext")["browserContextId"]
        cookie = client_for(user).cookies[settings.SESSION_COOKIE_NAME]
        cookies = [{"name": cookie.key, "value": cookie.value, "url": url}]
        self.browser.send("Storage.setCookies", {"cookies": cookies, "browserContextId": self.context})
        self.target = self.create(url)
        attached = self.browser.send("Target.attachToTarget", {"targetId": self.target, "flatten": False})
        self.session = attached["sessionId"]

    def create(self, url):
        return self.browser.send("Target.createTarget", {"url": url, "browserContextId": self.context})[
            "targetId"
        ]

    def take(self, event):
        message = json.loads(event["message"])
        self.answers[message.get("id")] = message

    def evaluate(self, script):
        """What the script comes to, as if a person had just clicked."""
        number = next(self.numbers)
        wanted = {"expression": script, "awaitPromise": True, "returnByValue": True, "userGesture": True}
        message = json.dumps({"id": number, "method": "Runtime.evaluate", "params": wanted})
        self.browser.send("Target.sendMessageToTarget", {"sessionId": self.session, "message": message})
        for _ in range(1500):  # half a minute
            if number in self.answers:
                return self.answers[number].get("result", {}).get("result", {}).get("value")
            self.page.wait_for_timeout(20)
        raise AssertionError("It did not answer.")

    def wait_for(self, script):
        for _ in range(300):
            if self.evaluate(script):
                return
            self.page.wait_for_timeout(100)
        raise AssertionError("It did not come.")

    def hide(self):
        """By another tab that comes before it."""
        self.browser.send("Target.activateTarget", {"targetId": self.create("about:blank")})
        self.wait_for("document.visibilityState === 'hidden'")

    def show(self):
        self.browser.send("Target.activateTarget", {"targetId": self.target})
        self.wait_for("document.visibilityState === 'visible'")

    def close(self):
        self.browser.send("Target.disposeBrowserContext", {"browserContextId": self.context})
        self.browser.detach()
