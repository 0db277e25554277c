"""Open boards that fetch the same cards at once have them rendered once."""

from threading import Barrier, Thread

import pytest
from django.db import connection

from boards.rendering import card as rendering
from boards.rendering.card import MANY, render_cards
from tests.factories import CardFactory

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both_databases]
BOARDS = 4


@pytest.fixture
def rendered(monkeypatch):
    """The cards that were rendered, as often as they were."""
    cards, context_of = [], rendering.card_context

    def count(card, badges):
        cards.append(card.number)
        return context_of(card, badges)

    monkeypatch.setattr(rendering, "card_context", count)
    return cards


def test_many_cards_are_rendered_once_for_all_who_miss_them(project, rendered):
    for _ in range(MANY + 1):
        CardFactory(project=project)
    meet, pages = Barrier(BOARDS), []

    def fetch():
        meet.wait()
        pages.append([card.html for card in render_cards(project, project.cards.all())])
        connection.close()

    boards = [Thread(target=fetch) for _ in range(BOARDS)]
    for board in boards:
        board.start()
    for board in boards:
        board.join()
    assert len(rendered) == MANY + 1
    assert all(page == pages[0] for page in pages)
