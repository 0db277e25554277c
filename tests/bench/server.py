"""The server, with a bare view among its addresses; NOTES names a file for a line a move, when it was committed."""

# ruff: noqa: E402  (models can be imported only when Django is set up)
import os
import time

import django
from django.conf import settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from boards.models import Card
from config import serve
from tests.bench import urls


def note_moves(notes):
    move = Card.move

    def noted(card, **place):
        event = move(card, **place)
        print(card.number, 1000 * time.time(), file=notes)  # the transaction is over
        return event

    Card.move = noted


if __name__ == "__main__":
    settings.ROOT_URLCONF = urls.__name__
    with open(os.environ.get("NOTES", os.devnull), "w", buffering=1) as notes:
        note_moves(notes)
        serve.main()
