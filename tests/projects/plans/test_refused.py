"""Plans that are not read, each with the sentence that says where and why."""

import zipfile
from datetime import date, datetime
from datetime import time as clock

import pytest

from projects.plans import PlanError, PlannedWeek, read_plan
from tests import planfiles
from tests.planfiles import HEADER, delimited, plan, with_sheet_rows, workbook, xml_row

A, B = PlannedWeek(1, "a", "x"), PlannedWeek(2, "b", "y")


NO_HEADER = (
    "No header was found. One of the first 20 rows must name three columns with the words “week”, “goal” "
    "(or “milestone”) and “demo”; a date, an owner, a link or a status does not count."
)
SAVE = "Save the plan as XLSX, CSV, TSV or Markdown."
DAMAGED = "“plan” is damaged and cannot be unpacked. Save it again."
UNREADABLE = f"“plan” cannot be read as an XLSX spreadsheet. {SAVE}"
TOO_LARGE = (
    "“plan” holds far more than a plan when it is unpacked. "
    "Copy the plan into a new, otherwise empty spreadsheet."
)
NO_WEEK = "is not a week. Write a whole number from 1 on."
ROW_3 = "Sheet “Plan”, row 3, cell"
ONE = [1, "a", "x"]
PAIRS = "the quotation marks do not pair up."
UNSURE = "The letters in “plan” cannot be told for sure. Save it as XLSX or as CSV UTF-8."


def cell(reference, xml):
    """A workbook in which one cell of row 2 is written in XML: a formula, an error, a broken reference."""
    cells = {"A2": "<c r='A2'><v>1</v></c>", "B2": "<c r='B2'/>", reference: xml}
    return with_sheet_rows(xml_row(1, *HEADER) + f"<row r='2'>{''.join(cells.values())}</row>")


def csv_row(*values):
    return delimited([HEADER, ONE, values])


