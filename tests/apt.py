"""Debian's packages, for programs that the tests need and that PyPI does not have."""

import fcntl
import os
import platform
import shutil
import subprocess
import tempfile
from pathlib import Path

QUIETLY = {"env": {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}, "stdout": subprocess.DEVNULL}


def install(package: str) -> bool:
    """Whether it was installed: as root, or on a build server by sudo without a password.

    Nobody else's machine is changed by a test.
    """
    root = as_root()
    if root is None or not shutil.which("apt-get"):
        return False
    commands = [["apt-get", "update"], ["apt-get", "install", "--yes", package]]
    with (Path(tempfile.gettempdir()) / f"weekboard-apt-{os.geteuid()}.lock").open("w") as one_at_a_time:
        fcntl.flock(one_at_a_time, fcntl.LOCK_EX)
        return all(
            subprocess.run([*root, *command], check=False, **QUIETLY).returncode == 0 for command in commands
        )


def as_root() -> list[str] | None:
    """What comes before a command that root alone may give; None where the tests must not give any."""
    if os.geteuid() == 0:
        return []
    return ["sudo", "-n"] if os.environ.get("CI") == "true" and shutil.which("sudo") else None


def is_debian() -> bool:
    try:
        return platform.freedesktop_os_release()["ID"] == "debian"
    except OSError:
        return False
