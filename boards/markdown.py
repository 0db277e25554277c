"""Markdown as people write it, rendered as harmless HTML, and the task lists in it, which can be ticked.

Two things make it harmless: the parser knows no HTML and makes links to the web and to mail alone, and its
output then passes an allow-list. Of what a person typed, only the address of a link, the first number of a
list, the text of a task (its box is named after it), the title of a card that is linked and what a picture shows
become attributes.
"""

import re
from collections.abc import Collection, Mapping
from typing import NamedTuple

import nh3
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_block.table import table
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from boards.markdown_files import (
    FileLinks,
    find_files,
    number_of,
    render_file_close,
    render_file_open,
    render_picture,
    show_files,
    words_of,
)
from boards.markdown_names import find_names, may_name, plain
from projects.text import content_hash, fold

TASK = re.compile(r"\[[ xX]\][ \t\n]+")
LINK = re.compile(r"https?://[^/]|mailto:", re.IGNORECASE)
BOX = re.compile(r'<input value="([0-9]+)">')
CARD = re.compile(r'<data value="([0-9]+)"></data>')
# Deeper quotes and lists than anybody reads cost time that grows with the square of their depth.
DEEPEST = 20
MOST_BRACKETS = 1_000  # in one paragraph
MOST_CELLS = 10_000  # of a table; 20,000 characters hold no more that were typed
HEADINGS_BELOW = 3  # the page's own headings end at level 3, so that its outline stays whole

INLINE = {"a", "b", "br", "code", "data", "del", "em", "input", "s", "span", "strong"}
BLOCKS = {"blockquote", "h4", "h5", "h6", "hr", "li", "ol", "p", "pre", "ul"}
TABLES = {"table", "tbody", "td", "th", "thead", "tr"}
CLEANER = nh3.Cleaner(
    tags=INLINE | BLOCKS | TABLES,
    attributes={"a": {"href"}, "data": {"value"}, "input": {"value"}, "ol": {"start"}},
    allowed_classes={"span": {"mention"}, "li": {"task"}},
    url_schemes={"http", "https", "mailto"},
    url_relative="deny",
    link_rel="noopener nofollow ugc",
    # What scrolls sideways must be within reach of the keyboard; a line of Arabic runs its own way.
    set_tag_attribute_values={
        "pre": {"tabindex": "0"},
        "table": {"tabindex": "0"},
        **{tag: {"dir": "auto"} for tag in ("p", "li", "h4", "h5", "h6", "td", "th")},
    },
)


class Task(NamedTuple):
    """An item of a task list: the line of the source that its box is on, from 0, and what follows the box."""

    line: int
    done: bool
    text: str


class CardLink(NamedTuple):
    """What #42 becomes: a link to the card, with its title as the tooltip."""

    address: str
    title: str


def render_markdown(
    text: str,
    *,
    people: Collection[str] = (),
    cards: Mapping[int, CardLink] | None = None,
    files: FileLinks | None = None,
    ticks: str = "",
) -> SafeString:
    """Return the text as HTML, in a `div` of its own.

    `people` are the handles, folded, that @ may name, and `cards` those that # may name, by their numbers. `files`
    are those of the card that it belongs to. `ticks` is the id of the form that the boxes of a task list belong to;
    without it they cannot be ticked.
    """
    cards = cards or {}
    env = environment(people, cards, files)
    clean = CLEANER.clean(PARSER.render(text, env))
    html = BOX.sub(lambda found: checkbox(int(found[1]), env["tasks"], ticks), clean)
    html = CARD.sub(lambda found: card_link(int(found[1]), cards), html)
    html = show_files(html, env["pictures"], files)
    # The one place where what people wrote is marked as safe: the allow-list has been through all of it, and
    # the boxes, pictures and links to cards and files, which no text can imitate because its brackets come out of
    # the cleaner escaped, are ours.
    return mark_safe(f'<div class="prose" hx-ignore dir="auto">{html}</div>')  # noqa: S308


def environment(
    people: Collection[str] = (), cards: Collection[int] = (), files: FileLinks | None = None
) -> dict:
    """Return what the parser's rules know, where they put what they find, and how many cards are linked."""
    known = {"people": frozenset(people), "cards": frozenset(cards), "files": files}
    return {**known, "linked": 0, "tasks": [], "pictures": []}


def people_in(text: str, people: Collection[str]) -> set[str]:
    """Return which of these handles a text names, outside of code and links; parsed only if it may name one."""
    if not may_name(text, people):
        return set()
    tokens = PARSER.parse(text, environment(people))
    marked = (token for block in tokens for token in block.children or [] if token.type == "mention")
    return {fold(token.content.removeprefix("@")) for token in marked}


def tasks_in(text: str) -> list[Task]:
    """Return the items with a box, in the order in which the boxes are rendered."""
    env = environment()
    PARSER.parse(text, env)
    return env["tasks"]


