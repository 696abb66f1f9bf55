"""Real PDF and Word files made from lines: drawn text, pictures of text as a scanner makes them, both at once."""

from __future__ import annotations

import io
import math
import textwrap
import zipfile
from dataclasses import dataclass, field
from xml.sax.saxutils import escape

WIDTH, HEIGHT, MARGIN = 595, 842, 64  # points, A4
NARROW = 0.5  # how wide a letter is beside its size, about
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
VML = "urn:schemas-microsoft-com:vml"
TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"


@dataclass(frozen=True, slots=True)
class Words:
    text: str
    x: float
    y: float
    size: int
    angle: int = 0


@dataclass(slots=True)
class Paper:
    """Lines written from the top of a page down; a full page begins the next one."""

    columns: int = 92  # letters in a line of running text
    pages: list[list[Words]] = field(default_factory=lambda: [[]])
    y: float = HEIGHT - MARGIN

    def line(self, text: str = "", size: int = 11, align: str = "left") -> None:
        if self.y < MARGIN + 40:
            self.leaf()
        wide = len(text) * size * NARROW
        x = {"left": MARGIN, "center": max(20, (WIDTH - wide) / 2), "right": WIDTH * 0.55}[align]
        if text:
            self.pages[-1].append(Words(text, x, self.y, size))
        self.y -= size * 1.5

    def middle(self, *lines: str, size: int = 12) -> None:
        for text in lines:
            self.line(text, size, "center")

    def text(self, text: str) -> None:
        for line in textwrap.wrap(text, self.columns):
            self.line(line)
        self.line()

    def leaf(self) -> None:
        self.pages.append([])
        self.y = HEIGHT - MARGIN

    def across(self, text: str, pages: int) -> None:
        """Large letters across the first pages, as a watermark."""
        for page in self.pages[:pages]:
            page.insert(0, Words(text, 130, 260, 90, 52))

    def footer(self, text: str) -> None:
        for page in self.pages:
            page.append(Words(text, MARGIN, 30, 7))

    @property
    def plain(self) -> list[str]:
        return [words.text for page in self.pages for words in page]


def pdf(paper: Paper, *, scanned: range = range(0), searchable: bool = False) -> bytes:
    """The pages in `scanned` become pictures; with `searchable`, invisible text lies over them, as OCR leaves it."""
    objects: list[bytes] = [b"", b"", b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"]
    kids = []
    for number, page in enumerate(paper.pages):
        is_picture = number in scanned
        picture = _added(objects, _picture(page)) if is_picture else 0
        stream = b"q %d 0 0 %d 0 0 cm /Im Do Q\n" % (WIDTH, HEIGHT) if is_picture else b""
        if not is_picture or searchable:
            stream += _drawn(page, 3 if is_picture else 0)
        elif footers := [words for words in page if words.y < MARGIN / 2]:  # stamped on after scanning
            stream += _drawn(footers, 0)
        content = _added(objects, b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream))
        images = b"/XObject << /Im %d 0 R >>" % picture if picture else b""
        box = b"/MediaBox [0 0 %d %d]" % (WIDTH, HEIGHT)
        resources = b"/Resources << /Font << /F1 3 0 R >> %s >>" % images
        kids.append(
            _added(objects, b"<< /Type /Page /Parent 2 0 R %s %s /Contents %d 0 R >>" % (box, resources, content))
        )
    objects[0] = b"<< /Type /Catalog /Pages 2 0 R >>"
    listed = b" ".join(b"%d 0 R" % kid for kid in kids)
    objects[1] = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (listed, len(kids))
    return _whole(objects)


def docx(lines: list[str], *, pages: int, watermark: str = "") -> bytes:
    """A Word file; the watermark is drawn in the header, as Word does."""
    body = "".join(f"<w:p><w:r><w:t>{escape(line)}</w:t></w:r></w:p>" for line in lines)
    shape = f'<w:pict><v:shape xmlns:v="{VML}"><v:textpath string="{watermark}"/></v:shape></w:pict>'
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{TYPES}"><Override PartName="/word/document.xml" ContentType="{MAIN}"/>'
        "</Types>",
        "word/document.xml": f'<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>',
        "docProps/app.xml": f"<Properties><Pages>{pages}</Pages></Properties>",
    }
    if watermark:
        parts["word/header1.xml"] = f'<w:hdr xmlns:w="{WORD}"><w:p><w:r>{shape}</w:r></w:p></w:hdr>'
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def _drawn(page: list[Words], mode: int) -> bytes:
    parts = [f"BT {mode} Tr"]
    for words in page:
        turn = math.radians(words.angle)
        cos, sin = math.cos(turn), math.sin(turn)
        safe = words.text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
        place = f"{cos:.3f} {sin:.3f} {-sin:.3f} {cos:.3f} {words.x:.1f} {words.y:.1f} Tm"
        parts.append(f"/F1 {words.size} Tf {place} ({safe}) Tj")
    return "\n".join([*parts, "ET"]).encode("cp1252", "replace")


def _picture(page: list[Words]) -> bytes:
    from PIL import Image, ImageDraw, ImageFont  # noqa: PLC0415 - slow to load

    picture = Image.new("L", (WIDTH, HEIGHT), 250)
    pen = ImageDraw.Draw(picture)
    for words in page:
        if words.y >= MARGIN / 2:
            pen.text((words.x, HEIGHT - words.y), words.text, 20, ImageFont.load_default(words.size))
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=40)
    head = b"/Type /XObject /Subtype /Image /ColorSpace /DeviceGray /BitsPerComponent 8 /Filter /DCTDecode"
    size = (WIDTH, HEIGHT, len(out.getvalue()), out.getvalue())
    return b"<< %s /Width %d /Height %d /Length %d >>\nstream\n%s\nendstream" % (head, *size)


def _added(objects: list[bytes], content: bytes) -> int:
    objects.append(content)
    return len(objects)


def _whole(objects: list[bytes]) -> bytes:
    body, offsets = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        offsets.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    size = len(objects) + 1
    end = b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (size, len(body))
    return body + b"xref\n0 %d\n0000000000 65535 f \n%s" % (size, table) + end
