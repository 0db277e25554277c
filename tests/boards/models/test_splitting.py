"""One card becomes several, and several one again."""

import itertools
from datetime import UTC, datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.forms.models import model_to_dict
from hypothesis import HealthCheck, given
from hypothesis import strategies as st

from boards.models import Card, Changed, Column, NewCard, Refused
from boards.models.card.ordering import GAP
from boards.models.card.splitting import INHERITED, MOST_PIECES
from projects import limits
from tests.examples import examples
from tests.factories import CardFactory, LabelFactory, MembershipFactory, MilestoneFactory, ProjectFactory

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

PIECES = [NewCard("Train", 180), NewCard("Tune", 240), NewCard("Compare", 120)]


@pytest.fixture
def big(project, week):
    """Nine hours in the middle of To Do, with something in every place."""
    CardFactory(project=project, milestone=week, title="Above")
    card = CardFactory(project=project, milestone=week, title="Boosted trees", estimate_minutes=540)
    CardFactory(project=project, milestone=week, title="Below")
    card.assignees.set([MembershipFactory(project=project), MembershipFactory(project=project)])
    card.labels.add(LabelFactory(project=project))
    return card


def split(card, pieces=PIECES, **more):
    card.reload_locked()
    return card.split(pieces, **{"by": None, "base_hash": card.split_base_hash, **more})


def titles(project, column="todo"):
    return list(project.cards.on_board().filter(column=column).in_order().values_list("title", flat=True))


def snapshot(project):
    """All cards as they are, without what only counts changes."""
    rows = [
        {
            **model_to_dict(card),
            "places": [getattr(card, name) for name in (*INHERITED, "position", "comment_count")],
        }
        for card in project.cards.on_board().in_order()
    ]
    return [{name: str(value) for name, value in row.items()} for row in rows]


# --- The split --------------------------------------------------------------------------------------------
def test_the_pieces_stand_directly_below_in_their_order(project, big):
    split(big)
    assert titles(project) == ["Above", "Train", "Tune", "Compare", "Below"]


def test_the_first_piece_is_the_card(project, big, member):
    big.comment("Hello", author=member, by=member)
    number, pk = big.number, big.pk
    split(big)
    card = project.cards.get(title="Train")
    assert (card.pk, card.number, card.estimate_minutes, card.comment_count) == (pk, number, 180, 1)


def test_the_pieces_keep_people_labels_week_column_and_clock(project, big, week):
    started = datetime(2026, 9, 8, tzinfo=UTC)
    project.cards.filter(pk=big.pk).update(
        column="doing", started_at=started, carried_from=week, carried_count=2
    )
    event = split(big)
    for piece in project.cards.filter(number__in=event.data["pieces"]):
        assert set(piece.assignees.all()) == set(big.assignees.all()) != set()
        assert set(piece.labels.all()) == set(big.labels.all()) != set()
        assert (piece.milestone, piece.column, piece.started_at) == (week, Column.DOING, started)
        assert (piece.carried_from, piece.carried_count) == (week, 2)
        assert piece.created_at == big.created_at


def test_what_blocks_a_card_stays_with_the_first_piece(project, big):
    big.block("No quota", by=None)
    split(big)
    assert [card.title for card in project.cards.blocked()] == ["Train"]


def test_one_event_says_what_was_what_is_and_which_cards_are_new(project, big):
    event = split(big)
    assert list(project.events.values_list("kind", "card_number")) == [("split", big.number)]
    assert event.data["pieces"] == [4, 5]
    assert (event.data["was"]["title"], event.data["was"]["estimate"]) == ("Boosted trees", 540)
    assert (event.data["now"]["title"], event.data["now"]["estimate"]) == ("Train", 180)


def test_where_there_is_no_room_the_column_is_spread_out(project, big):
    for place, card in enumerate(project.cards.in_order()):
        project.cards.filter(pk=card.pk).update(position=place)
    split(big)
    assert titles(project) == ["Above", "Train", "Tune", "Compare", "Below"]
    assert big.was_rebalanced


def test_the_last_card_of_a_column_leaves_room_below_its_pieces(project, week):
    last = CardFactory(project=project, milestone=week, estimate_minutes=540)
    split(last)
    positions = list(project.cards.in_order().values_list("position", flat=True))
    assert [below - above for above, below in itertools.pairwise(positions)] == [GAP, GAP]


def test_a_done_card_can_be_split_and_stays_done(project, big):
    done = datetime(2026, 9, 9, tzinfo=UTC)
    project.cards.filter(pk=big.pk).update(column="done", done_at=done)
    split(big)
    assert set(project.cards.filter(column="done").values_list("done_at", flat=True)) == {done}


# --- What is refused -----------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "change",
    [
        lambda card, later: card.edit(title="Other", by=None),
        lambda card, later: card.edit(description="Other", by=None),
        lambda card, later: card.estimate(60, by=None),
        lambda card, later: card.move(column="done", milestone_id=card.milestone_id, by=None),
        lambda card, later: card.move(milestone_id=later.pk, by=None),
    ],
)
def test_a_card_that_was_changed_or_moved_meanwhile_is_not_split(project, big, change):
    seen = big.split_base_hash
    change(big, MilestoneFactory(project=project, number=2))
    with pytest.raises(Changed):
        split(big, base_hash=seen)
    assert project.cards.count() == 3


