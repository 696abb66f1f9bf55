"""Letters with a letterhead, signed by hand: each the same text as PDF and as DOCX."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from django.template.loader import render_to_string

from reports.documents.base import Document, Order, Report
from reports.documents.letterhead import LOGO, images_of
from reports.documents.letters.parts import frozen
from reports.documents.letters.values import Letter
from reports.documents.pdf import renderer
from reports.documents.qr import verification
from reports.models import Format

Compose = Callable[[Order], Letter]


def letter_document(stem: str, compose: Compose, freeze: Callable = frozen) -> Document:
    """A document whose text `compose` writes from an order."""

    def make(order: Order, target: Path, report: Report) -> None:
        write = _write_docx if order.format == Format.DOCX else _write_pdf
        write(compose(order), target, report)

    return Document(stem=stem, freeze=freeze, make=make, formats=(Format.PDF, Format.DOCX), is_short=True)


def render_html(letter: Letter) -> str:
    return render_to_string(
        "reports/pdf/letter.html",
        {"letter": letter, "letterhead": letter.letterhead, "logo_address": LOGO, **verification(letter.code)},
    )


def _write_pdf(letter: Letter, target: Path, report: Report) -> None:
    rendering = renderer()
    report("Menata halaman", 30)
    rendering.write_pdf(render_html(letter), target, report=report, images=images_of(letter.letterhead))


def _write_docx(letter: Letter, target: Path, report: Report) -> None:
    from reports.documents.letters import word  # noqa: PLC0415 - so that the web processes never carry it

    report("Menyusun dokumen", 40)
    target.write_bytes(word.docx_of(letter))
