"""Mentions: the members who are named with @ in a card's description, or in a comment."""

from django.db import models
from django.db.models import Q

from projects.models import Membership


class Mention(models.Model):
    """A member who was meant by an @name when the text was written.

    What happens to names later changes no row: a second Ana, or a new user name, is for the texts that follow.
    """

    card = models.ForeignKey("boards.Card", models.CASCADE, related_name="mentions")
    # None is the card's description. The constraint's index finds those of a comment.
    comment = models.ForeignKey(
        "boards.Comment", models.CASCADE, null=True, db_index=False, related_name="mentions"
    )
    membership = models.ForeignKey(Membership, models.CASCADE, related_name="mentions")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["card", "membership"], condition=Q(comment=None), name="mention_once_in_description"
            ),
            models.UniqueConstraint(fields=["comment", "membership"], name="mention_once_in_comment"),
        ]

    def __str__(self) -> str:
        return f"{self.membership} in {self.card}"
