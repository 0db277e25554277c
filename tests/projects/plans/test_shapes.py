"""Plans in the shapes that people give them: which column is what, groups of rows, and rows that are no week."""

import pytest

from projects.plans import PlannedWeek, read_plan
from tests.planfiles import HEADER, delimited, plan, shaped, styled_all_over, weeks_in, workbook

A, B = PlannedWeek(1, "a", "x"), PlannedWeek(2, "b", "y")
pytestmark = pytest.mark.one_database


def notes_on(data):
    return read_plan(data, "plan").notes


# --- Which column is what -----------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("header", "row"),
    [
        (["Week", "Milestone", "Goal owner", "Demo"], [1, "a", "Ana", "x"]),
        (["Week", "Goal owner", "High level goal", "Demo"], [1, "Ana", "a", "x"]),
        (["Week", "Goal status", "Goal", "Demo"], [1, "done", "a", "x"]),
        (["Week", "Goal", "Demo date", "Demo"], [1, "a", "4 Dec", "x"]),
        (["Week", "Goal", "Demo link", "Demo task", "Demo due"], [1, "a", "https://b", "x", "Fri"]),
        (["Week of", "Week", "Goal", "Demo"], ["7 Sep", 1, "a", "x"]),
        (["Calendar week", "Week", "Goal", "Demo"], [37, 1, "a", "x"]),
        (["Week", "Project week", "Goal", "Demo"], [37, 1, "a", "x"]),
        (["Week", "Long-term goal", "Goal", "Demo"], [1, "wealth", "a", "x"]),
    ],
)
def test_the_heading_that_is_the_word_comes_before_one_that_holds_it(header, row):
    assert weeks_in(delimited([header, row])) == [A]


@pytest.mark.parametrize(
    "heading", ["week_number", "WeekNo", "Wk", "KW", "Week #", "WEEK NR.", "weekNumber", "Project week"]
)
def test_a_column_of_weeks_may_be_called(heading):
    assert weeks_in(delimited([[heading, "goal", "demo_task"], [1, "a", "x"]])) == [A]


def test_where_two_remain_it_is_said_which_was_taken():
    rows = [["Week", "Goal 1", "Goal 2", "Demo"], [1, "a", "c", "x"]]
    assert weeks_in(delimited(rows)) == [A]
    assert "“Goal 2” could be the goal too; “Goal 1” was taken." in notes_on(delimited(rows))


def test_it_is_said_which_columns_were_taken():
    assert notes_on(workbook([["Week", "Milestone", "Demo"], [1, "a", "x"]])) == [
        "Read from the sheet “Plan”.",
        "The week is in “Week”, the goal in “Milestone”, the demo task in “Demo”.",
    ]


def test_a_visible_column_comes_before_a_hidden_one():
    def hide(sheet):
        sheet.column_dimensions["B"].hidden = True

    assert weeks_in(shaped([["Week", "Goal", "Goal (new)", "Demo"], [1, "OLD", "a", "x"]], hide)) == [A]


def test_a_hidden_column_that_has_no_other_is_taken_and_said():
    def hide(sheet):
        sheet.column_dimensions["A"].hidden = True

    data = shaped([HEADER, [1, "a", "x"]], hide)
    assert weeks_in(data) == [A]
    assert "The column “Week” is hidden in the file, and was taken all the same." in notes_on(data)


def test_a_hidden_row_is_left_out_and_said():
    def hide(sheet):
        sheet.row_dimensions[2].hidden = True

    data = shaped([HEADER, [1, "OLD", "old"], [1, "a", "x"]], hide)
    assert weeks_in(data) == [A]
    assert "Left out, hidden in the file: row 2." in notes_on(data)


# --- Several rows a week, several weeks a row ---------------------------------------------------------------
GROUPS = [["week", "dow", "Goal", "Demo"], [1, "M", "a", "x"], [None, "F", "b", "y"], [2, "M", "c", "z"]]
GROUPED = [PlannedWeek(1, "a; b", "x; y"), PlannedWeek(2, "c", "z")]


def test_a_row_without_a_week_belongs_to_the_week_above():
    assert weeks_in(delimited(GROUPS)) == GROUPED
    assert "Joined from several rows: week 1." in notes_on(delimited(GROUPS))


def test_a_merged_cell_is_the_week_of_all_its_rows():
    assert weeks_in(shaped(GROUPS, lambda sheet: sheet.merge_cells("A2:A3"))) == GROUPED


