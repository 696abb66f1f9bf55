"""Good files made by code, and parts from which bad ones are made (`tests/evidence/hostile`). No binary is kept."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass

import openpyxl
import pypdf
from PIL import Image

OFFICE = "application/vnd.openxmlformats-officedocument"
MAIN = {
    "docx": f"{OFFICE}.wordprocessingml.document.main+xml",
    "xlsx": f"{OFFICE}.spreadsheetml.sheet.main+xml",
    "pptx": f"{OFFICE}.presentationml.presentation.main+xml",
    "docm": "application/vnd.ms-word.document.macroEnabled.main+xml",
}


def pdf(pages: int = 1, password: str | None = None, owner: str | None = None) -> bytes:
    writer = pypdf.PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(200, 200)
    if password is not None:
        writer.encrypt(password, owner)
    return _saved(writer.write)


def picture(kind: str, size: tuple[int, int] = (8, 6)) -> bytes:
    return _saved(lambda out: Image.new("RGB", size, "navy").save(out, kind))


def office(kind: str, members: dict[str, bytes] | None = None, types: str = "") -> bytes:
    """A zip with the parts that make an office program open it."""
    override = f'<Override PartName="/main.xml" ContentType="{MAIN[kind]}"/>'
    parts = {
        "[Content_Types].xml": f'<Types xmlns="x">{override}{types}</Types>'.encode(),
        "main.xml": b"<main/>",
        **(members or {}),
    }
    return zipped(parts)


def zipped(parts: dict[str, bytes], comment: bytes = b"") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
        archive.comment = comment
    return out.getvalue()


def spreadsheet() -> bytes:
    book = openpyxl.Workbook()
    book.active["A1"] = "Indeks"
    return _saved(book.save)


def locked_office() -> bytes:
    """The encryption flag set on every member, in the local headers and in the directory."""
    raw = bytearray(office("docx"))
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = raw.find(signature)
        while at >= 0:
            raw[at + offset] |= 1
            at = raw.find(signature, at + 4)
    return bytes(raw)


def bomb_docx() -> bytes:
    return office("docx", {"word/media.bin": bytes(300 * 2**20)})


def many_parts() -> bytes:
    return office("docx", {f"{n}.xml": b"" for n in range(2100)})


def doubled_part() -> bytes:
    """Two parts of one name: which of them counts depends on the reader."""
    return office("docx", {"MAIN.XML": b"<other/>"})


def bomb_png() -> bytes:
    """30,000 x 30,000 black pixels in about 110 KB."""
    side = 30_000
    packer = zlib.compressobj(9)
    line = bytes(side // 8 + 1)
    data = b"".join(packer.compress(line) for _ in range(side)) + packer.flush()
    head = struct.pack(">2I5B", side, side, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", data) + _chunk(b"IEND", b"")


def large_png() -> bytes:
    """50 million pixels: under the library's own alarm, over our limit. Only the header is looked at."""
    head = struct.pack(">2I5B", 10_000, 5_000, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", b"") + _chunk(b"IEND", b"")


def damaged_png() -> bytes:
    raw = bytearray(picture("PNG"))
    raw[raw.index(b"IDAT") + 6] ^= 0xFF
    return bytes(raw)


def box(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", 8 + len(content)) + kind + content


def mp4(brand: bytes = b"isom", *, compatible: bytes = b"isomiso2avc1mp41") -> bytes:
    return box(b"ftyp", brand + bytes(4) + compatible) + box(b"moov", bytes(40)) + box(b"mdat", bytes(100))


def mp4_long_box() -> bytes:
    return mp4()[: -8 - 100] + struct.pack(">I4sQ", 1, b"mdat", 16 + 100) + bytes(100)


def mp4_open_end() -> bytes:
    return mp4()[: -8 - 100] + struct.pack(">I4s", 0, b"mdat") + bytes(100)


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def _saved(save: Callable[[io.BytesIO], object]) -> bytes:
    out = io.BytesIO()
    save(out)
    return out.getvalue()


@dataclass(frozen=True)
class Case:
    """`expect` is the extension it is taken as."""

    name: str
    make: Callable[[], bytes]
    expect: str
    pages: int | None = None


ACCEPTED = {
    "pdf": Case("Perbup 4 2022.pdf", pdf, "pdf", 1),
    "pdf of many pages": Case("laporan.pdf", lambda: pdf(40), "pdf", 40),
    "pdf readable without password, only printing locked": Case("jdih.pdf", lambda: pdf(1, "", "owner"), "pdf", 1),
    "pdf with a line after its end": Case("a.pdf", lambda: pdf() + b"\n<!-- 12 ms -->\n", "pdf", 1),
    "docx": Case("SK.docx", lambda: office("docx"), "docx"),
    "xlsx": Case("Anggaran.xlsx", lambda: office("xlsx"), "xlsx"),
    "xlsx as openpyxl writes it": Case("Anggaran.xlsx", spreadsheet, "xlsx"),
    "pptx": Case("Paparan.pptx", lambda: office("pptx"), "pptx"),
    "jpg": Case("foto.jpg", lambda: picture("JPEG"), "jpg"),
    "jpeg in capitals": Case("FOTO.JPEG", lambda: picture("JPEG"), "jpg"),
    "png": Case("layar.png", lambda: picture("PNG"), "png"),
    "mp4": Case("rapat.mp4", mp4, "mp4"),
    "mp4 of another brand": Case("rapat.mp4", lambda: mp4(b"mp42", compatible=b"mp42"), "mp4"),
    "mp4 with a 64-bit box": Case("rapat.mp4", mp4_long_box, "mp4"),
    "mp4 with an open last box": Case("rapat.mp4", mp4_open_end, "mp4"),
}

NAMES = {
    "../../etc/passwd.pdf": "passwd.pdf",
    r"C:\Users\budi\Perbup.PDF": "Perbup.pdf",
    "a\x00b\r\nc\x1b.pdf": "ab c.pdf",
    "perbup\u202efdp.pdf": "perbupfdp.pdf",
    "\u200bla\ufeffporan\u2069.pdf": "laporan.pdf",
    "  SK   Bupati\u00a0 2022 .pdf ": "SK Bupati 2022.pdf",
    "cafe\u0301.pdf": "caf\u00e9.pdf",
    ".pdf": "berkas.pdf",
    "...pdf": "berkas.pdf",
    "": "berkas",
    "x" * 300 + ".pdf": "x" * 146 + ".pdf",
    "a." + "y" * 300: "a." + "y" * 20,
    "Laporan \u201cfinal\u201d & <b>.docx": "Laporan \u201cfinal\u201d & <b>.docx",
    "laporan.v2.pdf": "laporan.v2.pdf",
    "NUL .pdf": "_NUL.pdf",
    "console.pdf": "console.pdf",
}
