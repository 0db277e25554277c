"""What is carried over a page from outside of it, as Chromium itself tells the page."""

from tests.browser.helpers import middle


class Carried:
    """What somebody has in the hand: over a place, then let go there or taken away."""

    def __init__(self, page, *paths, items=()):
        self.client = page.context.new_cdp_session(page)
        self.data = {"items": items, "files": [str(path) for path in paths], "dragOperationsMask": 1}

    def over(self, place):
        self.place = middle(place)
        self.send("dragEnter")
        self.send("dragOver")
        return self

    def let_go(self):
        self.send("drop")

    def send(self, kind):
        x, y = self.place
        event = {"type": kind, "x": x, "y": y, "data": self.data}
        self.client.send("Input.dispatchDragEvent", event)


def drop(page, place, *paths, **options):
    Carried(page, *paths, **options).over(place).let_go()
