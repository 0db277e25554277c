"""The form of a split: the pieces as they are typed, and what they add up to."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict

from boards.forms import CheckedLineField, small_number
from boards.models import Card, NewCard
from boards.models.card.splitting import MOST_PIECES
from boards.split.suggestion import is_milestone, offer, pieces_needed
from projects import limits
from projects.hours import HoursField, as_hours, as_typed
from projects.request_ids import RequestIdField
from projects.text import content_hash

MOST_ADDENDS = 8  # that the tally spells out
TOO_LONG = "That is too long for a number of hours."


class PieceForm(forms.Form):
    title = CheckedLineField(
        limits.TITLE, error_messages={"required": "Write what is to be done in this piece."}
    )
    hours = HoursField(required=False, error_messages={"max_length": TOO_LONG})

    def new_card(self) -> NewCard:
        return NewCard(self.cleaned_data["title"], self.cleaned_data["hours"])


@dataclass
class Sum:
    """What the pieces add up to, beside the card's estimate; all are minutes."""

    whole: int | None
    limit: int
    parts: list[int | None] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)  # which pieces, from 1, say no number

    @classmethod
    def of(cls, card: Card, typed: Iterable[str]) -> "Sum":
        read = cls(card.estimate_minutes, card.project.card_limit_minutes)
        for place, text in enumerate(typed, start=1):
            try:
                read.parts.append(PieceForm.base_fields["hours"].clean(text))
            except ValidationError:
                read.parts.append(None)
                read.unread.append(str(place))
        return read

    @property
    def minutes(self) -> int:
        return sum(part or 0 for part in self.parts)

    @property
    def difference(self) -> int:
        """Return the minutes above the card's estimate, or as a negative number below it.

        It is 0 for a card without an estimate, which can become any number.
        """
        return 0 if self.whole is None else self.minutes - self.whole

    @property
    def less_or_more(self) -> str:
        return f"{as_hours(abs(self.difference))} h {'less' if self.difference < 0 else 'more'}"

    @property
    def is_right(self) -> bool:
        return not self.unread and not self.difference

    @property
    def addends(self) -> str:
        given = [as_hours(part) for part in self.parts if part]
        return " + ".join(given) if len(given) <= MOST_ADDENDS else f"{len(given)} pieces"

    @property
    def over(self) -> list[str]:
        """Return the numbers, from 1, of the pieces over the limit, which are flagged and never refused."""
        return [str(place) for place, part in enumerate(self.parts, start=1) if (part or 0) > self.limit]


class SplitForm(forms.Form):
    """All pieces at once. `accept` is the difference in minutes that the pressed button has named."""

    seen = forms.RegexField(
        r"\A[0-9a-f]{16}\Z", error_messages={"required": "Reload the page to see the card as it is now."}
    )
    accept = forms.IntegerField(required=False)
    request_id = RequestIdField()

    def __init__(self, data: QueryDict | None = None, *, card: Card):
        super().__init__(data)
        self.card = card
        self.pieces = list(self.typed(data)) if data is not None else list(self.offered())
        self.is_refused = False  # whether the pieces say what is wrong with them
        self.refusal = ""  # that the card has changed since what was typed was begun

    def offered(self) -> Iterable[PieceForm]:
        for new_card in offer(self.card):
            yield PieceForm({"title": new_card.title, "hours": as_typed(new_card.estimate_minutes)})

    def typed(self, data: QueryDict) -> Iterable[PieceForm]:
        titles, hours = data.getlist("title"), data.getlist("hours")
        hours += [""] * (len(titles) - len(hours))
        # One too many is enough to say that these are too many.
        for title, text in list(zip(titles, hours, strict=False))[: MOST_PIECES + 1]:
            yield PieceForm({"title": title, "hours": text})

    # --- What the page shows -------------------------------------------------------------------------------
    @property
    def seen_now(self) -> str:
        """Return the hash for the next try: of the card as the person saw it, after a refusal as it is now."""
        return self.card.split_base_hash if self.refusal or not self.is_bound else self.data.get("seen", "")

    @cached_property
    def id_for_request(self) -> str:
        return self.data.get("request_id") or str(uuid4())

    @property
    def sum(self) -> Sum:
        return Sum.of(self.card, [piece.data["hours"] for piece in self.pieces])

    @cached_property
    def kept(self) -> list[str]:
        """Return the people, by first name, and the labels, with a #, that all pieces keep."""
        people = [member.user.first for member in self.card.assignees.with_people()]
        return people + [f"#{label.name}" for label in self.card.labels.all()]

    @property
    def is_milestone(self) -> bool:
        return is_milestone(self.card)

    @property
    def needed(self) -> int:
        return pieces_needed(self.card)

    @property
    def most(self) -> int:
        return MOST_PIECES

    @property
    def sentence(self) -> str:
        """Return the error of the whole form; errors of a piece or of the sum are shown beside it."""
        found = (
            [error for errors in self.errors.as_data().values() for error in errors]
            if self.is_refused
            else []
        )
        return next((error.messages[0] for error in found if error.code != "shown"), "")

    # --- Without JavaScript: another piece, or one less ------------------------------------------------------
    def rearrange(self) -> bool:
        """Add or remove a piece if a button for that was pressed, and tell whether one was."""
        if "add" in self.data and len(self.pieces) < MOST_PIECES:
            self.pieces.append(PieceForm({"title": "", "hours": ""}))
        place = small_number(self.data.get("remove", ""))
        if place is not None and place < len(self.pieces) > 2:
            del self.pieces[place]
        return "add" in self.data or "remove" in self.data

    # --- Saving ----------------------------------------------------------------------------------------------
    def clean(self):
        self.is_refused = True
        if not 2 <= len(self.pieces) <= MOST_PIECES:
            raise ValidationError(f"A card is split into 2 to {MOST_PIECES} pieces.")
        if not all(piece.is_valid() for piece in self.pieces):
            raise ValidationError("Not every piece can be read.", "shown")
        # Of a card that has changed, or was split by this very request, the verb knows.
        is_as_before = self.cleaned_data.get("seen") == self.card.split_base_hash
        if is_as_before and self.sum.difference not in (0, self.cleaned_data.get("accept")):
            raise ValidationError("The pieces do not add up to the card.", "shown")
        return self.cleaned_data

    def what(self) -> dict[str, object]:
        """Return the arguments of `Card.split`.

        The request id depends on the pieces: the same ones sent again are a repeat, others are a new request.
        """
        new_cards, request_id = [piece.new_card() for piece in self.pieces], self.cleaned_data["request_id"]
        wish = request_id and f"split-{content_hash(f'{request_id} {new_cards}')}"
        return {"pieces": new_cards, "base_hash": self.cleaned_data["seen"], "request_id": wish}
