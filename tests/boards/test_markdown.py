"""What people write as Markdown, what becomes of it, and the boxes in it."""

import time
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from boards.markdown import (
    BLOCKS,
    INLINE,
    TABLES,
    CardLink,
    people_in,
    render_markdown,
    tasks_in,
    toggle_task,
)
from boards.markdown_names import MOST_LINKED, cards_typed
from projects import limits


def draw(text, **more):
    return str(render_markdown(text, **more))


# --- What is drawn ----------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("**bold**", "<strong>bold</strong>"),
        ("~~gone~~", "<s>gone</s>"),
        ("`code`", "<code>code</code>"),
        ("| a |\n|---|\n| 1 |", "<table"),
        ("# Title", "<h4"),
        ("###### Small", "<h6"),
        ("see https://example.org/a_b_c.", 'href="https://example.org/a_b_c"'),
        ("(https://example.org/a_(b))", 'href="https://example.org/a_(b)"'),
        ("[words](https://example.org)", ">words</a>"),
        ("[mail](mailto:ana@example.org)", 'href="mailto:ana@example.org"'),
    ],
)
def test_markdown_is_drawn(text, html):
    assert html in draw(text)


def test_the_text_stands_in_a_region_that_scripts_pass_over():
    assert draw("Hi").startswith('<div class="prose" hx-ignore dir="auto">')


def test_a_link_says_nothing_of_us_and_is_not_vouched_for():
    assert 'rel="noopener nofollow ugc"' in draw("https://example.org")


@pytest.mark.parametrize("text", ["README.md", "card.py", "ana@example.org", "1.2.3"])
def test_what_only_looks_like_a_site_is_no_link(text):
    assert "<a" not in draw(text)


# --- What can do harm -------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "text",
    [
        "[a](javascript:alert(1))",
        "[a](JaVaScRiPt:alert(1))",
        "[a](java\tscript:alert(1))",
        "[a](&#106;avascript:alert(1))",
        "[a](data:text/html,<script>)",
        "[a](vbscript:x)",
        "[a](file:///etc/passwd)",
        "[a](//evil.example)",
        "[a](/p/other/)",
        "[a](https:///evil)",
        "<javascript:alert(1)>",
        "//evil.example",
        "[a]: javascript:alert(1)\n\n[a]",
        "![a](data:image/svg+xml,x)",
    ],
)
def test_other_links_are_not_made(text):
    assert "href" not in draw(text)


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        '<p data-hx-post="/x" hx-get="/y">a</p>',
        "<style>*{display:none}</style>",
        "</textarea><script>",
        '<input value="0">',
        '- [ ] <input value="0">',
        "<!-- a -->",
    ],
)
def test_html_is_shown_as_it_was_typed(text):
    html = draw(text)
    assert "&lt;" in html
    assert not any(f"<{tag}" in html for tag in ("script", "img", "style", "p data", "!--", "input value"))


def test_pictures_from_elsewhere_become_links():
    html = draw("![plan](https://example.org/x.png)")
    assert "<img" not in html
    assert '<a href="https://example.org/x.png"' in html


def test_a_links_title_is_no_way_to_bring_in_a_box():
    assert "<button" not in draw('[a](https://x.org "<input value="0">")', ticks="t")


@settings(deadline=None)
@given(st.text(st.sampled_from("ab1<>\"'&`*_[]()!-# \n\t|~:/@x"), max_size=80))
def test_only_tags_and_attributes_of_ours_come_out(text):
    seen = set()

    class Reader(HTMLParser):
        def handle_starttag(self, tag, attrs):
            seen.add(tag)
            seen.update(name for name, _ in attrs)

    Reader().feed(draw(text, people={"ab"}, cards={1: CardLink("/p/x/cards/1/", text)}))
    attributes = {
        "title",
        "data-opens",
        "class",
        "hx-ignore",
        "dir",
        "href",
        "rel",
        "start",
        "type",
        "disabled",
        "checked",
    }
    ours = INLINE | BLOCKS | TABLES | {"div"} | attributes | {"aria-label", "tabindex", "title", "data-opens"}
    assert seen <= ours - {"data"}


# --- People -----------------------------------------------------------------------------------------------
def test_somebody_of_the_project_is_named():
    assert '<span class="mention">@Ana</span>' in draw("Ask @Ana, please", people={"ana"})


@pytest.mark.parametrize(
    "text", ["@dora", "`@ana`", "    @ana", "x@ana", "[@ana](https://x.org)", "https://x.org/@ana"]
)
def test_code_links_and_strangers_are_not_mentions(text):
    assert "mention" not in draw(text, people={"ana"})


@pytest.mark.parametrize("text", ["@anaReyes", "_@ana.reyes_", "(@José)", "**@Jose\u0301**", "@ana.reyes's"])
def test_every_handle_of_a_member_is_marked(text):
    assert 'class="mention"' in draw(text, people={"anareyes", "ana.reyes", "josé"})


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Ask @ANA, @bo and @dora", {"ana", "bo"}),
        ("`@ana` or [@bo](https://x.org)", set()),
        ("_@ana_", {"ana"}),
        ("x@ana", set()),
        ("ana", set()),
    ],
)
def test_who_is_named_is_who_is_marked(text, named):
    assert people_in(text, {"ana", "bo"}) == named
    assert draw(text, people={"ana", "bo"}).count("mention") == len(named)


# --- Cards ------------------------------------------------------------------------------------------------
CARDS = {7: CardLink("/p/x/cards/7/", 'Say "<hi>" & go')}


