"""Documents with real bytes, and what was drawn of them."""

from __future__ import annotations

import io
from pathlib import Path

from django.conf import settings
from django.core.files.base import ContentFile
from PIL import Image

from evidence import services
from evidence.models import Document, Reading, private_storage
from tests.evidence import corpus, pages

COLOURS = ((1, 0, 0), (0, 1, 0), (0, 0, 1))


def stored(world, content: bytes | None = None, name: str = "Perbup 4.pdf") -> Document:
    """In the library of the world's OPD, looked into by nobody yet."""
    content = pages.pdf(*(pages.filled(*colour) for colour in COLOURS)) if content is None else content
    document, _ = services.store_document(unit=world.unit, file=io.BytesIO(content), name=name, by=world.operator)
    return document


def smuggled(world, content: bytes, count: int = 1) -> Document:
    """A PDF that the inspection would have to read first."""
    document = stored(world, corpus.pdf(count))
    Path(document.file.path).write_bytes(content)
    return document


def drawn(document: Document) -> dict[str, tuple[str, tuple[int, int]]]:
    """Each derived picture: name, kind and size in pixels."""
    found = {}
    for path in sorted(folder(document).glob("*-*")):
        with Image.open(path) as image:
            found[path.name] = (image.format, image.size)
    return found


def folder(document: Document) -> Path:
    return Path(settings.EVIDENCE_ROOT, "previews", document.sha256[:2], document.sha256)


def colour(document: Document, name: str, place: tuple[float, float] = (0.5, 0.5)) -> str:
    """The strongest of red, green and blue at a place, as parts of width and height; "white" for paper."""
    with Image.open(folder(document) / name) as image:
        point = (int(place[0] * image.width), int(place[1] * image.height))
        light = image.convert("RGB").getpixel(point)
    return "white" if min(light) > 240 else ("red", "green", "blue")[light.index(max(light))]


def pictured(document: Document) -> Document:
    """As if a worker had drawn its first page; the pictures can be told apart by their bytes."""
    for name, content in {"1-1000.jpg": b"\xff\xd8\xff page", "1-320.webp": b"RIFF thumb", "1.txt": b"1 of 1"}.items():
        private_storage().save(f"previews/{document.sha256[:2]}/{document.sha256}/{name}", ContentFile(content))
    Reading.objects.create(document=document, pictured=1)
    return document
