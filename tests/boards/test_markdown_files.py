"""The files of a card in its texts: pictures that are drawn, links to all others, and nothing that does harm."""

from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from boards.markdown import CardLink, people_in, plain_text, render_markdown, strip_marks
from boards.markdown_files import HIGHEST, MOST_DRAWN, WIDEST, FileLink, FileLinks
from projects import limits
from tests.boards.test_markdown import seconds_to_draw

PLOT = FileLink("/p/x/files/7/", 'a"<b>.png', "84 KB", "/p/x/files/7/preview", 4000, 3000)
PDF = FileLink("/p/x/files/8/", "contract.pdf", "1.2 MB")
MOVING = FileLink("/p/x/files/9/", "steps.gif", "1 MB", "/p/x/files/9/preview", 100, 50, is_animated=True)
FILES = FileLinks("/p/x/files/", {7: PLOT, 8: PDF, 9: MOVING})


def draw(text, files=FILES, **more):
    return str(render_markdown(text, files=files, **more))


class Elements(HTMLParser):
    """The elements of an HTML text, each with its attributes and those that it stands in."""

    EMPTY = {"br", "hr", "img", "input", "source"}

    def __init__(self, html):
        super().__init__()
        self.open, self.found = [], []
        self.feed(html)
        assert not self.open, "something is not closed"

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs), list(self.open)))
        if tag not in self.EMPTY:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def named(self, tag):
        return [attrs for name, attrs, _ in self.found if name == tag]


# --- Pictures -----------------------------------------------------------------------------------------------
def test_a_picture_of_the_card_is_drawn_with_its_words_its_name_and_its_size():
    html = draw("![A curve, AUC 0.81](file:7)")
    [img], [link] = Elements(html).named("img"), Elements(html).named("a")
    assert img["src"] == "/p/x/files/7/preview"
    assert (img["alt"], img["loading"]) == ("A curve, AUC 0.81", "lazy")
    assert link["href"] == "/p/x/files/7/"
    assert '<span class="caption"><bdi>a&quot;&lt;b&gt;.png</bdi>, 84 KB</span>' in html


@pytest.mark.parametrize(
    ("width", "height", "shown"),
    [
        (4000, 3000, (WIDEST, 324)),
        (16, 16, (16, 16)),
        (100, 20_000, (2, HIGHEST)),
        (30_000, 1, (WIDEST, 1)),
    ],
)
def test_a_picture_has_its_place_before_it_comes_and_is_never_magnified(width, height, shown):
    assert PLOT._replace(width=width, height=height).shown_size == shown


def test_a_picture_that_is_its_own_preview_is_shown_itself():
    html = draw("![a](file:7)", FileLinks("/p/x/files/", {7: PLOT._replace(preview="")}))
    assert Elements(html).named("img")[0]["src"] == "/p/x/files/7/"


def test_a_picture_without_words_is_called_by_its_name():
    assert Elements(draw("![](file:7)")).named("img")[0]["alt"] == 'a"<b>.png'


def test_the_words_of_a_picture_have_no_marks():
    assert Elements(draw("![*A* `curve` ![of](file:7)](file:7)")).named("img")[0]["alt"] == "A curve of"


def test_a_moving_picture_has_a_still_one_for_those_who_want_nothing_to_move():
    html = draw("![Steps](file:9)")
    [source], [img], [link] = (Elements(html).named(tag) for tag in ("source", "img", "a"))
    assert source == {"media": "(prefers-reduced-motion: reduce)", "srcset": "/p/x/files/9/preview"}
    assert img["src"] == "/p/x/files/9/"
    assert "data-animated" in link


@pytest.mark.parametrize(
    "text",
    ["![a][7]\n\n[7]: file:7", "![a]\n\n[a]: file:7", "![a](<file:7>)", "![a](FILE:7)", '![a](file:7 "t")'],
)
def test_a_picture_is_drawn_however_its_address_is_written(text):
    assert len(Elements(draw(text)).named("img")) == 1


