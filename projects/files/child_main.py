"""`python -m projects.files.child_main`: calls one task and writes what comes of it. Imports no Django.

projects/files/child.py starts it, gives it the order as JSON on standard input, and kills it.
"""

import errno
import importlib.util
import json
import os
import sys
import traceback
from pathlib import Path
from typing import Any

from projects.files.confinement import confine
from projects.files.task import TaskRefused

MOST_TRACE = 4000  # characters
REASONS = {
    errno.ENOMEM: "memory",
    errno.ENOSPC: "disk",
    errno.EDQUOT: "disk",
    errno.EFBIG: "size",
}


def main() -> None:
    order = json.load(sys.stdin)
    confine(**order["limits"], parent=order["parent"], code=code_of(order["task"]))
    with os.fdopen(order["answer"], "w") as answer:
        answer.write(json.dumps(call(order["task"], order["arguments"])) + "\n")


def code_of(task: str) -> list[Path]:
    """Return the folders of the packages from which the task may import, besides installed ones."""
    packages = {__package__.partition(".")[0], task.partition(".")[0]}
    found = [importlib.util.find_spec(package) for package in packages]
    return [Path(folder) for spec in found if spec for folder in spec.submodule_search_locations or ()]


def call(task: str, arguments: dict[str, Any]) -> dict[str, Any]:
    """Return the task's result, its refusal, or why it failed."""
    try:
        module, _, name = task.partition(":")
        return {"result": getattr(importlib.import_module(module), name)(arguments)}
    except TaskRefused as refusal:
        return {"refused": refusal.code}
    except Exception as error:
        return {"failed": reason_of(error), "trace": traceback.format_exc()[-MOST_TRACE:]}


def reason_of(error: Exception) -> str:
    if isinstance(error, MemoryError):
        return "memory"
    return REASONS.get(getattr(error, "errno", None) or 0, "crash")


if __name__ == "__main__":
    main()
