"""What comes to a page from outside of it: carried over it, as Chromium itself tells the page, and let go there."""

from tests.browser.helpers import middle, wait_until

# In place of the script that uploads files.
LISTS = """window.given = [];
export function attach(card, files, { field, made }) {
  given.push({ card, names: files.map(({ name }) => name), field: field?.id ?? "", made: Boolean(made) });
}"""


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


def list_uploads(page):
    """Only list what would be uploaded by the pages that are opened from now on."""
    script = {"body": LISTS, "content_type": "text/javascript"}
    page.route("**/files/uploads*.js", lambda route: route.fulfill(**script))


def given(page):
    """The next files that would be uploaded."""
    wait_until(page, lambda: page.evaluate("window.given?.length"))
    return page.evaluate("given.shift()")
