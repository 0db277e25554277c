"""Changes that come too late. The text is for the person (409)."""


class Refused(Exception):
    """What was to be changed is gone, or somebody was faster."""


class Edited(Refused):
    """Somebody else has changed the same field since it was read; `fields` names which."""

    def __init__(self, fields: list[str]):
        super().__init__("Somebody else has changed this meanwhile. Here are both texts.")
        self.fields = fields
