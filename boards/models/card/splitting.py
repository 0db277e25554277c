"""Splitting a card into several, and undoing that."""

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone

from boards.models.card.change import Change, card_change
from boards.models.card.column import Column
from boards.models.card.creating import NewCard, check_week
from boards.models.card.limits import check_open_card_limit
from boards.models.card.moving import Moving
from boards.models.card.ordering import positions_between, rebalance
from projects.models import Event, Refused
from projects.text import content_hash

MOST_PIECES = 52
# What a piece takes over from the card it was split off from: `created_at` too, as it was planned when the card was,
# and a split must not make a week's plan grow. What blocks the card stays with it: it is one thing, not several.
INHERITED = (
    "project",
    "column",
    "milestone_id",
    "started_at",
    "done_at",
    "carried_from",
    "carried_count",
    "created_at",
)


class Changed(Refused):
    """Refusal to split a card that was changed or moved since the person began."""

    def __init__(self) -> None:
        super().__init__("Somebody has changed or moved this card meanwhile, so it was not split.")


class Splitting(Moving):
    """Methods that split a card, and put the pieces together again."""

    class Meta(Moving.Meta):
        abstract = True

    @card_change
    def split(self, pieces: list[NewCard], *, base_hash: str) -> Change:
        """Make the card the first of these pieces, and new cards of the others, directly below it in order.

        The first keeps the card's number, comments, files, history and description. `base_hash` is what
        `split_base_hash` was when the person began; raises Changed if it is something else by now. Raises
        ValidationError when there are too few or too many pieces, or the project would have too many open
        cards.
        """
        if base_hash != self.split_base_hash:
            raise Changed
        if not 2 <= len(pieces) <= MOST_PIECES:
            raise ValidationError(f"A card is split into 2 to {MOST_PIECES} pieces.")
        first, *others = pieces
        check_week(self.project, self.milestone)
        if self.column != Column.DONE:
            check_open_card_limit(self.project, len(others))
        was = self.summary()
        self.title, self.estimate_minutes = first.title, first.estimate_minutes
        numbers = self.split_off(others)
        fields = ("title", "estimate_minutes", "position")
        return Change("split", fields, {"was": was, "now": self.summary(), "pieces": numbers})

    def split_off(self, pieces: list[NewCard]) -> list[int]:
        """Create cards like this one below it, and return their numbers; a few queries, however many."""
        inherited = {name: getattr(self, name) for name in INHERITED}
        positions = self.positions_below(len(pieces))
        numbers = self.project.next_numbers(len(pieces))
        cards = [
            type(self)(
                number=number,
                title=piece.title,
                estimate_minutes=piece.estimate_minutes,
                position=position,
                split_from=self.number,
                **inherited,
            )
            for piece, number, position in zip(pieces, numbers, positions, strict=True)
        ]
        for card in cards:
            card.clean_fields(exclude=["project", "milestone", "carried_from"])
        made = type(self).objects.bulk_create(cards)
        copy_choices(self.assignees, made)
        copy_choices(self.labels, made)
        return list(numbers)

    def positions_below(self, count: int) -> list[int]:
        """Return `count` positions between this card and the next, after rebalancing if there is no room."""
        positions = positions_between(self.position, self.position_below(), count)
        if not positions:
            rebalance(self.project.cards.placed(self.column, self.milestone_id))
            self.position = self.project.cards.values_list("position", flat=True).get(pk=self.pk)
            self.was_rebalanced = True
            positions = positions_between(self.position, self.position_below(), count)
        return positions

    def position_below(self) -> int | None:
        below = self.cards_in(self.column, self.milestone_id).filter(position__gt=self.position)
        return below.in_order().values_list("position", flat=True).first()

    @property
    def split_base_hash(self) -> str:
        """Return a hash of all that a split depends on: title, estimate, column, week and description."""
        place = f"{self.column} {self.milestone_id}"
        return content_hash("\n".join([self.title, str(self.estimate_minutes), place, self.description]))

    def summary(self) -> dict[str, object]:
        """Return what a split's event stores of the card; undoing it compares this with the card of then."""
        return {
            "title": self.title,
            "estimate": self.estimate_minutes,
            "column": self.column,
            "milestone": self.milestone_id,
        }

    def undo_split(self, event: Event) -> Change:
        """Delete the new pieces, and set title and estimate as they were before the split.

        Raises Refused when something would be lost: the card was changed or moved since, or anything at all
        was done to one of the pieces.
        """
        was, now, pieces = (event.data[name] for name in ("was", "now", "pieces"))
        on_board = self.cards_in(self.column, self.milestone_id).filter(number__in=pieces)
        touched = self.project.events.filter(card_number__in=pieces, seq__gt=event.seq).exists()
        if touched or on_board.count() < len(pieces) or not self.is_on_board or self.summary() != now:
            raise Refused("The pieces have been changed since, so they were not put together again.")
        self.title, self.estimate_minutes = was["title"], was["estimate"]
        on_board.leave(at=timezone.now())
        data = {"was": now, "now": self.summary(), "pieces": pieces}
        return Change("split", ("title", "estimate_minutes"), data)


def copy_choices(choices: Any, cards: Sequence[Moving]) -> None:
    """Give other cards the people, or the labels, of one: `choices` is its related manager."""
    through, own, other = choices.through, choices.source_field_name, choices.target_field_name
    chosen = choices.values_list("pk", flat=True)
    through.objects.bulk_create(
        through(**{f"{own}_id": card.pk, f"{other}_id": pk}) for card in cards for pk in chosen
    )
