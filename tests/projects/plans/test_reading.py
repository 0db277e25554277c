"""Reading a plan: what people's files are forgiven, and what it may cost."""

import time
import tracemalloc
from datetime import date

import pytest
from hypothesis import HealthCheck, given
from hypothesis import strategies as st

from projects.plans import PlanError, PlannedWeek, empty_weeks
from tests import planfiles
from tests.examples import examples
from tests.planfiles import HEADER, delimited, plan, weeks_in, with_sheet_rows, workbook, xml_row

A, B = PlannedWeek(1, "a", "x"), PlannedWeek(2, "b", "y")
ROWS = [HEADER, [1, "a", "x"], [2, "b", "y"]]


# --- What is read -------------------------------------------------------------------------------------------
def test_a_plan_is_read_as_it_was_found():
    weeks = weeks_in(planfiles.plan_as_found(), "ten-week-demo-schedule.xlsx")
    assert [week.number for week in weeks] == list(range(1, 11))
    assert weeks[0] == PlannedWeek(1, "Kickoff", "Kickoff (present plan)")
    assert weeks[6] == PlannedWeek(7, "Creation of Multiple Environments", "Staging Environment")


def test_typing_errors_are_kept_as_they_were_written():
    assert weeks_in(planfiles.plan_as_found(), "plan.xlsx")[1].goal == "Continous Deployment"


def test_the_plan_as_found_has_a_thousand_rows_and_float_weeks():
    sheet = planfiles.parts_of(planfiles.plan_as_found())["xl/worksheets/sheet1.xml"]
    assert b'<row r="1000"' in sheet
    assert b"<v>7.0</v>" in sheet


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_text_is_read_whatever_its_delimiter_and_encoding(delimiter, encoding):
    data = delimited([HEADER, [1, "Fähre; Züge, Busse", "x"], [2, "b", "y"]], delimiter, encoding)
    assert weeks_in(data, "plan.txt") == [PlannedWeek(1, "Fähre; Züge, Busse", "x"), B]


def test_the_content_decides_and_not_the_name():
    assert weeks_in(workbook(ROWS), "plan.csv") == weeks_in(delimited(ROWS), "plan.xlsx") == [A, B]


@pytest.mark.parametrize(
    "week",
    [1, 1.0, "1", "1.0", "1,0", " 1 ", "01", "1.", "Week 1", "WEEK  1", "W1", "w 1", "Wk. 1", "Week #1"],
)
def test_a_week_number_may_be_written_as(week):
    assert weeks_in(plan([week, "a", "x"]), "plan.xlsx") == [A]


@pytest.mark.parametrize(
    "header",
    [
        ["week", "goal", "demo"],
        ["WEEK", "MILESTONE", "DEMO"],
        ["Weeks", "Milestone:  High Level Goal", "Weekly Demo Task (30 second video)"],
        [" Week  no. ", "High-level gaol of the milestone", "Wekly demo taks"],
        ["Week", "Goal of the week", "Demo of the week"],
    ],
)
def test_a_header_is_found_by_its_words(header):
    assert weeks_in(workbook([header, [1, "a", "x"]]), "plan.xlsx") == [A]


def test_columns_may_stand_in_any_order_among_others():
    rows = [
        ["Owner", "Demo", "Cost", "Week", "Notes", "Goal"],
        ["Ana", "x", "=1/0", 1, date(2026, 1, 1), "a"],
    ]
    assert weeks_in(workbook(rows), "plan.xlsx") == [A]


def test_the_surer_of_two_headings_is_taken():
    rows = [["Week", "Milestone", "Goal", "Demo date", "Demo task"], [1, "M1", "a", date(2026, 1, 2), "x"]]
    assert weeks_in(workbook(rows), "plan.xlsx") == [A]


def test_the_header_may_stand_in_row_20_but_not_in_row_21():
    assert weeks_in(workbook([["Our plan"]] * 19 + ROWS), "plan.xlsx") == [A, B]
    with pytest.raises(PlanError, match="No header was found"):
        weeks_in(workbook([["Our plan"]] * 20 + ROWS), "plan.xlsx")


