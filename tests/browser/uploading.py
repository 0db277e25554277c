"""How a person attaches files to the card that is open, and what becomes of them on the way."""

import base64
import io
import re

from django.contrib.staticfiles.storage import staticfiles_storage
from PIL import Image
from playwright.sync_api import expect

from tests.browser.helpers import intercept, wait_until

FILES = re.compile(r"/cards/\d+/files/$")
# As pasting and dropping do it: into the text that is being written, where its caret is.
INTO_TEXT = """async ([address, id, name, type, content]) => {
  const { attach } = await import(address);
  const field = document.getElementById(id);
  const bytes = Uint8Array.from(atob(content), (letter) => letter.charCodeAt(0));
  const card = Number(field.closest("[data-sheet]").dataset.sheet);
  attach(card, [new File([bytes], name, { type })], { field, made: type !== "text/plain" });
}"""


def make_picture(colour="teal"):
    content = io.BytesIO()
    Image.new("RGB", (40, 30), colour).save(content, "PNG")
    return content.getvalue()


def put_into_text(page, field="f-text", name="image.png", kind="image/png"):
    content = make_picture() if kind == "image/png" else b"words"
    address = staticfiles_storage.url("js/files/uploads.js")
    page.evaluate(INTO_TEXT, [address, field, name, kind, base64.b64encode(content).decode()])


def picture(name="depot.png"):
    return {"name": name, "mimeType": "image/png", "buffer": make_picture()}


def text_file(name, size=1_000):
    return {"name": name, "mimeType": "text/plain", "buffer": b"x" * size}


def choose(page, *files):
    page.locator("#f-file").set_input_files(list(files))


def row(page, name):
    """Of an upload that has not come in."""
    return page.locator("#sheet-uploads li", has_text=name)


def attached(page, *names):
    """The list of files has these, in this order, and nothing is on its way."""
    expect(page.locator("#sheet-files li b")).to_have_text(list(names))
    expect(page.locator("#sheet-uploads li")).to_have_count(0)


class Held:
    """Holds back what a page uploads, until it is let go."""

    def __init__(self, page):
        self.page, self.routes = page, []
        intercept(page, FILES, lambda route: self.routes.append(route))

    def wait_for(self, count):
        wait_until(self.page, lambda: len(self.routes) == count)

    def let_go(self, index=0):
        self.wait_for(max(index + 1, len(self.routes)))
        self.routes[index].continue_()
