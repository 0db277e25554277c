"""Changing several cards by one act, and undoing what is still as the act has left it."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from django.core.exceptions import ValidationError

from boards.models.card import Card
from boards.models.card.change import written_by
from boards.models.card.limits import HAS_ALL_LABELS, STAYS_IN_CLOSED_WEEK
from boards.wording import nothing_done
from projects.models import Event, Project, Refused, User

MOST_SEVERAL = 100
# Why a card is left out, besides the codes in `limits`.
GONE, UNCHANGED, CHANGED_SINCE = "gone", "unchanged", "since"


@dataclass(frozen=True)
class Chosen:
    """A card that somebody has chosen: with a column where they saw it, in which week (None is Later)."""

    number: int
    column: str = ""
    milestone_id: int | None = None

    def is_still_there(self, card: Card | None) -> bool:
        if card is None or not card.is_on_board:
            return False
        return not self.column or (card.column, card.milestone_id) == (self.column, self.milestone_id)


class Act:
    """What is done to each card: the name of a method of `Card`, and its arguments.

    Those of `move` may lack a column or a week: each card keeps its own then.
    """

    def __init__(self, verb: str, **arguments: Any):
        self.verb = verb
        self.arguments = arguments

    def steps(self, cards: Iterable[Card]) -> Iterator[tuple[Card, dict[str, Any] | None]]:
        """Yield the cards in the order in which they are changed, with the arguments; None where there is no need."""
        if self.verb != "move":
            yield from ((card, self.arguments) for card in cards)
            return
        groups: dict[tuple[str, int | None], list[Card]] = defaultdict(list)
        for card in cards:
            column = self.arguments.get("column") or card.column
            groups[column, self.arguments.get("milestone_id", card.milestone_id)].append(card)
        for (column, milestone_id), group in groups.items():
            yield from self.moves(group, {**self.arguments, "column": column, "milestone_id": milestone_id})

    def moves(self, group: list[Card], where: dict[str, Any]) -> Iterator[tuple[Card, dict[str, Any] | None]]:
        """Move the cards that go to one place so that they stand there in their order, a full gap between any two."""
        if len(group) > 1 and self.stand_there(group, where):
            yield from ((card, None) for card in group)
        elif where.get("top"):
            yield from ((card, where) for card in reversed(group))
        else:
            yield group[0], where
            for above, card in pairwise(group):
                yield card, {**where, "after": above.number, "before": None}

    def stand_there(self, group: list[Card], where: dict[str, Any]) -> bool:
        """Tell whether the cards are in their order at the edge of the column that they are to go to."""
        column, milestone_id = where["column"], where["milestone_id"]
        if where.get("after") or where.get("before"):
            return False
        if any((card.column, card.milestone_id) != (column, milestone_id) for card in group):
            return False
        there = group[0].project.cards.on_board().placed(column, milestone_id).in_order()
        numbers = list(there.values_list("number", flat=True))
        edge = numbers[: len(group)] if where.get("top") else numbers[-len(group) :]
        return edge == [card.number for card in group]


@dataclass
class SeveralChanged:
    """What an act has done: its events, the cards, and how many others were left out, by reason."""

    events: list[Event] = field(default_factory=list)
    changed: list[Card] = field(default_factory=list)
    left_out: Counter[str] = field(default_factory=Counter)

    @property
    def first(self) -> Event | None:
        return self.events[0] if self.events else None

    def add(self, event: Event | None, card: Card) -> None:
        """Take in what was done to a card; without an event it needed no change."""
        if event is None:
            self.left_out[UNCHANGED] += 1
            return
        self.events.append(event)
        self.changed.append(card)

    @property
    def link(self) -> dict[str, object]:
        """Return what the next event stores: which one is the first of the act."""
        return {"first": self.events[0].seq} if self.events else {}

    def keep_counts(self, project: Project) -> None:
        """Store the counts with the first event, for messages. Only within the transaction that has written it."""
        if self.first is None:
            return
        self.first.data["several"] = {"changed": len(self.changed), "left_out": dict(self.left_out)}
        project.events.filter(pk=self.first.pk).update(data=self.first.data)


def change_several(
    project: Project,
    chosen: Sequence[Chosen],
    act: Act,
    *,
    by: User | None,
    request_id: str | None = None,
    how: str = "",
) -> SeveralChanged:
    """Do to several cards what a method of `Card` does to one, in one transaction with an event for each.

    What was archived or moved since it was chosen is left out and counted, as is a card that needs no change or
    cannot be changed. The first event has the `request_id`, the others its `seq`; a repeat has no second effect and
    returns what the first one did. A single card has the event that its own method writes.

    Raises ValidationError or Refused for what refuses the whole act, such as a closed week.
    """
    chosen = list({one.number: one for one in chosen}.values())
    if len(chosen) > MOST_SEVERAL:
        raise ValidationError(f"At most {MOST_SEVERAL} cards can be changed at once. Select fewer.")
    with project.changing():
        if event := written_by(project, request_id):
            return act_of(project, event)
        if len(chosen) == 1:
            return change_one(project, chosen[0], act, by=by, request_id=request_id, how=how)
        done = SeveralChanged()
        change_each(project, chosen, act, done, by=by, request_id=request_id, how=how)
        if not done.events and set(done.left_out) - {UNCHANGED}:
            raise Refused(nothing_done("changed", done.left_out))
        done.keep_counts(project)
    return done


def change_one(project: Project, chosen: Chosen, act: Act, **how: Any) -> SeveralChanged:
    """Change a single card by its own method, which says itself why it cannot. Only within `changing`."""
    card, done = Card(project=project, number=chosen.number), SeveralChanged()
    card.reload_locked()
    if card.is_on_board and not chosen.is_still_there(card):
        raise Refused("This card was moved meanwhile, so it was not changed.")
    [(_, arguments)] = act.steps([card])
    done.add(getattr(card, act.verb)(**(arguments or {}), **how), card)
    return done


def change_each(
    project: Project,
    chosen: Sequence[Chosen],
    act: Act,
    done: SeveralChanged,
    *,
    request_id: str | None,
    **how: Any,
) -> None:
    """Change one card after the other. Only within `changing`, where nobody else changes them meanwhile."""
    cards = cards_of(project, [one.number for one in chosen])
    there = [cards[one.number] for one in chosen if one.is_still_there(cards.get(one.number))]
    if gone := len(chosen) - len(there):
        done.left_out[GONE] = gone
    for card, arguments in act.steps(there):
        if arguments is None:
            done.add(None, card)
            continue
        links = {"request_id": None if done.first else request_id, "also": done.link}
        try:
            done.add(getattr(card, act.verb)(**arguments, **how, **links), card)
        except ValidationError as error:
            done.left_out[code_of(error)] += 1


def code_of(error: ValidationError) -> str:
    """Return the code of an error that concerns one card alone, or raise it again."""
    code = getattr(error, "code", None)
    if code not in (HAS_ALL_LABELS, STAYS_IN_CLOSED_WEEK):
        raise error
    return code


def undo_several(
    project: Project, first: Event, *, by: User | None, request_id: str | None = None
) -> SeveralChanged:
    """Undo an act on several cards, given by its first event, where a card is still as the act has left it.

    The others are counted. The events are linked as those of the act are.

    Raises Refused if nothing of it can be undone; where that has one cause, with the sentence that says it.
    """
    with project.changing():
        if event := written_by(project, request_id):
            return act_of(project, event)
        if "several" not in first.data:
            raise Refused("This cannot be undone.")
        done, refusals = SeveralChanged(), set()
        for event in reversed(events_of(project, first)):  # a card was put beside the one before it
            card = Card(project=project, number=event.card_number or 0)
            try:
                undone = card.undo(
                    event, by=by, request_id=None if done.first else request_id, also=done.link
                )
            except (Refused, Card.DoesNotExist) as refusal:
                done.left_out[CHANGED_SINCE] += 1
                refusals.add(str(refusal))
            else:
                done.add(undone, card)
        if not done.events:
            same = len(refusals) == 1
            raise Refused(refusals.pop() if same else nothing_done("put back", done.left_out))
        done.keep_counts(project)
    return done


def act_of(project: Project, first: Event) -> SeveralChanged:
    """Return what an act has done, given by its first event."""
    events = events_of(project, first)
    cards = cards_of(project, [event.card_number or 0 for event in events])
    left_out = first.data.get("several", {}).get("left_out", {})
    return SeveralChanged(events, list(cards.values()), Counter(left_out))


def events_of(project: Project, first: Event) -> list[Event]:
    """Return the events of an act, which has written nothing else between them."""
    if "several" not in first.data:
        return [first]
    last = first.seq + first.data["several"]["changed"] - 1
    events = project.events.filter(seq__range=(first.seq, last)).order_by("seq")
    return [event for event in events if first.seq in (event.seq, event.data.get("first"))]


def cards_of(project: Project, numbers: Iterable[int]) -> dict[int, Card]:
    """Return the cards of these numbers that there are, with their project set."""
    cards = {card.number: card for card in project.cards.filter(number__in=numbers)}
    for card in cards.values():
        card.project = project
    return {number: cards[number] for number in numbers if number in cards}
