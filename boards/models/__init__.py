"""The models of a team's board: cards, files, labels, comments, mentions, snapshots of closed weeks, the standup."""

from boards.models.card import Card
from boards.models.card.attaching import NewFile
from boards.models.card.change import Change
from boards.models.card.column import Column
from boards.models.card.creating import NewCard, create_cards, undo_create_cards
from boards.models.card.several import (
    MOST_SEVERAL,
    Act,
    Chosen,
    SeveralChanged,
    change_several,
    undo_several,
)
from boards.models.card.splitting import Changed
from boards.models.card.spoiling import LaterEvent, find_spoiler, read_later
from boards.models.card_file import CardFile
from boards.models.comment import Comment
from boards.models.label import Label
from boards.models.mention import Mention
from boards.models.snapshot import WeekSnapshot
from boards.models.standup import Standup, standup_state, with_standup
from projects.models import Edited, Refused
from projects.text import content_hash

__all__ = [
    "MOST_SEVERAL",
    "Act",
    "Card",
    "CardFile",
    "Change",
    "Changed",
    "Chosen",
    "Column",
    "Comment",
    "Edited",
    "Label",
    "LaterEvent",
    "Mention",
    "NewCard",
    "NewFile",
    "Refused",
    "SeveralChanged",
    "Standup",
    "WeekSnapshot",
    "change_several",
    "content_hash",
    "create_cards",
    "find_spoiler",
    "read_later",
    "standup_state",
    "undo_create_cards",
    "undo_several",
    "with_standup",
]
