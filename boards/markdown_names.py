"""The names in Markdown: which people, cards and addresses a text names outside of its code and its links."""

import re
from collections.abc import Iterable, MutableMapping

from markdown_it.common.normalize_url import normalizeLink
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from projects.people.handles import HANDLE, composed
from projects.text import fold

# An address ends before the full stop of its sentence, and before a bracket that it has not opened.
NAME = re.compile(
    rf"(?<![\w@./-])@(?P<person>{HANDLE})"
    r"|(?<![\w&#./-])#(?P<card>[1-9][0-9]{0,8})(?!\w)"
    r"|\bhttps?://[^/\s<>()\"'](?:[^\s<>()\"']|\([^\s<>()\"']*\))*(?<![.,:;!?*_~])",
    re.IGNORECASE,
)
# Whether it is worth looking: marks of Markdown beside a name are no part of it.
MAY_NAME = re.compile("@|#|https?://", re.IGNORECASE)
CARD = re.compile(r"#([1-9][0-9]{0,8})(?![0-9])")
MOST_LINKED = 200  # cards in one text: a link with its tooltip is many times as long as what was typed


def may_name(text: str, people: Iterable[str]) -> bool:
    """Tell whether one of these folded handles follows an @ anywhere in a text, in code as well."""
    if "@" not in text:
        return False
    folded = fold(text)
    return any(f"@{handle}" in folded for handle in people)


def cards_typed(text: str) -> Iterable[int]:
    """Yield the numbers that follow a # anywhere in a text, in code as well."""
    return map(int, CARD.findall(text))


# --- The parser's rule --------------------------------------------------------------------------------------
def find_names(state: StateCore) -> None:
    """Mark the addresses, people and cards named in plain text; leave code and links as they are.

    Not by linkify-it: its time grows with the square of the addresses, and it takes README.md for a site.
    """
    for block in state.tokens:
        if block.type == "inline" and MAY_NAME.search(block.content):
            block.children = list(mark_names(block.children or [], state.env))


def mark_names(tokens: Iterable[Token], env: MutableMapping) -> Iterable[Token]:
    links = 0
    for token in tokens:
        links += {"link_open": 1, "link_close": -1}.get(token.type, 0)
        if token.type == "text" and not links:
            text = token.content
            yield from split_at_names(composed(text) if "@" in text else text, env)
        else:
            yield token


def split_at_names(text: str, env: MutableMapping) -> Iterable[Token]:
    end = 0
    for found in NAME.finditer(text):
        if marked := tokens_of(found, env):
            yield plain(text[end : found.start()])
            yield from marked
            end = found.end()
    yield plain(text[end:])


def tokens_of(found: re.Match, env: MutableMapping) -> list[Token]:
    """Return the tokens of an address, of a person or a card of the project; none for other words."""
    if found["person"]:
        return [Token("mention", "", 0, content=found[0])] if fold(found["person"]) in env["people"] else []
    if found["card"]:
        return link_to_card(found, env)
    return autolink(found[0])


def link_to_card(found: re.Match, env: MutableMapping) -> list[Token]:
    if int(found["card"]) not in env["cards"] or env["linked"] == MOST_LINKED:
        return []
    env["linked"] += 1
    return [Token("card", "", 0, content=found[0])]


def autolink(address: str) -> list[Token]:
    opening = Token("link_open", "a", 1, attrs={"href": normalizeLink(address)})
    return [opening, plain(address), Token("link_close", "a", -1)]


def plain(text: str) -> Token:
    return Token("text", "", 0, content=text)
