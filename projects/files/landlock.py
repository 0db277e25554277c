"""Landlock: the kernel keeps this process, and all that it starts, to a few folders, without asking for any right.

Linux has it since 5.13, and since 6.7 for TCP, since 6.12 for signals; the numbers are those of its linux/landlock.h.
Imports no Django.
"""

import contextlib
import ctypes
import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

CREATE_RULESET, ADD_RULE, RESTRICT_SELF = 444, 445, 446  # system calls, the same on every processor
VERSION, BENEATH = 1, 1

EXECUTE, WRITE_FILE, READ_FILE, READ_DIR, REMOVE_DIR, REMOVE_FILE = (1 << bit for bit in range(6))
MAKE_DIR, MAKE_FILE, TRUNCATE = 1 << 7, 1 << 8, 1 << 14
READ = EXECUTE | READ_FILE | READ_DIR
WORK = READ_FILE | READ_DIR | WRITE_FILE | TRUNCATE | MAKE_FILE | MAKE_DIR | REMOVE_FILE | REMOVE_DIR
OF_FILES = EXECUTE | WRITE_FILE | READ_FILE | TRUNCATE
# How many rights of files the kernel knows, by its version of Landlock; the latest for all after it.
FILE_RIGHTS = {1: 13, 2: 14, 3: 15, 4: 15, 5: 16}
TCP = 0b11  # to bind and to connect
OUTSIDE = 0b11  # abstract sockets of, and signals to, who is not so restricted

# Where libraries are that Python does not keep among its own, and what these ask of the system.
SYSTEM = ("/usr", "/lib", "/lib64", "/nix/store", "/etc/ld.so.cache", "/sys/devices/system/cpu")
DEVICES = ("/dev/null", "/dev/urandom")


class Ruleset(ctypes.Structure):
    _fields_ = (("files", ctypes.c_uint64), ("tcp", ctypes.c_uint64), ("outside", ctypes.c_uint64))


class PathBeneath(ctypes.Structure):
    _pack_ = 1
    _layout_ = "ms"
    _fields_ = (("rights", ctypes.c_uint64), ("folder", ctypes.c_int32))


def keep_to(folder: Path, code: Iterable[Path]) -> None:
    """Read the code, Python and the system's libraries, work in the folder, and reach nothing else.

    Does nothing where the kernel knows no Landlock. What there is no right for in its version stays allowed.
    """
    latest = version()
    if latest < 1:
        return
    known = (1 << FILE_RIGHTS.get(latest, FILE_RIGHTS[5])) - 1
    rules = Ruleset(known, TCP if latest >= 4 else 0, OUTSIDE if latest >= 6 else 0)
    size = 24 if latest >= 6 else 16 if latest >= 4 else 8
    ruleset = call(CREATE_RULESET, ctypes.byref(rules), size, 0)
    for path, rights in allowed(folder, code):
        allow(ruleset, path, rights & known)
    call(RESTRICT_SELF, ruleset, 0)
    os.close(ruleset)


def version() -> int:
    """Return the version of Landlock that the kernel has; below 1 if it has none."""
    return call(CREATE_RULESET, None, 0, VERSION) if sys.platform == "linux" else 0


def allowed(folder: Path, code: Iterable[Path]) -> Iterator[tuple[Path, int]]:
    python = {
        sys.prefix,
        sys.base_prefix,
        sys.exec_prefix,
        *(path for path in sys.path if "-packages" in path),
    }
    yield folder, WORK
    for path in (*map(Path, python), *map(Path, SYSTEM), *code):
        yield path, READ
    for device in DEVICES:
        yield Path(device), READ_FILE | WRITE_FILE


def allow(ruleset: int, path: Path, rights: int) -> None:
    with contextlib.suppress(OSError):  # it is not there
        opened = os.open(path, os.O_PATH | os.O_CLOEXEC)
        rule = PathBeneath(rights if path.is_dir() else rights & OF_FILES, opened)
        call(ADD_RULE, ruleset, BENEATH, ctypes.byref(rule), 0)
        os.close(opened)


def call(number: int, *arguments: object) -> int:
    """Make a system call for which the C library has no function; -1 says that it failed."""
    return ctypes.CDLL(None, use_errno=True).syscall(number, *arguments)