def test_empty_rows_are_passed_over_anywhere():
    empty = [[], ["", "  ", "\u200b"], [None, None, None, "a note"]]
    rows = [*empty, HEADER, *empty, [1, "a", "x"], *empty, [2, "b", "y"], *empty]
    assert weeks_in(workbook(rows), "plan.xlsx") == weeks_in(delimited(rows), "plan.csv") == [A, B]


def test_weeks_are_put_in_order():
    assert weeks_in(plan([2, "b", "y"], [1, "a", "x"]), "plan.xlsx") == [A, B]


def test_spaces_and_line_ends_become_one_space():
    rows = [HEADER, [1, "  set \n\r\n up\u00a0\u00a0it\t", " x_x000D_\ny "]]
    assert weeks_in(workbook(rows), "plan.xlsx") == [PlannedWeek(1, "set up it", "x y")]


def test_a_week_may_have_no_text_yet():
    weeks = weeks_in(plan([1, "a"], [2, None, "y"], [3]), "plan.xlsx")
    assert weeks == [PlannedWeek(1, "a", ""), PlannedWeek(2, "", "y"), PlannedWeek(3, "", "")]


def test_a_number_may_be_a_goal():
    assert weeks_in(plan([1, 2.0, 1.5]), "plan.xlsx") == [PlannedWeek(1, "2", "1.5")]


def test_a_text_of_exactly_200_characters_is_read():
    assert len(weeks_in(plan([1, "é" * 200, "x"]), "plan.xlsx")[0].goal) == 200


def test_letters_of_every_script_and_direction_are_kept():
    goal = "\u2067שלום\u2069 👩‍💻 日本"
    assert weeks_in(plan([1, goal, "x"]), "plan.xlsx")[0].goal == goal


def test_text_that_only_looks_like_a_formula_is_read_from_a_workbook():
    text_cell = xml_row(1, *HEADER) + xml_row(2, 1, "=a", "x")
    assert weeks_in(with_sheet_rows(text_cell), "plan.xlsx")[0].goal == "=a"


@pytest.mark.parametrize(
    ("written", "meant"),
    [("'=1+1", "=1+1"), ("'-a", "-a"), ("''@a", "'@a"), ("'tis", "'tis"), ("- a", "- a"), ("+1", "+1")],
)
def test_the_apostrophe_of_an_export_is_taken_off(written, meant):
    assert weeks_in(delimited([HEADER, [1, written, "x"]]), "plan.csv")[0].goal == meant


def test_52_weeks_are_read():
    assert len(weeks_in(plan(*([number, "a", "x"] for number in range(1, 53))), "plan.xlsx")) == 52


def test_the_first_sheet_with_a_header_is_taken():
    sheets = {"Notes": [["nothing here"]], "Plan": ROWS, "Old plan": [HEADER, [1, "old", "old"]]}
    assert weeks_in(workbook(sheets), "plan.xlsx") == [A, B]


def test_a_hidden_sheet_is_taken_only_if_no_visible_one_fits():
    sheets = {"Old": [HEADER, [1, "old", "old"]], "Notes": [["n"]], "Plan": ROWS}
    assert weeks_in(workbook(sheets, hidden=["Old"]), "plan.xlsx") == [A, B]
    assert weeks_in(workbook(sheets, hidden=["Old", "Plan"]), "plan.xlsx")[0].goal == "old"


def test_a_row_far_below_is_not_lost():
    far = with_sheet_rows(xml_row(1, *HEADER) + xml_row(2, 1, "a", "x") + xml_row(1_048_576, 2, "b", "y"))
    assert weeks_in(far, "plan.xlsx") == [A, B]


def test_a_workbook_with_unreadable_properties_is_read():
    data = planfiles.changed_part(plan([1, "a", "x"]), "docProps/core.xml", lambda _: b"<broken")
    assert weeks_in(data, "plan.xlsx") == [A]


def test_empty_weeks_are_numbered_from_one():
    assert empty_weeks(2) == [PlannedWeek(1, "", ""), PlannedWeek(2, "", "")]


