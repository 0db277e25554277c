"""Which cards a search finds: the same on both databases, whatever is typed."""

from unicodedata import normalize

import pytest
from django.utils import timezone

from boards.models import Card, Comment
from tests.boards.search.pages import found, lines, search
from tests.factories import CardFactory, LabelFactory, MembershipFactory, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

TEXTS = [
    "I don't know",  # 1
    "Debian 20.04 and 2 004",
    "100% of snake_case",
    "C:\\temp\\new",
    "清洗数据集",
    normalize("NFD", "Café Zürich"),  # 6
    "İSTANBUL and Isparta",
    "Große ﬁgures ２４",
    "OAuth login",
    "x" * 200,
    "'; DROP TABLE boards_card; --",  # 11
    "a.b*c?[d]",
]
TYPED = {
    "don't": [1],
    "DON'T": [1],
    "dont": [],
    "20.04": [2],
    "20%04": [],
    "20_04": [],
    "%": [3],
    "_": [3, 11],
    "snake_case": [3],
    "snakeXcase": [],
    "\\": [4],
    "\\temp\\": [4],
    "\\%": [],
    "数据": [5],
    "数 据": [5],
    "café": [6],
    normalize("NFD", "CAFÉ zü"): [6],
    "cafe": [],
    "istanbul": [7],
    "ıstanbul": [7],
    "İSPARTA": [7],
    "GROSSE": [8],
    "FIG 24": [8],
    "auth": [9],
    "x" * 200: [10],
    "x" * 201: [10],  # no longer than a title
    "drop table": [11],
    "';": [11],
    "b*c?[": [12],
    "[": [12],
    "nothing": [],
    "": [],
    "   ": [],
    "\u200b": [],
    "a\x00b": [],
}


@pytest.fixture
def texts(project, week):
    for text in TEXTS:
        CardFactory(project=project, milestone=week, title=text)


@pytest.mark.parametrize(("typed", "numbers"), TYPED.items())
def test_a_title_is_found_by_what_stands_in_it(as_viewer, project, texts, typed, numbers):
    assert sorted(found(search(as_viewer, project, typed))) == numbers


@pytest.mark.parametrize("typed", ["don't", "20.04", "%", "_", "\\", "数据", "café", "ıstanbul", "GROSSE"])
@pytest.mark.parametrize("where", ["description", "comment", "label", "person"])
def test_so_is_a_text_elsewhere_on_a_card(as_viewer, project, card, typed, where):
    text = next(text for text, number in zip(TEXTS, range(1, 13), strict=True) if number in TYPED[typed])
    CardFactory(project=project)
    if where == "description":
        card.description = text
        card.save()
    elif where == "comment":
        Comment.objects.create(card=card, text=text)
    elif where == "label":
        card.labels.add(LabelFactory(project=project, name=text))
    else:
        card.assignees.add(MembershipFactory(project=project, user=UserFactory(name=text)))
    assert found(search(as_viewer, project, typed)) == [card.number]


def test_words_may_stand_in_different_texts_of_a_card(as_viewer, project, card):
    card.labels.add(LabelFactory(project=project, name="data"))
    Comment.objects.create(card=card, text="Wait for quota")
    assert found(search(as_viewer, project, "CARD quota #data")) == [card.number]
    assert found(search(as_viewer, project, "card quota other")) == []


@pytest.mark.parametrize("typed", ["#3", "3", "＃３"])
def test_the_card_of_a_number_comes_first(as_viewer, project, week, typed):
    CardFactory.create_batch(4, project=project, milestone=week, title="3 of them, #3")
    assert found(search(as_viewer, project, typed, week="1"))[0] == 3


def test_archived_cards_are_found_when_they_are_asked_for(as_viewer, project, week):
    CardFactory.create_batch(2, project=project, milestone=week, title="Predict")
    CardFactory(project=project, milestone=week, title="Predict", archived_at=timezone.now())
    on_board = search(as_viewer, project, "predict")
    assert (found(on_board), "Archive, 1 more" in lines(on_board)) == ([2, 1], True)
    in_archive = search(as_viewer, project, "predict", archive="1")
    assert (found(in_archive), "On the board, 2" in lines(in_archive)) == ([3], True)


def test_what_is_only_in_the_archive_is_said(as_viewer, project, week):
    CardFactory(project=project, milestone=week, title="Predict", archived_at=timezone.now())
    answer = search(as_viewer, project, "predict")
    assert lines(answer) == ["No card has this word.", "Archive, 1", "Show on the board Shift Enter"]


@pytest.mark.parametrize("query", [{}, {"archive": "1"}])
@pytest.mark.parametrize("archived_at", [None, timezone.now()])
def test_a_deleted_card_is_never_found_or_counted(as_viewer, project, card, query, archived_at):
    Card.objects.update(deleted_at=timezone.now(), archived_at=archived_at)
    answer = search(as_viewer, project, "card", **query)
    assert (found(answer), "rchive" in answer.text) == ([], "archive" in query)


def test_a_deleted_comment_is_neither_found_nor_quoted(as_viewer, project, card):
    Comment.objects.create(card=card, text="secret card", deleted_at=timezone.now())
    assert found(search(as_viewer, project, "secret")) == []
    Comment.objects.create(card=card, text="no secret")
    assert "secret card" not in search(as_viewer, project, "secret").text


def test_a_card_of_another_project_is_not_found(as_viewer, project, card):
    other = CardFactory(title="Card of others")
    other.labels.add(LabelFactory(project=other.project, name="Card"))
    assert found(search(as_viewer, project, "card")) == [card.number]
    assert found(search(as_viewer, project, "others")) == []
