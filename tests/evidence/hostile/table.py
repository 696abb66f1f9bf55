"""One row per hostile file: what it is, how it is named, how it is made, what must become of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from pikepdf import Name

from tests.evidence import corpus
from tests.evidence.corpus import office, pdf, picture, zipped
from tests.evidence.hostile import others, pdfs
from tests.evidence.hostile.others import EICAR, EXE, GIF_SCRIPT, HTML, SVG
from tests.evidence.hostile.pdfs import annotated, carrying, javascript, launch, made, opening


@dataclass(frozen=True)
class Refused:
    """Nothing of it remains; these words are in the sentence that people read."""

    words: str


@dataclass(frozen=True)
class Taken:
    """`shown` when it gets another name, `active` what the portal says about it, `because` why it does no harm."""

    shown: str = ""
    active: str = ""
    because: str = ""


@dataclass(frozen=True)
class Row:
    what: str
    name: str
    make: Callable[[], bytes]
    expect: Refused | Taken


def bent(make: Callable[..., bytes], *arguments: object) -> Callable[[], bytes]:
    return lambda: make(*arguments)


UNPACKED_NOWHERE = Taken(because="never unpacked here; the scanner unpacks within its limits")
ONLY_A_PICTURE = Taken(because="leaves as a picture and nothing else (`nosniff`, sandbox)")
FOR_THE_SCANNER = "the scanner holds it back"

DISGUISED = [
    Row("program", "surat.pdf", lambda: EXE, Refused("tampak seperti .exe")),
    Row("program with two endings", "surat.pdf.exe", lambda: EXE, Refused("tidak dapat diunggah")),
    Row("program with two endings", "surat.exe.pdf", lambda: EXE, Refused("tampak seperti .exe")),
    Row("PDF with two endings", "surat.exe.pdf", pdf, Taken(because="it is a PDF")),
    Row("page of HTML", "surat.pdf", lambda: HTML, Refused("tampak seperti .html")),
    Row("page of HTML", "foto.png", lambda: HTML, Refused("tampak seperti .html")),
    Row("page of HTML", "surat.html", lambda: HTML, Refused("Cetak halamannya ke PDF")),
    Row("SVG with a script", "surat.pdf", lambda: SVG, Refused("tampak seperti .svg")),
    Row("SVG with a script", "foto.png", lambda: SVG, Refused("tampak seperti .svg")),
    Row("SVG with a script", "foto.jpg", lambda: SVG, Refused("tetapi isinya")),
    Row("SVG with a script", "foto.svg", lambda: SVG, Refused("tidak dapat diunggah")),
    Row("GIF that is a script as well", "foto.png", lambda: GIF_SCRIPT, Refused("tampak seperti .gif")),
    Row("GIF that is a script as well", "foto.gif", lambda: GIF_SCRIPT, Refused("tidak dapat diunggah")),
    Row("PDF", "surat.docx", pdf, Refused("tampak seperti .pdf")),
    Row("PNG", "foto.jpg", bent(picture, "PNG"), Refused("tampak seperti .png")),
    Row("text", "rapat.mp4", lambda: b"halo, ini bukan video", Refused("tetapi isinya")),
    Row("archive", "bukti.zip", bent(zipped, {"a": b""}), Refused("unggah isinya satu per satu")),
    Row("Word of before 2007", "surat.doc", lambda: b"x", Refused("Simpan ulang sebagai .docx")),
    Row("PDF without an ending", "surat", pdf, Refused("tidak mempunyai akhiran")),
    Row("the scanners' sample", "eicar.pdf", lambda: EICAR, Refused("tetapi isinya")),
]

TWO_AT_ONCE = [
    Row("HTML in front of a PDF", "surat.pdf", lambda: b"<html>\n" + pdf(), Refused("tampak seperti .html")),
    Row("zip in front of a PDF", "surat.pdf", lambda: zipped({"a": b"x"}) + pdf(), Refused("tetapi isinya")),
    Row(
        "zip behind a PDF",
        "surat.pdf",
        lambda: pdf() + zipped({"a": bytes(5000)}),
        Refused("ada data lain setelah akhirnya"),
    ),
    Row("noise behind a PDF", "surat.pdf", lambda: pdf() + b"x" * 2000, Refused("ada data lain setelah akhirnya")),
    Row("script before a zip", "surat.docx", lambda: b"PK\x03\x04<script>" + office("docx"), Refused("Word ini rusak")),
    Row("HTML behind a docx", "surat.docx", lambda: office("docx") + HTML, Refused("Word ini rusak")),
    Row("HTML as comment of a zip", "surat.docx", bent(zipped, {"a": b""}, HTML), Refused("Word ini rusak")),
    Row("PNG head, then HTML", "foto.png", lambda: b"\x89PNG\r\n\x1a\n" + HTML, Refused("Gambar ini rusak")),
    Row("PDF with script in a JPEG comment", "foto.jpg", others.jpeg_with_pdf, ONLY_A_PICTURE),
    Row("PDF with script in a JPEG comment", "foto.pdf", others.jpeg_with_pdf, Refused("tetapi isinya")),
    Row("zip behind a PNG", "foto.png", others.png_with_zip, ONLY_A_PICTURE),
    Row("HTML in a free box of an MP4", "rapat.mp4", others.mp4_with_html, Taken(because="always an attachment")),
]

OFFICE = [
    Row("zip", "surat.docx", bent(zipped, {"a.txt": b"halo"}), Refused("Word ini rusak")),
    Row(
        "zip that looks a little like Word",
        "surat.docx",
        bent(zipped, {"[Content_Types].xml": b"<Types/>", "word/document.xml": b""}),
        Refused("bukan berkas Word"),
    ),
    Row("Excel", "surat.docx", bent(office, "xlsx"), Refused("Ganti akhirannya menjadi .xlsx")),
    Row(
        "Word and Excel at once",
        "surat.docx",
        lambda: office("docx", types=f'<Override PartName="/b.xml" ContentType="{corpus.MAIN["xlsx"]}"/>'),
        Refused("bukan berkas Word"),
    ),
    Row(
        "docx with macros",
        "surat.docx",
        bent(office, "docm", {"word/vbaProject.bin": b"x"}),
        Refused("Berkas ini berisi makro"),
    ),
    Row(
        "docx that hides its macros",
        "surat.docx",
        bent(office, "docx", {"word/VBAproject.BIN": b"x"}),
        Refused("Berkas ini berisi makro"),
    ),
    Row("docx with macros", "surat.docm", bent(office, "docm"), Refused("tanpa makro sebagai .docx")),
    Row("docx with a password", "surat.docx", corpus.locked_office, Refused("dikunci dengan kata sandi")),
    Row("docx of 300 MiB in 300 KiB", "surat.docx", corpus.bomb_docx, Refused("mengembang menjadi 300 MiB")),
    Row("docx of 2,102 parts", "surat.docx", corpus.many_parts, Refused("terlalu banyak bagian")),
    Row("docx with a part twice", "surat.docx", corpus.doubled_part, Refused("Word ini rusak")),
    Row("docx whose parts share their bytes", "surat.docx", others.overlapping_parts, Refused("Word ini rusak")),
    Row("docx with a part longer than it says", "surat.docx", others.lying_size, Refused("Word ini rusak")),
    Row("docx that holds zips in zips, 8 deep", "surat.docx", others.nested_zips, UNPACKED_NOWHERE),
    Row("docx with XML nested 140,000 deep", "surat.docx", others.deep_types, Refused("bukan berkas Word")),
    Row("docx with a billion laughs", "surat.docx", others.laughing_types, Refused("Word ini rusak")),
    Row("docx that asks for /etc/passwd", "surat.docx", others.outside_types, Refused("Word ini rusak")),
    Row("docx with a part `../../a`", "surat.docx", bent(others.renamed_part, "../../a"), Refused("Word ini rusak")),
    Row("docx with a part `/etc/a`", "surat.docx", bent(others.renamed_part, "/etc/a"), Refused("Word ini rusak")),
    Row("docx with a part `C:\\a`", "surat.docx", bent(others.renamed_part, "C:\\a"), Refused("Word ini rusak")),
    Row("docx with a part `x\\..\\a`", "surat.docx", bent(others.renamed_part, "x\\..\\a"), Refused("Word ini rusak")),
    Row("docx with the scanners' sample", "surat.docx", others.eicar_docx, Taken(because=FOR_THE_SCANNER)),
]

BY_ITSELF = "JavaScript, tindakan otomatis"
ACTIVE = [
    Row("PDF with a link", "surat.pdf", bent(made, pdfs.linking), Taken(because="not marked: most have one")),
    Row("PDF that opens at a page", "surat.pdf", bent(made, pdfs.opening_at_page), Taken(because="not marked")),
    Row("PDF that turns to a page", "surat.pdf", bent(made, pdfs.turning_to_page), Taken(because="not marked")),
    Row("PDF with a named script", "surat.pdf", bent(made, pdfs.named_script), Taken(active="JavaScript")),
    Row("PDF with a script on opening", "surat.pdf", bent(made, opening(javascript())), Taken(active=BY_ITSELF)),
    Row("PDF with scripts on page events", "surat.pdf", bent(made, pdfs.page_events), Taken(active=BY_ITSELF)),
    Row(
        "PDF with a script behind a link",
        "surat.pdf",
        bent(made, annotated(Subtype=Name.Link, A=javascript())),
        Taken(active="JavaScript"),
    ),
    Row("PDF with a script after two actions", "surat.pdf", bent(made, pdfs.chained), Taken(active="JavaScript")),
    Row("PDF with a script in an object stream", "surat.pdf", pdfs.in_object_stream, Taken(active="JavaScript")),
    Row("PDF with a script spelt in escapes", "surat.pdf", pdfs.spelt_otherwise, Taken(active=BY_ITSELF)),
    Row("PDF with a script nothing leads to", "surat.pdf", pdfs.unreferenced, Taken(active="JavaScript")),
    Row(
        "PDF with a script, printing locked",
        "surat.pdf",
        pdfs.locked_for_changes_with_script,
        Taken(active="JavaScript"),
    ),
    Row(
        "PDF that starts a program",
        "surat.pdf",
        bent(made, opening(launch())),
        Taken(active="perintah menjalankan program, tindakan otomatis"),
    ),
    Row(
        "PDF with a program attached", "surat.pdf", bent(made, carrying(EXE, "a.exe")), Taken(active="lampiran berkas")
    ),
    Row(
        "PDF with an attachment on the page",
        "surat.pdf",
        bent(made, annotated(Subtype=Name.FileAttachment)),
        Taken(active="lampiran berkas"),
    ),
    Row(
        "PDF with the scanners' sample attached",
        "surat.pdf",
        pdfs.eicar_attached,
        Taken(active="lampiran berkas", because=FOR_THE_SCANNER),
    ),
    Row("PDF with an XFA form", "surat.pdf", bent(made, pdfs.form_xfa), Taken(active="formulir XFA")),
    Row("PDF with a form that sends", "surat.pdf", bent(made, pdfs.sending_form), Taken(active="pengiriman data")),
    Row(
        "PDF with rich media",
        "surat.pdf",
        bent(made, annotated(Subtype=Name.RichMedia)),
        Taken(active="media tertanam"),
    ),
    Row(
        "PDF with objects that do not unpack",
        "surat.pdf",
        pdfs.sealed_object_stream,
        Taken(active="bagian yang tidak dapat diperiksa"),
    ),
    Row(
        "PDF nested 300 deep",
        "surat.pdf",
        pdfs.deeply_nested,
        Taken(active="bagian yang tidak dapat diperiksa"),
    ),
]

BROKEN = [
    Row("nothing", "surat.pdf", lambda: b"", Refused("Berkas ini kosong")),
    Row("PDF without pages", "surat.pdf", lambda: b"%PDF-1.7\n1 0 obj\n%%EOF", Refused("PDF ini rusak")),
    Row("PDF cut off", "surat.pdf", lambda: pdf()[:300], Refused("PDF ini terpotong")),
    Row("PDF with a password", "surat.pdf", bent(pdf, 1, "rahasia"), Refused("dikunci dengan kata sandi")),
    Row("PDF of 2,001 pages", "surat.pdf", bent(pdf, 2001), Refused("2001 halaman")),
    Row("PDF with 1 GiB in an object stream", "surat.pdf", pdfs.object_stream_bomb, Refused("PDF ini rusak")),
    Row("PNG with a wrong checksum", "foto.png", corpus.damaged_png, Refused("Gambar ini rusak")),
    Row("JPEG cut off", "foto.jpg", lambda: picture("JPEG")[:-2], Refused("Gambar ini rusak")),
    Row("PNG cut off", "foto.png", lambda: picture("PNG")[:40], Refused("Gambar ini rusak")),
    Row("PNG of 900 million pixels", "foto.png", corpus.bomb_png, Refused("lebih dari 40 juta piksel")),
    Row("PNG of 50 million pixels", "foto.png", corpus.large_png, Refused("lebih dari 40 juta piksel")),
    Row("MP4 cut off", "rapat.mp4", lambda: corpus.mp4()[:-20], Refused("Video ini rusak atau terpotong")),
    Row(
        "MP4 without an index", "rapat.mp4", lambda: corpus.mp4().replace(b"moov", b"free"), Refused("Video ini rusak")
    ),
    Row("QuickTime", "rapat.mp4", lambda: corpus.mp4(b"qt  ", compatible=b"qt  "), Refused("bukan MP4")),
]

NAMED = [
    Row("PDF that leads out", "../../etc/passwd.pdf", pdf, Taken("passwd.pdf")),
    Row("PDF from a drive", "C:\\Users\\budi\\surat.pdf", pdf, Taken("surat.pdf")),
    Row("PDF that reads backwards", "surat\u202efdp.exe.pdf", pdf, Taken("suratfdp.exe.pdf")),
    Row("PDF with control signs", "a\x00b\r\nc\x1b[31m.pdf", pdf, Taken("ab c[31m.pdf")),
    Row("PDF with invisible signs", "\u200bsu\ufeffrat\u2069.pdf", pdf, Taken("surat.pdf")),
    Row("PDF with a long name", "x" * 300 + ".pdf", pdf, Taken("x" * 146 + ".pdf")),
    Row("PDF named as a device", "CON.pdf", pdf, Taken("_CON.pdf")),
    Row("PDF named as a device", "lpt1.2022.pdf", pdf, Taken("_lpt1.2022.pdf")),
    Row("PDF named in markup", "<img src=x onerror=alert(1)>.pdf", pdf, Taken(because="shown as text")),
    Row("PDF without a name", ".pdf", pdf, Taken("berkas.pdf")),
]

ROWS = [*DISGUISED, *TWO_AT_ONCE, *OFFICE, *ACTIVE, *BROKEN, *NAMED]
