"""Django's SQLite: it waits for another process only as long as the request may, and marks errors of COMMIT.

Other processes are told of a commit, as PostgreSQL does it by itself.
"""

from typing import Any

from django.db.backends.sqlite3 import base

from config.commits import MarksCommitErrors
from projects.deadline import seconds_left
from projects.peers import COMMITTED, peers


class DatabaseWrapper(MarksCommitErrors, base.DatabaseWrapper):
    """Sets SQLite's `busy_timeout` whenever a statement may have to wait, which is outside of a transaction only."""

    busy_timeout = 0.0  # seconds, as the connection has it

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        self.busy_timeout = conn_params["timeout"] = seconds_left()
        return super().get_new_connection(conn_params)

    def create_cursor(self, name: str | None = None) -> Any:
        left = round(seconds_left(), 1)
        if not self.in_atomic_block and left != self.busy_timeout:
            self.busy_timeout = left
            self.connection.execute(f"PRAGMA busy_timeout = {left * 1000:.0f}")
        return super().create_cursor(name)

    def _commit(self) -> None:
        super()._commit()
        peers.send(COMMITTED)
