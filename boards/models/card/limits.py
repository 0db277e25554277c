"""The limit of a project's open cards, as many as a board can show; and what one card alone is refused for."""

from django.core.exceptions import ValidationError

from projects import limits
from projects.models import Project

# The codes of a ValidationError that concerns this card alone: an act on several cards leaves it out.
HAS_ALL_LABELS, STAYS_IN_CLOSED_WEEK = "labels", "closed"


def check_open_card_limit(project: Project, count: int, *, there: int | None = None) -> None:
    """Raise ValidationError when `count` more open cards would be too many. Only within `changing`.

    `there` is how many there are, if that is known already.
    """
    if there is None:
        there = project.cards.open().count()
    if there + count > limits.OPEN_CARDS:
        raise ValidationError(
            f"A project has at most {limits.OPEN_CARDS:,} open cards. Finish or archive some first."
        )
