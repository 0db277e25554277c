"""A plan as a table: read from XLSX, CSV, TSV and Markdown, and written to them.

    bytes ── workbook.py (through archive.py) ──┐
          └─ delimited.py ─────────────────────┴─ Sheet: rows of cells ── rows.py ── ImportedPlan

`encoding.py` tells what letters the bytes are, `headings.py` which column is what. What is read from a file and what
is pasted meet in `table.SheetRow`: one place knows what a plan may say.
"""

from projects import limits
from projects.plans import archive, delimited
from projects.plans.difference import Difference, differences
from projects.plans.error import SAVE_AS, PlanError, quoted
from projects.plans.export import FORMATS, write_plan
from projects.plans.pasted import Pasted, read_pasted
from projects.plans.week import ImportedPlan, PlannedWeek, empty_weeks

__all__ = [
    "FORMATS",
    "Difference",
    "ImportedPlan",
    "Pasted",
    "PlanError",
    "PlannedWeek",
    "differences",
    "empty_weeks",
    "read_pasted",
    "read_plan",
    "read_plan_text",
    "write_plan",
]


def read_plan(data: bytes, filename: str) -> ImportedPlan:
    """Read the plan in an uploaded file; its content tells its kind, not its name.

    Raises PlanError, and nothing else, whatever the bytes are.
    """
    if not data:
        raise PlanError(f"{quoted(filename)} is empty.")
    if len(data) > limits.PLAN_FILE_BYTES:
        raise PlanError(f"{quoted(filename)} is larger than 2 MB. A plan is a small table.")
    refuse_what_is_known(data, filename)
    if data.startswith(archive.SIGNATURES):
        from projects.plans import workbook  # openpyxl is an eighth of every start, and most read no workbook

        return workbook.plan_in(data, filename)
    return delimited.plan_in(data, filename)


def read_plan_text(text: str) -> ImportedPlan:
    """Read a plan that was pasted with its header. Raises PlanError."""
    return delimited.read_text(text, "What was pasted", is_pasted=True)


# How files begin that people choose by mistake.
KNOWN = [
    (b"%PDF-", "a PDF"),
    (b"\x89PNG\r\n", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
]
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


def refuse_what_is_known(data: bytes, filename: str) -> None:
    """Say what a file is when it is plainly something else."""
    for beginning, kind in KNOWN:
        if data.startswith(beginning):
            raise PlanError(f"{quoted(filename)} is {kind}, not a spreadsheet. {SAVE_AS}")
    if data.startswith(OLE) and ENCRYPTED in data:
        raise PlanError(f"{quoted(filename)} is protected by a password. Save it without one.")
    if data.startswith(OLE):
        raise PlanError(f"{quoted(filename)} is in the old Excel format (XLS). {SAVE_AS}")
