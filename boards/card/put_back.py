"""Which changes of a card its activity offers to put back."""

from typing import TYPE_CHECKING

from django.utils import timezone

from boards.events import CARD_EVENTS
from boards.models import LaterEvent, find_spoiler
from boards.models.card.attaching import UNDO_WINDOW
from projects import limits
from projects.models import Event
from projects.text import fold

if TYPE_CHECKING:
    from boards.card.page import CardPage


class PutBack:
    """The rules of `Card.undo`, told from what the page has read: the verb itself looks again under the lock.

    Adding a card is not among them: nothing of the card would be left to put back, and its Delete has an undo.
    """

    def __init__(self, page: "CardPage"):
        self.page = page

    def can_undo(self, event: Event, later: list[LaterEvent]) -> bool:
        kind = CARD_EVENTS.get(event.kind)
        if not kind or not kind.undo or event.kind == "created" or find_spoiler(event, later):
            return False
        if kind.needs_card_on_board and not self.page.card.is_on_board:
            return False
        if kind.only_by_its_author and event.actor_id != self.page.user.pk:
            return False
        return self.is_possible(event)

    def is_possible(self, event: Event) -> bool:
        """Tell whether what the undo needs is still there: a person, a label, an open week, untouched pieces."""
        data = event.data
        match event.kind:
            case "assigned":
                return data["member"] in self.assigned
            case "unassigned":
                return data["member"] in self.can_get_it
            case "labelled":
                return fold(data["label"]) in {label.search_text for label in self.page.labels}
            case "unlabelled":
                there = {label.search_text for label in self.page.other_labels}
                return fold(data["label"]) in there and len(self.page.labels) < limits.CARD_LABELS
            case "file_removed":
                return self.is_in_trash(event) and self.page.card.file_count < limits.CARD_FILES
            case "moved":
                return not self.is_closed_since(event)
            case "split":
                return self.is_whole(event)
        return True

    @property
    def assigned(self) -> set[int]:
        return {member.pk for member in self.page.assignees}

    @property
    def can_get_it(self) -> set[int]:
        active = {member.pk for member in self.page.team if member.user.is_active}
        return active - self.assigned

    def is_in_trash(self, event: Event) -> bool:
        return event.at > timezone.now() - UNDO_WINDOW

    def is_closed_since(self, event: Event) -> bool:
        """Tell whether the week that the card would go back to was closed after it had left it."""
        card, was = self.page.card, event.data["was"]
        if (was["milestone"], was["column"]) == (card.milestone_id, card.column):
            return False
        weeks = (week for week in self.page.milestones if week.pk == was["milestone"])
        return any(week.closed_at and week.closed_at > event.at for week in weeks)

    def is_whole(self, event: Event) -> bool:
        """Tell whether neither the card nor its pieces were touched since; one split at most is still to be asked."""
        if self.page.card.summary() != event.data["now"]:
            return False
        pieces = event.data["pieces"]
        later = self.page.project.events.filter(card_number__in=pieces, seq__gt=event.seq)
        return not later.exists()
