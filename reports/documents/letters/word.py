"""A letter as DOCX, with real styles, so that an office can go on working with it. The same letter, the same bytes."""

from __future__ import annotations

import datetime
import zipfile
from collections.abc import Callable
from io import BytesIO

from docx import Document
from docx.document import Document as Docx
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Mm
from docx.table import Table as DocxTable
from docx.text.paragraph import Paragraph as DocxParagraph

from reports.documents.letters import values, word_styles
from reports.documents.letters.values import Letter, Signature
from reports.documents.letters.word_head import add_footer, add_header

TEXT_WIDTH = Mm(163)
FIELD_WIDTHS = (28, 72)  # percent
EPOCH = (1980, 1, 1, 0, 0, 0)  # the first moment that a zip can name


def docx_of(letter: Letter) -> bytes:
    document = Document()
    word_styles.apply(document)
    _describe(document, letter)
    add_header(document.sections[0], letter)
    add_footer(document.sections[0], letter)
    for line in letter.title:
        document.add_paragraph(line.upper(), "Title")
    if letter.number:
        document.add_paragraph(letter.number, "Subtitle")
    for block in letter.blocks:
        WRITERS[block.kind](document, block)
    for paragraph in document.paragraphs[-2:]:  # signatures never stand alone on a page
        paragraph.paragraph_format.keep_with_next = True
    for position, row in enumerate(letter.signatures):
        _sign(document, row, WD_TABLE_ALIGNMENT.CENTER if position else WD_TABLE_ALIGNMENT.RIGHT)
    buffer = BytesIO()
    document.save(buffer)
    return _timeless(buffer)


def _describe(document: Docx, letter: Letter) -> None:
    taken = datetime.datetime.fromisoformat(letter.taken_at).astimezone(datetime.UTC)
    properties = document.core_properties
    properties.title, properties.author, properties.language = letter.name[:255], letter.author[:255], "id-ID"
    properties.last_modified_by, properties.comments, properties.identifier = letter.author[:255], "", letter.code
    properties.created = properties.modified = taken.replace(microsecond=0, tzinfo=None)
    properties.content_status = "Draf" if letter.is_draft else "Final"


def _heading(document: Docx, block: values.Heading) -> None:
    document.add_paragraph(block.text, "Heading 1")


def _paragraph(document: Docx, block: values.Paragraph) -> None:
    document.add_paragraph(block.text, "Body Text")


def _note(document: Docx, block: values.Note) -> None:
    document.add_paragraph(block.text, "Intense Quote")


def _numbered(document: Docx, block: values.Numbered) -> None:
    for item in block.items:
        document.add_paragraph(item, "List Number")


def _fields(document: Docx, block: values.Fields) -> None:
    table = _table(document, len(block.rows), FIELD_WIDTHS, "Normal Table")
    for cells, (label, text) in zip(table.rows, block.rows, strict=True):
        cells.cells[0].paragraphs[0].add_run(label)
        cells.cells[1].paragraphs[0].add_run(f": {text}")
    document.add_paragraph(style="Table Text")


def _lined(document: Docx, block: values.Table) -> None:
    if block.caption:
        document.add_paragraph(block.caption, "Caption")
    table = _table(document, 1 + len(block.lines), [column.width for column in block.columns], "Table Grid")
    word_styles.repeat_on_every_page(table.rows[0])
    for cell, column in zip(table.rows[0].cells, block.columns, strict=True):
        word_styles.shade(cell)
        _fill(cell.paragraphs[0], column.title, is_number=column.is_number, is_bold=True)
    for row, (cells, is_total) in zip(table.rows[1:], block.lines, strict=True):
        for cell, (column, text) in zip(row.cells, cells, strict=True):
            _fill(cell.paragraphs[0], text, is_number=column.is_number, is_bold=is_total)
    document.add_paragraph(style="Table Text")


def _sign(document: Docx, row: tuple[Signature, ...], alignment: WD_TABLE_ALIGNMENT) -> None:
    """Side by side, or one alone at half the width."""
    table = _table(document, 1, [100 // max(2, len(row))] * len(row), "Normal Table")
    table.alignment = alignment
    for cell, signature in zip(table.rows[0].cells, row, strict=True):
        texts = (signature.before, signature.position, "", "", "", signature.name_line, signature.nip_line)
        for position, text in enumerate(texts):
            paragraph = cell.paragraphs[0] if position == 0 else cell.add_paragraph()
            paragraph.style, paragraph.alignment = "Table Text", WD_ALIGN_PARAGRAPH.CENTER
            paragraph.paragraph_format.keep_with_next = True
            paragraph.add_run(text).bold = text == signature.name_line
    document.add_paragraph(style="Table Text").paragraph_format.keep_with_next = True


def _table(document: Docx, count: int, widths: list[int] | tuple[int, ...], style: str) -> DocxTable:
    table = document.add_table(rows=count, cols=len(widths), style=style)
    table.autofit = False
    for column, percent in zip(table.columns, widths, strict=True):
        column.width = TEXT_WIDTH * percent // 100
    for row in table.rows:
        word_styles.keep_whole(row)
        for cell, percent in zip(row.cells, widths, strict=True):
            cell.width = TEXT_WIDTH * percent // 100
            cell.paragraphs[0].style = "Table Text"
    return table


def _fill(paragraph: DocxParagraph, text: str, *, is_number: bool, is_bold: bool) -> None:
    paragraph.add_run(text).bold = is_bold
    if is_number:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _timeless(saved: BytesIO) -> bytes:
    """The same parts in the same order, without the moment they were packed."""
    target = BytesIO()
    with zipfile.ZipFile(saved) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as packed:
        for name in source.namelist():
            entry = zipfile.ZipInfo(name, EPOCH)
            entry.compress_type, entry.create_system = zipfile.ZIP_DEFLATED, 3
            packed.writestr(entry, source.read(name))
    return target.getvalue()


WRITERS: dict[str, Callable] = {
    "heading": _heading, "paragraph": _paragraph, "note": _note, "numbered": _numbered, "fields": _fields,
    "table": _lined,
}  # fmt: skip
