"""What a card says: title, description, estimate, what blocks it."""

from hashlib import sha256
from typing import TYPE_CHECKING

from boards.models.changing import Change, Refused, changes_board

if TYPE_CHECKING:
    from boards.models.card import Card


class Edited(Refused):
    """Somebody else has changed the same field since it was read; `fields` names which."""

    def __init__(self, fields: list[str]):
        super().__init__("Somebody else has changed this meanwhile. Here are both texts.")
        self.fields = fields


def fingerprint(text: str) -> str:
    """A short stand-in for a text that somebody has read, to tell later whether it is still the same."""
    return sha256(text.encode()).hexdigest()[:16]


class TextVerbs:
    """Writing on a card."""

    @changes_board
    def edit(self: "Card", *, seen: dict[str, str] | None = None, **texts: str) -> Change | None:
        """Set `title` or `description`.

        `seen` holds the fingerprint of what each field said when the person began; raises Edited if it says
        something else by now, and not just the same as what is to be written.
        """
        new = {name: text for name, text in texts.items() if getattr(self, name) != text}
        seen = seen or {}
        stale = [name for name in new if seen.get(name) and seen[name] != fingerprint(getattr(self, name))]
        if stale:
            raise Edited(stale)
        if not new:
            return None
        was = {name: getattr(self, name) for name in new}
        for name, text in new.items():
            setattr(self, name, text)
        return Change("edited", tuple(new), {"was": was, "now": new})

    @changes_board
    def estimate(self: "Card", minutes: int | None) -> Change | None:
        """Set the estimate in whole minutes; None is "no estimate", which is not zero."""
        was = self.estimate_minutes
        if minutes == was:
            return None
        self.estimate_minutes = minutes
        return Change("estimated", ("estimate_minutes",), {"was": was, "now": minutes})

    @changes_board
    def block(self: "Card", reason: str) -> Change | None:
        """Say what is in the way; an empty reason says that nothing is any more."""
        was = self.blocked_reason
        if reason == was:
            return None
        self.blocked_reason = reason
        return Change("blocked" if reason else "unblocked", ("blocked_reason",), {"was": was, "now": reason})
