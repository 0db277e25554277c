"""Where failed sign-ins are counted."""

from typing import Any

from django.core.cache.backends.db import DatabaseCache
from django.db import OperationalError, connections, router


class HonestDatabaseCache(DatabaseCache):
    """Says when the database is busy or away.

    Django's own takes what could not be written for a key that is there already. The limits of allauth lock
    themselves with such a key, so that whoever met a busy database was told of too many requests.
    """

    def _base_set(self, mode: str, key: str, *args: Any, **kwargs: Any) -> bool:
        failures: list[OperationalError] = []

        def watch(execute: Any, *statement: Any) -> Any:
            try:
                return execute(*statement)
            except OperationalError as error:
                failures.append(error)
                raise

        connection = connections[router.db_for_write(self.cache_model_class)]
        with connection.execute_wrapper(watch):
            done = super()._base_set(mode, key, *args, **kwargs)  # type: ignore[misc]
        if failures and not done:
            raise failures[-1]
        return done