@pytest.mark.parametrize(
    "text",
    ["a ![b](file:7) c", "# ![b](file:7)", "| ![b](file:7) |\n|-|", "- [ ] ![b](file:7)", "> ![b](file:7)",
     "**![b](file:7)**", "~~a ![b](file:7)~~", "1. ![b](file:7)"],
)  # fmt: skip
def test_a_picture_stands_wherever_a_word_does(text):
    """A block in a paragraph would end it: what stands around a picture is of phrasing content alone."""
    elements = Elements(draw(text, ticks="t"))
    around = next(within for tag, _, within in elements.found if tag == "img")
    assert not {"div", "figure"} & set(around[1:])
    assert len(elements.named("img")) == 1


def test_code_shows_how_a_picture_is_written():
    assert "<img" not in draw("`![a](file:7)`\n\n    ![a](file:7)")


def test_a_text_draws_as_many_pictures_as_a_card_can_have_and_the_others_are_links():
    html = draw("![a](file:7) " * (MOST_DRAWN + 50))
    assert html.count("<img") == MOST_DRAWN
    assert html.count('<a href="/p/x/files/7/" target="_blank" rel="noopener">a</a>') == 50


# --- Links --------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("text", "link"),
    [
        ("![The contract](file:8)", '<a href="/p/x/files/8/" download>The contract</a>'),
        ("![](file:8)", '<a href="/p/x/files/8/" download>contract.pdf</a>'),
        ("[The *contract*](file:8)", '<a href="/p/x/files/8/" download>The <em>contract</em></a>'),
        ("[The curve](file:7)", '<a href="/p/x/files/7/" target="_blank" rel="noopener">The curve</a>'),
        ("<file:8>", '<a href="/p/x/files/8/" download>file:8</a>'),
        ("![Of another card](file:5)", '<a href="/p/x/files/5/">Of another card</a>'),
        ("![](file:5)", '<a href="/p/x/files/5/">file:5</a>'),
        ("[#1 and @ana](file:8)", '<a href="/p/x/files/8/" download>#1 and @ana</a>'),
    ],
)
def test_every_other_file_is_a_link(text, link):
    html = draw(text, people={"ana"}, cards={1: CardLink("/p/x/cards/1/", "One")})
    assert link in html
    assert "<img" not in html


def test_pictures_from_elsewhere_stay_links():
    html = draw("![plan](https://example.org/x.png)")
    assert "<img" not in html
    assert '<a href="https://example.org/x.png"' in html


@pytest.mark.parametrize(
    "text",
    ["[![a](file:7)](https://x.org)", "[![a](file:7)](file:8)", "[a <https://x.org> b](file:8)",
     "[a <file:8> b](https://x.org)", "[![a](https://y.org)](https://x.org)", "[![a](file:8)](file:7)",
     "[![a](file:5) <file:7>](file:8)"],
)  # fmt: skip
def test_no_link_stands_within_another(text):
    elements = Elements(draw(text))
    links = [within for tag, _, within in elements.found if tag == "a"]
    assert len(links) == 1
    assert "a" not in links[0]


def test_a_picture_in_a_link_leads_where_the_link_does():
    html = draw("[![a](file:7)](https://x.org)")
    assert Elements(html).named("a")[0]["href"] == "https://x.org"
    assert len(Elements(html).named("img")) == 1


@pytest.mark.parametrize(
    "address",
    ["file:007", "file:0", "file:-7", "file:7.0", "file:7/", "file:7?download", "file:7#a", "file:" + "9" * 30,
     "file:\u0667", "file:\uff17", "file:", "file:///etc/passwd", "file://7", "file:7%0a", "file:&#55;x",
     'file:7"onerror=alert(1)', "file:7&quot;onerror=alert(1)", "\x1ffile:7", "file:7'", "data:file:7"],
)  # fmt: skip
def test_other_addresses_are_not_of_files(address):
    for text in (f"![a]({address})", f"[a]({address})", f"[a]: {address}\n\n[a]", f"<{address}>"):
        html = draw(text)
        assert "href" not in html
        assert "<img" not in html


