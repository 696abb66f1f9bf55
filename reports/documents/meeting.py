"""Notulen Rapat: what was discussed and decided, with how the assessment stood at that time."""

from __future__ import annotations

from django.utils import timezone

from assessments.workflow import Refused
from reports.documents.base import Ask, Data, Order
from reports.documents.letters import letter_document, parts
from reports.documents.letters.values import (
    DOTS,
    Block,
    Column,
    Fields,
    Heading,
    Letter,
    Numbered,
    Paragraph,
    Signature,
    Table,
)
from reports.documents.spelling import day_name, long_date
from results.values import Summary

SEPARATOR = "|"  # between a decision, who carries it out, and until when


def freeze(ask: Ask) -> Data:
    if not (ask.options.get("title") and ask.options.get("date")):
        raise Refused("Isi judul dan tanggal rapat dulu; notulen tidak dapat dibuat tanpa keduanya.")
    return parts.frozen(ask) | {"is_draft": False}  # the minutes are what they are, however far the assessment is


def compose(order: Order) -> Letter:
    summary, letterhead, options = parts.opened(order)
    before = parts.place_and_date({"date": options["date"]}, letterhead)
    return Letter(
        title=("Notulen Rapat", options["title"]),
        number=parts.number_line(options) if options.get("number") else "",
        blocks=(_facts(options), *_people(options), *_discussion(options), *_decisions(options), *_state(summary)),
        signatures=(
            (
                Signature("Pemimpin rapat", options.get("chair", ""), has_nip=False),
                Signature("Notulis", options.get("secretary", ""), has_nip=False, before=before),
            ),
        ),
        letterhead=letterhead,
        author=summary.heading.instansi,
        taken_at=summary.taken_at.isoformat(),
        code=order.code,
    )


def decision(line: str) -> tuple[str, str, str]:
    """A line such as "Susun SOP | Diskominfo | 31 Maret 2027": what, who, until when."""
    what, who, until, *_ = [*(part.strip() for part in line.split(SEPARATOR)), "", ""]
    return what, who, until


def lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def _facts(options: Data) -> Fields:
    date = parts.chosen_date(options)
    rows = (
        ("Hari, tanggal", f"{day_name(date)}, {long_date(date)}" if date else DOTS),
        ("Waktu", options.get("time", "")),
        ("Tempat", options.get("place") or DOTS),
        ("Pemimpin rapat", options.get("chair") or DOTS),
        ("Notulis", options.get("secretary") or DOTS),
    )
    return Fields(tuple(row for row in rows if row[1]))


def _people(options: Data) -> tuple[Block, ...]:
    people = lines(options.get("participants", ""))
    return (Heading("Peserta"), Numbered(people)) if people else ()


def _discussion(options: Data) -> tuple[Block, ...]:
    said = lines(options.get("discussion", ""))
    return (Heading("Pembahasan"), *map(Paragraph, said)) if said else ()


def _decisions(options: Data) -> tuple[Block, ...]:
    decided = lines(options.get("decisions", ""))
    if not decided:
        return ()
    columns = (Column("No.", 8), Column("Keputusan", 46), Column("OPD atau pelaksana", 24), Column("Tenggat", 22))
    rows = tuple((str(position), *decision(line)) for position, line in enumerate(decided, 1))
    return (Heading("Keputusan"), Table("", columns, tuple(tuple(cell or "–" for cell in row) for row in rows)))


def _state(summary: Summary) -> tuple[Block, ...]:
    """Beside the minutes, so that whoever reads them later knows how far the assessment was."""
    heading, score = summary.heading, summary.headline
    provisional = " (sementara)" if score.is_provisional else ""
    rows = (
        ("Penilaian", f"SPBE {heading.instansi} tahun {heading.year}"),
        ("Tahap", heading.stage_label),
        ("Indikator bernilai", f"{score.answered} dari {score.total}"),
        (f"Indeks {summary.headline_label.lower()}", f"{parts.index_line(summary)}{provisional}"),
        ("Predikat", f"{score.predikat.name}{provisional}"),
    )
    taken = timezone.localtime(summary.taken_at)
    return (Heading(f"Keadaan penilaian per {long_date(taken)} pukul {taken:%H.%M %Z}"), Fields(rows))


DOCUMENT = letter_document("Notulen-Rapat-SPBE", compose, freeze)
