"""Markdown as people write it, rendered as harmless HTML, and the task lists in it, which can be ticked.

Two things make it harmless: the parser knows no HTML and makes links to the web and to mail alone, and its
output then passes an allow-list. Of what a person typed, only the address of a link, the first number of a
list and the text of a task (its box is named after it) become attributes.
"""

import re
from collections.abc import Collection, Iterable
from typing import NamedTuple

import nh3
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.common.normalize_url import normalizeLink
from markdown_it.rules_block import StateBlock
from markdown_it.rules_block.table import table
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from projects.text import content_hash

TASK = re.compile(r"\[[ xX]\][ \t\n]+")
# An address ends before the full stop of its sentence, and before a bracket that it has not opened.
NAME = re.compile(
    r"(?<![\w@./-])@(?P<person>[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?)"
    r"|\bhttps?://[^/\s<>()\"'](?:[^\s<>()\"']|\([^\s<>()\"']*\))*(?<![.,:;!?*_~])",
    re.IGNORECASE,
)
LINK = re.compile(r"https?://[^/]|mailto:", re.IGNORECASE)
BOX = re.compile(r'<input value="([0-9]+)">')
# Deeper quotes and lists than anybody reads cost time that grows with the square of their depth.
DEEPEST = 20
MOST_BRACKETS = 1_000  # in one paragraph
MOST_CELLS = 10_000  # of a table; 20,000 characters hold no more that were typed
HEADINGS_BELOW = 3  # the page's own headings end at level 3, so that its outline stays whole

INLINE = {"a", "b", "br", "code", "del", "em", "input", "s", "span", "strong"}
BLOCKS = {"blockquote", "h4", "h5", "h6", "hr", "li", "ol", "p", "pre", "ul"}
TABLES = {"table", "tbody", "td", "th", "thead", "tr"}
CLEANER = nh3.Cleaner(
    tags=INLINE | BLOCKS | TABLES,
    attributes={"a": {"href"}, "input": {"value"}, "ol": {"start"}},
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


def render_markdown(text: str, *, people: Collection[str] = (), ticks: str = "") -> SafeString:
    """Return the text as HTML, in a `div` of its own.

    `people` are the user names, in lower case, that @ may name. `ticks` is the id of the form that the boxes
    of a task list belong to; without it they cannot be ticked.
    """
    env: dict = {"people": frozenset(people), "tasks": []}
    clean = CLEANER.clean(PARSER.render(text, env))
    html = BOX.sub(lambda found: checkbox(int(found[1]), env["tasks"], ticks), clean)
    # The one place where what people wrote is marked as safe: the allow-list has been through all of it, and
    # the boxes, which no text can imitate because its quotes come out of the cleaner escaped, are ours.
    return mark_safe(f'<div class="prose" hx-ignore dir="auto">{html}</div>')  # noqa: S308


def tasks_in(text: str) -> list[Task]:
    """Return the items with a box, in the order in which the boxes are rendered."""
    env: dict = {"people": frozenset(), "tasks": []}
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


def strip_marks(text: str) -> str:
    """Return an item's text for screen readers: of a link only its words, and no marks."""
    return re.sub(r"[*_`~]+", "", re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", text))


def plain_text(text: str) -> str:
    """Return a line of Markdown as plain words, those that one reads of links, pictures and code as well."""
    [inline] = PARSER.parseInline(text, {"people": frozenset(), "tasks": []})
    return "".join(" " if token.type == "softbreak" else token.content for token in inline.children or [])


# --- The parser -----------------------------------------------------------------------------------------
def make_parser() -> MarkdownIt:
    parser = MarkdownIt("js-default", {"html": False, "maxNesting": DEEPEST})
    parser.validateLink = lambda url: bool(LINK.match(url))  # type: ignore[method-assign]
    parser.core.ruler.before("inline", "tasks", find_tasks)
    parser.core.ruler.at("inline", parse_inlines)
    parser.core.ruler.push("names", find_names)
    parser.core.ruler.push("headings", lower_headings)
    parser.block.ruler.at("table", bounded_table, {"alt": ["paragraph", "reference"]})
    parser.add_render_rule("task", render_task)
    parser.add_render_rule("mention", render_mention)
    parser.add_render_rule("image", render_image)
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


def find_names(state: StateCore) -> None:
    """Mark the addresses and the people named in plain text; leave code and links as they are.

    Not by linkify-it: its time grows with the square of the addresses, and it takes README.md for a site.
    """
    for block in state.tokens:
        if block.type == "inline" and NAME.search(block.content):
            block.children = list(mark_names(block.children or [], state.env["people"]))


def mark_names(tokens: Iterable[Token], people: Collection[str]) -> Iterable[Token]:
    links = 0
    for token in tokens:
        links += {"link_open": 1, "link_close": -1}.get(token.type, 0)
        if token.type == "text" and not links:
            yield from split_at_names(token.content, people)
        else:
            yield token


def split_at_names(text: str, people: Collection[str]) -> Iterable[Token]:
    end = 0
    for found in NAME.finditer(text):
        if found["person"] and found["person"].lower() not in people:
            continue
        yield plain(text[end : found.start()])
        yield from [Token("mention", "", 0, content=found[0])] if found["person"] else autolink(found[0])
        end = found.end()
    yield plain(text[end:])


def autolink(address: str) -> list[Token]:
    opening = Token("link_open", "a", 1, attrs={"href": normalizeLink(address)})
    return [opening, plain(address), Token("link_close", "a", -1)]


def plain(text: str) -> Token:
    return Token("text", "", 0, content=text)


def lower_headings(state: StateCore) -> None:
    for token in state.tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(6, int(token.tag[1]) + HEADINGS_BELOW)}"


def render_task(renderer, tokens, place, options, env) -> str:
    return f'<input value="{tokens[place].meta["index"]}">'


def render_mention(renderer, tokens, place, options, env) -> str:
    return format_html('<span class="mention">{}</span>', tokens[place].content)


def render_image(renderer, tokens, place, options, env) -> str:
    """Render a link in place of a picture, which would tell its server who looks at the card."""
    token = tokens[place]
    return format_html('<a href="{}">{}</a>', token.attrs["src"], token.content or token.attrs["src"])


PARSER = make_parser()
