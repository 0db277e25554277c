"""Which pieces of a card's page answer a change of one field; all others keep what is being typed there."""

from typing import NamedTuple

# Fields that are rendered whole, errors included.
SECTIONS = ["estimate", "week", "people", "labels", "files"]
# Fields that keep what was typed: only the message below them is rendered anew.
TYPED = ["title", "reason", "text"]


class Piece(NamedTuple):
    """A part of the page, by its id, and the template that renders it."""

    target: str
    template: str
    swap: str = "outerHTML"


CRUMB = Piece("sheet-crumb", "boards/card/_crumb.html")
ACTIVITY = Piece("sheet-activity", "boards/card/_activity.html")
DESCRIPTION = Piece("sheet-description", "boards/card/_description.html")


def pieces_refused(field: str) -> list[Piece]:
    return sections(field) or [message(field)]


def pieces_saved(field: str, *, deleted_comment: int | None = None) -> list[Piece]:
    """Return the pieces of the field, and those that a change of any field changes."""
    pieces = [message(field)] if field in TYPED else sections(field)
    if field in ("description", "tasks"):
        pieces.append(DESCRIPTION)
    if field == "text":
        pieces.append(Piece("sheet-thread", "boards/card/_comment.html", "beforeend"))
    if field.startswith("comment-"):
        pieces.append(Piece(f"sheet-{field}", "boards/card/_comment.html"))
    if deleted_comment:
        pieces.append(Piece(f"sheet-comment-{deleted_comment}", "", "delete"))
    return [*pieces, CRUMB, ACTIVITY]


def message(field: str) -> Piece:
    return Piece(f"sheet-{field}-note", "boards/card/_note.html")


def sections(field: str) -> list[Piece]:
    return [Piece(f"sheet-{field}", f"boards/card/_{field}.html")] if field in SECTIONS else []
