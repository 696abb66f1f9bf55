"""How a letter looks in a word processor. What python-docx has no words for is written as WordprocessingML here."""

from __future__ import annotations

from docx.document import Document as Docx
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.table import _Cell, _Row
from docx.text.paragraph import Paragraph

FONT = "Arial"  # every office has it, and official letters are set in it
INK = RGBColor(0, 0, 0)
RED = RGBColor(0x98, 0x28, 0x0F)
SIZES = {  # points, and points after
    "Normal": (11, 0), "Body Text": (11, 6), "Title": (12.5, 0), "Subtitle": (11, 14), "Heading 1": (11, 3),
    "List Number": (11, 3), "Caption": (10, 3), "Intense Quote": (10, 8), "Header": (9, 0), "Footer": (8, 0),
}  # fmt: skip


def apply(document: Docx) -> None:
    """A4 with the margins of official letters, Indonesian, one font, black."""
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin, section.right_margin = Mm(25), Mm(22)
    section.top_margin, section.bottom_margin = Mm(20), Mm(20)
    section.header_distance = section.footer_distance = Mm(10)
    document.styles.add_style("Table Text", WD_STYLE_TYPE.PARAGRAPH).base_style = document.styles["Normal"]
    for name, (size, after) in {**SIZES, "Table Text": (10, 0)}.items():
        _set(document.styles[name], size, after)
    for name in ("Title", "Subtitle"):
        document.styles[name].paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for name in ("Title", "Heading 1", "Caption"):
        document.styles[name].font.bold = True
    document.styles["Heading 1"].paragraph_format.space_before = Pt(10)
    document.styles["Intense Quote"].font.color.rgb = RED
    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), "id-ID")


def repeat_on_every_page(row: _Row) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def keep_whole(row: _Row) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))


def shade(cell: _Cell) -> None:
    shading = _element("w:shd", val="clear", color="auto", fill="EFF2FA")
    cell._tc.get_or_add_tcPr().append(shading)


def rule_below(paragraph: Paragraph) -> None:
    """The thick and the thin line that close a letterhead."""
    borders = OxmlElement("w:pBdr")
    borders.append(_element("w:bottom", val="thickThinSmallGap", sz="24", space="4", color="auto"))
    paragraph._p.get_or_add_pPr().insert_element_before(
        borders, "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:jc", "w:rPr"
    )


def field(paragraph: Paragraph, instruction: str) -> None:
    """A value that the word processor works out, such as PAGE."""
    simple = _element("w:fldSimple", instr=instruction)
    run = OxmlElement("w:r")
    text = OxmlElement("w:t")
    text.text = "1"
    run.append(text)
    simple.append(run)
    paragraph._p.append(simple)


def _set(style: ParagraphStyle, size: float, after: float) -> None:
    style.font.name, style.font.size, style.font.color.rgb = FONT, Pt(size), INK
    style.font.italic = False
    style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(0), Pt(after)
    properties = style.element.get_or_add_rPr()
    fonts = properties.find(qn("w:rFonts"))
    for name in list(fonts.attrib):  # a font of the theme would win over ours
        if name.endswith("Theme"):
            del fonts.attrib[name]
    for script in ("w:cs", "w:eastAsia"):
        fonts.set(qn(script), FONT)
    borders = style.element.find(f".//{qn('w:pBdr')}")
    if borders is not None:
        borders.getparent().remove(borders)


def _element(tag: str, **attributes: str) -> BaseOxmlElement:
    element = OxmlElement(tag)
    for name, value in attributes.items():
        element.set(qn(f"w:{name}"), value)
    return element
