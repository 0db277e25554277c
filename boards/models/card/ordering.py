"""The order of cards in a column: big integers with gaps of 2**20, so that a move writes one row."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from django.db import connection
from django.db.models import Case, When, Window
from django.db.models.functions import RowNumber

from boards.models.card.column import Column
from boards.models.card.conditions import NOT_DONE_SQL, ON_BOARD, ON_BOARD_SQL

if TYPE_CHECKING:
    from boards.models.card.fields import CardFields, CardQuerySet

GAP = 2**20


class Gap(NamedTuple):
    """The space between two positions; None stands for the edge of the column."""

    low: int | None
    high: int | None

    def middle(self) -> int | None:
        """Return a position inside, or None when there is none left between the neighbours."""
        if self.low is None and self.high is None:
            return 0
        if self.low is None:
            return self.high - GAP  # type: ignore[operator]
        if self.high is None:
            return self.low + GAP
        middle = (self.low + self.high) // 2
        return middle if self.low < middle else None

    def holds(self, position: int) -> bool:
        return (self.low is None or self.low < position) and (self.high is None or position < self.high)


def positions_below(edge: int, count: int) -> list[int]:
    """Return `count` positions below `edge` (larger numbers), a full gap between any two, top to bottom."""
    return [edge + step * GAP for step in range(1, count + 1)]


def positions_above(edge: int, count: int) -> list[int]:
    return [edge - step * GAP for step in range(count, 0, -1)]


def positions_between(low: int, high: int | None, count: int) -> list[int]:
    """Return `count` positions between two, as far apart as there is room; none where there is too little.

    Without `high` they are at the end of the column, below `low`.
    """
    if high is None:
        return positions_below(low, count)
    step = (high - low) // (count + 1)
    return [low + step * place for place in range(1, count + 1)] if step else []


@dataclass
class Neighbours:
    """All that a move needs to know of other cards and of the week, from one query.

    `above` and `below` are the numbers of the cards around the card now, which undo needs. The next six are
    positions in the column it goes to: of the neighbours asked for (`after`, `before`), of the cards next to
    these, and of both ends. `week_number` is None for Later and for a week that is not in the plan.
    `open_cards` is counted only if the card leaves Done.
    """

    above: int | None
    below: int | None
    after: int | None
    below_after: int | None
    before: int | None
    above_before: int | None
    first: int | None
    last: int | None
    week_number: int | None
    week_is_closed: bool | None
    open_cards: int | None

    def gap(self, *, top: bool) -> Gap:
        """Choose the gap below `after`, else above `before`, else the end of the column; `top` comes first.

        A neighbour that has moved away is passed over: that is no error.
        """
        if top:
            return Gap(None, self.first)
        if self.after is not None:
            return Gap(self.after, self.below_after)
        if self.before is not None:
            return Gap(self.above_before, self.before)
        return Gap(self.last, None)


# Written out, because building this from querysets costs more than all the rest of a move (make bench).
# Every part is one step in the index of places, so a move costs the same among 10 cards and among 1,000.
OTHERS = f"""
    FROM boards_card card
    WHERE project_id = %(project)s AND {ON_BOARD_SQL} AND id <> %(card)s
      AND "column" = %({{0}}_column)s AND {{0}}_week"""
HOME, GOAL = OTHERS.format("home"), OTHERS.format("goal")
WEEK = "FROM projects_milestone WHERE project_id = %(project)s AND id = %(week)s"
NEIGHBOURS = f"""
    SELECT
      (SELECT number {HOME} AND position < %(position)s ORDER BY position DESC LIMIT 1),
      (SELECT number {HOME} AND position > %(position)s ORDER BY position LIMIT 1),
      (SELECT position {GOAL} AND number = %(after)s),
      (SELECT position {GOAL} AND position > (SELECT position {GOAL} AND number = %(after)s)
       ORDER BY position LIMIT 1),
      (SELECT position {GOAL} AND number = %(before)s),
      (SELECT position {GOAL} AND position < (SELECT position {GOAL} AND number = %(before)s)
       ORDER BY position DESC LIMIT 1),
      (SELECT position {GOAL} ORDER BY position LIMIT 1),
      (SELECT position {GOAL} ORDER BY position DESC LIMIT 1),
      (SELECT number {WEEK}),
      (SELECT closed_at IS NOT NULL {WEEK}),
      open_cards"""
OPEN_CARDS = f"""
      (SELECT COUNT(*) FROM boards_card card
       WHERE project_id = %(project)s AND {ON_BOARD_SQL} AND {NOT_DONE_SQL})"""  # noqa: S608 - constants


def read_neighbours(
    card: "CardFields", column: str, milestone_id: int | None, *, after: int | None, before: int | None
) -> Neighbours:
    """Read what is around `card` now, and around the cards `after` and `before` in the column it goes to."""
    sql = NEIGHBOURS.replace("home_week", in_week(card.milestone_id)).replace(
        "goal_week", in_week(milestone_id)
    )
    sql = sql.replace("open_cards", OPEN_CARDS if card.column == Column.DONE != column else "NULL")
    with connection.cursor() as cursor:
        cursor.execute(
            sql,
            {
                "project": card.project_id,
                "card": card.pk,
                "home_column": card.column,
                "goal_column": column,
                "week": milestone_id,
                "position": card.position,
                "after": after or 0,
                "before": before or 0,
            },
        )
        return Neighbours(*cursor.fetchone())


def in_week(milestone_id: int | None) -> str:
    return "milestone_id IS NULL" if milestone_id is None else f"milestone_id = {int(milestone_id)}"


# Of the queryset's cards the number of each from the top; written out, because Django's UPDATE knows no FROM.
REBALANCE = f"""
    UPDATE boards_card AS card
    SET position = places.place * {GAP}, version = version + CASE WHEN {ON_BOARD_SQL} THEN 1 ELSE 0 END
    FROM ({{places}}) AS places
    WHERE card.id = places.id"""  # noqa: S608 - constants


def rebalance(cards: "CardQuerySet") -> None:
    """Number the cards of a column and week anew, a full gap between any two, in one statement.

    Archived and deleted cards are included, because they come back to their positions. Where such a card
    shares its position with one on the board, it goes below it. The versions of those on the board go up: the
    page shows positions.
    """
    place = Window(RowNumber(), order_by=["position", Case(When(ON_BOARD, then=0), default=1), "pk"])
    places = cards.order_by().annotate(place=place).values_list("id", "place")
    sql, values = places.query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(REBALANCE.format(places=sql), values)
