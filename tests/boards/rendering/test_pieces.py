"""Pieces of a page: cached under all that they show, which is what is listed where they stand."""

import pytest
from django.template import Context, engines

from boards.board.columns import ColumnView
from boards.rendering import pages
from boards.rendering.tags import NotListed, PieceNode
from boards.rendering.tags import cache as pieces
from boards.reporting.totals import Totals

pytestmark = pytest.mark.django_db


@pytest.fixture
def draw():
    """Draw a template that holds a piece, as a page does."""

    def draw(piece, **shown):
        context = Context({"csrf_token": pages.CSRF_TOKEN, **shown})
        return engines["django"].engine.from_string(piece).render(context)

    return draw


COUNT = '{% piece "boards/board/_count.html" column.shown,totals,is_partial %}'


def test_a_piece_that_shows_more_than_is_listed_is_an_error(draw):
    with pytest.raises(NotListed):
        draw(
            '{% piece "boards/board/_count.html" column.shown,totals %}',
            column=ColumnView("todo", "", Totals(), [], 0),
        )


def test_a_piece_is_drawn_once_for_equal_values(draw, monkeypatch):
    drawn = [draw(COUNT, column=ColumnView("todo", "", Totals(cards=n), [], n)) for n in (3, 4)]
    monkeypatch.setattr(PieceNode, "draw", None)
    assert [draw(COUNT, column=ColumnView("done", "", Totals(cards=n), [], n)) for n in (3, 4)] == drawn
    assert drawn[0].startswith("3<")


def test_a_piece_outside_of_a_page_is_not_cached(draw):
    draw(COUNT, column=ColumnView("todo", "", Totals(cards=3), [], 3), csrf_token="real")
    assert not pieces.values


def test_a_piece_with_more_than_plain_values_is_not_cached(draw, card):
    draw('{% piece "boards/board/_hidden.html" column %}', column=card)
    assert not pieces.values
