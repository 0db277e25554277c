"""Takes from this process what a task does not need: time, memory, disk, network, files. Imports no Django.

Limits hold on every system that Python runs on; what only Linux can do is asked for, and done without where a kernel
or a container refuses it.
"""

import contextlib
import ctypes
import os
import resource
import signal
import sys
from collections.abc import Iterable
from pathlib import Path

from projects.files import landlock

NICENESS = 10
OPEN_FILES = 64
CLONE_NEWUSER, CLONE_NEWNET = 0x10000000, 0x40000000
PR_SET_PDEATHSIG, PR_SET_NO_NEW_PRIVS = 1, 38


def confine(*, cpu: int, memory: int, file_size: int, parent: int, code: Iterable[Path]) -> None:
    """Limit this process for good, and have it end when the process that started it does.

    Of files it reaches those of its working directory and, to read, the code.
    """
    if sys.platform == "linux":
        end_with(parent)
        be_killed_first()
        leave_network()
        landlock.keep_to(Path.cwd(), code)
    os.nice(NICENESS)
    # At the soft limit of the processor's time comes SIGXCPU, which a task could ignore; a second later SIGKILL.
    resource.setrlimit(resource.RLIMIT_CPU, (cpu, cpu + 1))
    for limit, most in (
        (resource.RLIMIT_FSIZE, file_size),
        (resource.RLIMIT_NOFILE, OPEN_FILES),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_AS, memory),
    ):
        with contextlib.suppress(ValueError, OSError):  # the system allows even less, or knows no such limit
            resource.setrlimit(limit, (most, most))


def end_with(parent: int) -> None:
    """Be killed when the parent is, even by SIGKILL; at once if that has happened already.

    The kernel does it when the thread ends that has started this process; in the server that one waits for it.
    """
    libc().prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    libc().prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    if os.getppid() != parent:
        os._exit(1)


def be_killed_first() -> None:
    """Have the kernel kill this process, and not the server, where the machine has no memory left."""
    with contextlib.suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text("1000")


def leave_network() -> None:
    """Enter a network of its own, without a way out. Root needs no user namespace for it, and would lose rights."""
    if libc().unshare(CLONE_NEWNET):
        libc().unshare(CLONE_NEWUSER | CLONE_NEWNET)


def libc() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)
