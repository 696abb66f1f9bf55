"""Run as a process of its own: `apart.py pdf|picture FOLDER FIRST LAST` draws the file on standard input.

Each picture appears in the folder under its final name once it is whole. Like the counting of pages, it limits
itself before it loads any reader, so a file that makes one grow, spin or crash ends this process alone.
"""

from __future__ import annotations

import resource
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PIL.Image import Image

MEMORY = 2**30
CPU_SECONDS = 30
FILE_BYTES = 8 * 2**20
PIXELS_MAX = 40_000_000
PAGE_BOX = (1000, 4000)  # pixels; what is taller than four times its width becomes narrower
THUMB_BOX = (320, 640)
JPEG_QUALITY, WEBP_QUALITY = 72, 30


def main(kind: str, folder: str, first: str, last: str) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (FILE_BYTES, FILE_BYTES))
    drawn = _pages(int(first), int(last)) if kind == "pdf" else _picture()
    for page, image in drawn:
        if page == 1:
            _save(_fitted(image, THUMB_BOX), Path(folder, "1-320.webp"), "WEBP", WEBP_QUALITY)
        _save(image, Path(folder, f"{page}-1000.jpg"), "JPEG", JPEG_QUALITY)


def _pages(first: int, last: int) -> Iterator[tuple[int, Image]]:
    """Pages as pictures, with stamps and signatures. One that cannot be drawn is left out."""
    import pypdfium2  # noqa: PLC0415 - only once the limits hold

    try:
        document = pypdfium2.PdfDocument(sys.stdin.buffer)
        document.init_forms()  # or the seal of an electronic signature, a form field, would be missing
    except pypdfium2.PdfiumError:
        return
    for number in range(first, min(last, len(document)) + 1):
        try:
            page = document[number - 1]
            bitmap = page.render(scale=_scale(*page.get_size()))
            image = bitmap.to_pil().convert("RGB")
        except (pypdfium2.PdfiumError, MemoryError, ValueError, OverflowError):
            continue
        yield number, image
        bitmap.close()
        page.close()


def _scale(width: float, height: float) -> float:
    """Points to pixels, whatever size a page claims to have."""
    return min(PAGE_BOX[0] / max(width, 1), PAGE_BOX[1] / max(height, 1))


def _picture() -> Iterator[tuple[int, Image]]:
    """Upright, on white, and without anything but its colours: no place, no camera, no comment comes along."""
    from PIL import Image, ImageOps  # noqa: PLC0415 - only once the limits hold

    Image.MAX_IMAGE_PIXELS = PIXELS_MAX
    with Image.open(sys.stdin.buffer, formats=["JPEG", "PNG"]) as original:
        upright = ImageOps.exif_transpose(original)
        small = _fitted(upright.convert("RGBA"), PAGE_BOX)
    clean = Image.new("RGB", small.size, "white")
    clean.paste(small, mask=small)
    yield 1, clean


def _fitted(image: Image, box: tuple[int, int]) -> Image:
    """Not larger than the box, never enlarged, in its own proportions."""
    factor = min(1.0, box[0] / image.width, box[1] / image.height)
    size = (max(1, round(image.width * factor)), max(1, round(image.height * factor)))
    return image.resize(size, reducing_gap=2.0) if factor < 1 else image


def _save(image: Image, path: Path, kind: str, quality: int) -> None:
    part = path.with_suffix(".part")
    image.save(part, kind, quality=quality, optimize=True, progressive=True)
    part.rename(path)


if __name__ == "__main__":
    main(*sys.argv[1:])
