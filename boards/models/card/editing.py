"""Editing what a card says: title, description, estimate, what blocks it."""

from boards.markdown import tasks_in, toggle_task
from boards.models.card.change import Change, card_change
from boards.models.card.fields import CardFields
from projects.models import Edited, Event, Refused
from projects.text import changed_since, content_hash


class Editing(CardFields):
    """Methods that change what a card says."""

    class Meta(CardFields.Meta):
        abstract = True

    @card_change
    def edit(self, *, base_hashes: dict[str, str] | None = None, **texts: str) -> Change | None:
        """Set `title` or `description`.

        `base_hashes` holds the content hash of what each field said when the person began. Raises Edited if a
        field says something else by now, unless that is just what is to be written.
        """
        new = {name: text for name, text in texts.items() if getattr(self, name) != text}
        stale = changed_since(base_hashes or {}, {name: getattr(self, name) for name in new})
        if stale:
            raise Edited(stale)
        if not new:
            return None
        was = {name: getattr(self, name) for name in new}
        for name, text in new.items():
            setattr(self, name, text)
        return Change("edited", tuple(new), {"was": was, "now": new})

    @card_change
    def tick(self, index: int, *, done: bool, mark: str) -> Change | None:
        """Tick or untick an item of the description's task lists, whatever else was written meanwhile.

        `index` counts from 0; `mark` is the content hash of the item's text as the person saw it. Raises
        Refused if the item of that number has another text by now.
        """
        tasks = tasks_in(self.description)
        if index >= len(tasks) or content_hash(tasks[index].text) != mark:
            raise Refused("This list has been changed meanwhile. Reload the page to see it as it is now.")
        text = toggle_task(self.description, index, done=done)
        if text == self.description:
            return None
        self.description = text
        return Change("ticked", ("description",), {"item": tasks[index].text, "done": done})

    @card_change
    def estimate(self, minutes: int | None) -> Change | None:
        """Set the estimate in whole minutes; None is "no estimate", which is not zero."""
        was = self.estimate_minutes
        if minutes == was:
            return None
        self.estimate_minutes = minutes
        return Change("estimated", ("estimate_minutes",), {"was": was, "now": minutes})

    @card_change
    def block(self, reason: str, *, base_hash: str = "") -> Change | None:
        """Set the reason why the card is blocked; an empty one unblocks it.

        `base_hash` is the content hash of the reason when the person began; raises Edited if it is another
        one by now.
        """
        was = self.blocked_reason
        if reason == was:
            return None
        if base_hash and base_hash != content_hash(was):
            raise Edited(["reason"])
        self.blocked_reason = reason
        return Change("blocked" if reason else "unblocked", ("blocked_reason",), {"was": was, "now": reason})

    # --- Undoing it ------------------------------------------------------------------------------------------
    def undo_estimate(self, event: Event) -> Change:
        self.estimate_minutes = event.data["was"]
        return Change("estimated", ("estimate_minutes",))

    def undo_block(self, event: Event) -> Change:
        self.blocked_reason = event.data["was"]
        return Change("blocked", ("blocked_reason",))
