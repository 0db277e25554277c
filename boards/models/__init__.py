"""What a team does all week: cards, labels, comments."""

from boards.models.card import Card
from boards.models.changing import Change, Refused
from boards.models.column import Column
from boards.models.comment import Comment
from boards.models.draft import Draft, add_drafts
from boards.models.label import Label
from boards.models.verbs import Edited, fingerprint

__all__ = [
    "Card",
    "Change",
    "Column",
    "Comment",
    "Draft",
    "Edited",
    "Label",
    "Refused",
    "add_drafts",
    "fingerprint",
]
