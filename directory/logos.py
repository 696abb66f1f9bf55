"""An uploaded logo becomes a small picture of our own making: what was sent is read once and never kept."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, NamedTuple

from accounts.refusals import Refused
from directory.models import LOGO_BYTES

if TYPE_CHECKING:
    from PIL.Image import Image

MAX_BYTES = 2 * 1024 * 1024
MAX_PIXELS = 40_000_000  # a picture of few bytes can unfold into gigabytes of memory
SIDES = (600, 450, 300, 200, 150)  # pixels; the smallest of 256 colours always fits into LOGO_BYTES

NOT_A_PICTURE = (
    "Berkas ini bukan gambar PNG atau JPEG yang utuh. Buka di aplikasi gambar, simpan sebagai PNG, lalu coba lagi."
)
IS_SVG = "Logo SVG tidak diterima karena dapat memuat perintah. Simpan logo itu sebagai PNG, lalu unggah PNG-nya."
TOO_LARGE = "Berkas logo lebih dari 2 MB. Perkecil gambarnya, misalnya menjadi 600 piksel, lalu unggah lagi."
TOO_MANY_PIXELS = "Ukuran gambar terlalu besar. Perkecil menjadi paling banyak 6.000 × 6.000 piksel, lalu unggah lagi."


class Logo(NamedTuple):
    content: bytes
    content_type: str


def prepared(content: bytes) -> Logo:
    """The logo at most 600 pixels wide and high, without whatever else its file carried; Refused with what to do."""
    if len(content) > MAX_BYTES:
        raise Refused(TOO_LARGE)
    if b"<svg" in content[:4096].lower():
        raise Refused(IS_SVG)
    picture, is_jpeg = _opened(content)
    for side in SIDES:
        encoded = _encoded(picture, side, is_jpeg)
        if len(encoded) <= LOGO_BYTES:
            break
    return Logo(encoded, "image/jpeg" if is_jpeg else "image/png")


def _opened(content: bytes) -> tuple[Image, bool]:
    from PIL import Image, ImageOps  # noqa: PLC0415 - slow to load

    try:
        picture = Image.open(BytesIO(content), formats=("PNG", "JPEG"))
        if picture.width * picture.height > MAX_PIXELS:
            raise Refused(TOO_MANY_PIXELS)
        is_jpeg = picture.format != "PNG"
        picture.load()
        upright = ImageOps.exif_transpose(picture)
        return upright.convert("RGB" if is_jpeg else "RGBA"), is_jpeg
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise Refused(TOO_MANY_PIXELS) from None
    except (OSError, SyntaxError, ValueError):  # what Pillow raises for broken files
        raise Refused(NOT_A_PICTURE) from None


def _encoded(picture: Image, side: int, is_jpeg: bool) -> bytes:
    from PIL import Image  # noqa: PLC0415 - slow to load

    small, buffer = picture.copy(), BytesIO()
    small.thumbnail((side, side), Image.Resampling.LANCZOS)
    if is_jpeg:
        small.save(buffer, "JPEG", quality=88, optimize=True)
        return buffer.getvalue()
    small.save(buffer, "PNG", optimize=True)
    if buffer.tell() <= LOGO_BYTES:
        return buffer.getvalue()
    buffer = BytesIO()
    small.quantize(256, method=Image.Quantize.FASTOCTREE).save(buffer, "PNG", optimize=True)
    return buffer.getvalue()
