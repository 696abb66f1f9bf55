"""Pernyataan Persetujuan Publikasi: the coordinator agrees that the results are made public."""

from __future__ import annotations

from reports.documents.base import Data, Order
from reports.documents.letters import letter_document, parts
from reports.documents.letters.values import DOTS, Block, Fields, Letter, Numbered, Paragraph
from results.values import Summary


def compose(order: Order) -> Letter:
    summary, letterhead, options = parts.opened(order)
    heading, signatory = summary.heading, letterhead["signatories"]["coordinator"]
    return Letter(
        title=(
            "Pernyataan Persetujuan Publikasi", "Hasil Penilaian Mandiri Sistem Pemerintahan Berbasis Elektronik",
            f"{heading.instansi} Tahun {heading.year}",
        ),
        number=parts.number_line(options),
        blocks=(*parts.draft_note(summary), *_body(summary, signatory)),
        signatures=((parts.signature(letterhead, "coordinator", before=parts.place_and_date(options, letterhead)),),),
        letterhead=letterhead,
        author=heading.instansi,
        taken_at=summary.taken_at.isoformat(),
        is_draft=not heading.is_final,
        code=order.code,
    )  # fmt: skip


def _body(summary: Summary, signatory: Data) -> tuple[Block, ...]:
    return (
        Paragraph("Yang bertanda tangan di bawah ini:"),
        Fields(
            (
                ("Nama", signatory["name"] or DOTS),
                ("NIP", signatory["nip"] or DOTS),
                ("Jabatan", signatory["position"]),
                ("Instansi", summary.heading.instansi),
            )
        ),
        Paragraph(
            "sebagai penanggung jawab penilaian mandiri Sistem Pemerintahan Berbasis Elektronik (SPBE), dengan ini "
            "menyatakan bahwa:"
        ),
        Numbered(_points(summary)),
        Paragraph("Ringkasan hasil yang disetujui untuk dipublikasikan:"),
        parts.results_table(summary),
        Paragraph(
            "Demikian pernyataan ini dibuat dengan sebenarnya dan penuh tanggung jawab untuk dipergunakan "
            "sebagaimana mestinya."
        ),
    )


def _points(summary: Summary) -> tuple[str, ...]:
    heading = summary.heading
    return (
        f"Penilaian mandiri SPBE {heading.instansi} tahun {heading.year} dilaksanakan menurut {heading.regulation} "
        f"dan menghasilkan Indeks SPBE {parts.index_line(summary)} dengan predikat {summary.headline.predikat.name}.",
        "Hasil tersebut didasarkan pada data dukung yang sah dan telah diperiksa oleh instansi.",
        "Indeks, predikat, nilai domain, nilai aspek, dan tingkat kematangan indikator disetujui untuk dipublikasikan.",
        "Data dukung yang dikecualikan menurut peraturan perundang-undangan tentang keterbukaan informasi publik tidak "
        "termasuk dalam persetujuan ini.",
    )


DOCUMENT = letter_document("Persetujuan-Publikasi-SPBE", compose)
