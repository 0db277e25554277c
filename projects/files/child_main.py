"""`python -m projects.files.child_main`: calls one task and writes what comes of it. Imports no Django.

projects/files/child.py starts it, gives it the order as JSON on standard input, and kills it.
"""

import errno
import importlib
import json
import os
import sys
import traceback
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
    confine(**order["limits"], parent=order["parent"])
    with os.fdopen(order["answer"], "w") as answer:
        answer.write(json.dumps(call(order["task"], order["arguments"])) + "\n")


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
