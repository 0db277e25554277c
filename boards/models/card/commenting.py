"""Comments."""

from typing import TYPE_CHECKING

from django.utils import timezone

from boards.models.card.change import Change, Refused, changes_board
from boards.models.comment import Comment
from projects.models import User

if TYPE_CHECKING:
    from boards.models.card.fields import Card


class TalkVerbs:
    """What is said about a card. Who may change whose comment is the view's business."""

    @changes_board
    def comment(self: "Card", text: str, *, author: User) -> Change:
        comment = self.comments.create(author=author, text=text)
        return Change("commented", self.count_comments(), {"comment": comment.pk})

    @changes_board
    def edit_comment(self: "Card", comment: Comment, text: str) -> Change | None:
        standing = self.standing_comment(comment)
        if standing.text == text:
            return None
        was, standing.text, standing.edited_at = standing.text, text, timezone.now()
        standing.save(update_fields=["text", "edited_at"])
        return Change("comment_edited", data={"comment": comment.pk, "was": was})

    @changes_board
    def delete_comment(self: "Card", comment: Comment) -> Change:
        standing = self.standing_comment(comment)
        standing.deleted_at = timezone.now()
        standing.save(update_fields=["deleted_at"])
        return Change("comment_deleted", self.count_comments(), {"comment": comment.pk})

    def standing_comment(self: "Card", comment: Comment) -> Comment:
        """The comment read afresh; Refused if it is gone."""
        standing = self.comments.filter(pk=comment.pk, deleted_at=None).first()
        if standing is None:
            raise Refused("This comment was deleted meanwhile.")
        return standing

    def count_comments(self: "Card") -> tuple[str, ...]:
        """Set the number that shows on the card; the field to save."""
        self.comment_count = self.comments.filter(deleted_at=None).count()
        return ("comment_count",)
