"""The order of cards against a model of plain lists: whatever people do, in whatever order."""

from collections import Counter, defaultdict
from typing import NamedTuple

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from boards.models import (
    Act,
    Card,
    Chosen,
    Column,
    NewCard,
    Refused,
    change_several,
    create_cards,
    undo_several,
)
from boards.reporting.totals import EVERYTHING, ProjectTotals, Totals
from tests.examples import examples
from tests.factories import CardFactory, MilestoneFactory, ProjectFactory, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

COLUMNS = st.sampled_from(Column.values)
SOME = st.integers(0, 40)  # which of those there are: taken modulo their count, so that shrinking works
ESTIMATES = st.sampled_from([None, 30, 240, 241, 600])
CROWDED = 10  # standing cards: from there on a run rather moves than adds, which is what it is for


class Row(NamedTuple):
    """What a card's place is made of."""

    project: int
    number: int
    column: str
    week: int | None
    position: int
    version: int
    archived_at: object
    deleted_at: object


def all_cards():
    return [
        Row(*row)
        for row in fetch(
            'SELECT project_id, number, "column", milestone_id, position, version, archived_at, deleted_at '
            "FROM boards_card ORDER BY position, id"
        )
    ]


def fetch(sql):
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchall()


class Left(NamedTuple):
    """A column as it was when a card left it, and how often it had been touched by then."""

    numbers: list[int]
    touched: int


