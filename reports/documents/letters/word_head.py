"""Head and foot of a letter in a word processor: the letterhead on the first page, code and page number on each."""

from __future__ import annotations

from io import BytesIO

from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.section import Section, _Footer, _Header
from docx.shared import Mm, Pt
from docx.table import _Cell
from docx.text.paragraph import Paragraph

from reports.documents.letterhead import logo_of
from reports.documents.letters import word_styles
from reports.documents.letters.values import Letter

LOGO_SIDE, LOGO_COLUMN, WORDS_COLUMN = Mm(22), Mm(28), Mm(135)
WHOLE = Mm(163)


def add_header(section: Section, letter: Letter) -> None:
    section.different_first_page_header_footer = True
    head = section.first_page_header
    logo = logo_of(letter.letterhead)
    if letter.is_draft:
        _mark(head)
        _mark(section.header)
    table = head.add_table(1, 2 if logo else 1, WHOLE)
    table.autofit = False
    cells = table.rows[0].cells
    if logo:
        cells[0].width, cells[1].width = LOGO_COLUMN, WORDS_COLUMN
        _picture(cells[0].paragraphs[0], logo, f"Logo {letter.letterhead['government']}")
    _words(cells[-1], letter)
    closing = head.add_paragraph(style="Header")
    word_styles.rule_below(closing)
    if not letter.is_draft:  # the empty paragraph that every header begins with
        first = head.paragraphs[0]._p
        first.getparent().remove(first)


def add_footer(section: Section, letter: Letter) -> None:
    code = f"Kode verifikasi {letter.printed_code}" if letter.code else ""
    for foot in (section.first_page_footer, section.footer):
        _number(foot, code)


def _mark(head: _Header) -> None:
    run = head.paragraphs[0].add_run("DRAF, belum untuk ditandatangani")
    run.bold, run.font.size, run.font.color.rgb = True, Pt(12), word_styles.RED
    head.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.CENTER


def _picture(paragraph: Paragraph, content: bytes, description: str) -> None:
    picture = paragraph.add_run().add_picture(BytesIO(content))
    scale = LOGO_SIDE / max(picture.width, picture.height)
    picture.width, picture.height = round(picture.width * scale), round(picture.height * scale)
    picture._inline.docPr.set("descr", description)


def _words(cell: _Cell, letter: Letter) -> None:
    kop = letter.letterhead
    lines = (
        (kop["government"].upper(), 12, True), (kop["office"].upper(), 15, True),
        (kop["address"], 9, False), (", ".join(kop["contacts"]), 9, False),
    )  # fmt: skip
    paragraph = cell.paragraphs[0]
    for position, (text, size, is_bold) in enumerate(line for line in lines if line[0]):
        paragraph = cell.add_paragraph() if position else paragraph
        paragraph.style, paragraph.alignment = "Header", WD_ALIGN_PARAGRAPH.CENTER
        run = paragraph.add_run(text)
        run.bold, run.font.size = is_bold, Pt(size)


def _number(foot: _Footer, code: str) -> None:
    paragraph = foot.paragraphs[0]
    paragraph.style = "Footer"
    paragraph.paragraph_format.tab_stops.add_tab_stop(WHOLE, WD_TAB_ALIGNMENT.RIGHT)
    paragraph.add_run(f"{code}\tHalaman ")
    word_styles.field(paragraph, "PAGE")
    paragraph.add_run(" dari ")
    word_styles.field(paragraph, "NUMPAGES")
