"""The files in Markdown: `file:7` is a file of the card, drawn where it is a picture and else a link to it."""

import re
from collections.abc import Iterable, Iterator, Mapping, MutableMapping
from dataclasses import dataclass
from typing import NamedTuple

from django.utils.html import format_html
from django.utils.safestring import SafeString
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from boards.markdown_names import plain

FILE = re.compile(r"file:([1-9][0-9]{0,8})", re.IGNORECASE)
PICTURE = re.compile(r'<data value="picture-([0-9]+)"></data>')
OPENING = re.compile(r'<data value="file-([0-9]+)">')
BESIDE = ' target="_blank" rel="noopener"'
MOST_DRAWN = 100  # pictures in one text, as many as a card has files; those after them are links
WIDEST, HIGHEST = 432, 480  # of a picture in a text, in pixels of CSS


class FileLink(NamedTuple):
    """What file:7 becomes: a picture with `width` and `height`, or a link to another file, which has none.

    `preview` is the address of a picture that is small and stands still; the picture's own, where it is both.
    """

    address: str
    name: str
    size: str
    preview: str = ""
    width: int | None = None
    height: int | None = None
    is_animated: bool = False

    @property
    def is_picture(self) -> bool:
        return bool(self.width and self.height)

    @property
    def shown_size(self) -> tuple[int, int]:
        """Return the width and the height that it has in a text: no picture is magnified or distorted."""
        width, height = self.width or 1, self.height or 1
        scale = min(1, WIDEST / width, HIGHEST / height)
        return max(1, round(width * scale)), max(1, round(height * scale))


@dataclass(frozen=True)
class FileLinks:
    """The files that the texts of one card may show, by their numbers.

    `address` is where all those of the project are: what is no file of the card is a link to an address that
    says itself if there is nothing.
    """

    address: str
    files: Mapping[int, FileLink]

    def address_of(self, number: int) -> str:
        return f"{self.address}{number}/"


class Picture(NamedTuple):
    """A picture as a text has it: what it shows, and whether it stands in a link, which is then its own."""

    file: FileLink
    words: str
    is_linked: bool


def number_of(address: str) -> int | None:
    """Return the number of the file that an address in Markdown names, or None if it names none."""
    found = FILE.fullmatch(address)
    return int(found[1]) if found else None


# --- The parser's rule --------------------------------------------------------------------------------------
def find_files(state: StateCore) -> None:
    """Mark the pictures of the card and the links to files; a link within a link is its words alone."""
    for block in state.tokens:
        if block.type == "inline" and block.children:
            block.children = list(mark_files(block.children, state.env))


def mark_files(tokens: Iterable[Token], env: MutableMapping) -> Iterator[Token]:
    closings: list[Token | None] = []  # of the links that are open; None where it is left out
    for token in tokens:
        is_linked = any(closings)
        if token.type == "link_open":
            opening, closing = (None, None) if is_linked else ends_of(token, env)
            closings.append(closing)
            yield from filter(None, [opening])
        elif token.type == "link_close":
            yield from filter(None, [closings.pop()])
        elif token.type == "image":
            yield from tokens_of(token, env, is_linked=is_linked)
        else:
            yield token


def ends_of(link: Token, env: MutableMapping) -> tuple[Token | None, Token | None]:
    """Return a link's opening and its end; none where it names a file and the text belongs to no card."""
    number = number_of(str(link.attrs["href"]))
    if number is None:
        return link, Token("link_close", "a", -1)
    if not env["files"]:
        return None, None
    return Token("file_open", "data", 1, meta={"file": number}), Token("file_close", "data", -1)


def tokens_of(image: Token, env: MutableMapping, *, is_linked: bool) -> list[Token]:
    """Return a picture of the card, or of any other a link, which is its words alone where it stands in one."""
    number, files = number_of(str(image.attrs["src"])), env["files"]
    words = words_of(image.children or [])
    file = files and files.files.get(number)
    if file and file.is_picture and len(env["pictures"]) < MOST_DRAWN:
        env["pictures"].append(Picture(file, words, is_linked))
        return [Token("picture", "data", 0, content=words, meta={"index": len(env["pictures"]) - 1})]
    link = Token("link_open", "a", 1, attrs={"href": image.attrs["src"]})
    opening, closing = (None, None) if is_linked else ends_of(link, env)
    named = plain(words or (file.name if file else str(image.attrs["src"])))
    return [token for token in (opening, named, closing) if token]


def words_of(tokens: Iterable[Token]) -> str:
    """Return what one reads of these tokens, of a picture what it shows."""
    return "".join(
        " "
        if token.type == "softbreak"
        else words_of(token.children or [])
        if token.type == "image"
        else token.content
        for token in tokens
    )


def render_file_open(renderer, tokens, place, options, env) -> str:
    return f'<data value="file-{tokens[place].meta["file"]}">'


def render_file_close(renderer, tokens, place, options, env) -> str:
    return "</data>"


def render_picture(renderer, tokens, place, options, env) -> str:
    return f'<data value="picture-{tokens[place].meta["index"]}"></data>'


# --- After the cleaner --------------------------------------------------------------------------------------
def show_files(html: str, pictures: list[Picture], files: FileLinks | None) -> str:
    """Put the pictures and the links to files where the parser has left their places.

    Every other place in the HTML must be filled by then: what closes one is what closes a link.
    """
    if not files:
        return html
    html = PICTURE.sub(lambda found: figure(pictures[int(found[1])]), html)
    html = OPENING.sub(lambda found: opening(int(found[1]), files), html)
    return html.replace("</data>", "</a>")


def opening(number: int, files: FileLinks) -> SafeString:
    """Render the beginning of a link: a picture opens beside the card, another file is saved without leaving it."""
    file = files.files.get(number)
    how = " download" if file and not file.is_picture else BESIDE if file else ""
    return format_html('<a href="{}"{}>', files.address_of(number), SafeString(how))


def figure(picture: Picture) -> SafeString:
    """Render a picture with its name: of phrasing content alone, because it stands wherever a word does."""
    drawn = still(picture)
    if not picture.is_linked:
        drawn = linked(picture.file, drawn)
    return format_html(
        '<span class="pasted" role="figure">{}<span class="caption"><bdi>{}</bdi>, {}</span></span>',
        drawn,
        picture.file.name,
        picture.file.size,
    )


def linked(file: FileLink, drawn: SafeString) -> SafeString:
    how = SafeString(f"{BESIDE} data-animated" if file.is_animated else BESIDE)
    return format_html('<a href="{}"{}>{}</a>', file.address, how, drawn)


def still(picture: Picture) -> SafeString:
    """Render the preview; one that moves is the file itself, but for people who want nothing to move."""
    file = picture.file
    width, height = file.shown_size
    img = format_html(
        '<img src="{}" alt="{}" width="{}" height="{}" loading="lazy" decoding="async">',
        file.address if file.is_animated else file.preview or file.address,
        picture.words or file.name,
        width,
        height,
    )
    if not file.is_animated:
        return img
    return format_html(
        '<picture><source media="(prefers-reduced-motion: reduce)" srcset="{}">{}</picture>',
        file.preview,
        img,
    )
