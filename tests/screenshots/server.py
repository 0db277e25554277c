"""The server on its first run, with the clock set to the middle of a week: pictures do not depend on the day."""

import os
from datetime import UTC, datetime

import time_machine
from django.core.management import execute_from_command_line

NOW = datetime(2026, 11, 25, 10, tzinfo=UTC)  # a Wednesday, so that two days of the week are left

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    with time_machine.travel(NOW):
        execute_from_command_line(["manage.py", "start"])
