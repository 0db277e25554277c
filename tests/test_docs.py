"""The documents lead nowhere that is not there, and their pictures are small."""

import re
import struct
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
DOCUMENTS = [*sorted(ROOT.glob("*.md")), *sorted(ROOT.glob("docs/*.md"))]
PICTURES = sorted(ROOT.glob("docs/pictures/*.png"))
LINK = re.compile(r"\]\(([^)\s]+)\)")
PALETTE = 3  # the colour type in the head of a PNG


def links(document):
    """The relative links of a document outside its blocks of code."""
    text = re.sub(r"^```.*?^```", "", document.read_text(), flags=re.DOTALL | re.MULTILINE)
    return [link for link in LINK.findall(text) if not re.match(r"\w+:", link)]


def anchors(document):
    """What its headings are called in an address, as GitHub makes it."""
    headings = re.findall(r"^#+ (.+)$", document.read_text(), flags=re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def leads_somewhere(document, link):
    path, _, anchor = link.partition("#")
    target = (document.parent / path).resolve() if path else document
    return target.exists() and (not anchor or anchor in anchors(target))


def head(picture):
    """Width, height, bits and colour type, from the first chunk of a PNG."""
    return struct.unpack(">IIBB", picture.read_bytes()[16:26])


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_link_of_a_document_leads_somewhere(document):
    assert [link for link in links(document) if not leads_somewhere(document, link)] == []


def test_the_index_names_every_document():
    index = links(ROOT / "docs/README.md")
    assert {path.name for path in ROOT.glob("docs/*.md")} - {"README.md", *index} == set()


def test_every_picture_is_shown():
    shown = {(document.parent / link).resolve() for document in DOCUMENTS for link in links(document)}
    assert set(PICTURES) - shown == set()


@pytest.mark.parametrize("picture", PICTURES, ids=lambda path: path.name)
def test_a_picture_is_1440_wide(picture):
    width, *_ = head(picture)
    assert width == 1440


@pytest.mark.parametrize("picture", PICTURES, ids=lambda path: path.name)
def test_a_picture_has_a_palette(picture):
    *_, colours = head(picture)
    assert colours == PALETTE


@pytest.mark.parametrize("picture", PICTURES, ids=lambda path: path.name)
def test_a_picture_is_under_150_kb(picture):
    assert picture.stat().st_size < 150_000
