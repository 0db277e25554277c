"""Access control: a decorator for every view, and the same rules for streams and videos."""

from projects.access.permissions import everybody, needs, signed_in

__all__ = ["everybody", "needs", "signed_in"]
