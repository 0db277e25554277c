"""What people do with a card. Each verb is a whole change: see `boards.models.card.fields.change`."""

from boards.models.card.archiving import UNDO, KeepVerbs
from boards.models.card.assigning import PeopleVerbs
from boards.models.card.commenting import TalkVerbs
from boards.models.card.editing import TextVerbs
from boards.models.card.moving import MoveVerbs
from boards.models.card.rescheduling import WeekVerbs
from boards.models.card.splitting import MOST_PIECES, Changed, SplitVerbs


class CardVerbs(MoveVerbs, TextVerbs, PeopleVerbs, TalkVerbs, SplitVerbs, KeepVerbs, WeekVerbs):
    """All of them."""


__all__ = ["MOST_PIECES", "UNDO", "CardVerbs", "Changed"]
