"""Where a card is on the board."""

from dataclasses import replace
from datetime import datetime

from django.core.exceptions import ValidationError

from boards.models.card.change import Change, card_change
from boards.models.card.fields import CardFields, CardQuerySet
from boards.models.card.ordering import read_neighbours, rebalance
from boards.models.card.placement import MOVED, Placement, check_week_is_open, enter
from projects.models import Refused


class Moving(CardFields):
    """Moving a card, by hand or to the week it is for."""

    class Meta(CardFields.Meta):
        abstract = True

    @card_change
    def move(
        self,
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
        was = Placement.of(self).to_event(MOVED)
        beside = self.put(column, milestone_id, after=after, before=before, top=top)
        self.check_week(milestone_id, column)
        if beside is None:
            return None
        enter(self, column, milestone_id)
        return Change("moved", MOVED, {"was": {**was, **beside}, "now": Placement.of(self).to_event(MOVED)})

    def put(
        self,
        column: str,
        milestone_id: int | None,
        *,
        after: int | None = None,
        before: int | None = None,
        top: bool = False,
    ) -> dict[str, int | None] | None:
        """Set the position for a place, and say beside which cards it was; None if it is there already."""
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
        assert position is not None, "there is a gap between any two after rebalancing"
        self.position = position
        return {"after": neighbours.above, "before": neighbours.below}

    def check_week(self, milestone_id: int | None, column: str) -> None:
        """Refuse a week that is closed, of another project or gone. After `put`, which has looked for it."""
        if milestone_id == self.milestone_id:
            if self.in_closed_week and column != self.column:
                raise ValidationError(
                    "This week is closed: its cards stay as they are. Move the card to another week."
                )
        elif milestone_id is not None and self.neighbours:
            week = (self.neighbours.week_number, self.neighbours.week_is_closed)
            check_week_is_open(*week, instead="Choose a week that is still open.")

    def cards_in(self, column: str, milestone_id: int | None) -> CardQuerySet:
        """List the other cards in a column of a week."""
        return self.project.cards.on_board().placed(column, milestone_id).exclude(pk=self.pk)

    def go_back(self, was: dict, fields: tuple[str, ...] = MOVED, *, since: datetime | None = None) -> None:
        """Set these fields as an event keeps them, and the position by its neighbours; a week that is gone is Later.

        Raises Refused if that week was closed since then, or at all if no moment is given.
        """
        week = self.project.milestones.filter(pk=was["milestone"]).first()
        stays = (was["milestone"], was["column"]) == (self.milestone_id, self.column)
        if week and week.closed_at and not stays and (since is None or week.closed_at > since):
            raise Refused(f"Week {week.number} was closed since, so this was not undone.")
        pk = week.pk if week else None
        self.put(was["column"], pk, after=was["after"], before=was["before"])
        replace(Placement.from_event(was), milestone_id=pk).restore(self, fields)
