"""The decision about a card that is not done at the end of its week."""

from django.db import models

from boards.models import Card, Column
from projects.models import Milestone, Refused


class Decision(models.TextChoices):
    NEXT = "next", "Next week"
    LATER = "later", "Later"
    DROP = "drop", "Drop it"
    DONE = "done", "It is done"


# The figure in the week's account that counts a card with this decision.
BECOMES = {Decision.NEXT: "carried", Decision.LATER: "later", Decision.DROP: "dropped", Decision.DONE: "done"}


def propose_decision(card: Card, next_week: Milestone | None) -> Decision:
    """Return the likely decision: work in progress goes on next week, the rest is planned again."""
    return Decision.NEXT if card.column == Column.DOING and next_week else Decision.LATER


class MissingDecisions(Refused):
    """Cards came into the week, or were reopened, after the person had chosen; `numbers` names them."""

    def __init__(self, numbers: list[int]):
        if len(numbers) == 1:
            cards, them = "One card is open in this week that was not", "it"
        else:
            cards, them = f"{len(numbers)} cards are open in this week that were not", "them"
        super().__init__(f"{cards} when you chose. Choose for {them} as well, then close the week.")
        self.numbers = numbers
