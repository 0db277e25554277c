"""Where a card stands."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from boards.models.card.change import Change, card_change
from boards.models.card.column import Column
from boards.models.card.ordering import Neighbours, read_neighbours, rebalance
from projects.models import Milestone, Refused

if TYPE_CHECKING:
    from boards.models.card.fields import Card, CardQuerySet

PLACE = ("column", "position", "milestone", "started_at", "done_at")


class MoveVerbs:
    """Moving a card, by hand or to the week it is for."""

    was_rebalanced = False  # whether the others in its column have got new positions by its move
    neighbours: Neighbours | None = None  # what `put` has found around it, and of the week it goes to

    @card_change
    def move(
        self: "Card",
        *,
        column: str = "",
        milestone_id: int | None,
        after: int | None = None,
        before: int | None = None,
        top: bool = False,
    ) -> Change | None:
        """Put the card in this column of this week (None is Later): below card number `after`, else above `before`.

        Without a column it stays in the one it is in by now.
        Without neighbours, or with ones that have moved away, it goes to the end, or to the top if asked.
        Raises ValidationError for a week that is not in the project's plan, or is closed: nothing comes into it,
        and what is in it stays in its column.
        """
        column = column or self.column
        was = self.state()
        beside = self.put(column, milestone_id, after=after, before=before, top=top)
        self.must_be_open(milestone_id, column)
        if beside is None:
            return None
        self.enter(column, milestone_id)
        return Change("moved", PLACE, {"was": {**was, **beside}, "now": self.state()})

    def put(
        self: "Card",
        column: str,
        milestone_id: int | None,
        *,
        after: int | None = None,
        before: int | None = None,
        top: bool = False,
    ) -> dict[str, int | None] | None:
        """Set the position for a place, and say beside which cards it stood; None if it stands there already."""
        self.neighbours = neighbours = read_neighbours(self, column, milestone_id, after=after, before=before)
        gap = neighbours.gap(top=top)
        stays = (column, milestone_id) == (self.column, self.milestone_id)
        if stays and gap.holds(self.position):
            return None
        position = gap.middle()
        if position is None:
            rebalance(self.project.cards.placed(column, milestone_id).exclude(pk=self.pk))
            self.was_rebalanced = True
            opened = read_neighbours(self, column, milestone_id, after=after, before=before).gap(top=top)
            position = opened.middle()
        self.position = position
        return {"after": neighbours.above, "before": neighbours.below}

    def must_be_open(self: "Card", milestone_id: int | None, column: str) -> None:
        """Refuse a week that is closed, of another project or gone. After `put`, which has looked for it."""
        if milestone_id == self.milestone_id:
            if self.in_closed_week and column != self.column:
                raise ValidationError(
                    "This week is closed: its cards stay as they are. Move the card to another week."
                )
        elif milestone_id is not None and not self.neighbours.week_number:  # type: ignore[union-attr]
            raise ValidationError(Milestone.GONE)
        elif self.neighbours.week_is_closed:  # type: ignore[union-attr]
            raise ValidationError(
                f"Week {self.neighbours.week_number} is closed. Choose a week that is still open."  # type: ignore[union-attr]
            )

    def cards_in(self: "Card", column: str, milestone_id: int | None) -> "CardQuerySet":
        """The other cards that stand in a column of a week."""
        return self.project.cards.on_board().placed(column, milestone_id).exclude(pk=self.pk)

    def enter(self: "Card", column: str, milestone_id: int | None) -> None:
        """Take on the column's meaning: the clock starts in In Progress, stops in Done, is reset in To Do."""
        now = timezone.now()
        if column == Column.TODO:
            self.started_at = None
        elif column == Column.DOING and self.started_at is None:
            self.started_at = now
        if column != Column.DONE:
            self.done_at = None
        elif self.done_at is None:
            self.done_at = now
        self.column, self.milestone_id = column, milestone_id

    def state(self: "Card") -> dict[str, object]:
        """Column, week and clock, as an event remembers them."""
        return {
            "column": self.column,
            "milestone": self.milestone_id,
            "started_at": self.started_at and self.started_at.isoformat(),
            "done_at": self.done_at and self.done_at.isoformat(),
        }

    def go_back(self: "Card", was: dict, *, since: datetime | None = None) -> None:
        """Set column, week, clock and place as an event remembers them; a week that is gone is Later.

        Raises Refused if that week was closed since then, or at all if no moment is given.
        """
        week = self.project.milestones.filter(pk=was["milestone"]).first()
        stays = (was["milestone"], was["column"]) == (self.milestone_id, self.column)
        if week and week.closed_at and not stays and (since is None or week.closed_at > since):
            raise Refused(f"Week {week.number} was closed since, so this was not undone.")
        pk = week.pk if week else None
        self.put(was["column"], pk, after=was["after"], before=was["before"])
        self.column, self.milestone_id = was["column"], pk
        self.started_at = was["started_at"] and parse_datetime(was["started_at"])
        self.done_at = was["done_at"] and parse_datetime(was["done_at"])
