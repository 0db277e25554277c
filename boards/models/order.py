"""The order of cards in a column: big integers with gaps, so that a move writes one row."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from django.db.models import F, Subquery

if TYPE_CHECKING:
    from boards.models.card import Card, CardQuerySet

GAP = 2**20


class Gap(NamedTuple):
    """A place between two positions; None stands for the edge of the column."""

    low: int | None
    high: int | None

    def middle(self) -> int | None:
        """A position inside, or None when the neighbours stand too close."""
        if self.low is None and self.high is None:
            return 0
        if self.low is None:
            return self.high - GAP  # type: ignore[operator]
        if self.high is None:
            return self.low + GAP
        middle = (self.low + self.high) // 2
        return middle if self.low < middle else None

    def holds(self, position: int) -> bool:
        """Whether a card at `position` stands in this place already."""
        return (self.low is None or self.low < position) and (self.high is None or position < self.high)


@dataclass
class Survey:
    """All that a move needs to know of other cards, from one query.

    `above` and `below` are the numbers of the cards around it now: what undo remembers. The rest are positions
    in the column it goes to: of the two neighbours asked for, of what stands next to them, of both ends.
    """

    above: int | None
    below: int | None
    after: int | None
    below_after: int | None
    before: int | None
    above_before: int | None
    first: int | None
    last: int | None

    def gap(self, *, top: bool) -> Gap:
        """Below the neighbour `after`, else above `before`, else the end of the column asked for.

        A neighbour that has moved away is passed over: that is no error.
        """
        if top:
            return Gap(None, self.first)
        if self.after is not None:
            return Gap(self.after, self.below_after)
        if self.before is not None:
            return Gap(self.above_before, self.before)
        return Gap(self.last, None)


def survey(card: "Card", others: "CardQuerySet", *, after: int | None, before: int | None) -> Survey:
    """Look around `card` where it stands, and around the numbers `after` and `before` among `others`.

    `others` are the cards of the column it goes to, without itself. Every part is one step in the index of
    places, so that a move costs the same among 10 cards and among 1,000.
    """
    home = card.cards_in(card.column, card.milestone_id)
    after_at = others.filter(number=after or 0).values("position")
    before_at = others.filter(number=before or 0).values("position")
    columns = {
        "above": last(home.filter(position__lt=card.position), "number"),
        "below": first(home.filter(position__gt=card.position), "number"),
        "after": after_at,
        "below_after": first(others.filter(position__gt=Subquery(after_at))),
        "before": before_at,
        "above_before": last(others.filter(position__lt=Subquery(before_at))),
        "first": first(others),
        "last": last(others),
    }
    me = type(card).objects.filter(pk=card.pk)
    return Survey(*me.values_list(*(Subquery(column) for column in columns.values())).get())


def first(cards: "CardQuerySet", field: str = "position") -> "CardQuerySet":
    """That field of the uppermost card, as a subquery."""
    return cards.order_by("position").values(field)[:1]


def last(cards: "CardQuerySet", field: str = "position") -> "CardQuerySet":
    """That field of the lowest card, as a subquery."""
    return cards.order_by("-position").values(field)[:1]


def place(others: "CardQuerySet", gap: Gap, look_again) -> int:
    """A position in `gap`; where it has closed, `others` are spread out first and `look_again` finds it anew."""
    position = gap.middle()
    if position is None:
        spread_out(others)
        position = look_again().middle()
    return position


def spread_out(others: "CardQuerySet") -> None:
    """Number a column afresh, a full gap between any two. Versions go up: the page shows positions."""
    for step, pk in enumerate(others.in_order().values_list("pk", flat=True), start=1):
        others.filter(pk=pk).update(position=step * GAP, version=F("version") + 1)
