"""Mentions: the members who are named with @ in a card's description, or in a comment."""

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from boards.markdown import people_in
from boards.models.comment import Comment
from projects.models import Membership, Project
from projects.people.handles import members_by_handle, unambiguous

if TYPE_CHECKING:
    from boards.models.card.fields import CardFields


class Mention(models.Model):
    """A member who was meant by an @name when the text was written.

    What happens to names later changes no row: a second Ana, or a new user name, is for the texts that follow. A
    deleted card or comment keeps its mentions as it keeps its row, because the deletion can be undone.
    """

    card = models.ForeignKey("boards.Card", models.CASCADE, related_name="mentions")
    # None is the card's description. The constraint's index finds those of a comment.
    comment = models.ForeignKey(Comment, models.CASCADE, null=True, db_index=False, related_name="mentions")
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


def write_mentions(card: "CardFields", text: str, *, was: str = "", comment: Comment | None = None) -> None:
    """Make the mentions of a text those whom it names; those it has named before keep their rows.

    No query unless there is an @ in it, or was. Only within `changing`.
    """
    if "@" not in text and "@" not in was:
        return
    own = Mention.objects.filter(card=card.pk, comment=comment)
    named = people_named(text, card.project) if "@" in text else set()
    present = set(own.values_list("membership", flat=True)) if was else set()
    if gone := present - named:
        own.filter(membership__in=gone).delete()
    Mention.objects.bulk_create(
        Mention(card_id=card.pk, comment=comment, membership_id=pk) for pk in sorted(named - present)
    )


def people_named(text: str, project: Project) -> set[int]:
    """Return the ids of the members whom a text names."""
    people = unambiguous(members_by_handle(project.memberships.with_people()))
    return {people[handle].pk for handle in people_in(text, people)}