def test_a_card_of_the_project_is_a_link_with_its_title():
    link = '<a href="/p/x/cards/7/" title="Say &quot;&lt;hi&gt;&quot; &amp; go" data-opens="card">#7</a>'
    assert f"See {link}." in draw("See #7.", cards=CARDS)


@pytest.mark.parametrize(
    "text", ["(#7)", "*#7*", "_#7_", "#7, #8", "#7-#9", "> #7", "- [ ] #7", "|#7|\n|-|", "## #7"]
)
def test_a_card_is_linked_wherever_it_is_a_word(text):
    assert draw(text, cards=CARDS).count('href="/p/x/cards/7/"') == 1
    assert 7 in cards_typed(text)


@pytest.mark.parametrize(
    "text",
    ["#8", "#77", "#07", "#7a", "a#7", "##7", "&#7;", "`#7`", "    #7", "[#7](https://x.org)", "https://x.org/#7",
     "https://x.org/a#7", "#" + "7" * 30, "/#7"],
)  # fmt: skip
def test_code_links_other_words_and_other_numbers_are_no_cards(text):
    assert "/p/x/cards" not in draw(text, cards=CARDS)


def test_a_text_links_the_first_of_very_many_cards_and_the_others_stay_text():
    """Each link brings the title of its card, which may be longer than all that was typed for it."""
    drawn = draw("#7 " * (MOST_LINKED + 50), cards=CARDS)
    assert drawn.count('href="/p/x/cards/7/"') == MOST_LINKED
    assert drawn.count(" #7") == 50


def test_no_text_can_imitate_the_place_of_a_link():
    assert "cards/7" not in draw('<data value="7"></data>', cards=CARDS)


# --- Task lists -------------------------------------------------------------------------------------------
LIST = """Intro [ ] no

- [ ] one
  - [x] two
> 1. [X] three

```
- [ ] no
```

    - [ ] no

- [] no
- - [ ] four
- [ ]no
* [ ]
  five
"""


def test_only_items_of_lists_have_boxes():
    assert [task.text for task in tasks_in(LIST)] == ["one", "two", "three", "four", "five"]
    assert [task.done for task in tasks_in(LIST)] == [False, True, True, False, False]


def test_a_box_is_ticked_by_one_character():
    ticked = toggle_task(LIST, 3, done=True)
    assert ticked == LIST.replace("- - [ ] four", "- - [x] four")


def test_ticking_what_is_ticked_changes_nothing():
    assert toggle_task(LIST, 2, done=True) == LIST


def test_there_is_no_box_beyond_the_last():
    with pytest.raises(IndexError):
        toggle_task(LIST, 5, done=True)


def test_a_box_is_a_button_for_those_who_may_tick_and_only_shows_for_others():
    assert draw("- [ ] one", ticks="t").count('role="checkbox" aria-checked="false" aria-label="one"') == 1
    assert '<input type="checkbox" disabled checked aria-label="one">' in draw("- [x] one")


PLAIN = ["- [ ] a", "- [x] b", "  - [ ] c", "1. [X] d", "> - [ ] e", "> > * [x] f", "```", "    - [ ] g", ""]
ODD = [
    "- - [ ] h",
    "[ ]: /x",
    "- [ ]",
    "  [ ] i",
    "\t- [ ] j",
    "| [ ] |",
    "- [a]: /u",
    "+ [ ]\tk",
    "- # [ ] l",
]
LINES = st.sampled_from([*PLAIN, *ODD])


@settings(deadline=None)
@given(st.lists(LINES, max_size=12).map("\n".join), st.data())
def test_the_nth_box_drawn_is_the_nth_ticked_and_back_again(text, data):
    tasks = tasks_in(text)
    assert draw(text, ticks="t").count('role="checkbox"') == len(tasks)
    if not tasks:
        return
    index = data.draw(st.integers(0, len(tasks) - 1))
    other = toggle_task(text, index, done=not tasks[index].done)
    assert sum(a != b for a, b in zip(text, other, strict=True)) == 1
    flipped = [task.done != was.done for task, was in zip(tasks_in(other), tasks, strict=True)]
    assert flipped == [place == index for place in range(len(tasks))]
    assert toggle_task(other, index, done=tasks[index].done).lower() == text.lower()


# --- Much of it -------------------------------------------------------------------------------------------
NASTY = [
    "a",
    ">",
    "> ",
    "[",
    "![",
    "*",
    "*a ",
    "_a",
    "`",
    "`a``",
    "- ",
    "~",
    "<",
    "&",
    "|a",
    "\\",
    "[](",
    "@",
]
NASTY += ["http://a", "http://a ", "://", "http://(", "@ana ", "@a.-", "**a **a", "a***b", "- [ ] a\n", "\n"]
NASTY += ["#7 ", "#7\n", "- [ ] #7\n"]
WIDE = "|a" * 300 + "\n" + "|-" * 300 + "\n" + "|1\n" * 6000
LONG = "|a|b|\n|-|-|\n" + "|1|2|\n" * 2000


@pytest.mark.parametrize(
    "text", [*(piece * limits.TEXT for piece in NASTY), WIDE, LONG, "[a](" + "(" * limits.TEXT]
)
def test_the_longest_text_is_drawn_in_no_time(text):
    """0.2 s are allowed; tests share their machine, and what went wrong here took seconds, every time."""
    text = text[: limits.TEXT]
    assert any(seconds_to_draw(text) < 0.8 for _ in range(3))


def seconds_to_draw(text, **more):
    """Of the processor. One drawing alone may meet a neighbour, or the collector of a long run's garbage."""
    begun = time.process_time()
    draw(text, people={"ana"}, cards=CARDS, ticks="t", **more)
    return time.process_time() - begun
