"""Plan files as people have them, and as they spoil them."""

import csv
import io
import zipfile

from openpyxl import Workbook, load_workbook

from projects.plans import read_plan

HEADER = ["Week", "Goal", "Demo"]
# Two spaces in a heading and in a text, a space at an end, a typing error: found in a real plan.
REAL_HEADER = ["Week", "Milestone:  High Level Goal", "Weekly Demo Task (30 second video)"]
REAL_WEEKS = [
    [1.0, "Kickoff", "Kickoff  (present plan)"],
    [2.0, "Continous Deployment", "Continous Deployment"],
    [3.0, "Setup GCP", "GCP Skeleton Project"],
    [4.0, "Big Query Setup", "Big Query Integration"],
    [5.0, "Big Query Modeling and Prediction", "Big Query Prediction"],
    [6.0, "AutoML Setup", "AutoML Prediction"],
    [7.0, "Creation of Multiple Environments", "Staging Environment "],
    [8.0, "Integrate API", "Computer Vision API"],
    [9.0, "Stackdriver Setup", "Monitoring"],
    [10.0, "Finish MVP", "MVP"],
]
MAIN_NS = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def weeks_in(data, filename="plan"):
    """The weeks of the plan in a file, without what there is to say about it."""
    return read_plan(data, filename).weeks


def workbook(rows, title="Plan", *, hidden=()):
    """The bytes of a workbook with these rows on one sheet; or, of a dict, on one sheet for each title."""
    book = Workbook()
    book.remove(book.active)
    for name, content in (rows if isinstance(rows, dict) else {title: rows}).items():
        sheet = book.create_sheet(name)
        for row in content:
            sheet.append(row)
        if name in hidden:
            sheet.sheet_state = "hidden"
    return saved(book)


def shaped(rows, shape):
    """A workbook with these rows on the sheet “Plan”, of which a function has merged cells, or hidden some."""
    book = load_workbook(io.BytesIO(workbook(rows)))
    shape(book.active)
    return saved(book)


def styled_all_over(rows, sheets):
    """A workbook whose sheets have a format in each of 26,000 cells, and these rows on the first."""
    titles = {f"S{number}": [] for number in range(1, sheets)}
    book = load_workbook(io.BytesIO(workbook({"Plan": rows} | titles)))
    for sheet in book:
        for row in range(1, 1_001):
            for column in range(1, 27):
                sheet.cell(row, column).number_format = "0.0"
    return saved(book)


def plan(*weeks):
    """A workbook with the usual header and these rows."""
    return workbook([HEADER, *weeks])


def saved(book):
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def plan_as_found():
    """A thousand formatted rows, ten of them filled, week numbers written as 1.0."""
    book = load_workbook(io.BytesIO(workbook([REAL_HEADER, *REAL_WEEKS], "Sheet1")))
    for row in range(1, 1001):
        book.active.row_dimensions[row].height = 49.5
        for column in (1, 2, 3):
            book.active.cell(row, column).number_format = "0.0"
    return changed_sheet(saved(book), lambda xml: xml.replace(b"<v>7</v></c><c", b"<v>7.0</v></c><c"))


def delimited(rows, delimiter=",", encoding="utf-8"):
    stream = io.StringIO()
    csv.writer(stream, delimiter=delimiter).writerows(rows)
    return stream.getvalue().encode(encoding)


def archive(parts, compression=zipfile.ZIP_DEFLATED):
    """A ZIP archive of {name: bytes}."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", compression) as packed:
        for name, content in parts.items():
            packed.writestr(name, content)
    return stream.getvalue()


def parts_of(data):
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def changed_part(data, name, change):
    """The same workbook with one part of it changed by a function of its bytes."""
    parts = parts_of(data)
    return archive(parts | {name: change(parts[name])})


def changed_sheet(data, change):
    return changed_part(data, "xl/worksheets/sheet1.xml", change)


def with_sheet_rows(xml):
    """A workbook whose only sheet has these rows, written in XML."""
    sheet = f'<worksheet xmlns="{MAIN_NS}"><sheetData>{xml}</sheetData></worksheet>'
    return changed_sheet(plan(), lambda _: sheet.encode())


def xml_row(number, *values):
    cells = "".join(f'<c t="inlineStr"><is><t>{value}</t></is></c>' for value in values)
    return f'<row r="{number}">{cells}</row>'


def zip_bomb():
    """30 MB of spaces, in 30 KB."""
    return changed_sheet(plan([1, "a", "b"]), lambda xml: xml + b" " * 30_000_000)


def zip_bomb_that_lies():
    """The same, but it says to be 10 bytes long, with the checksum of just these."""
    content = b"<worksheet" + b" " * 30_000_000
    data = bytearray(archive({"[Content_Types].xml": content}))
    size, checksum = len(content).to_bytes(4, "little"), zipfile.crc32(content).to_bytes(4, "little")
    data = data.replace(size, (10).to_bytes(4, "little"))
    return bytes(data.replace(checksum, zipfile.crc32(content[:10]).to_bytes(4, "little")))


def sheet_formatted_to_its_end():
    rows = "".join(f'<row r="{number}"><c r="A{number}" s="1"/></row>' for number in range(3, 250_000))
    return with_sheet_rows(xml_row(1, *HEADER) + xml_row(2, 1, "a", "b") + rows)


def entity_bomb():
    """A document that grows a thousandfold when it is parsed."""
    lines = [f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 8)]
    declared = f'<!DOCTYPE x [<!ENTITY e0 "ten letters">{"".join(lines)}]>'
    return changed_sheet(plan([1, "a", "b"]), lambda xml: declared.encode() + xml.replace(b"Goal", b"&e7;"))


def utf_16_entities():
    return changed_sheet(
        plan([1, "a", "b"]), lambda _: '<!DOCTYPE x [<!ENTITY e "x">]><x>&e;</x>'.encode("utf-16")
    )


def old_excel():
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + "Workbook".encode("utf-16-le")


def encrypted_excel():
    return old_excel() + "EncryptedPackage".encode("utf-16-le")


def open_document():
    mimetype = b"application/vnd.oasis.opendocument.spreadsheet"
    return archive({"mimetype": mimetype, "content.xml": b"<office:document-content/>"})
