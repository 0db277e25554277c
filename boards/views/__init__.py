"""One file a screen, in the order of urls.py."""

from boards.views.board import add_cards, board, open_project, read_cards
from boards.views.home import home
from boards.views.moving import move_card, undo_card

__all__ = ["add_cards", "board", "home", "move_card", "open_project", "read_cards", "undo_card"]