def test_a_text_that_stands_in_each_row_of_a_week_is_taken_once():
    assert weeks_in(plan([1, "a", "x"], [None, "a", None])) == [A]


@pytest.mark.parametrize("weeks", ["1-2", "1–2", "Week 1 - 2", "Weeks 1 and 2", "W1-W2", "1 to 2"])
def test_a_row_may_stand_for_several_weeks(weeks):
    data = delimited([HEADER, [weeks, "a", "x"], [3, "b", "y"]])
    assert weeks_in(data) == [A, PlannedWeek(2, "a", "x"), PlannedWeek(3, "b", "y")]
    assert "Taken for several weeks: row 2." in notes_on(data)


@pytest.mark.parametrize(
    "week", ["Week 1:", "Week 1 (7 Sep)", "KW 1", "1 (7–11 Sep)", "Wk1", "week_1", "KW1.", "Week 1 : "]
)
def test_a_week_may_be_written_as(week):
    assert weeks_in(delimited([HEADER, [week, "a", "x"]])) == [A]


def test_a_plan_that_counts_from_zero_is_counted_from_one():
    data = plan([0, "a", "x"], [1, "b", "y"])
    assert weeks_in(data) == [A, B]
    assert "It counts from week 0: here that is week 1." in notes_on(data)


# --- Rows that are no week ----------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "row",
    [
        ["Phase 1: Foundations", None, None],
        ["Spring break", "", " "],
        ["Total", "10 goals", "10 demos"],
        [None, "Total:", 4],
        HEADER,
        ["Week no.", "Milestone", "Demo task"],
    ],
)
@pytest.mark.parametrize("place", [1, 2, 3])
def test_a_row_that_names_no_week_is_left_out_and_said(row, place):
    rows = [HEADER, [1, "a", "x"], [2, "b", "y"]]
    rows.insert(place, row)
    assert weeks_in(workbook(rows)) == weeks_in(delimited(rows)) == [A, B]
    assert f"Left out, as no week is named there: row {place + 1}." in notes_on(delimited(rows))


@pytest.mark.parametrize(
    "row",
    [
        ["Week 1", "Set our goals", "Demo of the plan"],
        [1, "Set our goals", "Demo of the plan", "see week 2"],
    ],
)
def test_a_week_whose_texts_hold_the_words_of_a_header_is_a_week(row):
    data = delimited([[*HEADER, "Notes"], row])
    assert weeks_in(data) == [PlannedWeek(1, "Set our goals", "Demo of the plan")]


def test_a_second_header_row_is_left_out():
    rows = [["Week", "Milestone", "Demo"], [None, "Title", "Task"], [1, "a", "x"]]
    assert weeks_in(shaped(rows, lambda sheet: sheet.merge_cells("A1:A2"))) == [A]


def test_a_row_below_the_name_of_a_phase_does_not_belong_to_the_week_above_it():
    rows = [HEADER, [1, "a", "x"], ["Phase 2", None, None], [None, "begins", None], [2, "b", "y"]]
    assert weeks_in(workbook(rows)) == [A, B]


# --- Workbooks ----------------------------------------------------------------------------------------------
def test_percentages_are_read_as_they_are_shown():
    def format_cells(sheet):
        sheet["B2"].number_format, sheet["C2"].number_format = "0%", "0.0%"

    assert weeks_in(shaped([HEADER, [1, 0.5, 0.125]], format_cells)) == [PlannedWeek(1, "50%", "12.5%")]


def test_five_sheets_that_are_formatted_all_over_are_read():
    assert weeks_in(styled_all_over([HEADER, [1, "a", "x"]], sheets=5)) == [A]


# --- Markdown -----------------------------------------------------------------------------------------------
def test_the_table_with_the_header_is_taken_wherever_it_stands():
    other = "| Role | Who |\n|---|---|\n| a | b |\n\n"
    table = "| Week | Goal | Demo |\n|---|---|---|\n| 1 | a | x |\n"
    assert weeks_in((other * 9 + table + "\n" + other).encode()) == [A]


@pytest.mark.parametrize(
    "row",
    [
        "| **1** | **a** | x |",
        "| **Week 1** | a | `x` |",
        "| 1 | _a_ | [x](https://example.org) |",
        "| 1 | ~~a~~ | ***x*** |",
        "| 1 | a<br> | x |",
    ],
)
def test_marks_of_markdown_are_no_part_of_a_text(row):
    assert weeks_in(f"| **Week** | Milestone | Demo |\n|---|---|---|\n{row}\n".encode()) == [A]
