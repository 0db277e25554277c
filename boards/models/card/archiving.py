"""Archiving, deleting and restoring a card, and undoing its events."""

from django.utils import timezone

from boards.events import CARD_EVENTS
from boards.models.card.change import Change, card_change
from boards.models.card.column import Column
from boards.models.card.commenting import Commenting
from boards.models.card.placement import MOVED, Placement
from boards.models.card.splitting import Splitting
from boards.models.card.spoiling import find_spoiler, read_later, refusal
from projects.models import Event, Refused


class Archiving(Splitting, Commenting):
    """Methods that take a card off the board, and bring it back to where it was."""

    class Meta(Splitting.Meta):
        abstract = True

    @card_change
    def archive(self) -> Change:
        self.archived_at = timezone.now()
        return Change("archived", ("archived_at",), {"title": self.title})

    @card_change(archived_too=True)
    def restore(self) -> Change | None:
        if not self.archived_at:
            return None
        return self.return_to_board()

    @card_change(archived_too=True)
    def delete_card(self) -> Change:
        """Set `deleted_at`: the row stays, so that the deletion can be undone."""
        self.deleted_at = timezone.now()
        return Change("deleted", ("deleted_at",), {"title": self.title, "archived": bool(self.archived_at)})

    def return_to_board(self, *, archived: bool = False) -> Change:
        """Bring the card back to its old place, on the board or, with `archived`, in the archive.

        A card keeps its position while it is away; if another card has taken exactly that position, it goes
        below it. A card that was not done and whose week is closed by now comes back for Later: nothing is
        left to do in a closed week.
        """
        was = self.milestone_id
        self.deleted_at = None
        self.archived_at = self.archived_at if archived else None
        if self.in_closed_week and self.column != Column.DONE:
            self.milestone_id = None
        others = self.cards_in(self.column, self.milestone_id)
        taken = others.filter(position=self.position).values_list("number", flat=True).first()
        if taken:
            self.put(self.column, self.milestone_id, after=taken)
        data: dict[str, object] = {"title": self.title}
        if self.milestone_id != was:
            data |= {"was": {"milestone": was}, "now": {"milestone": self.milestone_id}}
        return Change("restored", ("position", "milestone", "archived_at", "deleted_at"), data)

    @card_change(deleted_too=True)
    def undo(self, event: Event) -> Change:
        """Undo an event of this card, by the method that `boards.events` names for its kind.

        Raises Refused for a kind without an undo; when the same thing was changed again since, by whomever;
        and for an addition, when others have done anything to the card since: it would be gone with their
        work.
        """
        kind = CARD_EVENTS.get(event.kind)
        if not kind or not kind.undo:
            raise Refused("This cannot be undone.")
        anywhere = not kind.needs_card_on_board
        self.check_editable(archived_too=anywhere, deleted_too=anywhere)
        spoiler = find_spoiler(event, read_later(self.project, self.number, since=event.seq))
        if spoiler:
            raise refusal(event, spoiler)
        change = getattr(self, kind.undo)(event)
        return Change("undone", change.fields, {**change.data, "of": event.seq, "what": event.kind})

    def undo_move(self, event: Event) -> Change:
        now = Placement.of(self).to_event(MOVED)
        self.go_back(event.data["was"], since=event.at)
        return Change("moved", MOVED, {"was": now, "now": Placement.of(self).to_event(MOVED)})

    def undo_creation(self, event: Event) -> Change:
        self.deleted_at = timezone.now()
        return Change("deleted", ("deleted_at",), {"title": self.title})

    def undo_archive(self, event: Event) -> Change:
        return self.return_to_board()

    def undo_restore(self, event: Event) -> Change:
        """Archive the card again.

        If restoring has put it off for Later, because its week was closed, and it is there still, that week
        comes back.
        """
        self.archived_at = timezone.now()
        here, was = self.milestone_id, event.data.get("was", {})
        week = self.project.milestones.filter(pk=was.get("milestone")).first()
        if not week or event.data["now"]["milestone"] != here:
            return Change("archived", ("archived_at",))
        self.milestone_id = week.pk
        data = {"was": {"milestone": here}, "now": {"milestone": week.pk}}
        return Change("archived", ("archived_at", "milestone"), data)

    def undo_deletion(self, event: Event) -> Change:
        return self.return_to_board(archived=event.data.get("archived", False))

    def undo_comment_deletion(self, event: Event) -> Change:
        if not self.comments.filter(pk=event.data["comment"]).update(deleted_at=None):
            raise Refused("This comment was removed for good since, so it does not come back.")
        return Change("commented", self.count_comments(), {"comment": event.data["comment"]})
