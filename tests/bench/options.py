"""How `make bench` was asked: QUICK=1 for fewer rounds, BASE=<a checkout> for the version before beside this one."""

import os
from pathlib import Path

QUICK = os.environ.get("QUICK", "") not in ("", "0")
BASE = Path(os.environ["BASE"]).resolve() if os.environ.get("BASE") else None
BEFORE = ["before"] if BASE else []  # what a line is compared with as well


def rounds(whole, quick):
    """How many, or how long: the same rows either way."""
    return quick if QUICK else whole
