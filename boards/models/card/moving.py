"""Moving a card to a column, a week and a place between other cards."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError

from boards.models.card.change import Change, card_change
from boards.models.card.fields import CardFields, CardQuerySet
from boards.models.card.limits import STAYS_IN_CLOSED_WEEK
from boards.models.card.ordering import read_neighbours, rebalance
from boards.models.card.placement import MOVED, Placement, check_week_is_open, enter
from projects.models import Refused


class Moving(CardFields):
    """Methods that move a card, or put it back to where an event says that it was."""

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
        """Move the card to a column of a week (None is Later), below card `after` or else above `before`.

        Without a column it stays in its own. Without neighbours, or with ones that have moved away, it goes
        to the end, or to the top if asked. Raises ValidationError for a week that is not in the project's
        plan, or is closed: nothing comes into a closed week, and what is in it stays in its column.
        """
        column = column or self.column
        self.check_may_leave(column, milestone_id)
        was = Placement.of(self).to_event(MOVED)
        beside = self.put(column, milestone_id, after=after, before=before, top=top)
        self.check_week(milestone_id)
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
        former: int | None = None,
    ) -> dict[str, int | None] | None:
        """Set the position for a place; return the old one and its neighbours' numbers, or None if it is there.

        The card gets the `former` position if that is between the same neighbours still.
        """
        self.neighbours = neighbours = read_neighbours(self, column, milestone_id, after=after, before=before)
        gap = neighbours.gap(top=top)
        stays = (column, milestone_id) == (self.column, self.milestone_id)
        if stays and gap.holds(self.position):
            return None
        position = former if former is not None and gap.holds(former) else gap.middle()
        if position is None:
            rebalance(self.project.cards.placed(column, milestone_id).exclude(pk=self.pk))
            self.was_rebalanced = True
            opened = read_neighbours(self, column, milestone_id, after=after, before=before).gap(top=top)
            position = opened.middle()
        assert position is not None, "there is a gap between any two after rebalancing"
        was, self.position = self.position, position
        return {"after": neighbours.above, "before": neighbours.below, "position": was}

    def check_may_leave(self, column: str, milestone_id: int | None) -> None:
        """Raise ValidationError where a card of a closed week would only change its column: up or down it may go."""
        if self.in_closed_week and milestone_id == self.milestone_id and column != self.column:
            raise ValidationError(
                "This week is closed: its cards stay as they are. Move the card to another week.",
                STAYS_IN_CLOSED_WEEK,
            )

    def check_week(self, milestone_id: int | None) -> None:
        """Raise ValidationError for another week that is closed, gone or of another project.

        Call it after `put`, which reads the week.
        """
        if milestone_id not in (None, self.milestone_id) and self.neighbours:
            week = (self.neighbours.week_number, self.neighbours.week_is_closed)
            check_week_is_open(*week, instead="Choose a week that is still open.")

    def cards_in(self, column: str, milestone_id: int | None) -> CardQuerySet:
        return self.project.cards.on_board().placed(column, milestone_id).exclude(pk=self.pk)

    def go_back(self, was: dict, fields: tuple[str, ...] = MOVED, *, since: datetime | None = None) -> None:
        """Set these fields as an event stores them, the position by neighbours; a week that is gone is Later.

        Raises Refused if that week was closed after `since`; without `since`, if it is closed at all.
        """
        week = self.project.milestones.filter(pk=was["milestone"]).first()
        stays = (was["milestone"], was["column"]) == (self.milestone_id, self.column)
        if week and week.closed_at and not stays and (since is None or week.closed_at > since):
            raise Refused(f"Week {week.number} was closed since, so this was not undone.")
        pk = week.pk if week else None
        self.put_back(was, pk)
        replace(Placement.from_event(was), milestone_id=pk).restore(self, fields)

    def put_back(self, was: dict, milestone_id: int | None) -> None:
        """Set the position between the neighbours that an event stores; where both have gone, by the former position.

        An event of an older version stores none.
        """
        column, former = was["column"], was.get("position")
        self.put(column, milestone_id, after=was["after"], before=was["before"], former=former)
        around = self.neighbours
        if former is None or not around or around.after is not None or around.before is not None:
            return
        above = self.cards_in(column, milestone_id).filter(position__lt=former).in_order().last()
        beside: dict[str, Any] = {"after": above.number} if above else {"top": True}
        self.put(column, milestone_id, **beside, former=former)
