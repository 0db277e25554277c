"""A command whose orphans count as its own: `python -m tests.counted command ...`

A process is told the processor time of the children that it waits for. A browser ends without waiting for those who
draw its pages, and a killed server without waiting for its workers: on Linux they come to this process, which does.
"""

import ctypes
import os
import signal
import subprocess
import sys
import time
from contextlib import suppress

PR_SET_CHILD_SUBREAPER = 36  # prctl(2)
PATIENCE = 2.0  # seconds; who lives longer than that has been left running on purpose, or by mistake


def main(command: list[str]) -> int:
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    signal.signal(signal.SIGINT, lambda *_: None)  # the command is interrupted as well, and decides
    process = subprocess.Popen(command)
    while (ended := os.wait())[0] != process.pid:
        pass
    with suppress(ChildProcessError):
        wait_for_orphans()
    return status if (status := os.waitstatus_to_exitcode(ended[1])) >= 0 else 128 - status


def wait_for_orphans() -> None:
    """Raises ChildProcessError when there is none any more."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        pid, _ = os.waitpid(-1, os.WNOHANG)
        if not pid:
            time.sleep(0.05)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