def toggle_task(text: str, index: int, *, done: bool) -> str:
    """Return the text with the box of item `index` ticked or emptied: at most one character differs.

    Raises IndexError when there is no such item.
    """
    task = tasks_in(text)[index]
    if task.done == done:
        return text
    lines = text.split("\n")
    line = lines[task.line]
    # Before an item's text stand only the marks of quotes and lists, so the first bracket is the box's.
    place = line.index("[") + 1
    lines[task.line] = line[:place] + ("x" if done else " ") + line[place + 1 :]
    return "\n".join(lines)


def checkbox(index: int, tasks: list[Task], ticks: str) -> SafeString:
    """Render a box as a button, which works without JavaScript; its value says what it would make true.

    Without `ticks` it is a disabled checkbox.
    """
    task = tasks[index]
    said = strip_marks(task.text)
    if not ticks:
        checked = SafeString(" checked") if task.done else ""
        return format_html('<input type="checkbox" disabled{} aria-label="{}">', checked, said)
    return format_html(
        '<button class="box" type="submit" form="{}" name="task" value="{}" id="task-{}"'
        ' role="checkbox" aria-checked="{}" aria-label="{}"></button>',
        ticks,
        f"{index}-{'empty' if task.done else 'done'}-{content_hash(task.text)}",
        index,
        "true" if task.done else "false",
        said,
    )


def card_link(number: int, cards: Mapping[int, CardLink]) -> SafeString:
    address, title = cards[number]
    return format_html('<a href="{}" title="{}" data-opens="card">#{}</a>', address, title, number)


def strip_marks(text: str) -> str:
    """Return an item's text for screen readers: of a link only its words, and no marks."""
    return re.sub(r"[*_`~]+", "", re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", text))


def plain_text(text: str) -> str:
    """Return a line of Markdown as plain words, those that one reads of links, pictures and code as well."""
    [inline] = PARSER.parseInline(text, environment())
    return words_of(inline.children or [])


# --- The parser -----------------------------------------------------------------------------------------
def make_parser() -> MarkdownIt:
    parser = MarkdownIt("js-default", {"html": False, "maxNesting": DEEPEST})
    parser.validateLink = lambda url: bool(LINK.match(url) or number_of(url))  # type: ignore[method-assign]
    parser.core.ruler.before("inline", "tasks", find_tasks)
    parser.core.ruler.at("inline", parse_inlines)
    parser.core.ruler.push("names", find_names)
    parser.core.ruler.push("files", find_files)
    parser.core.ruler.push("headings", lower_headings)
    parser.block.ruler.at("table", bounded_table, {"alt": ["paragraph", "reference"]})
    parser.add_render_rule("task", render_task)
    parser.add_render_rule("mention", render_mention)
    parser.add_render_rule("card", render_card)
    parser.add_render_rule("file_open", render_file_open)
    parser.add_render_rule("file_close", render_file_close)
    parser.add_render_rule("picture", render_picture)
    return parser


def find_tasks(state: StateCore) -> None:
    """Take the box off the items that begin with one, and add them to the tasks in `env`."""
    for item, paragraph, inline in zip(state.tokens, state.tokens[1:], state.tokens[2:], strict=False):
        kinds = (item.type, paragraph.type, inline.type)
        found = TASK.match(inline.content)
        if kinds != ("list_item_open", "paragraph_open", "inline") or not found or not inline.map:
            continue
        tasks = state.env["tasks"]
        inline.content = inline.content[found.end() :]
        inline.children = [Token("task", "", 0, meta={"index": len(tasks)})]
        item.attrSet("class", "task")
        tasks.append(Task(inline.map[0], found[0][1] != " ", inline.content))


def parse_inlines(state: StateCore) -> None:
    """Parse the content of paragraphs; one with more than MOST_BRACKETS is shown as it was typed.

    The parser looks at every open bracket once from every one before it.
    """
    for token in state.tokens:
        if token.type != "inline":
            continue
        token.children = token.children or []
        if token.content.count("[") > MOST_BRACKETS:
            token.children.append(plain(token.content))
        else:
            state.md.inline.parse(token.content, state.md, state.env, token.children)


def bounded_table(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Parse a table, unless filling up short rows under a wide head would take MOST_CELLS cells or more."""
    head = state.src[state.bMarks[start] : state.eMarks[start]]
    return head.count("|") * (end - start) < MOST_CELLS and table(state, start, end, silent)


def lower_headings(state: StateCore) -> None:
    for token in state.tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(6, int(token.tag[1]) + HEADINGS_BELOW)}"


def render_task(renderer, tokens, place, options, env) -> str:
    return f'<input value="{tokens[place].meta["index"]}">'


def render_mention(renderer, tokens, place, options, env) -> str:
    return format_html('<span class="mention">{}</span>', tokens[place].content)


def render_card(renderer, tokens, place, options, env) -> str:
    """Render a place for the link: the cleaner lets no address within this site pass."""
    return f'<data value="{tokens[place].content.removeprefix("#")}"></data>'


PARSER = make_parser()
