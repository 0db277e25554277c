"""What a team does all week: cards, labels, comments."""

from boards.models.card.change import Change
from boards.models.card.column import Column
from boards.models.card.creating import Draft, add_drafts, take_back_drafts
from boards.models.card.fields import Card
from boards.models.card.verbs import Changed
from boards.models.comment import Comment
from boards.models.label import Label
from boards.models.snapshot import WeekSnapshot
from projects.models import Edited, Refused
from projects.text import fingerprint

__all__ = [
    "Card",
    "Change",
    "Changed",
    "Column",
    "Comment",
    "Draft",
    "Edited",
    "Label",
    "Refused",
    "WeekSnapshot",
    "add_drafts",
    "fingerprint",
    "take_back_drafts",
]
