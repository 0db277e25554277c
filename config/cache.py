"""Where failed sign-ins are counted."""

from typing import Any

from django.core.cache.backends.db import DatabaseCache
from django.db import OperationalError, connections, router
from django.db.transaction import atomic


class StrictDatabaseCache(DatabaseCache):
    """Raises the database's error when it is busy, away or full, be it at COMMIT.

    Django's own cache swallows it and reports that the key exists already. The rate limits of allauth use such a key
    as their lock, so that a busy database was reported as too many requests.
    """

    def _base_set(self, mode: str, key: str, *args: Any, **kwargs: Any) -> bool:
        failures: list[OperationalError] = []

        def collect_failures(execute: Any, *statement: Any) -> Any:
            try:
                return execute(*statement)
            except OperationalError as error:
                failures.append(error)
                raise

        connection = connections[router.db_for_write(self.cache_model_class)]
        # In a transaction of ours: an error of COMMIT would be swallowed within Django's.
        with atomic(connection.alias), connection.execute_wrapper(collect_failures):
            done = super()._base_set(mode, key, *args, **kwargs)  # type: ignore[misc]
            if failures and not done:
                raise failures[-1]
        return done
