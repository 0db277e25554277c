"""A card and the closing of its week: what `boards.closing` does to a single card."""

from typing import TYPE_CHECKING

from boards.models.card.change import Change, card_change
from boards.models.card.column import Column
from boards.models.card.moving import PLACE
from projects.models import Event

if TYPE_CHECKING:
    from boards.models.card.fields import Card

CARRIED = (*PLACE, "carried_from", "carried_count")


class WeekVerbs:
    """Going back, done, into the week that a card was sent on from, and leaving it again."""

    @card_change
    def return_done(self: "Card", settled: Event) -> Change | None:
        was = {**self.state(), "carried_from": self.carried_from_id, "carried_count": self.carried_count}
        before, week = settled.data["was"], settled.data["week"]
        beside = self.put(Column.DONE, week)
        self.milestone_id = week
        self.carried_from_id, self.carried_count = before["carried_from"], before["carried_count"]
        data = {"of": settled.seq, "week": week, "was": {**was, **(beside or {})}, "now": self.state()}
        return Change("counted_late", CARRIED, data)

    @card_change
    def leave_again(self: "Card", counted: Event) -> Change | None:
        was, now = counted.data["was"], self.state()
        self.go_back(was)
        self.carried_from_id, self.carried_count = was["carried_from"], was["carried_count"]
        data = {"of": counted.seq, "what": "counted_late", "was": now, "now": self.state()}
        return Change("undone", CARRIED, data)
