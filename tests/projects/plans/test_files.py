"""A plan that is written to a file and read again is the same plan; and what is pasted into a cell."""

import io
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from projects.plans import FORMATS, PlanError, PlannedWeek, read_pasted, read_plan_text, write_plan
from projects.plans.table import is_blank, single_spaced
from projects.text import one_line, validate_text
from tests import planfiles
from tests.examples import examples
from tests.planfiles import weeks_in

PLAN = [PlannedWeek(1, "Kickoff", "Kickoff (present plan)"), PlannedWeek(2, "Deploy", "")]
LIKE_FORMULAS = [
    "=1+1",
    "+1",
    "-1",
    "@x",
    "'=1",
    "''=1",
    "= 1",
    "＝1+1",
    "＋1",
    "－1",
    "＠x",
    "﹦1",
    "−1",
    "\u200b=1",
    "\u00ad\u2060＝1",
    "\u3164@x",
    "\u200b'=1",
    "#N/A",
    "#REF!",
    "'#N/A",
    '=HYPERLINK("x")',
]
TRAPS = [
    *LIKE_FORMULAS,
    "'quoted'",
    "a|b",
    "a\\|b",
    "\\",
    "a\\",
    "|",
    "---",
    "*bold* _x_ `code` <b> &amp; [a](b) #1 ~~x~~",
    "_x0041_",
    "_x000D_",
    'say "hello"',
    "one, two; three",
    "1",
    "1.0",
    "TRUE",
    "2026-09-07",
    "עברית",
    "🚀 x",
    "e\u0301 é",
    "#42",
    "week goal demo",
]


def again(weeks, kind):
    return weeks_in(write_plan(weeks, kind), f"plan.{kind}")


@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize("text", TRAPS)
def test_a_text_reads_back_as_it_was_written(kind, text):
    weeks = [PlannedWeek(1, text, "x"), PlannedWeek(2, "x", text), PlannedWeek(3, "", "")]
    assert again([*weeks, PlannedWeek(4, text, text)], kind) == [*weeks, PlannedWeek(4, text, text)]


def is_keepable(text):
    try:
        validate_text(text)
    except Exception:
        return False
    return not text or not is_blank(text)


letters = st.characters(exclude_categories=["Cs", "Cc"])
texts = st.text(letters, max_size=40).map(one_line).map(single_spaced).filter(is_keepable)
tricky = (
    st.text(st.sampled_from("'=+-@＝－\u200b\u00ad#|\\\"\t,;_x0041`*<&\u00a0N/A!"), max_size=12)
    .map(one_line)
    .map(single_spaced)
    .filter(is_keepable)
)
plans = st.lists(st.tuples(texts | tricky, texts | tricky), min_size=1, max_size=6)


@examples(150)
@given(plans, st.sampled_from([*FORMATS]))
def test_any_plan_reads_back_as_it_was_written(pairs, kind):
    weeks = [PlannedWeek(number, *pair) for number, pair in enumerate(pairs, start=1)]
    assert again(weeks, kind) == weeks


def test_the_real_plan_goes_round_by_every_format():
    weeks = weeks_in(planfiles.plan_as_found(), "plan.xlsx")
    assert [again(weeks, kind) for kind in FORMATS] == [weeks] * len(FORMATS)


# --- What the files look like ---------------------------------------------------------------------------------
def test_the_workbook_has_the_books_own_shape():
    sheet = load_workbook(io.BytesIO(write_plan(PLAN, "xlsx"))).active
    rows = [list(row) for row in sheet.iter_rows(values_only=True)]
    assert sheet.title == "Plan"
    assert rows == [
        ["Week", "Milestone: High Level Goal", "Weekly Demo Task (30 second video)"],
        [1, "Kickoff", "Kickoff (present plan)"],
        [2, "Deploy", None],
    ]


@pytest.mark.parametrize("text", LIKE_FORMULAS)
def test_no_cell_of_a_file_is_a_formula(text):
    weeks = [PlannedWeek(1, text, text)]
    sheet = load_workbook(io.BytesIO(write_plan(weeks, "xlsx"))).active
    assert [cell.data_type for cell in sheet[2]] == ["n", "s", "s"]
    assert sheet["B2"].value == f"'{text}"
    assert f"'{text[0]}" in write_plan(weeks, "csv").decode()


def test_text_begins_with_a_byte_order_mark_for_spreadsheet_programs():
    assert write_plan(PLAN, "csv").startswith("\ufeffWeek,".encode())
    assert write_plan(PLAN, "tsv").startswith("\ufeffWeek\t".encode())


def test_markdown_is_a_table_in_which_nothing_means_anything():
    lines = write_plan([PlannedWeek(1, "a | *b*", "<i>")], "md").decode().splitlines()
    assert lines[1:] == ["|---:|---|---|", r"| 1 | a \| \*b\* | \<i\> |"]


