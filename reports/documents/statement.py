"""Berita Acara Penilaian Mandiri: who met, what was assessed, and what it came to."""

from __future__ import annotations

from reports.documents.base import Data, Order
from reports.documents.letters import letter_document, parts
from reports.documents.letters.values import DOTS, Block, Column, Letter, Paragraph, Table
from reports.documents.spelling import date_in_words, day_name, long_date
from results.values import Summary

WHO = ("coordinator", "assessor", "head")


def compose(order: Order) -> Letter:
    summary, letterhead, options = parts.opened(order)
    heading = summary.heading
    return Letter(
        title=(
            "Berita Acara", "Penilaian Mandiri Sistem Pemerintahan Berbasis Elektronik",
            f"{heading.instansi} Tahun {heading.year}",
        ),
        number=parts.number_line(options),
        blocks=(*parts.draft_note(summary), *_body(summary, letterhead, options)),
        signatures=(
            (
                parts.signature(letterhead, "head"),
                parts.signature(letterhead, "assessor", before=parts.place_and_date(options, letterhead)),
            ),
            (parts.signature(letterhead, "coordinator", before="Mengetahui,"),),
        ),
        letterhead=letterhead,
        author=heading.instansi,
        taken_at=summary.taken_at.isoformat(),
        is_draft=not heading.is_final,
        code=order.code,
    )  # fmt: skip


def _body(summary: Summary, letterhead: Data, options: Data) -> tuple[Block, ...]:
    return (
        Paragraph(
            f"{_day(options)} bertempat di {parts.place(options, letterhead)}, yang bertanda tangan di bawah ini:"
        ),
        _people(letterhead),
        Paragraph(_scope(summary)),
        Paragraph(
            f"{_result(summary)} Indeks SPBE {parts.index_line(summary)} dengan predikat "
            f"{summary.headline.predikat.name}, dengan rincian sebagai berikut:"
        ),
        parts.results_table(summary),
        Paragraph(_standing(summary)),
        Paragraph("Demikian Berita Acara ini dibuat dengan sebenarnya untuk dipergunakan sebagaimana mestinya."),
    )


def _day(options: Data) -> str:
    date = parts.chosen_date(options)
    if date is None:
        return f"Pada hari ini {DOTS} tanggal {DOTS} bulan {DOTS} tahun {DOTS}"
    return f"Pada hari ini {day_name(date)} {date_in_words(date)} ({date:%d-%m-%Y})"


def _people(letterhead: Data) -> Table:
    rows = [letterhead["signatories"][who] for who in WHO]
    return Table(
        caption="",
        columns=(Column("No.", 7), Column("Nama", 24), Column("NIP", 27), Column("Jabatan", 42)),
        rows=tuple(
            (str(position), row["name"] or DOTS, row["nip"] or DOTS, row["position"])
            for position, row in enumerate(rows, 1)
        ),
    )


def _scope(summary: Summary) -> str:
    heading, score = summary.heading, summary.headline
    steps = "."
    if heading.is_final:  # before that it would not be true yet
        units = f"diisi oleh {len(summary.units)} OPD atau unit kerja, " if summary.units else ""
        steps = f", {units}diverifikasi berdasarkan data dukungnya, lalu dinilai oleh Tim Asesor Internal."
    return (
        f"telah melaksanakan penilaian mandiri Sistem Pemerintahan Berbasis Elektronik (SPBE) {heading.instansi} "
        f"tahun {heading.year} menurut {heading.regulation}. Penilaian mencakup {score.total} indikator{steps}"
    )


def _result(summary: Summary) -> str:
    return "Hasil sementaranya adalah" if summary.headline.is_provisional else "Hasilnya adalah"


def _standing(summary: Summary) -> str:
    heading = summary.heading
    if not heading.is_final:
        return f"Pada saat dokumen ini dibuat, penilaian berada pada tahap {heading.stage_label.lower()}."
    text = "Hasil tersebut telah disetujui dan ditetapkan final"
    if heading.finalised_on:
        text += f" pada tanggal {long_date(heading.finalised_on)}"
    return f"{text}; tingkat kematangan setiap indikator dan data dukungnya tidak berubah lagi sesudahnya."


DOCUMENT = letter_document("Berita-Acara-SPBE", compose)