SPOILED = {
    "empty file": (b"", "“plan” is empty."),
    "only spaces": (b" \r\n\t \n", "“plan” is empty."),
    "over 2 MB": (b"x" * (2 * 1024 * 1024 + 1), "“plan” is larger than 2 MB. A plan is a small table."),
    "PDF": (b"%PDF-1.7\n%\xe2\xe3", f"“plan” is a PDF, not a spreadsheet. {SAVE}"),
    "PNG": (b"\x89PNG\r\n\x1a\n" + bytes(20), f"“plan” is a picture, not a spreadsheet. {SAVE}"),
    "JPEG": (b"\xff\xd8\xff\xe0\x00\x10JFIF", f"“plan” is a picture, not a spreadsheet. {SAVE}"),
    "JSON": (b'{"weeks": [{"goal": "a"}]}', f"“plan” looks like JSON, not like a table. {SAVE}"),
    "JSON list": (b'[{"week": 1, "goal": 2}]', f"“plan” looks like JSON, not like a table. {SAVE}"),
    "web page": (b"<html><table>", f"“plan” looks like a web page, not like a table. {SAVE}"),
    "old Excel": (planfiles.old_excel(), f"“plan” is in the old Excel format (XLS). {SAVE}"),
    "with a password": (
        planfiles.encrypted_excel(),
        "“plan” is protected by a password. Save it without one.",
    ),
    "OpenDocument": (planfiles.open_document(), f"“plan” is an OpenDocument file (ODS). {SAVE}"),
    "other archive": (
        planfiles.archive({"a.txt": b"a"}),
        f"“plan” is a ZIP archive, not a spreadsheet. {SAVE}",
    ),
    "empty archive": (planfiles.archive({}), f"“plan” is a ZIP archive, not a spreadsheet. {SAVE}"),
    "truncated": (plan(ONE)[:-400], DAMAGED),
    "only its first bytes": (b"PK\x03\x04", DAMAGED),
    "a flipped byte": (plan(ONE)[:60] + b"\xff\xff\xff" + plan(ONE)[63:], DAMAGED),
    "unusual compression": (planfiles.archive(planfiles.parts_of(plan(ONE)), zipfile.ZIP_BZIP2), DAMAGED),
    "zip bomb": (planfiles.zip_bomb(), TOO_LARGE),
    "zip bomb that lies": (planfiles.zip_bomb_that_lies(), UNREADABLE),
    "2,000 parts": (
        planfiles.archive({f"{n}.xml": b"" for n in range(2000)} | {"[Content_Types].xml": b""}),
        TOO_LARGE,
    ),
    "formatted to the end": (planfiles.sheet_formatted_to_its_end(), TOO_LARGE),
    "entities": (
        planfiles.entity_bomb(),
        "“plan” holds XML declarations that no spreadsheet program writes.",
    ),
    "entities in UTF-16": (
        planfiles.utf_16_entities(),
        "“plan” holds XML declarations that no spreadsheet program writes.",
    ),
    "broken XML": (planfiles.changed_sheet(plan(ONE), lambda xml: xml[:-20]), UNREADABLE),
    "a document": (planfiles.archive({"[Content_Types].xml": b"<Types/>"}), UNREADABLE),
    "no sheet": (planfiles.changed_part(plan(ONE), "xl/workbook.xml", lambda _: b"<workbook/>"), UNREADABLE),
    "a broken reference": (cell("A2", "<c r='?'><v>1</v></c>"), UNREADABLE),
    "zeros": (b"Week,Goal,Demo\n1,a\0,x\n", f"“plan” is neither a spreadsheet nor text. {SAVE}"),
    "no known encoding": (b"Week,Goal,Demo\n1,\x81,x\n", UNSURE),
    "two encodings": ("Week,Goal,Demo\n1,Größe,x\n".encode() + "2,Größe,x\n".encode("cp1252"), UNSURE),
    "half of UTF-16": (b"\xff\xfeW\x00e", f"“plan” is neither a spreadsheet nor text. {SAVE}"),
    "surrogate in UTF-16": (b"\xff\xfe\x00\xd8a\x00", f"“plan” is neither a spreadsheet nor text. {SAVE}"),
    "no header": (workbook([["Nr", "What", "Show"], ONE]), NO_HEADER),
    "no header in text": (b"Hello,\nthis is a letter.\n", NO_HEADER),
    "a column too few": (workbook([["Week", "Goal", "Task"], ONE]), NO_HEADER),
    "nothing below the header": (plan(), "Sheet “Plan”: there is no week below the header in row 1."),
    "nothing below in text": (b"Week,Goal,Demo\n,,\n", "There is no week below the header in row 1."),
    "only rows without a week": (
        plan([None, "b", "y"]),
        "Sheet “Plan”: there is no week below the header in row 1.",
    ),
    "more rows than a plan has": (
        delimited([HEADER, *[["", "b", "y"]] * 1_041]),
        "There are more than 1040 rows; a plan has at most 52 weeks.",
    ),
    "joined beyond the limit": (
        plan([1, "a" * 150, "x"], [None, "b" * 60, "y"]),
        f"{ROW_3} B3: the goal has 212 characters with the rows above; 200 are allowed.",
    ),
    "twice": (plan(ONE, ["Week 1", "b", "y"]), f"{ROW_3} A3: week 1 stands in row 2 already."),
    "a gap": (plan(ONE, [3, "c", "z"]), "Sheet “Plan”: week 2 is missing."),
    "a gap in text": (csv_row(3, "c", "z"), "Week 2 is missing."),
    "three gaps": (plan(ONE, [3], [6]), "Sheet “Plan”: weeks 2, 4 and 5 are missing."),
    "from week 2": (plan([2, "b", "y"]), "Sheet “Plan”: week 1 is missing."),
    "weeks 0 to 52": (
        plan(*([number] for number in range(53))),
        "Sheet “Plan”: a plan has at most 52 weeks.",
    ),
    "week 0, then 2": (plan([0], [2]), "Sheet “Plan”: week 1 is missing."),
    "weeks that run back": (plan(ONE, ["3-2", "b", "y"]), f"{ROW_3} A3: “3-2” {NO_WEEK}"),
    "the same week in two ranges": (
        plan(["1-2", "a", "x"], ["2-3", "b", "y"]),
        f"{ROW_3} A3: week 2 stands in row 2 already.",
    ),
    "dates and owners alone": (workbook([["Week", "Goal owner", "Demo date"], ONE]), NO_HEADER),
    "week -1": (plan(ONE, [-1, "b", "y"]), f"{ROW_3} A3: “-1” {NO_WEEK}"),
    "week 1.5": (plan(ONE, [1.5, "b", "y"]), f"{ROW_3} A3: “1.5” {NO_WEEK}"),
    "week abc": (plan(ONE, ["abc", "b", "y"]), f"{ROW_3} A3: “abc” {NO_WEEK}"),
    "week without number": (csv_row("Week", "b", "y"), f"Row 3, cell A3: “Week” {NO_WEEK}"),
    "infinite week": (
        cell("A2", "<c r='A2'><v>1e999</v></c>"),
        f"Sheet “Plan”, row 2, cell A2: “inf” {NO_WEEK}",
    ),
    "week 53": (
        plan(ONE, [53, "b", "y"]),
        f"{ROW_3} A3: “53” is beyond the last week. A plan has at most 52.",
    ),
    "53 weeks": (
        plan(*([number] for number in range(1, 54))),
        "Sheet “Plan”, row 54, cell A54: “53” is beyond the last week. A plan has at most 52.",
    ),
    "date as week": (plan(ONE, [datetime(2026, 9, 7), "b"]), f"{ROW_3} A3: the date 2026-09-07 {NO_WEEK}"),
    "time as week": (plan(ONE, [clock(12), "b", "y"]), f"{ROW_3} A3: the time 12:00:00 {NO_WEEK}"),
    "true as week": (plan(ONE, [True, "b", "y"]), f"{ROW_3} A3: “TRUE” {NO_WEEK}"),
    "date as goal": (
        plan(ONE, [2, date(2026, 9, 7), "y"]),
        f"{ROW_3} B3: the date 2026-09-07 is no goal. Write it as text.",
    ),
    "false as demo": (plan(ONE, [2, "b", False]), f"{ROW_3} C3: “FALSE” is no demo task. Write it as text."),
    "formula as week": (
        plan(ONE, ["=A2+1", "b"]),
        f"{ROW_3} A3: this is a formula. Paste its value instead.",
    ),
    "formula as goal": (plan(ONE, [2, "=B2"]), f"{ROW_3} B3: this is a formula. Paste its value instead."),
    "formula in text": (
        csv_row(2, "b", " =1+1"),
        "Row 3, cell C3: this is a formula. Paste its value instead.",
    ),
    "array formula": (
        cell("B2", "<c r='B2' t='str'><f t='array' ref='B2'>X1:X2</f><v>a</v></c>"),
        "Sheet “Plan”, row 2, cell B2: this is a formula. Paste its value instead.",
    ),
    "error value": (
        cell("B2", "<c r='B2' t='e'><v>#REF!</v></c>"),
        "Sheet “Plan”, row 2, cell B2: this is the error “#REF!”, not a value.",
    ),
    "error as week": (csv_row("#N/A", "b", "y"), "Row 3, cell A3: this is the error “#N/A”, not a value."),
    "long goal": (
        plan(ONE, [2, "b" * 230, "y"]),
        f"{ROW_3} B3: the goal has 230 characters; 200 are allowed.",
    ),
    "long demo": (
        csv_row(2, "b", "y" * 201),
        "Row 3, cell C3: the demo task has 201 characters; 200 are allowed.",
    ),
    "control character": (
        csv_row(2, "b\x07ll", "y"),
        "Row 3, cell B3: the goal holds a character that cannot be shown (U+0007).",
    ),
    "surrogate": (
        plan(ONE, [2, "b", "y_xD800_"]),
        f"{ROW_3} C3: the demo task holds a character that cannot be shown (U+D800).",
    ),
    "surrogate as week": (plan(ONE, ["_xD800_a", "b"]), f"{ROW_3} A3: “\ufffda” {NO_WEEK}"),
    "long week": (csv_row("9" * 99, "b", "y"), f"Row 3, cell A3: “{'9' * 60}…” {NO_WEEK}"),
    "open quotation mark": (b'Week,Goal,Demo\n1,a,x\n2,"b,y\n', f"Row 3: {PAIRS}"),
    "endless cell": (
        b"Week,Goal,Demo\n1," + b"a" * 200_000,
        "Row 2, cell B2: the goal has 200000 characters; 200 are allowed.",
    ),
}


@pytest.mark.parametrize(("data", "sentence"), SPOILED.values(), ids=SPOILED)
def test_a_spoiled_file_gets_its_sentence(data, sentence):
    with pytest.raises(PlanError) as refused:
        read_plan(data, "plan")
    assert refused.value.sentence == sentence


def test_a_sentence_names_the_file_without_what_would_break_a_page():
    with pytest.raises(PlanError) as refused:
        read_plan(b"", "\ud800\r\n\u202e" + "x" * 300)
    assert refused.value.sentence == f"“{'\ufffd' * 4}{'x' * 56}…” is empty."
