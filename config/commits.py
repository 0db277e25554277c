"""Errors at COMMIT, where every database may refuse what each statement was allowed: a full disk, a conflict."""

from typing import Any

from django.db import Error


class MarksCommitErrors:
    """Mixed into the database's backend: an error of COMMIT says that it is one, and keeps its kind."""

    def _commit(self) -> None:
        try:
            super()._commit()  # type: ignore[misc]
        except Error as error:
            error.at_commit = True  # type: ignore[attr-defined]
            raise


def has_failed_at_commit(error: Any) -> bool:
    return getattr(error, "at_commit", False)
