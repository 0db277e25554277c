#!/usr/bin/env python
"""Django's command line for Weekboard."""

import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line
from environs import EnvError


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    try:
        import config.settings  # noqa: F401
    except (ImproperlyConfigured, EnvError, OSError) as error:
        sys.exit(f"Weekboard does not start: {error}")
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
