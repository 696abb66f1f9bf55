"""Pictures as people upload them as a logo."""

from __future__ import annotations

import random
from io import BytesIO

from PIL import Image

SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


def drawn(size=(80, 60), *, kind="PNG", mode="RGB", colour="#1a2658", **options) -> bytes:
    buffer = BytesIO()
    Image.new(mode, size, colour).save(buffer, kind, **options)
    return buffer.getvalue()


def noisy(side: int, *, kind="PNG") -> bytes:
    """Every pixel another colour, so that nothing compresses it."""
    picture = Image.frombytes("RGB", (side, side), random.Random(47).randbytes(side * side * 3))  # noqa: S311
    buffer = BytesIO()
    picture.save(buffer, kind)
    return buffer.getvalue()


def opened(content: bytes) -> Image.Image:
    return Image.open(BytesIO(content))