def test_in_a_text_of_no_card_only_the_words_of_files_are_read():
    html = draw("![a](file:7), [*b*](file:8) and ![](file:9)", files=None)
    assert "a, <em>b</em> and file:9" in html
    assert "href" not in html


# --- What can do harm -----------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "text",
    [
        '<data value="picture-0"></data> ![a](file:7)',
        '<data value="file-8">a</data>',
        '[<data value="file-8">](https://x.org "<data value=\'picture-0\'></data>") ![a](file:7)',
        '![<data value="file-8"></data>](file:7)',
        "![</a></data>](file:7)",
        "https://x.org/</data> ![a](file:7)",
    ],
)
def test_no_text_can_imitate_the_place_of_a_picture_or_of_a_link(text):
    elements = Elements(draw(text))
    assert len(elements.named("img")) == text.count("(file:7)")
    assert not [attrs for attrs in elements.named("a") if attrs["href"] == "/p/x/files/8/"]


@pytest.mark.parametrize(
    "words", ['" onerror="alert(1)', "'><script>", "</span></a>", "&quot; onload=", "<b>"]
)
def test_what_a_picture_shows_and_its_name_stay_words(words):
    files = FileLinks("/p/x/files/", {7: PLOT._replace(name=words)})
    elements = Elements(draw(f"![{words}](file:7)", files))
    assert len(elements.found) == 7  # div, p, figure, link, picture, caption and name
    assert elements.named("img")[0].keys() == {"src", "alt", "width", "height", "loading", "decoding"}


OURS = {"a", "bdi", "div", "em", "img", "p", "picture", "source", "span", "strong"}
PIECES = st.sampled_from(
    ["![", "[", "](file:7)", "](file:8)", "](file:9)", "](https://x.org)", "]", "a", "<", ">", '"', "\n", "*", "**",
     "file:7", "<file:8>", "<https://x.org>", "</data>", '<data value="file-8">', "\\", "`", "(", ")"]
)  # fmt: skip


@settings(deadline=None)
@given(st.lists(PIECES, max_size=20).map("".join))
def test_whatever_is_typed_around_files_is_closed_and_has_no_link_in_a_link(text):
    elements = Elements(draw(text))
    assert {tag for tag, *_ in elements.found} <= OURS | {"blockquote", "code", "pre", "br", "ul", "li", "hr"}
    assert not [within for tag, _, within in elements.found if tag == "a" and "a" in within]
    assert {attrs["src"][:10] for attrs in elements.named("img")} <= {"/p/x/files"}


# --- As words -------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("See ![the *curve*](file:7) and [it](file:8)", "See the curve and it"),
        ("![](file:7)", "file:7"),
        ("[![a](file:7)](https://x.org)", "a"),
        ("![plan](https://x.org/a.png)", "plan"),
    ],
)
def test_as_plain_words_a_file_is_what_is_said_of_it(text, words):
    assert plain_text(text) == words


def test_screen_readers_hear_of_a_task_what_its_picture_shows():
    assert strip_marks("Draw ![the curve](file:7)") == "Draw the curve"


def test_the_words_of_a_file_name_nobody():
    assert people_in("![@ana](file:7) and [@ana](file:8)", {"ana"}) == set()


# --- Much of it -----------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "piece", ["![](file:7)", "[a](file:8)", "<file:8>", "![![", "](file:7)", "[![a](file:7)]("]
)
def test_the_longest_text_of_files_is_drawn_in_no_time(piece):
    text = (piece * limits.TEXT)[: limits.TEXT]
    assert any(seconds_to_draw(text, files=FILES) < 0.8 for _ in range(3))
