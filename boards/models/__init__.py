"""What a team does all week: cards, labels, comments."""

from boards.models.card import Card
from boards.models.changing import Change
from boards.models.column import Column
from boards.models.comment import Comment
from boards.models.draft import Draft, add_drafts, take_back_drafts
from boards.models.label import Label
from boards.models.snapshot import WeekSnapshot
from boards.models.verbs import Changed
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
