"""Closing a week: each unfinished card goes where a person decides, and the week's figures are saved.

Nothing closes by itself, and nothing is lost by it: every unfinished card needs a decision, made for the cards as
they are at that moment. A closed week stays as it is: no card comes in, none in it changes its column. Until a later
week is closed the closing can be undone, and for 48 hours a card that was finished late can be counted for it.

All of it is one change of the project: an event `week_closed`, then one `settled` for each unfinished card, which the
card's history shows and the undo reads.
"""

from boards.closing.close import close_week, next_open, unfinished
from boards.closing.decision import Decision, MissingDecisions, propose_decision
from boards.closing.late import count_late, countable_until, counted_late, finished_late, uncount
from boards.closing.page import ClosingPage
from boards.closing.reopen import closed_since, reopen_week

__all__ = [
    "ClosingPage",
    "Decision",
    "MissingDecisions",
    "close_week",
    "closed_since",
    "count_late",
    "countable_until",
    "counted_late",
    "finished_late",
    "next_open",
    "propose_decision",
    "reopen_week",
    "uncount",
    "unfinished",
]