@pytest.mark.parametrize("count", [-1, 0, 53])
def test_empty_weeks_are_1_to_52(count):
    with pytest.raises(PlanError, match=f"A plan has 1 to 52 weeks, not {count}."):
        empty_weeks(count)


# --- What must not cost much --------------------------------------------------------------------------------
BOMBS = [
    planfiles.zip_bomb,
    planfiles.zip_bomb_that_lies,
    planfiles.entity_bomb,
    planfiles.sheet_formatted_to_its_end,
]


@pytest.mark.parametrize("bomb", BOMBS)
def test_a_bomb_takes_little_memory_and_time(bomb):
    data, started = bomb(), time.process_time()
    tracemalloc.start()
    with pytest.raises(PlanError):
        weeks_in(data, "plan.xlsx")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 60_000_000
    assert time.process_time() - started < 5


def test_many_sheets_that_are_one_part_are_read_once():
    entry = '<sheet name="S{0}" sheetId="{0}" r:id="rId1"/>'
    sheets = "".join(entry.format(number) for number in range(1, 2_001))
    data = planfiles.changed_part(
        workbook([["no header"]] * 2_000),
        "xl/workbook.xml",
        lambda xml: xml.replace(b"</sheets>", sheets.encode() + b"</sheets>").replace(
            b"<sheets>",
            b'<sheets xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">',
        ),
    )
    started = time.process_time()
    with pytest.raises(PlanError, match="No header"):
        weeks_in(data, "plan.xlsx")
    assert time.process_time() - started < 5


# --- Whatever the bytes are ---------------------------------------------------------------------------------
def weeks_or_sentence(data):
    """What must hold for any bytes: a whole plan, or a sentence that can be sent to a browser."""
    try:
        weeks = weeks_in(data, "plan")
    except PlanError as error:
        return error.sentence.encode()
    assert [week.number for week in weeks] == list(range(1, len(weeks) + 1))
    assert all(len(text) <= 200 for week in weeks for text in (week.goal, week.demo_task))
    return weeks


BOUNDED = examples(150, suppress_health_check=list(HealthCheck))
PARTS = planfiles.parts_of(planfiles.plan_as_found())
REAL = [
    plan(*planfiles.REAL_WEEKS),
    delimited(ROWS),
    delimited(ROWS, "\t", "utf-16"),
    delimited(ROWS, ";", "cp1252"),
]


@BOUNDED
@given(st.binary(max_size=400), st.sampled_from([b"", b"PK\x03\x04", b"\xff\xfe", b"Week,Goal,Demo\n"]))
def test_random_bytes_end_in_weeks_or_a_sentence(data, beginning):
    weeks_or_sentence(beginning + data)


@BOUNDED
@given(st.sampled_from(REAL), st.data())
def test_a_changed_file_ends_in_weeks_or_a_sentence(original, data):
    weeks_or_sentence(mutated(original, data))


@BOUNDED
@given(st.sampled_from(sorted(PARTS)), st.data())
def test_a_changed_part_ends_in_weeks_or_a_sentence(name, data):
    weeks_or_sentence(planfiles.archive(PARTS | {name: mutated(PARTS[name], data)}))


@BOUNDED
@given(
    st.lists(st.lists(st.one_of(st.none(), st.booleans(), st.text(), st.floats(), st.integers()), max_size=4))
)
def test_any_table_ends_in_weeks_or_a_sentence(rows):
    rows = [[str(value).encode(errors="replace").decode() for value in row] for row in rows]
    weeks_or_sentence(delimited([HEADER, *rows]))


def mutated(original, data):
    """The bytes with one to three places overwritten, taken out or doubled."""
    content = bytearray(original)
    for _ in range(data.draw(st.integers(1, 3))):
        place = data.draw(st.integers(0, len(content)))
        content[place : place + data.draw(st.integers(0, 8))] = data.draw(
            st.one_of(st.binary(max_size=8), st.sampled_from([b"<", b"=", b'"', b"99999999", b"/>", b"&#0;"]))
        )
    return bytes(content)
