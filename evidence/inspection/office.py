"""Office files (OOXML): a plain zip whose parts say what it is. Only a bearable directory lets its parts be read."""

from __future__ import annotations

import itertools
import re
import struct
import zipfile
import zlib
from typing import BinaryIO
from xml.etree.ElementTree import ParseError

from defusedxml import ElementTree as SafeXml

from evidence.inspection.refusals import Unacceptable

MEMBERS_MAX = 2000
DIRECTORY_MAX = 2**20
UNPACKED_MAX = 200 * 2**20
RATIO_MAX = 200
TYPES_PART, TYPES_MAX = "[Content_Types].xml", 2**20
ENCRYPTED = 0x1
LOCAL_HEADER = 30  # bytes before the name of a part
END = struct.Struct("<4s4H2LH")
MAIN_PARTS = {
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml": "docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml": "xlsx",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml": "pptx",
}
NAMES = {"docx": "Word", "xlsx": "Excel", "pptx": "PowerPoint"}


def check_office(file: BinaryIO, size: int, extension: str) -> None:
    """Refuse what is not, through and through, the office file that its extension claims."""
    _check_end(file, size, extension)
    try:
        with zipfile.ZipFile(file) as archive:
            members = archive.infolist()
            _check_members(members, size, extension)
            types = _content_types(archive)
            if archive.testzip():  # a part is damaged, or longer than the directory says
                raise _broken(extension)
    except (zipfile.BadZipFile, zlib.error, ParseError, KeyError, ValueError, OSError, EOFError, NotImplementedError):
        raise _broken(extension) from None
    _check_types(types, members, extension)


def _check_end(file: BinaryIO, size: int, extension: str) -> None:
    """The end record must be the last thing in the file, and the directory before it small: read before trusting.

    Nothing in front, nothing behind, no comment, no 64-bit record: office programs write none of these.
    """
    file.seek(max(0, size - END.size - 20))
    tail = file.read()
    if len(tail) < END.size:
        raise _broken(extension)
    signature, disk, first_disk, here, total, length, start, comment = END.unpack(tail[-END.size :])
    is_plain = signature == b"PK\x05\x06" and not (disk or first_disk or comment) and here == total
    if not is_plain or start + length + END.size != size or tail.startswith(b"PK\x06\x07"):
        raise _broken(extension)
    if total > MEMBERS_MAX or length > DIRECTORY_MAX:
        raise Unacceptable(
            f"Berkas {NAMES[extension]} ini berisi terlalu banyak bagian ({total}). Simpan ulang sebagai PDF."
        )


def _check_members(members: list[zipfile.ZipInfo], size: int, extension: str) -> None:
    unpacked, packed = sum(m.file_size for m in members), sum(m.compress_size for m in members)
    if unpacked > UNPACKED_MAX or unpacked > RATIO_MAX * size:
        raise Unacceptable(
            f"Isi berkas {NAMES[extension]} ini mengembang menjadi {max(1, unpacked // 2**20)} MiB dan ditolak demi "
            "keamanan. Simpan ulang sebagai PDF."
        )
    if any(m.flag_bits & ENCRYPTED for m in members):
        raise Unacceptable("Berkas ini dikunci dengan kata sandi. Simpan salinan tanpa kata sandi, lalu unggah itu.")
    if any(m.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for m in members):
        raise _broken(extension)
    if packed > size or len({m.filename.lower() for m in members}) != len(members):
        raise _broken(extension)
    if _overlap(members) or any(_leads_out(m.filename) for m in members):
        raise _broken(extension)


def _overlap(members: list[zipfile.ZipInfo]) -> bool:
    """Whether two parts share packed bytes, as bombs do that escape the sums."""
    places = sorted((m.header_offset, m.header_offset + LOCAL_HEADER + m.compress_size) for m in members)
    return any(start < end for (_, end), (start, _) in itertools.pairwise(places))


def _leads_out(name: str) -> bool:
    """Whether a careless program that unpacks this part would write outside its folder."""
    parts = re.split(r"[/\\]", name)
    return ".." in parts or not parts[0] or ":" in parts[0]


def _content_types(archive: zipfile.ZipFile) -> set[str]:
    with archive.open(TYPES_PART) as part:
        text = part.read(TYPES_MAX + 1)
    if len(text) > TYPES_MAX:
        raise zipfile.BadZipFile
    return {element.get("ContentType", "") for element in SafeXml.fromstring(text)}


def _check_types(types: set[str], members: list[zipfile.ZipInfo], extension: str) -> None:
    has_macro = any("macroenabled" in kind.lower() or "vbaproject" in kind.lower() for kind in types)
    if has_macro or any(m.filename.lower().endswith("vbaproject.bin") for m in members):
        raise Unacceptable(f"Berkas ini berisi makro. Simpan ulang tanpa makro sebagai .{extension}, lalu unggah lagi.")
    found = {MAIN_PARTS[kind] for kind in types if kind in MAIN_PARTS}
    if found == {extension}:
        return
    if len(found) == 1:
        real = found.pop()
        raise Unacceptable(
            f"Nama berkas berakhiran .{extension}, tetapi isinya {NAMES[real]}. Ganti akhirannya menjadi .{real}."
        )
    raise Unacceptable(
        f"Berkas ini bukan berkas {NAMES[extension]} walau namanya berakhiran .{extension}. "
        f"Buka berkas aslinya dan simpan ulang sebagai .{extension} atau PDF."
    )


def _broken(extension: str) -> Unacceptable:
    return Unacceptable(
        f"Berkas {NAMES[extension]} ini rusak atau tidak dapat dibaca. Buka berkas aslinya dan simpan ulang."
    )
