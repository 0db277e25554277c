#!/usr/bin/env python
"""Django's command line for Weekboard."""

import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line
from django.db import Error
from environs import EnvError


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    try:
        import config.settings  # noqa: F401
    except (ImproperlyConfigured, EnvError, OSError) as error:
        sys.exit(f"Weekboard does not start: {error}")
    from config.errors import is_database_unavailable
    from projects.database_errors import database_error_text

    try:
        execute_from_command_line(sys.argv)
    except Error as error:
        if not is_database_unavailable(error):
            raise
        said = database_error_text(error)
        sys.exit(f"The database does not answer, is in use for too long, or is full: {said}")


if __name__ == "__main__":
    main()
