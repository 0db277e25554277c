"""Counting a card that was finished late for its closed week, and undoing that."""

from boards.models.card.change import Change, card_change
from boards.models.card.column import Column
from boards.models.card.moving import Moving
from boards.models.card.placement import CARRIED, MOVED, Placement
from projects.models import Event


class Rescheduling(Moving):
    """Methods that move a done card back into the closed week that it was sent on from, and out of it again."""

    class Meta(Moving.Meta):
        abstract = True

    @card_change
    def count_done_late(self, settled: Event) -> Change | None:
        """Put the card, as done, into the week whose closing wrote the event `settled` and sent it on."""
        was = Placement.of(self).to_event(CARRIED)
        before, week = Placement.from_event(settled.data["was"]), settled.data["week"]
        beside = self.put(Column.DONE, week)
        self.milestone_id = week
        self.carried_from_id, self.carried_count = before.carried_from_id, before.carried_count
        now = Placement.of(self).to_event(MOVED)
        data = {"of": settled.seq, "week": week, "was": {**was, **(beside or {})}, "now": now}
        return Change("counted_late", CARRIED, data)

    @card_change
    def undo_count_done_late(self, counted: Event) -> Change | None:
        now = Placement.of(self).to_event(MOVED)
        self.go_back(counted.data["was"], CARRIED)
        was = Placement.of(self).to_event(MOVED)
        return Change("undone", CARRIED, {"of": counted.seq, "what": "counted_late", "was": now, "now": was})
