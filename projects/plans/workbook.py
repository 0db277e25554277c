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
from openpyxl.worksheet._reader import WorkSheetParser

from projects.plans.archive import safe_archive
from projects.plans.error import SAVE_AS, PlanError, quoted
from projects.plans.rows import read_sheets
from projects.plans.table import MOST_COLUMNS, Cell, Formula, Row, Sheet
from projects.plans.week import ImportedPlan


def plan_in(data: bytes, filename: str) -> ImportedPlan:
    """Read the plan in a workbook. Raises PlanError."""
    copy = safe_archive(data, filename)
    try:
        return read_sheets(sheets_in(ExcelReader(copy, read_only=True, keep_links=False)))
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


def rows_of(sheet: ReadOnlyWorksheet) -> Iterator[Row]:
    """Yield the rows that are in the file, as openpyxl's `iter_rows` does, with what is hidden."""
    with sheet._get_source() as source:
        parser = WorkSheetParser(
            source,
            sheet._shared_strings,
            epoch=sheet.parent.epoch,
            date_formats=sheet.parent._date_formats,
            timedelta_formats=sheet.parent._timedelta_formats,
        )
        for number, cells in parser.parse():
            yield Row(
                number,
                [value_of(cell) for cell in sheet._get_row(cells, 1, MOST_COLUMNS)],
                is_hidden(parser.row_dimensions.pop(str(number), {})),
                hidden_columns(parser),
            )


def is_hidden(dimension: dict[str, str]) -> bool:
    return dimension.get("hidden") in ("1", "true")


def hidden_columns(parser: WorkSheetParser) -> frozenset[int]:
    """Return the hidden columns, which stand before the rows; columns count from 0."""
    hidden = [columns for columns in parser.column_dimensions.values() if is_hidden(columns)]
    return frozenset(
        index
        for columns in hidden
        for index in range(int(columns["min"]) - 1, min(int(columns["max"]), MOST_COLUMNS))
    )


def value_of(cell: OpenCell) -> Cell:
    """Return a cell's value, a percentage as text; escapes of the file format (a line end is _x000D_) are decoded."""
    if cell.data_type == "f":
        return Formula()
    if isinstance(cell.value, str):
        return unescape(cell.value)
    if isinstance(cell.value, (int, float)) and "%" in cell.number_format:
        return f"{round(cell.value * 100, 6):g}%"
    return cell.value
