"""Pictures and video: what the extension says, whole, and not larger than a screen could ever need."""

from __future__ import annotations

import struct
from typing import BinaryIO

from evidence.inspection.refusals import Unacceptable

PIXELS_MAX = 40_000_000
BOXES_MAX = 10_000
JPEG_END, TRAILER_MAX = b"\xff\xd9", 64 * 1024  # phones write their own data behind the end
BRANDS = {b"isom", b"iso2", b"iso3", b"iso4", b"iso5", b"iso6", b"mp41", b"mp42", b"avc1", b"M4V ", b"MSNV", b"dash"}


def check_jpeg(file: BinaryIO, size: int, extension: str) -> None:
    _check_picture(file, "JPEG")
    file.seek(max(0, size - TRAILER_MAX))
    if JPEG_END not in file.read():  # the reader does not look for it
        raise _broken_picture()


def check_png(file: BinaryIO, size: int, extension: str) -> None:
    _check_picture(file, "PNG")


def _check_picture(file: BinaryIO, kind: str) -> None:
    from PIL import Image  # noqa: PLC0415 - slow to load

    file.seek(0)
    try:
        picture = Image.open(file, formats=[kind])
        pixels = picture.width * picture.height
        if pixels <= PIXELS_MAX:
            picture.verify()
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        pixels = PIXELS_MAX + 1
    except Exception:  # the reader raises many kinds; each means that the picture is broken
        raise _broken_picture() from None
    if pixels > PIXELS_MAX:
        raise Unacceptable("Gambar ini lebih dari 40 juta piksel. Perkecil ukurannya, lalu unggah lagi.")


def check_mp4(file: BinaryIO, size: int, extension: str) -> None:
    """An ISO media file of a known brand whose boxes follow one another exactly to the end of the file."""
    kinds: set[bytes] = set()
    position = 0
    for _ in range(BOXES_MAX):
        if position == size:
            break
        length, kind = _box(file, position, size)
        if not position:
            _check_brand(file, length)
        kinds.add(kind)
        position += length
    if position != size or not {b"ftyp", b"moov", b"mdat"} <= kinds:
        raise _broken_video()


def _box(file: BinaryIO, position: int, size: int) -> tuple[int, bytes]:
    """Length and kind of the box that begins here (ISO/IEC 14496-12, 4.2)."""
    file.seek(position)
    head = file.read(16)
    if len(head) < 8:
        raise _broken_video()
    length, kind = struct.unpack(">I4s", head[:8])
    if length == 0:
        length = size - position
    elif length == 1 and len(head) == 16:
        length = struct.unpack(">Q", head[8:])[0]
    if length < 8 or position + length > size:
        raise _broken_video()
    return length, kind


def _check_brand(file: BinaryIO, length: int) -> None:
    file.seek(8)
    text = file.read(min(length, 256) - 8)
    brands = {text[:4], *(text[start : start + 4] for start in range(8, len(text), 4))}
    if not brands & BRANDS:
        raise Unacceptable("Video ini bukan MP4 walau namanya berakhiran .mp4. Simpan ulang sebagai MP4.")


def _broken_picture() -> Unacceptable:
    return Unacceptable("Gambar ini rusak atau terpotong. Buka gambar aslinya dan simpan ulang.")


def _broken_video() -> Unacceptable:
    return Unacceptable("Video ini rusak atau terpotong. Salin ulang dari perangkat aslinya, lalu unggah lagi.")
