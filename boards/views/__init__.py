"""One file a screen, in the order of urls.py."""

from boards.board.move_views import move_card, undo_card
from boards.board.views import add_cards, board, open_project, read_cards
from boards.card.archive_views import archive
from boards.card.comment_views import add_comment, delete_comment, edit_comment
from boards.card.views import (
    archive_card,
    assign_card,
    block_card,
    change_week,
    delete_card,
    edit_card,
    estimate_card,
    label_card,
    restore_card,
    show_card,
    tick_card,
    unassign_card,
    unlabel_card,
)
from boards.plan.import_views import download_plan, paste_plan, take_plan, upload_plan
from boards.plan.views import edit_week, plan, undo_plan
from boards.plan.week_views import add_week, make_template, move_start, move_weeks, remove_week
from boards.progress.views import progress
from boards.split.views import read_split, split_card
from boards.views.closing import close, count_card_late, undo_close
from boards.views.home import home

__all__ = [
    "add_cards",
    "add_comment",
    "add_week",
    "archive",
    "archive_card",
    "assign_card",
    "block_card",
    "board",
    "change_week",
    "close",
    "count_card_late",
    "delete_card",
    "delete_comment",
    "download_plan",
    "edit_card",
    "edit_comment",
    "edit_week",
    "estimate_card",
    "home",
    "label_card",
    "make_template",
    "move_card",
    "move_start",
    "move_weeks",
    "open_project",
    "paste_plan",
    "plan",
    "progress",
    "read_cards",
    "read_split",
    "remove_week",
    "restore_card",
    "show_card",
    "split_card",
    "take_plan",
    "tick_card",
    "unassign_card",
    "undo_card",
    "undo_close",
    "undo_plan",
    "unlabel_card",
    "upload_plan",
]
