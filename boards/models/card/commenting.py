"""Comments on a card: writing, editing and deleting them."""

from typing import Any

from django.utils import timezone

from boards.models.card.change import Change, card_change
from boards.models.card.fields import CardFields
from boards.models.comment import Comment
from boards.models.mention import write_mentions
from projects.models import Edited, Refused, User
from projects.text import content_hash


class Commenting(CardFields):
    """Methods for a card's comments. Who may change whose comment is decided in the views."""

    class Meta(CardFields.Meta):
        abstract = True

    comments: Any  # the relation of Comment, which knows no abstract card

    @card_change
    def comment(self, text: str, *, author: User) -> Change:
        comment = self.comments.create(author=author, text=text)
        write_mentions(self, text, comment=comment)
        return Change("commented", self.count_comments(), {"comment": comment.pk})

    @card_change
    def edit_comment(self, comment: Comment, text: str, *, base_hash: str = "") -> Change | None:
        """Set a comment's text; `base_hash` is the content hash of what it said when the person began.

        Raises Edited if it says something else by now: its author has it open twice.
        """
        current = self.current_comment(comment)
        if current.text == text:
            return None
        if base_hash and base_hash != content_hash(current.text):
            raise Edited(["text"])
        was, current.text, current.edited_at = current.text, text, timezone.now()
        current.save(update_fields=["text", "edited_at"])
        write_mentions(self, text, was=was, comment=current)
        return Change("comment_edited", data={"comment": comment.pk, "was": was})

    @card_change
    def delete_comment(self, comment: Comment) -> Change:
        current = self.current_comment(comment)
        current.deleted_at = timezone.now()
        current.save(update_fields=["deleted_at"])
        return Change("comment_deleted", self.count_comments(), {"comment": comment.pk})

    def current_comment(self, comment: Comment) -> Comment:
        """Read the comment afresh; raise Refused if it was deleted."""
        current = self.comments.filter(pk=comment.pk, deleted_at=None).first()
        if current is None:
            raise Refused("This comment was deleted meanwhile.")
        return current

    def count_comments(self) -> tuple[str, ...]:
        """Set the number that the card shows, and return the field to save."""
        self.comment_count = self.comments.filter(deleted_at=None).count()
        return ("comment_count",)