# --- Markdown that people have written ------------------------------------------------------------------------
def test_a_table_in_a_text_is_found():
    table = "Week | Goal | Demo\n--- | :--: | ---\n1 | Begin | Show\n2|Go on|"
    text = f"# Our plan: week, goal, demo\n\n{table}\n\nEnd | of | it"
    assert weeks_in(text.encode(), "plan.md") == [
        PlannedWeek(1, "Begin", "Show"),
        PlannedWeek(2, "Go on", ""),
    ]


def test_an_error_in_markdown_names_the_line():
    text = "Text\n\n| Week | Goal | Demo |\n|---|---|---|\n| 1 | a | b |\n| x | a | b |"
    with pytest.raises(PlanError, match="Row 6, cell A6: “x” is not a week"):
        weeks_in(text.encode(), "plan.md")


# --- What is pasted -------------------------------------------------------------------------------------------
WEEKS = [PlannedWeek(n, f"Goal {n}", f"Demo {n}") for n in range(1, 5)]


def pasted(text, first=2, name="goal"):
    return [tuple(vars(week).values()) for week in read_pasted(text, WEEKS, first, name).weeks]


def test_a_column_fills_downward():
    assert pasted("One\r\nTwo") == [(2, "One", "Demo 2"), (3, "Two", "Demo 3")]
    assert pasted("One\nTwo", name="demo_task") == [(2, "Goal 2", "One"), (3, "Goal 3", "Two")]


def test_a_table_fills_both_columns():
    assert pasted("One\tShow\nTwo\t", name="demo_task") == [(2, "One", "Show"), (3, "Two", "")]


def test_week_numbers_say_where_a_text_goes():
    assert pasted("4\tFour\tShow\n1.0\tOne\tShow") == [(4, "Four", "Show"), (1, "One", "Show")]


def test_a_whole_sheet_may_be_pasted_with_its_header():
    rows = [planfiles.REAL_HEADER, *planfiles.REAL_WEEKS]
    text = "\n".join("\t".join(map(str, row)) for row in rows)
    found = read_pasted(text, WEEKS, 3, "goal")
    assert ([week.goal for week in found.weeks][:2], found.left_out) == (
        ["Kickoff", "Continous Deployment"],
        6,
    )


def test_a_cell_with_line_ends_stays_one_cell():
    assert pasted('"One\nmore"\tShow\nTwo\tShow') == [(2, "One more", "Show"), (3, "Two", "Show")]


@pytest.mark.parametrize(
    ("text", "goals"),
    [
        ('"Hello" world\nSecond\nThird', ['"Hello" world', "Second", "Third"]),
        ('"MVP\nnext\nlast', ['"MVP', "next", "last"]),
        ('"quoted"\nSecond', ['"quoted"', "Second"]),
        ('"say ""hello"""\nSecond', ['say "hello"', "Second"]),
        ('5" screen\n"', ['5" screen', '"']),
    ],
)
def test_a_quotation_mark_at_the_beginning_of_a_cell_is_kept(text, goals):
    assert [goal for _, goal, _ in pasted(text)] == goals


def test_a_quotation_mark_in_a_table_that_is_pasted_with_its_header_is_kept():
    [week] = read_plan_text('Week\tGoal\tDemo\n1\t"Big\t"x"\n').weeks
    assert (week.goal, week.demo_task) == ('"Big', '"x"')


@pytest.mark.parametrize("goal", ['"Big" launch', '"Big" "launch"', 'the "Big" launch'])
def test_words_in_quotation_marks_are_kept_in_a_file(goal):
    assert weeks_in(f"Week,Goal,Demo\n1,{goal},x\n".encode())[0].goal == goal


def test_rows_beyond_the_last_week_are_counted():
    assert read_pasted("a\nb\nc\nd", WEEKS, 3, "goal").left_out == 2


def test_empty_cells_empty_a_text():
    assert pasted("One\n\nThree") == [(2, "One", "Demo 2"), (3, "", "Demo 3"), (4, "Three", "Demo 4")]


def test_a_formula_from_the_clipboard_is_a_text():
    assert pasted("=1+1\n-2") == [(2, "=1+1", "Demo 2"), (3, "-2", "Demo 3")]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "There is nothing to paste."),
        (" \n\t\n", "There is nothing to paste."),
        ("a\tb\tc", "This has 3 columns."),
        ("1\ta\tb\tc\nx", "This has 4 columns."),
        ("a\n" + "b" * 201, "Row 2, cell A2: the goal has 201 characters; 200 are allowed."),
        ("a\nb\x07", "Row 2, cell A2: the goal holds a character that cannot be shown"),
        ("a\n" * 2000, "This has 2000 rows"),
        ("53\ta\tb", "is beyond the last week"),
    ],
)
def test_what_cannot_be_pasted_gets_its_sentence(text, sentence):
    with pytest.raises(PlanError) as error:
        read_pasted(text, WEEKS, 1, "goal")
    assert sentence in error.value.sentence


@given(st.text(max_size=60), st.integers(1, 4), st.sampled_from(["goal", "demo_task"]))
def test_any_text_is_pasted_or_gets_a_sentence(text, first, name):
    with suppress(PlanError):
        assert all(week.number <= 4 for week in read_pasted(text, WEEKS, first, name).weeks)
