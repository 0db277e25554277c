"""Django's PostgreSQL, whose errors of COMMIT are marked."""

from django.db.backends.postgresql import base

from config.commits import MarksCommitErrors


class DatabaseWrapper(MarksCommitErrors, base.DatabaseWrapper):
    """Adds nothing else."""
