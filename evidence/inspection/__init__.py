"""What a file is, and whether it may be evidence: pure rules over an open file and the name it came with.

No sniffer is enough: each we tried is fooled by some polyglot, or believes the name of an office file. So the
extension says what the file claims to be, and our own look at its structure must agree.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from dataclasses import dataclass
from typing import BinaryIO

import puremagic

from evidence.inspection.media import check_jpeg, check_mp4, check_png
from evidence.inspection.names import clean_name, extension_of
from evidence.inspection.office import check_office
from evidence.inspection.pdf import count_pages
from evidence.inspection.refusals import Unacceptable

__all__ = ["CONTENT_TYPES", "Facts", "Unacceptable", "clean_name", "inspect"]

OFFICE = "application/vnd.openxmlformats-officedocument"
CONTENT_TYPES = {
    "pdf": "application/pdf",
    "docx": f"{OFFICE}.wordprocessingml.document",
    "xlsx": f"{OFFICE}.spreadsheetml.sheet",
    "pptx": f"{OFFICE}.presentationml.presentation",
    "jpg": "image/jpeg",
    "png": "image/png",
    "mp4": "video/mp4",
}
ZIP = b"PK\x03\x04"
OPENINGS = {"pdf": b"%PDF-", "docx": ZIP, "xlsx": ZIP, "pptx": ZIP, "jpg": b"\xff\xd8\xff", "png": b"\x89PNG\r\n\x1a\n"}
CHECKS: dict[str, Callable[[BinaryIO, int, str], None]] = {
    "docx": check_office,
    "xlsx": check_office,
    "pptx": check_office,
    "jpg": check_jpeg,
    "png": check_png,
    "mp4": check_mp4,
}


@dataclass(frozen=True, slots=True)
class Facts:
    """What was found. `content_type` is from our list, `clean_name` is text to show, `size` in bytes."""

    content_type: str
    extension: str
    pages: int | None
    clean_name: str
    size: int
    sha256: str


def inspect(file: BinaryIO, name: str, *, max_bytes: int) -> Facts:
    """Say what a seekable file is, or raise Unacceptable. Leaves the file at its beginning."""
    shown = clean_name(name)
    extension = extension_of(shown)
    size = file.seek(0, os.SEEK_END)
    _check_size(size, max_bytes)
    _check_opening(file, extension)
    if extension in CHECKS:
        CHECKS[extension](file, size, extension)
    pages = count_pages(file, size) if extension == "pdf" else None
    file.seek(0)
    sha256 = hashlib.file_digest(file, "sha256").hexdigest()  # type: ignore[arg-type]  # any open binary file
    file.seek(0)
    return Facts(CONTENT_TYPES[extension], extension, pages, shown, size, sha256)


def _check_size(size: int, max_bytes: int) -> None:
    if size == 0:
        raise Unacceptable("Berkas ini kosong (0 bita). Periksa berkas aslinya, lalu unggah lagi.")
    if size > max_bytes:
        raise Unacceptable(
            f"Ukuran berkas ini {size / 2**20:.0f} MiB, melebihi batas {max_bytes // 2**20} MiB. "
            "Kecilkan hasil pindai, bagi menjadi beberapa berkas, atau tautkan alamatnya."
        )


def _check_opening(file: BinaryIO, extension: str) -> None:
    file.seek(0)
    start = file.read(16)
    matches = start[4:8] == b"ftyp" if extension == "mp4" else start.startswith(OPENINGS[extension])
    if not matches:
        raise Unacceptable(
            f"Nama berkas berakhiran .{extension}, tetapi isinya {_described(file)}. "
            f"Buka berkas aslinya, simpan ulang sebagai .{extension}, lalu unggah lagi."
        )


def _described(file: BinaryIO) -> str:
    """What the content looks like, only to help the person: it decides nothing."""
    file.seek(0)
    try:
        likely = puremagic.magic_stream(file)[0].extension.lstrip(".")
    except puremagic.PureError:
        likely = ""
    return f"tampak seperti .{likely}" if likely else "bukan jenis itu"
