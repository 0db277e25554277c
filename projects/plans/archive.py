"""Unpacks XLSX files, ZIP archives of XML, with bounds, before anything parses them.

What an archive declares can be false, so the parts are measured while they are unpacked, and the parser gets a new
archive of what was measured. It never sees the file: `ZipFile.read` inflates a whole part before it cuts it to the
declared size, so that a forged size would fill the memory.
"""

import io
import re
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from projects.plans.error import SAVE_AS, PlanError, quoted

SIGNATURES = (b"PK\x03\x04", b"PK\x05\x06")
MOST_PARTS = 1_000
MOST_BYTES = 20 * 1024 * 1024
# Elements and attributes together. A sheet of 1,000 rows has 6,000; parsing half a million takes ten seconds.
MOST_MARKS = 250_000
# A cell with a place and a format but no value; five sheets that are formatted all over have 130,000.
BLANK_CELL = re.compile(rb"<(?:\w+:)?c\s(?=[^<>]*\br=)[^<>]*(?:/>|></(?:\w+:)?c>)")
CHUNK = 64 * 1024


def safe_archive(data: bytes, filename: str) -> io.BytesIO:
    """Return the XML parts of a workbook in a new archive. Raises PlanError."""
    try:
        with ZipFile(io.BytesIO(data)) as archive:
            refuse_other_kinds(archive, filename)
            parts = unpacked(archive, filename)
    except PlanError:
        raise
    except Exception as error:  # zipfile has no common error: a damaged file can end in any of ten
        raise PlanError(f"{quoted(filename)} is damaged and cannot be unpacked. Save it again.") from error
    refuse_dangerous(parts, filename)
    return packed(parts)


def refuse_other_kinds(archive: ZipFile, filename: str) -> None:
    names = set(archive.namelist())
    if "mimetype" in names and "content.xml" in names:
        raise PlanError(f"{quoted(filename)} is an OpenDocument file (ODS). {SAVE_AS}")
    if "[Content_Types].xml" not in names:
        raise PlanError(f"{quoted(filename)} is a ZIP archive, not a spreadsheet. {SAVE_AS}")
    if any(part.flag_bits & 1 for part in archive.infolist()):
        raise PlanError(f"{quoted(filename)} is protected by a password. Save it without one.")


def unpacked(archive: ZipFile, filename: str) -> dict[str, bytes]:
    """Return the XML parts by name, without blank cells; pictures and macros stay packed.

    Raises PlanError beyond the limits.
    """
    parts = archive.infolist()
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_BYTES:
        raise too_large(filename)
    room = MOST_BYTES
    contents = {}
    for part in parts:
        if part.filename.lower().endswith((".xml", ".rels")):
            content = inflated(archive, part, room, filename)
            room -= len(content)
            contents[part.filename] = without_blank_cells(content) if is_sheet(part.filename) else content
    return contents


def is_sheet(name: str) -> bool:
    return name.lower().startswith("xl/worksheets/")


def without_blank_cells(content: bytes) -> bytes:
    """Remove them one by one; `re.sub` would hold the whole part in as many pieces as there are cells."""
    kept, place = bytearray(), 0
    for blank in BLANK_CELL.finditer(content):
        kept += content[place : blank.start()]
        place = blank.end()
    return bytes(kept) + content[place:]


def inflated(archive: ZipFile, part: ZipInfo, room: int, filename: str) -> bytes:
    """Unpack one part in chunks, so that it takes at most `room` bytes of memory whatever size it declares."""
    if part.compress_type not in (ZIP_STORED, ZIP_DEFLATED):  # the others inflate without a bound
        raise BadZipFile("an unusual compression")
    content = bytearray()
    with archive.open(part) as stream:
        while chunk := stream.read(CHUNK):
            content += chunk
            if len(content) > room:
                raise too_large(filename)
    return bytes(content)


def refuse_dangerous(parts: dict[str, bytes], filename: str) -> None:
    """Refuse entities, which expand without bound, and more tags and attributes than can be parsed quickly.

    The zeros are removed because a part may be written in UTF-16.
    """
    marks = 0
    for content in parts.values():
        plain = content.replace(b"\0", b"")
        if b"<!DOCTYPE" in plain or b"<!ENTITY" in plain:
            raise PlanError(f"{quoted(filename)} holds XML declarations that no spreadsheet program writes.")
        marks += plain.count(b"<") + plain.count(b"=")
    if marks > MOST_MARKS:
        raise too_large(filename)


def packed(parts: dict[str, bytes]) -> io.BytesIO:
    copy = io.BytesIO()
    with ZipFile(copy, "w", ZIP_STORED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return copy


def too_large(filename: str) -> PlanError:
    return PlanError(
        f"{quoted(filename)} holds far more than a plan when it is unpacked. "
        "Copy the plan into a new, otherwise empty spreadsheet."
    )
