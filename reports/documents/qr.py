"""The code of a document as people and phones read it: in fours, as an address, and as a QR code."""

from __future__ import annotations

import segno
from django.conf import settings
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

QUIET = 4  # modules of white around a QR code, which readers need


def grouped(code: str) -> str:
    """In fours, as people read letters out to each other: ABCD-EFGH-IJKL."""
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))


def address_of(code: str) -> str:
    """The public page that tells what the portal knows of a document."""
    return f"{settings.BASE_URL.rstrip('/')}/v/{code}/"


def qr_of(code: str, size: str = "26mm") -> SafeString:
    """An inline SVG of the address; `size` is its width in CSS units, for paper and for screens that set none.

    Error correction M survives a stamp over a corner. Drawn as runs of black in one path, without style attributes.
    """
    address = address_of(code)
    symbol = segno.make_qr(address, error="m")
    side = symbol.symbol_size(border=QUIET)[0]
    return format_html(
        '<svg xmlns="http://www.w3.org/2000/svg" class="qr" viewBox="0 0 {side} {side}" width="{size}" height="{size}" '
        'role="img" aria-label="{label}" shape-rendering="crispEdges"><title>{label}</title>'
        '<path fill="#fff" d="M0 0h{side}v{side}h-{side}z"/><path fill="#000" d="{runs}"/></svg>',
        side=side,
        size=size,
        label=f"Kode QR menuju halaman verifikasi {address}",
        runs=mark_safe("".join(_runs(symbol))),  # digits and the letters of a path
    )


def verification(code: str) -> dict[str, str]:
    """What `reports/pdf/_verification.html` prints; nothing for a document without a code."""
    if not code:
        return {}
    return {"code": grouped(code), "qr": qr_of(code), "verify_address": address_of(code).partition("://")[2]}


def _runs(symbol: segno.QRCode) -> list[str]:
    """Each run of dark modules of a row as a rectangle."""
    runs: list[str] = []
    for y, row in enumerate(symbol.matrix_iter(border=QUIET)):
        start = None
        for x, dark in enumerate([*row, 0]):
            if dark and start is None:
                start = x
            elif not dark and start is not None:
                runs.append(f"M{start} {y}h{x - start}v1h-{x - start}z")
                start = None
    return runs
