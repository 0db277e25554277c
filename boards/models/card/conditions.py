"""Conditions on cards, as Q objects and as SQL: on the board, not done, blocked, over the limit.

The SQL expects the table of cards as `card`, and for the limit that of projects as `project`, joined.
"""

from django.db.models import F, Q

from boards.models.card.column import Column

AWAY = ("archived_at", "deleted_at")  # a card that has one of these is not on the board

ON_BOARD = Q(**dict.fromkeys(AWAY))
NOT_DONE = ~Q(column=Column.DONE)
BLOCKED = NOT_DONE & ~Q(blocked_reason="")
OVER_LIMIT = NOT_DONE & Q(estimate_minutes__gt=F("project__card_limit_minutes"))

ON_BOARD_SQL = " AND ".join(f"card.{field} IS NULL" for field in AWAY)
NOT_DONE_SQL = f"card.\"column\" <> '{Column.DONE}'"
BLOCKED_SQL = f"{NOT_DONE_SQL} AND card.blocked_reason <> ''"
OVER_LIMIT_SQL = f"{NOT_DONE_SQL} AND card.estimate_minutes > project.card_limit_minutes"
