"""A command of manage.py in a process of its own: what it said, its seconds and its peak of memory."""

import io
import re
import time
from contextlib import suppress
from pathlib import Path

from django.core.management import call_command


def main(*command):
    said, begun = io.StringIO(), time.monotonic()
    with suppress(SystemExit):  # the doctor, who misses the files of the copies
        call_command(*command, stdout=said)
    return {"said": said.getvalue().splitlines()[-1], "MiB": peak(), "seconds": time.monotonic() - begun}


def peak():
    """As Linux notes it for this program; getrusage(2) would count the one that has started it as well."""
    kib = re.search(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text())
    return int(kib[1]) / 2**10
