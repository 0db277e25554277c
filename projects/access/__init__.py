"""Who may use what: the decorator that every view wears, and the same for streams and videos."""

from projects.access.permissions import everybody, needs, signed_in

__all__ = ["everybody", "needs", "signed_in"]
