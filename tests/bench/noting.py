"""The server, which notes when each move was committed: a line a move, in the file that NOTES names."""

# ruff: noqa: E402  (models can be imported only when Django is set up)
import os
import time

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from boards.models import Card
from config import serve


def main():
    move = Card.move
    with open(os.environ["NOTES"], "w", buffering=1) as notes:

        def noted(card, **place):
            event = move(card, **place)
            print(card.number, 1000 * time.time(), file=notes)  # the transaction is over
            return event

        Card.move = noted
        serve.main()


if __name__ == "__main__":
    main()
