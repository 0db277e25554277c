"""Errors for changes that come too late (409). The message is for the person."""


class Refused(Exception):
    """The object of the change is gone, or somebody was faster."""


class Edited(Refused):
    """Somebody else has changed the same field since it was read; `fields` names which."""

    def __init__(self, fields: list[str]):
        super().__init__("Somebody else has changed this meanwhile. Here are both texts.")
        self.fields = fields
