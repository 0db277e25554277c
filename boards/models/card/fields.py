"""The fields of a card, the properties derived from them, and the queryset that selects cards."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Max, Min, Q
from django.utils import timezone

from boards.models.card.column import Column
from boards.models.card.conditions import AWAY, BLOCKED, NOT_DONE, ON_BOARD, OVER_LIMIT
from boards.models.card.ordering import Neighbours
from boards.models.card.reading import read_card
from boards.models.comment import Comment
from boards.models.label import Label
from projects import limits
from projects.models import Membership, Milestone, Project, Refused, Searchable, User
from projects.text import LineField, LinesField, fold, whole_number

if TYPE_CHECKING:
    from boards.models.card import Card  # noqa: F401 - in quotation marks below


class CardQuerySet(models.QuerySet["Card"]):
    """Conditions that can be chained: `project.cards.on_board().too_big()`."""

    def on_board(self) -> "CardQuerySet":
        """Keep the cards that are neither archived nor deleted."""
        return self.filter(ON_BOARD)

    def not_deleted(self) -> "CardQuerySet":
        return self.filter(deleted_at=None)

    def placed(self, column: str, milestone_id: int | None) -> "CardQuerySet":
        """Keep the cards in a column of a week (None is Later), archived and deleted ones included."""
        return self.filter(Q(milestone_id=milestone_id), column=column)

    def open(self) -> "CardQuerySet":
        return self.on_board().filter(NOT_DONE)

    def too_big(self) -> "CardQuerySet":
        return self.filter(OVER_LIMIT)

    def blocked(self) -> "CardQuerySet":
        return self.filter(BLOCKED)

    def of_person(self, membership_id: int) -> "CardQuerySet":
        return self.filter(assignees=membership_id)

    def labelled(self, name: str) -> "CardQuerySet":
        return self.filter(labels__search_text=fold(name))

    def search(self, words: str, *, project: Project) -> "CardQuerySet":
        """Keep cards with all of these words in title, description, comments, labels or people's names.

        Ignores case and how letters are composed, as `fold` says. #42, or 42, finds the card of that number as well.
        The cards are those of `project`; labels, comments and people of others are not looked at.
        """
        found = self
        for word in dict.fromkeys(fold(words).split()):
            found = found.filter(word_q(word, project))
        return found

    def count_version(self) -> None:
        """Have these cards rendered anew, after something of theirs has changed that stands in other rows.

        Only within `changing`.
        """
        self.update(version=F("version") + 1)

    def leave(self, *, at: datetime) -> None:
        """Mark the cards as deleted. Only within a method that holds the project's lock and writes the event."""
        self.update(deleted_at=at, version=F("version") + 1)

    def tell_all(self, kind: str, data: dict, *, project: Project, by: User | None) -> None:
        """Write the same event for each of these cards, and have them rendered anew: four queries for any number.

        Only within `changing`, after what is told.
        """
        numbers = list(self.order_by("number").values_list("number", flat=True))
        self.count_version()
        project.record_all(kind, dict.fromkeys(numbers, data), by=by)

    def first_position(self) -> int:
        return self.aggregate(edge=Min("position"))["edge"] or 0

    def last_position(self) -> int:
        return self.aggregate(edge=Max("position"))["edge"] or 0

    def in_order(self) -> "CardQuerySet":
        """Sort from top to bottom; the id only breaks ties, which should not occur."""
        return self.order_by("position", "pk")


def word_q(word: str, project: Project) -> Q:
    """Match a folded word in the texts, labels, comments or people of a project's card, or its number.

    Those of other tables by subqueries: with a join for each word a pasted sentence would exceed the 64 tables
    that SQLite joins. They name no row of the statement around them, so each is answered once: PostgreSQL would
    think them dear otherwise, and compile the statement first, for a second. Each names the project.
    """
    plain = word.removeprefix("#") or word
    labels = project.labels.filter(search_text__contains=plain, cards__isnull=False)
    comments = Comment.containing(word).filter(card__project=project)
    members = project.memberships.filter(user__search_text__contains=word, cards__isnull=False)
    q = (
        Q(search_text__contains=word)
        | Q(pk__in=labels.values("cards"))
        | Q(pk__in=comments.values("card"))
        | Q(pk__in=members.values("cards"))
    )
    number = whole_number(plain, digits=9)
    return q if number is None else q | Q(number=number)


