"""The three columns."""

from django.db import models


class Column(models.TextChoices):
    """To Do, In Progress, Done: exactly three, in this order, for every project.

    A card's column is its state.
    """

    TODO = "todo", "To Do"
    DOING = "doing", "In Progress"
    DONE = "done", "Done"
