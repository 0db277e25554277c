"""Plans in XLSX workbooks.

openpyxl is used itself and not through tablib, which would give the last computed values of formulas instead of
saying that they are formulas, and only of the sheet that was open when the file was saved.
"""

from collections.abc import Iterator

from openpyxl.cell.cell import Cell as OpenCell
from openpyxl.reader.excel import ExcelReader
from openpyxl.styles.stylesheet import apply_stylesheet
from openpyxl.utils.escape import unescape
from openpyxl.worksheet._read_only import ReadOnlyWorksheet

from projects.plans.archive import safe_archive
from projects.plans.error import SAVE_AS, PlanError, quoted
from projects.plans.table import MOST_COLUMNS, Cell, Formula, Sheet, weeks_of
from projects.plans.week import PlannedWeek

# As many as spreadsheets can have. Rows are read one by one, so the empty ones cost next to nothing;
# a forged row number beyond would be counted up to.
MOST_ROWS = 1_048_576


def weeks_in(data: bytes, filename: str) -> list[PlannedWeek]:
    """Read the plan in a workbook. Raises PlanError."""
    copy = safe_archive(data, filename)
    try:
        return weeks_of(sheets_in(ExcelReader(copy, read_only=True, keep_links=False)))
    except PlanError:
        raise
    except Exception as error:  # openpyxl raises whatever a malformed part runs into
        raise PlanError(f"{quoted(filename)} cannot be read as an XLSX spreadsheet. {SAVE_AS}") from error


def sheets_in(reader: ExcelReader) -> Iterator[Sheet]:
    """Yield the sheets in their order, hidden ones last, because people forget them.

    Only these steps of `ExcelReader.read` are taken: files come with properties, themes and names that openpyxl
    cannot read, and a plan needs none of them.
    """
    reader.read_manifest()
    reader.read_strings()
    reader.read_workbook()
    keep_worksheets(reader)
    apply_stylesheet(reader.archive, reader.wb)
    reader.read_worksheets()
    for sheet in sorted(reader.wb.worksheets, key=lambda sheet: sheet.sheet_state != "visible"):
        yield Sheet(sheet.title, rows_of(sheet))


def keep_worksheets(reader: ExcelReader) -> None:
    """Remove charts, and sheets that share a part: a thousand of them would be parsed a thousand times."""
    worksheets = {
        relation.target: sheet
        for sheet, relation in reversed(list(reader.parser.find_sheets()))
        if relation.Type.endswith("/worksheet")
    }
    if not worksheets:  # among others, "Strict Open XML", a variant that openpyxl does not know
        raise ValueError("no worksheet")
    reader.parser.sheets = list(reversed(worksheets.values()))


def rows_of(sheet: ReadOnlyWorksheet) -> Iterator[list[Cell]]:
    """Yield the rows that are there, whatever number of them the sheet declares.

    The rows that a file leaves out are one and the same object, and there may be a million of them.
    """
    last, values = None, []
    for row in sheet.iter_rows(min_row=1, max_row=MOST_ROWS, max_col=MOST_COLUMNS):
        if row is not last:
            last, values = row, [value_of(cell) for cell in row]
        yield values


def value_of(cell: OpenCell) -> Cell:
    """Return a cell's value; escapes of the file format in text (a line end is _x000D_) are decoded."""
    if cell.data_type == "f":
        return Formula()
    return unescape(cell.value) if isinstance(cell.value, str) else cell.value
