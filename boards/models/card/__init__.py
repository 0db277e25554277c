"""A card: its fields, and one module for each thing that people do to it."""

from boards.models.card.archiving import Archiving
from boards.models.card.assigning import Assigning
from boards.models.card.attaching import Attaching
from boards.models.card.editing import Editing
from boards.models.card.rescheduling import Rescheduling


class Card(Editing, Assigning, Attaching, Archiving, Rescheduling):
    """A piece of work of about four hours.

    The modules beside this one hold its methods, one for each thing that people do.
    """
