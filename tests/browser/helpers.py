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


def line(page):
    """What the top bar says of a standup."""
    return page.locator("#standup-now")


def press(page, name):
    """A button of that line."""
    line(page).get_by_role("button", name=name, exact=True).click()


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
    let_pass(page, 150)  # SortableJS looks every 50 ms what is under the pointer


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
    carry_by_touch(page, client, start, end)
    let_pass(page, 150)
    client.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


def carry_by_touch(page, client, start, end):
    """The finger has just come down: the card comes loose after a while."""
    let_pass(page, 400)
    for step in range(1, 11):
        touch(client, "touchMove", *(a + (b - a) * step / 10 for a, b in zip(start, end, strict=True)))
        let_pass(page, 30)


def touch(client, kind, x, y):
    client.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y}]})


# --- Waiting: for a state, never for a time that a slower machine would not have ------------------------------
def let_pass(page, milliseconds):
    """Let so much time pass in the page itself: what it had set for an earlier moment has been done by then."""
    page.evaluate("(time) => new Promise((done) => setTimeout(done, time))", milliseconds)


def stand_still(page):
    """Wait for the end of what moves or fades in: a dialog that opens is still some pixels below its place."""
    page.evaluate("Promise.allSettled(document.getAnimations().map((motion) => motion.finished))")


def wait_until(page, it_is_so):
    """Wait for something that is not on the page, which goes on meanwhile."""
    for _ in range(750):  # fifteen seconds
        if it_is_so():
            return
        page.wait_for_timeout(20)
    raise AssertionError("It did not come.")


def intercept(page, path, handler, **options):
    """Let `handler` answer for the server from now on, on a page that is open.

    Chromium has a busy page go on asking the server for a moment: Playwright's `route` alone would let a request by
    that comes of the very next key. So the page asks for something until it is answered here.
    """
    page.route("**/healthz", lambda route: route.fulfill(body="intercepted"))
    page.evaluate("async () => { while (await (await fetch('/healthz')).text() !== 'intercepted'); }")
    page.route(path, handler, **options)
    page.unroute("**/healthz")


def answer_later(page, path="**/move/"):
    """Hold the next move, or request for `path`, back; calling what comes back sends it on."""
    held = []
    intercept(page, path, lambda route: held.append(route), times=1)

    def go_on():
        wait_until(page, lambda: held)
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