@pytest.mark.parametrize("count", [0, 1, MOST_PIECES + 1])
def test_there_are_at_least_two_pieces_and_not_too_many(project, big, count):
    with pytest.raises(ValidationError, match="2 to 52"):
        split(big, [NewCard("Piece")] * count)


def test_a_project_that_is_full_stays_as_it_is(project, big, monkeypatch):
    monkeypatch.setattr(limits, "OPEN_CARDS", 4)
    with pytest.raises(ValidationError, match="at most 4 open cards"):
        split(big)
    split(big, PIECES[:2])
    assert project.cards.count() == 4


@pytest.mark.parametrize("verb", ["archive", "delete_card"])
def test_a_card_that_is_away_is_not_split(project, big, verb):
    getattr(big, verb)(by=None)
    with pytest.raises(Refused):
        split(big)


def test_a_repeat_of_a_request_has_one_effect_and_the_same_event(project, big):
    seen = big.split_base_hash
    first = split(big, request_id="r1", base_hash=seen)
    assert split(big, request_id="r1", base_hash=seen) == first
    assert project.cards.count() == 5


def test_a_title_that_no_card_may_have_splits_nothing(project, big):
    with pytest.raises(ValidationError):
        split(big, [NewCard("Good"), NewCard("x" * 201)])
    assert project.cards.count() == 3


# --- Undo -----------------------------------------------------------------------------------------------------
def test_undo_puts_everything_back(project, big):
    before = snapshot(project)
    event = split(big)
    undone = big.undo(event, by=None)
    assert snapshot(project) == before
    assert (undone.data["what"], undone.data["pieces"]) == ("split", event.data["pieces"])
    assert set(project.cards.exclude(deleted_at=None).values_list("number", flat=True)) == {4, 5}


@pytest.mark.parametrize("which", ["first", "last"])
@pytest.mark.parametrize(
    "change",
    [
        lambda card: card.edit(title="Other", by=None),
        lambda card: card.estimate(None, by=None),
        lambda card: card.move(column="done", milestone_id=card.milestone_id, by=None),
        lambda card: card.archive(by=None),
        lambda card: card.delete_card(by=None),
        lambda card: split(card),
    ],
)
def test_a_split_whose_pieces_were_changed_since_is_not_undone(project, big, change, which):
    event = split(big)
    number = big.number if which == "first" else event.data["pieces"][-1]
    change(Card(project=project, number=number))
    before = snapshot(project)
    with pytest.raises(Refused):
        big.undo(event, by=None)
    assert snapshot(project) == before


def test_a_piece_that_somebody_has_commented_on_is_not_thrown_away(project, big, member):
    event = split(big)
    Card(project=project, number=event.data["pieces"][0]).comment("Mine", author=member, by=member)
    with pytest.raises(Refused, match="changed since"):
        big.undo(event, by=None)


def test_what_is_said_about_the_first_piece_stays_when_the_split_is_undone(project, big, member):
    event = split(big)
    big.comment("Good", author=member, by=member)
    big.undo(event, by=None)
    assert (big.title, big.comment_count) == ("Boosted trees", 1)


def test_a_split_is_undone_once(big):
    event = split(big)
    big.undo(event, by=None)
    with pytest.raises(Refused):
        big.undo(event, by=None)


# --- Whatever is split --------------------------------------------------------------------------------------
MINUTES = st.none() | st.integers(1, 2000)
CARDS = st.lists(st.tuples(MINUTES, st.integers(0, 3)), min_size=1, max_size=6)  # estimate, gap to the next


@examples(60, database=None, suppress_health_check=list(HealthCheck))
@given(cards=CARDS, which=st.integers(0, 5), pieces=st.lists(MINUTES, min_size=2, max_size=MOST_PIECES))
def test_a_split_keeps_all_but_the_card_and_undo_brings_exactly_that_back(cards, which, pieces):
    with transaction.atomic():
        project = ProjectFactory()
        for place, (minutes, gap) in enumerate(cards):
            CardFactory(project=project, estimate_minutes=minutes, position=4 * place + gap)
        card = project.cards.in_order()[which % len(cards)]
        card.project = project
        before = snapshot(project)
        at = next(n for n, row in enumerate(before) if row["number"] == str(card.number))
        event = split(card, [NewCard(f"Piece {n}", minutes) for n, minutes in enumerate(pieces)])
        after = snapshot(project)
        assert sum_of(after) - sum_of(before) == sum(m or 0 for m in pieces) - (cards_minutes(before[at]))
        assert orders(after[:at] + after[at + len(pieces) :]) == orders(before[:at] + before[at + 1 :])
        assert [row["title"] for row in after[at : at + len(pieces)]] == [
            f"Piece {n}" for n in range(len(pieces))
        ]
        assert len({row["places"] for row in after}) == len(after)
        card.undo(event, by=None)
        assert orders(snapshot(project)) == orders(before)
        transaction.set_rollback(True)


def orders(rows):
    """Everything but positions, which a column that is spread out gets anew."""
    return [
        {name: value for name, value in row.items() if name not in ("position", "places")} for row in rows
    ]


def cards_minutes(row):
    return int(row["estimate_minutes"]) if row["estimate_minutes"] != "None" else 0


def sum_of(rows):
    return sum(map(cards_minutes, rows))
