"""How a person finds things on the board and takes hold of them."""

from playwright.sync_api import expect

# Safari, on a Mac, gives no focus to a button or a link that is clicked, and takes it from what had it.
AS_SAFARI = """addEventListener("mousedown", (event) => {
  if (!event.target.closest("a, button, summary")) return;
  event.preventDefault();
  document.activeElement.blur();
}, true);"""


def card(page, title):
    return page.locator(".card", has_text=title)


def link(page, title):
    return card(page, title).locator("h3 a")


def titles(page, column):
    return page.locator(f"#column-{column} .card h3")


def saved(project, column):
    """The titles in a column as the database has them."""
    return list(project.cards.on_board().filter(column=column).in_order().values_list("title", flat=True))


def hears(page, text):
    expect(page.locator("#announce")).to_have_text(text)


def mark(page):
    """Whether the board is live."""
    return page.locator("#live")


def middle(locator):
    locator.scroll_into_view_if_needed()
    box = locator.bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def lift(page, title, onto):
    """Press on a card and carry it over another place, without letting go."""
    onto.scroll_into_view_if_needed()
    page.mouse.move(*middle(card(page, title)))
    page.mouse.down()
    carry(page, onto)


def carry(page, onto):
    x, y = middle(onto)
    page.mouse.move(x, y - 5, steps=8)
    page.mouse.move(x, y, steps=3)
    page.wait_for_timeout(150)  # SortableJS looks every 50 ms what is under the pointer


def drag(page, title, onto):
    lift(page, title, onto)
    page.mouse.up()


def drag_by_touch(page, title, onto, meanwhile=lambda: None):
    """A finger stays on the card until it comes loose, then carries it."""
    client = page.context.new_cdp_session(page)
    onto.scroll_into_view_if_needed()
    start, end = middle(card(page, title)), middle(onto)
    touch(client, "touchStart", *start)
    meanwhile()
    page.wait_for_timeout(400)
    for step in range(1, 11):
        touch(client, "touchMove", *(a + (b - a) * step / 10 for a, b in zip(start, end, strict=True)))
        page.wait_for_timeout(30)
    page.wait_for_timeout(150)
    client.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


def touch(client, kind, x, y):
    client.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y}]})


def answer_later(page, path="**/move/"):
    """Hold the next move, or request for `path`, back; calling what comes back sends it on."""
    held = []
    page.route(path, lambda route: held.append(route), times=1)

    def go_on():
        for _ in range(750):  # at most fifteen seconds until it is asked for
            if held:
                break
            page.wait_for_timeout(20)
        held[0].continue_()

    return go_on


def until(page, it_is_so):
    """Let two minutes go by in leaps, each with a real moment: what is under way has two of them to be answered."""
    for _ in range(60):
        if it_is_so():
            return
        page.clock.fast_forward(2_000)
        page.wait_for_timeout(200)
    raise AssertionError("It did not come.")
