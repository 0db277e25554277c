"""What the database says when it fails, for whoever runs the server."""

from django.db import connection


def database_error_text(error: BaseException) -> str:
    """Return what the database says, and of which file; SQLite leaves that out."""
    file = connection.settings_dict["NAME"] if connection.vendor == "sqlite" else ""
    return f"{str(error).strip()} in {file}" if file else str(error).strip()
