"""What is on the board, not done, too big: said once, for querysets, for one card, and for SQL that is written out.

The SQL is of a table named `card`, joined where the limit is asked for with `project`.
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