class CardFields(Searchable):
    """The abstract base of Card and its methods.

    The column is the only status; `version` goes up with anything that shows on the card.
    """

    SEARCHED = ("title", "description")

    project = models.ForeignKey(Project, models.CASCADE, related_name="cards")
    number = models.PositiveIntegerField()
    title = LineField(max_length=limits.TITLE)
    description = LinesField(max_length=limits.TEXT, blank=True)
    column = models.CharField(max_length=5, choices=Column, default=Column.TODO)
    position = models.BigIntegerField()
    # None is "Later". A week with cards is not deleted under them: the plan asks where they go.
    milestone = models.ForeignKey(Milestone, models.SET_NULL, null=True, blank=True, related_name="cards")
    estimate_minutes = models.PositiveIntegerField("estimate", null=True, blank=True)
    blocked_reason = LineField(max_length=limits.TITLE, blank=True)

    started_at = models.DateTimeField(null=True, blank=True, editable=False)
    done_at = models.DateTimeField(null=True, blank=True, editable=False)
    carried_from = models.ForeignKey(
        Milestone, models.SET_NULL, null=True, blank=True, related_name="+", editable=False
    )
    carried_count = models.PositiveSmallIntegerField(default=0, editable=False)
    # A plain number, as in events: the card it was split off from, whose event says when and by whom.
    split_from = models.PositiveIntegerField(null=True, blank=True, editable=False)
    comment_count = models.PositiveIntegerField(default=0, editable=False)
    file_count = models.PositiveIntegerField(default=0, editable=False)
    version = models.PositiveBigIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    archived_at = models.DateTimeField(null=True, blank=True, editable=False)
    deleted_at = models.DateTimeField(null=True, blank=True, editable=False)

    assignees = models.ManyToManyField(Membership, blank=True, related_name="cards")
    labels = models.ManyToManyField(Label, blank=True, related_name="cards")

    objects = CardQuerySet.as_manager()

    was_rebalanced = False  # whether the others in its column have got new positions by its move
    neighbours: Neighbours | None = None  # what a move has found around it, and of the week it goes to

    class Meta:
        abstract = True
        ordering = ["project_id", "number"]
        constraints = [
            models.UniqueConstraint(fields=["project", "number"], name="card_number_once"),
            models.CheckConstraint(condition=Q(column__in=Column.values), name="card_column"),
            limits.length_between("title", 1, limits.TITLE, name="card_title_length"),
            limits.length_between("description", 0, limits.TEXT, name="card_description_length"),
            limits.length_between("blocked_reason", 0, limits.TITLE, name="card_blocked_length"),
            limits.value_between("estimate_minutes", 1, limits.ESTIMATE_MINUTES, name="card_estimate"),
        ]
        # No unique constraint on places: renumbering would trip over it. The project's lock keeps them.
        indexes = [models.Index(fields=["project", "milestone", "column", "position"], name="card_place")]

    def __str__(self) -> str:
        return f"#{self.number} {self.title}"

    # --- What the server decides ---------------------------------------------------------------------------
    @property
    def is_on_board(self) -> bool:
        return not any(getattr(self, field) for field in AWAY)

    @property
    def is_open(self) -> bool:
        """Tell whether something is left to do, by the same rule as `CardQuerySet.open`."""
        return self.is_on_board and self.column != Column.DONE

    @property
    def is_blocked(self) -> bool:
        """Tell whether something blocks the card; of a done card nobody needs to know any more."""
        return self.column != Column.DONE and bool(self.blocked_reason)

    @property
    def is_over(self) -> bool:
        """Tell whether to flag the card as too big, which a done card never is."""
        return self.column != Column.DONE and self.minutes_over > 0

    @property
    def minutes_over(self) -> int:
        """Return by how many minutes the estimate is over the project's limit; 0 at exactly the limit."""
        return max(0, (self.estimate_minutes or 0) - self.project.card_limit_minutes)

    @property
    def in_closed_week(self) -> bool:
        return self.milestone is not None and self.milestone.closed_at is not None

    # --- For the verbs -------------------------------------------------------------------------------------
    def reload_locked(self) -> None:
        """Read every field again, by number within the project, whose lock must be held.

        So a card that was only named, `Card(project=…, number=…)`, becomes the real one. The project instance
        is kept. Raises Card.DoesNotExist if the project never had such a card, or it was deleted for good.
        """
        self.__dict__ = read_card(type(self), self.project, self.number).__dict__

    def check_editable(self, *, archived_too: bool, deleted_too: bool) -> None:
        if self.deleted_at and not deleted_too:
            raise Refused("This card was deleted meanwhile.")
        if self.archived_at and not archived_too:
            raise Refused("This card is in the archive. Restore it to change it.")
