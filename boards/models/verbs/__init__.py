"""What people do with a card. Each verb is a whole change: see `boards.models.changing`."""

from boards.models.verbs.keep import UNDO, KeepVerbs
from boards.models.verbs.move import MoveVerbs
from boards.models.verbs.people import PeopleVerbs
from boards.models.verbs.split import MOST_PIECES, Changed, SplitVerbs
from boards.models.verbs.talk import TalkVerbs
from boards.models.verbs.text import TextVerbs
from boards.models.verbs.week import WeekVerbs


class CardVerbs(MoveVerbs, TextVerbs, PeopleVerbs, TalkVerbs, SplitVerbs, KeepVerbs, WeekVerbs):
    """All of them."""


__all__ = ["MOST_PIECES", "UNDO", "CardVerbs", "Changed"]