class Board(RuleBasedStateMachine):
    """`places` holds the numbers of the standing cards by (week, column), top to bottom: the whole model.

    A card that comes back from the archive or from deletion finds its old place only if the cards around have
    not changed; else its place is read from the database once, and the others must be where they were.
    """

    @initialize()
    def begin(self):
        self.transaction = transaction.atomic()
        self.transaction.__enter__()
        self.project, other = ProjectFactory(slug="here"), ProjectFactory(slug="elsewhere")
        self.weeks = [MilestoneFactory(project=self.project, number=n).pk for n in (1, 2)] + [None]
        self.person = UserFactory()
        for _ in range(3):
            CardFactory(project=other)
        self.others = all_cards()
        self.places, self.touched = defaultdict(list), Counter()
        self.cards, self.away = {}, {}
        self.versions, self.moves, self.events = {}, {}, 0

    def teardown(self):
        if not hasattr(self, "transaction"):
            return
        try:
            self.figures_are_the_truth()
        finally:  # else the next run would find this one's projects, and say that instead of what went wrong
            transaction.set_rollback(True)
            self.transaction.__exit__(None, None, None)

    # --- What people do --------------------------------------------------------------------------------
    @precondition(lambda self: len(self.on_board) < CROWDED)
    @rule(column=COLUMNS, week=SOME, count=st.integers(1, 3), minutes=ESTIMATES)
    def create(self, column, week, count, minutes):
        milestone = self.project.milestones.filter(pk=self.week(week)).first()
        drafts = [NewCard(f"Card {n}", estimate_minutes=minutes) for n in range(count)]
        for event in create_cards(self.project, drafts, column=column, milestone=milestone, by=self.person):
            self.places[self.week(week), column].append(event.card_number)
            self.touched[self.week(week), column] += 1
            self.cards[event.card_number] = minutes
            self.events += 1

    @precondition(lambda self: self.on_board)
    @rule(
        card=SOME,
        column=COLUMNS,
        week=SOME,
        where=st.sampled_from(["end", "top", "after", "before"]),
        beside=SOME,
    )
    def move(self, card, column, week, where, beside):
        number, target = self.pick(card), (self.week(week), column)
        at = self.place_of(number)
        was = self.neighbours(number)
        neighbour = self.pick(beside)
        rest = [n for n in self.places[target] if n != number]
        place = place_for(rest, where, neighbour)
        asked = {"top": where == "top"} if where in ("end", "top") else {where: neighbour}
        event = self.card(number).move(column=column, milestone_id=target[0], by=self.person, **asked)
        stays = at == target and self.places[target].index(number) == place
        assert (event is None) == stays
        if event:
            self.put(number, target, place)
            self.events += 1
            self.moves[number] = (event, at, was)

    @precondition(lambda self: self.on_board)
    @rule(card=SOME, where=st.sampled_from(["top", "after", "before"]), beside=SOME)
    def move_in_its_column(self, card, where, beside):
        week, column = self.place_of(self.pick(card))
        numbers = self.places[week, column]
        neighbour = self.on_board.index(numbers[beside % len(numbers)])
        self.move(card, column, self.weeks.index(week), where, neighbour)

    @precondition(lambda self: self.on_board)
    @rule(card=SOME, verb=st.sampled_from(["archive", "delete_card"]))
    def take_away(self, card, verb):
        number = self.pick(card)
        at = self.place_of(number)
        event = getattr(self.card(number), verb)(by=self.person)
        self.touched[at] += 1
        left = Left(list(self.places[at]), self.touched[at])
        self.places[at].remove(number)
        self.away[number] = (event, at, left)
        self.moves.pop(number, None)
        self.events += 1

    @precondition(lambda self: self.on_board)
    @rule(card=SOME, minutes=st.lists(ESTIMATES, min_size=2, max_size=4), stays=st.booleans())
    def split(self, card, minutes, stays):
        """Split a card; or split it and take that back, which leaves all but the numbers as it was."""
        card = self.card(self.pick(card))
        card.reload_locked()
        drafts = [NewCard(f"Piece {n}", estimate) for n, estimate in enumerate(minutes)]
        event = card.split(drafts, base_hash=card.split_base_hash, by=self.person)
        pieces = event.data["pieces"]
        self.cards.update(zip(pieces, minutes[1:], strict=True))
        if stays:
            at = self.place_of(card.number)
            below = self.places[at].index(card.number) + 1
            self.places[at][below:below] = pieces
            self.cards[card.number] = minutes[0]
            self.touched[at] += 1
        else:
            card.undo(event, by=self.person)
        self.events += 2 - stays

    @precondition(lambda self: self.away)
    @rule(card=SOME, by_undo=st.booleans())
    def bring_back(self, card, by_undo):
        number = sorted(self.away)[card % len(self.away)]
        event, at, left = self.away[number]
        if by_undo:
            self.card(number).undo(event, by=self.person)
        elif event.kind == "archived":
            self.card(number).restore(by=self.person)
        else:
            with pytest.raises(Refused):
                self.card(number).restore(by=self.person)
            return
        del self.away[number]
        self.events += 1
        self.come_back(number, at, left)

    @precondition(lambda self: self.on_board)
    @rule(
        cards=st.lists(SOME, min_size=2, max_size=5),
        column=COLUMNS,
        week=SOME,
        top=st.booleans(),
        stays=st.booleans(),
    )
    def move_several(self, cards, column, week, top, stays):
        """Move several cards to one edge of a column; or move them and take that back, which leaves all as it was."""
        numbers, target = list(dict.fromkeys(map(self.pick, cards))), (self.week(week), column)
        act = Act("move", column=column, milestone_id=target[0], top=top)
        done = change_several(self.project, [Chosen(n) for n in numbers], act, by=self.person)
        self.events += len(done.events)
        if done.events and len(numbers) > 1 and not stays:
            self.events += len(undo_several(self.project, done.first, by=self.person).events)
            return
        for card in done.changed:
            self.moves.pop(card.number, None)
        for number in reversed(numbers) if top else numbers:
            self.put(
                number, target, 0 if top else len(self.places[target]) - (self.place_of(number) == target)
            )

    @precondition(lambda self: self.moves)
    @rule(card=SOME)
    def undo_move(self, card):
        number = sorted(self.moves)[card % len(self.moves)]
        event, at, (above, below) = self.moves.pop(number)
        self.card(number).undo(event, by=self.person)
        rest = [n for n in self.places[at] if n != number]
        self.put(number, at, self.place_between(number, at, rest, above, below))
        self.events += 1

    @precondition(lambda self: self.on_board)
    @rule(card=SOME, title=st.sampled_from(["One", "Another", "A third"]))
    def rename(self, card, title):
        self.events += self.card(self.pick(card)).edit(title=title, by=self.person) is not None

    @precondition(lambda self: self.away)
    @rule(card=SOME, column=COLUMNS)
    def move_one_that_is_away(self, card, column):
        number = sorted(self.away)[card % len(self.away)]
        with pytest.raises(Refused):
            self.card(number).move(column=column, milestone_id=None, by=self.person)

    @precondition(lambda self: self.on_board)
    @rule(card=SOME)
    def move_into_a_week_of_nobody(self, card):
        with pytest.raises(ValidationError):
            self.card(self.pick(card)).move(column="todo", milestone_id=10**9, by=self.person)

    @precondition(lambda self: self.on_board)
    @rule(card=SOME)
    def close_the_gap_below(self, card):
        """Put all of a column side by side, as many moves into one gap would, so that it has to be spread out."""
        week, column = self.place_of(self.pick(card))
        self.touched[week, column] += 1
        for step, number in enumerate(self.places[week, column]):
            self.project.cards.filter(number=number).update(position=step)

    # --- What must hold after each ----------------------------------------------------------------------
    @invariant()
    def everything_holds(self):
        """Read in plain SQL: this runs ten thousand times."""
        rows = all_cards()
        ours = [row for row in rows if row.project == self.project.pk]
        assert [row for row in rows if row.project != self.project.pk] == self.others
        self.order_is_the_models(ours)
        self.versions_only_grow({row.number: row.version for row in ours})
        self.events_are_numbered_without_a_gap()
        if self.events % 4 == 0:
            self.figures_are_the_truth()

    def order_is_the_models(self, rows):
        on_board = [row for row in rows if not (row.archived_at or row.deleted_at)]
        found = defaultdict(list)
        for row in on_board:
            found[row.week, row.column].append(row.number)
        assert found == {place: numbers for place, numbers in self.places.items() if numbers}
        assert {row.number for row in rows} == set(self.cards)
        assert len({(row.week, row.column, row.position) for row in on_board}) == len(on_board)

    def versions_only_grow(self, versions):
        assert all(versions[number] >= version for number, version in self.versions.items())
        self.versions = versions

    def figures_are_the_truth(self):
        figures = ProjectTotals(self.project)
        all_totals = {place: self.totals(place[1], numbers) for place, numbers in self.places.items()}
        assert all(figures.for_week(*place) == totals for place, totals in all_totals.items())
        assert figures.for_week(EVERYTHING) == sum(all_totals.values(), Totals())

    def totals(self, column, numbers):
        minutes = [self.cards[number] or 0 for number in numbers]
        flagged = minutes if column != Column.DONE else []
        return Totals(
            len(numbers), sum(minutes), over=sum(m > 240 for m in flagged), unknown=flagged.count(0)
        )

    def events_are_numbered_without_a_gap(self):
        """The last number is their count, and numbers are unique: so there is no gap."""
        counts = fetch(
            "SELECT seq, (SELECT COUNT(*) FROM projects_event WHERE project_id = projects_project.id) "
            "FROM projects_project ORDER BY id"
        )
        assert counts == [(self.events, self.events), (0, 0)]

    # --- The model ----------------------------------------------------------------------------------------
    @property
    def on_board(self):
        return sorted(number for numbers in self.places.values() for number in numbers)

    def pick(self, some):
        return self.on_board[some % len(self.on_board)]

    def week(self, some):
        return self.weeks[some % len(self.weeks)]

    def card(self, number):
        return Card(project=self.project, number=number)

    def place_of(self, number):
        return next(place for place, numbers in self.places.items() if number in numbers)

    def neighbours(self, number):
        numbers = self.places[self.place_of(number)]
        at = numbers.index(number)
        return (numbers[at - 1] if at else None, numbers[at + 1] if at + 1 < len(numbers) else None)

    def put(self, number, place, index):
        before = self.place_of(number)
        self.places[before].remove(number)
        self.places[place].insert(index, number)
        self.touched[before] += 1
        self.touched[place] += 1

    def place_between(self, number, place, rest, above, below):
        """Where neither neighbour is left it is somewhere among the others, which stay as they are."""
        if above in rest:
            return rest.index(above) + 1
        if below in rest:
            return rest.index(below)
        found = self.found(place)
        assert [n for n in found if n != number] == rest
        return found.index(number)

    def found(self, place):
        on_board = self.project.cards.on_board().filter(milestone_id=place[0], column=place[1])
        return list(on_board.in_order().values_list("number", flat=True))

    def come_back(self, number, place, left):
        """Exactly where it was if nothing has happened there; else among the others, which stay as they are."""
        found = self.found(place)
        assert [n for n in found if n != number] == self.places[place]
        assert found == left.numbers or self.touched[place] != left.touched
        self.places[place] = found
        self.touched[place] += 1


def place_for(rest, where, neighbour):
    """Where in a column a card goes; a neighbour that is not there gives way to the end."""
    if where == "top":
        return 0
    if where == "end" or neighbour not in rest:
        return len(rest)
    return rest.index(neighbour) + (where == "after")


def test_the_order_is_the_models_whatever_people_do():
    run_state_machine_as_test(Board, settings=examples(200, stateful_step_count=50, database=None))
