"""Orders of the complete report made by hand, and the structure of the PDF read back as a screen reader would."""

import json
from fractions import Fraction

import pypdfium2
import pypdfium2.raw as pdfium
from pypdf.generic import NullObject

from reports.documents import Order
from reports.documents.self_assessment import page_of
from results.freezing import to_data, trend_to_data
from results.trends import Place, Point, Section, Trend


def order_of(made, *, options=None, code="", **more):
    """As a worker gets it: through JSON."""
    return Order(data=json.loads(json.dumps({"summary": to_data(made)} | more)), options=options or {}, code=code)


def html_of(made, **more):
    return page_of(order_of(made, **more))


def beside():
    """All that the complete report holds this year against, and what was planned."""
    points = [
        Point(2025, "final", "Final", "contoh", Fraction(5, 2), "Cukup", {"D1": Fraction(5, 2)}),
        Point(2026, "final", "Final", "contoh", Fraction(3), "Baik", {"D1": Fraction(3)}),
    ]
    section = Section("contoh", "SPBE contoh", (Place("D1", "Domain contoh"),), False, tuple(points), 2020, 2026)
    layers = [
        {"code": "before", "label": "2025", "indeks": "2.50", "domains": {"D1": "2.50"}, "aspects": {"A1": "2.50"}},
        {"code": "target", "label": "Target 2026", "indeks": "5.00", "domains": {"D1": "5.00"}, "aspects": {}},
        {"code": "national", "label": "Nasional 2024", "indeks": "3.12", "domains": {"D1": "3.12"}, "aspects": {}},
    ]
    return {
        "layers": [layer | {"note": ""} for layer in layers],
        "trend": trend_to_data(Trend((section,))),
        "before": {"year": 2025, "levels": {"I1": "2", "I2": "3"}},
        "wanted": {"I1": "4"},
        "plan": [planned()],
        "team": [{"role": "Koordinator SPBE", "name": "Ketua Contoh", "position": "Sekretaris Daerah"}],
        "texts": {},
    }


def asked(*codes):
    """What a worksheet prints of these indicators: five levels each."""
    levels = [[level, f"Tingkat {level}", f"Kriteria tingkat {level}."] for level in range(1, 6)]
    texts = {"question": "Apakah ada?", "explanation": "Yang dimaksud di sini.", "assessed": "Kelengkapannya."}
    return {code: texts | {"levels": levels} for code in codes}


def planned(**changes):
    values = {
        "code": "I1", "name": "Indikator contoh nomor 1", "from": "3.00", "to": "4.00", "text": "Menyusun peraturan",
        "unit": "Diskominfo", "person": "", "deadline": "2026-12-01", "expected": ["Dokumen peraturan"],
        "state": "Berjalan", "percent": 40,
    }  # fmt: skip
    return values | changes


def elements(read):
    """Every structure element of a PDF in reading order, with how deep it lies."""
    waiting = [(read.trailer["/Root"]["/StructTreeRoot"]["/K"], 0)]
    while waiting:
        here, depth = waiting.pop()
        here = here.get_object() if hasattr(here, "get_object") else here
        if isinstance(here, list):
            waiting.extend((kid, depth) for kid in reversed(here))
        elif isinstance(here, dict) and "/S" in here:
            yield here, depth
            if not isinstance(here.get("/K"), (NullObject, type(None))):
                waiting.append((here["/K"], depth + 1))


def texts_in_order(path, tags):
    """What each element with one of these tags says, in the order of the structure, page by page."""
    document, found = pypdfium2.PdfDocument(path), []
    for page in document:
        said = _marked(page)
        tree = pdfium.FPDF_StructTree_GetForPage(page)
        for at in range(pdfium.FPDF_StructTree_CountChildren(tree)):
            _collect(pdfium.FPDF_StructTree_GetChildAtIndex(tree, at), said, tags, found)
        pdfium.FPDF_StructTree_Close(tree)
    document.close()
    return found


def _marked(page):
    """The page's words by the number of their marked content."""
    words, textpage = {}, page.get_textpage()
    for piece in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_TEXT], max_depth=4):
        length = pdfium.FPDFTextObj_GetText(piece, textpage, None, 0)
        buffer = (pdfium.FPDF_WCHAR * length)()
        pdfium.FPDFTextObj_GetText(piece, textpage, buffer, length)
        mark = pdfium.FPDFPageObj_GetMarkedContentID(piece)
        text = bytes(buffer).decode("utf-16-le").rstrip("\0")
        words[mark] = words.get(mark, "") + text
    return words


def _collect(element, said, tags, found):
    name = _tag(element)
    if name in tags:
        found.append((name, "".join(_said(element, said))))
        return
    for at in range(pdfium.FPDF_StructElement_CountChildren(element)):
        if child := pdfium.FPDF_StructElement_GetChildAtIndex(element, at):
            _collect(child, said, tags, found)


def _said(element, said):
    for at in range(pdfium.FPDF_StructElement_CountChildren(element)):
        if child := pdfium.FPDF_StructElement_GetChildAtIndex(element, at):
            yield from _said(child, said)
        else:
            yield said.get(pdfium.FPDF_StructElement_GetChildMarkedContentID(element, at), "")


def _tag(element):
    length = pdfium.FPDF_StructElement_GetType(element, None, 0)
    buffer = (pdfium.FPDF_WCHAR * (length // 2))()
    pdfium.FPDF_StructElement_GetType(element, buffer, length)
    return bytes(buffer).decode("utf-16-le").rstrip("\0")
