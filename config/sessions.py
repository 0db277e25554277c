"""Sessions in the database. One that cannot be written at the moment is not taken for one that is gone."""

from typing import Any

from django.contrib.sessions.backends.base import CreateError, UpdateError
from django.core.exceptions import ObjectNotUpdated
from django.db import DatabaseError

from config.commits import has_failed_at_commit
from projects.access import sessions


class SessionStore(sessions.SessionStore):
    """Raises the database's own error.

    Django's reports each one as a deleted session, which is a 400 instead of a 503; a new session whose COMMIT is
    refused it takes for a key that is in use, and tries others for ever.
    """

    def save(self, must_create: bool = False) -> Any:
        try:
            return super().save(must_create)
        except (CreateError, UpdateError) as error:
            cause = error.__context__
            if isinstance(cause, DatabaseError) and not is_about_the_key(error, cause):
                raise cause from None
            raise


def is_about_the_key(error: Exception, cause: DatabaseError) -> bool:
    """Tell whether the key is in use already, or its row is gone."""
    if isinstance(error, UpdateError):
        return isinstance(cause, ObjectNotUpdated)
    return not has_failed_at_commit(cause)
